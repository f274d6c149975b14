"""`driehoek figures import FILE` and `driehoek figures fetch`: figures from a file or from the publisher."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings

from driehoek.access.identity import acting_as_system, all_municipalities
from driehoek.areas.files import UnusableError, check_path
from driehoek.areas.queries import newest_year
from driehoek.figures.fetching import Fetcher, Wanted
from driehoek.figures.models import ImportRun, Nulls
from driehoek.figures.services import Offer, Result, load_figures
from driehoek.installation.arguments import Arguments, day
from driehoek.installation.places import var_folder
from driehoek.parties.models import Municipality

SHOWN = 20


def main(argv: Sequence[str], *, fetcher: Fetcher | None = None) -> int:
    """Run `driehoek figures`.

    Good rows are loaded and rejects reported. Returns 0 when figures were loaded or were there already, 1
    when every row was rejected, 2 for a file that is unusable or wrong use.
    """
    options = _parser().parse_args(argv)
    try:
        municipality = _municipality(options.municipality)
        if options.command == "fetch":
            return _fetch(options, municipality, fetcher)
        check_path(options.file, settings.IMPORT_MAX_FILE_BYTES)
        offer = Offer(
            municipality=municipality,
            file_name=options.file.name,
            source=options.source,
            provisional=options.provisional,
            area_year=options.area_year,
            published_on=options.published_on,
            nulls=Nulls(options.nulls) if options.nulls else None,
        )
        return _load(options, offer, options.file)
    except UnusableError as error:
        sys.stderr.write(f"driehoek figures {options.command}: {_one_line(str(error))}\n")
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = Arguments(prog="driehoek figures")
    commands = parser.add_subparsers(dest="command", required=True)
    load = commands.add_parser("import", help="load a CSV, XLSX or OData JSON file")
    load.add_argument("file", type=Path)
    load.add_argument("--source", default="", metavar="NAME", help="key of the source, such as 47022NED")
    load.add_argument("--provisional", action="store_true", help="take every value as provisional")
    load.add_argument("--published-on", type=day, metavar="DATE", help="date of the figures")
    load.add_argument("--nulls", choices=[str(value) for value in Nulls], help="what an empty cell means")
    fetch = commands.add_parser("fetch", help="fetch a table from Politie/CBS and load it")
    fetch.add_argument("--table", default="47022NED")
    fetch.add_argument("--since", type=int, default=2017, metavar="YEAR")
    for each in (load, fetch):
        each.add_argument("--municipality", metavar="CODE", help="needed when several have areas")
        each.add_argument("--area-year", type=int, metavar="YEAR", help="year of the area division")
        each.add_argument("--json", action="store_true", help="report as JSON")
    return parser


def _municipality(code: str | None) -> Municipality:
    """Return the municipality with this code, or the only one there is, or the only one that has areas.

    Raises:
        UnusableError: there is none, or more than one.
    """
    found: list[Municipality] = []
    # Each municipality is behind its own wall, so each is looked up under its own identity.
    for identifier, _name in all_municipalities():
        with acting_as_system(municipality=identifier):
            place = Municipality.objects.get(pk=identifier)
        if code in {None, place.cbs_code}:
            found.append(place)
    with_areas = [place for place in found if newest_year(place.cbs_code) is not None]
    if len(found) == 1 or len(with_areas) == 1:
        return (with_areas or found)[0]
    if code or not found:
        raise UnusableError(f"municipality {code or '(none yet)'} is not on this installation")
    raise UnusableError("there are several municipalities; name one with --municipality CODE")


def _fetch(options: argparse.Namespace, municipality: Municipality, fetcher: Fetcher | None) -> int:
    folder = var_folder() / "fetched"
    wanted = Wanted(table=options.table.upper(), municipality=municipality.cbs_code, since=options.since)
    with _progress("rows fetched") as told:
        fetched = (fetcher or Fetcher(progress=told)).fetch(wanted, folder)
    offer = Offer(
        municipality=municipality,
        file_name=fetched.path.name,
        area_year=options.area_year,
        published_on=fetched.published_on,
        statuses=fetched.statuses,
    )
    code = _load(options, offer, fetched.path)
    if code == 0:
        # The pages have served; the joined answer stays as what was loaded.
        shutil.rmtree(fetched.path.with_name(fetched.path.stem.rpartition("-")[0]), ignore_errors=True)
    return code


def _load(options: argparse.Namespace, offer: Offer, path: Path) -> int:
    place = offer.municipality.pk
    with _progress("rows read") as told, path.open("rb") as stream, acting_as_system(municipality=place):
        result = load_figures(offer=replace(offer, progress=told), stream=stream)
    run = result.run
    if run.outcome == ImportRun.Outcome.REFUSED and not run.rows_read:
        raise UnusableError(f"{path.name}: {run.problem}")
    if options.json:
        sys.stdout.write(json.dumps(_as_json(result), ensure_ascii=False) + "\n")
    else:
        _tell(result)
    return 1 if run.outcome == ImportRun.Outcome.REFUSED else 0


def _as_json(result: Result) -> dict[str, Any]:
    run = result.run
    counts = ("read", "new", "changed", "same", "rejected", "hidden", "redefined")
    return {
        "run": str(run.pk),
        "file": run.file_name,
        "sha256": run.sha256,
        "shape": run.shape,
        "outcome": str(run.outcome),
        "problem": run.problem,
        **{f"rows_{name}": getattr(run, f"rows_{name}") for name in counts},
        "rejects": [
            {"line": row.line, "column": row.column, "value": row.value, "reason": row.reason}
            for row in result.rejects
        ],
    }


def _tell(result: Result) -> None:
    run = result.run
    sys.stdout.write(
        f"{run.file_name} ({run.shape}): {run.outcome}; {run.rows_read} read, {run.rows_new} new, "
        f"{run.rows_changed} changed, {run.rows_same} same, {run.rows_rejected} rejected, "
        f"{run.rows_hidden} hidden\n"
    )
    if run.rows_redefined:
        sys.stdout.write(f"  {run.rows_redefined} definitive values changed again\n")
    if run.problem:
        sys.stdout.write(f"  {run.problem}\n")
    for row in result.rejects[:SHOWN]:
        sys.stdout.write(f"  line {row.line}, {row.column}: {row.value!r}: {row.reason}\n")
    if run.rows_rejected > SHOWN:
        sys.stdout.write(f"  … and {run.rows_rejected - SHOWN} more; --json gives the first thousand\n")


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int], None] | None]:
    """Show how far it is on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return

    def told(number: int) -> None:
        sys.stderr.write(f"\r{number:,} {what}")
        sys.stderr.flush()

    yield told
    sys.stderr.write("\r\033[K")


def _one_line(text: str) -> str:
    return " ".join(text.split())
