"""How fast figures load, beside a bare COPY of the same rows into an indexed table, in the same database.

Reads the Rotterdam file of shared/data where it is, else a simulated file of the same shape and size. Run
`python -m bench.figures`; prints a table and returns 1 when the importer is slower than half of the COPY.
"""

from __future__ import annotations

import csv
import io
import json
import statistics
import sys
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg
from tests.support.databases import TestCluster

from driehoek.access.proofs import BEGIN_SYSTEM, system_parameters
from driehoek.installation.database import DatabaseAddress

ROUNDS = 9
GOAL = 0.5
DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "nl_crime"
FIGURES = DATA / "rotterdam" / "47022NED_47024NED_rotterdam_buurt_monthly.csv"
CODES = DATA / "meta_47022NED_2022_WijkenEnBuurten.csv"
BARE = (
    "CREATE TABLE bare_rows (gebied text, soort text, period text, aantal float8, "
    "UNIQUE (gebied, soort, period))"
)
COLUMNS = "municipality_id, series_id, period, value, status, flag, run_id, line"
TYPED = (
    "CREATE TABLE typed_rows (municipality_id uuid, series_id bigint, period date, value float8, "
    "status varchar(1), flag varchar(1), run_id uuid, line int, PRIMARY KEY (series_id, period))"
)


def main(argv: Sequence[str] = ()) -> int:  # noqa: ARG001
    """Measure in a database of its own and print the table."""
    with TestCluster().temporary() as address:
        from driehoek.installation.setup import use

        use(address)
        content, municipality = _prepare()
        rows = content.count(b"\n") - 1
        with psycopg.connect(address.owner_url, autocommit=True) as link:
            link.execute(BARE)
            link.execute(TYPED)
            typed = _typed_rows(address, content, municipality)
            bare, ours, second, copied = _measure(link, content, municipality, typed)
    print(f"{rows:,} rows, median of {ROUNDS} rounds")
    print(f"{'':52}{'ms':>8}{'rows/s':>12}{'of COPY':>9}")
    for name, seconds in (
        ("bare COPY of the file, indexed table", bare),
        ("bare COPY of observations, indexed table", copied),
        ("import: parse, validate, load, ledger", ours),
        ("import again: parse, validate, compare, unchanged", second),
    ):
        print(f"{name:52}{seconds * 1000:8.1f}{rows / seconds:12,.0f}{bare / seconds:9.0%}")
    return 0 if bare / ours >= GOAL else 1


def _prepare() -> tuple[bytes, uuid.UUID]:
    """Make a municipality with areas and the catalogue's indicators; return the file and the municipality."""
    from driehoek.access.identity import acting_as_system
    from driehoek.areas.services import import_code_list, write_areas
    from driehoek.figures.importing.shapes import Family
    from driehoek.figures.models import Frequency
    from driehoek.figures.services import ensure_catalogue, ensure_source
    from driehoek.figures.simulation import area_rows
    from driehoek.parties.models import Municipality

    real = FIGURES.is_file() and CODES.is_file()
    place = Municipality(id=uuid.uuid4(), cbs_code="GM0599" if real else "GM9901", name="Meetstad")
    with acting_as_system(municipality=place.pk):
        place.save(force_insert=True)
        if real:
            import_code_list(path=CODES, year=2022, municipality_code="GM0599")
        else:
            write_areas(year=2022, rows=area_rows("GM9901", "Meetstad"))
        for key, family in (("47022NED", Family.CRIME), ("47024NED", Family.NUISANCE)):
            source = ensure_source(municipality=place.pk, key=key, area_year=2022)
            ensure_catalogue(municipality=place.pk, source=source, family=family, frequency=Frequency.MONTH)
    return FIGURES.read_bytes() if real else _simulated(), place.pk


def _simulated() -> bytes:
    """Return simulated figures in the shape of the Rotterdam file, and about its size."""
    from driehoek.figures.catalogue import by_key
    from driehoek.figures.importing.shapes import Family
    from driehoek.figures.simulation import answer, area_rows

    suffixes = {"municipality": " (Gemeente)", "district": " (Gebied)", "neighbourhood": ""}
    names = {row.code: row.name + suffixes.get(row.level, "") for row in area_rows("GM9901", "Meetstad")}
    kinds = by_key(Family.CRIME)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["gebied", "soort", "period", "aantal"])
    for row in json.loads(answer("GM9901", Family.CRIME))["value"]:
        kind = kinds[row["SoortMisdrijf"].strip()]
        if not kind.hidden_monthly:
            count = f"{row['GeregistreerdeMisdrijven_1']}.0"
            writer.writerow([names[row["WijkenEnBuurten"].strip()], kind.label, row["Perioden"], count])
    return out.getvalue().encode()


def _import(content: bytes, municipality: uuid.UUID) -> float:
    """Load the file under the app role, as the command does, and commit; return the seconds it took."""
    from driehoek.access.identity import acting_as_system
    from driehoek.figures.services import Offer, load_figures
    from driehoek.parties.models import Municipality

    began = time.perf_counter()
    with acting_as_system(municipality=municipality):
        place = Municipality.objects.get(pk=municipality)
        result = load_figures(offer=Offer(place, "meting.csv"), stream=io.BytesIO(content))
    took = time.perf_counter() - began
    assert not result.run.rows_rejected, result.rejects[:3]
    return took


def _typed_rows(address: DatabaseAddress, content: bytes, municipality: uuid.UUID) -> bytes:
    """Return the observations that an import makes, as COPY text."""
    _import(content, municipality)
    with psycopg.connect(address.app_url) as link:
        link.execute(BEGIN_SYSTEM, system_parameters(municipality, backend=link.info.backend_pid))
        with link.cursor().copy(f"COPY (SELECT {COLUMNS} FROM figures_observation) TO STDOUT") as copy:
            return b"".join(bytes(part) for part in copy)


def _measure(
    link: psycopg.Connection[tuple[object, ...]], content: bytes, municipality: uuid.UUID, typed: bytes
) -> tuple[float, float, float, float]:
    times: dict[str, list[float]] = {"bare": [], "ours": [], "second": [], "typed": []}
    measures: dict[str, Callable[[], float]] = {
        "bare": lambda: _copy(
            link, "bare_rows", "COPY bare_rows FROM STDIN (FORMAT csv, HEADER true)", content
        ),
        "typed": lambda: _copy(link, "typed_rows", "COPY typed_rows FROM STDIN", typed),
        "second": lambda: _import(content, municipality),
        "ours": lambda: _fresh(link, content, municipality),
    }
    for _round in range(ROUNDS):
        for name, measure in measures.items():
            times[name].append(measure())
    return tuple(statistics.median(times[name]) for name in ("bare", "ours", "second", "typed"))  # type: ignore[return-value]


def _fresh(link: psycopg.Connection[tuple[object, ...]], content: bytes, municipality: uuid.UUID) -> float:
    with link.transaction():
        link.execute("SELECT set_config('app.maintenance', 'on', true)")
        link.execute("TRUNCATE figures_observation, figures_observationrevision, figures_series CASCADE")
    _notice_truncation()
    return _import(content, municipality)


def _notice_truncation() -> None:
    """Let the importing connection forget what it cached about the emptied tables, outside the measurement."""
    from driehoek.figures.models import Observation, ObservationRevision, Series

    for model in (Observation, ObservationRevision, Series):
        model._default_manager.exists()


def _copy(link: psycopg.Connection[tuple[object, ...]], table: str, statement: str, content: bytes) -> float:
    link.execute(f"TRUNCATE {table}")
    began = time.perf_counter()
    with link.transaction(), link.cursor().copy(statement) as copy:
        copy.write(content)
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
