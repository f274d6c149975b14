"""Simulated figures of a fictional municipality, in the publisher's exact format, through the same importer.

For where no real figures can be had. Counts are negative binomial around a level per neighbourhood with a
season and a trend; in the last months a few deviations are planted. The same seed gives the same figures.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from driehoek.areas.models import AreaLevel
from driehoek.areas.reading import CodeRow
from driehoek.areas.services import write_areas, write_geometry, write_inhabitants
from driehoek.figures.catalogue import TABLES, Kind, by_key
from driehoek.figures.importing.periods import code_of, shift_months
from driehoek.figures.importing.shapes import Family
from driehoek.figures.models import Frequency, ImportRun, Source
from driehoek.figures.services import Offer, load_figures
from driehoek.parties.models import Municipality

SEED = 20_220_801
YEAR = 2022
MONTHS = 72
LAST = date(2022, 8, 1)
OVERDISPERSION = 0.08
# South-west corner of the made-up town, in open water of the Markermeer, and the size of a neighbourhood.
CORNER = (5.20, 52.56)
STEP = (0.018, 0.011)
DISTRICTS: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = (
    ("Centrum", (("Oude Haven", 4210), ("Marktkwartier", 3875), ("Stationsbuurt", 2940))),
    ("Noord", (("Molenveld", 5480), ("Zonnehoek", 6125), ("Rietlanden", 38))),
    ("Oost", (("Kastanjebuurt", 4890), ("De Weide", 7310), ("Lage Gaard", 3260))),
    ("Zuid", (("Kanaaleiland", 5670), ("Tuindorp", 4435), ("Bedrijvenpark Zuid", 120))),
)
# Per 1,000 inhabitants a year, height of the season and its month, yearly trend.
CRIMES: dict[str, tuple[float, float, int, float]] = {
    "1.1.1": (2.6, 0.35, 12, -0.06),
    "1.1.2": (1.3, 0.20, 11, -0.03),
    "1.2.1": (4.2, 0.15, 11, -0.05),
    "1.2.2": (0.6, 0.10, 10, -0.02),
    "1.2.3": (5.1, 0.25, 9, -0.03),
    "1.2.4": (0.9, 0.15, 12, -0.08),
    "1.3.1": (4.8, 0.10, 6, 0.01),
    "1.4.3": (0.3, 0.10, 7, 0.00),
    "1.4.4": (1.5, 0.10, 6, 0.02),
    "1.4.5": (2.4, 0.15, 7, -0.01),
    "1.4.6": (0.3, 0.20, 11, -0.04),
    "1.6.1": (0.5, 0.30, 12, 0.01),
    "1.6.2": (3.0, 0.10, 8, -0.02),
    "2.1.1": (0.4, 0.15, 7, 0.01),
    "2.2.1": (5.2, 0.20, 1, -0.02),
    "2.4.2": (0.6, 0.05, 6, 0.00),
    "2.5.1": (1.2, 0.15, 11, -0.04),
    "2.5.2": (2.2, 0.10, 12, 0.03),
    "3.1.1": (0.9, 0.05, 5, 0.02),
    "3.6.4": (0.3, 0.20, 12, 0.01),
    "3.9.1": (3.1, 0.05, 3, 0.08),
}
NUISANCES: dict[str, tuple[float, float, int, float]] = {
    "E33": (6.1, 0.10, 7, 0.06),
    "E35": (4.4, 0.45, 7, 0.02),
    "E38": (1.6, 0.20, 7, 0.01),
    "M22": (7.8, 0.30, 7, 0.03),
}


@dataclass(frozen=True)
class Planted:
    """A deviation that is really there: so many more of a kind in a neighbourhood, months ago."""

    kind: str
    neighbourhood: int
    months_ago: int
    extra: int


PLANTED: tuple[Planted, ...] = (
    Planted("1.1.1", 4, 0, 14),
    Planted("1.2.3", 2, 0, 19),
    Planted("2.2.1", 6, 1, 12),
    Planted("E35", 9, 0, 23),
    Planted("1.4.4", 1, 2, 9),
)


def area_rows(code: str, name: str) -> list[CodeRow]:
    """Return the code list of the fictional town: 4 districts with 3 neighbourhoods each, and the country."""
    digits = code[2:]
    rows = [
        CodeRow("NL00", "Nederland", AreaLevel.COUNTRY, ""),
        CodeRow(code, name, AreaLevel.MUNICIPALITY, code),
    ]
    for number, (district, neighbourhoods) in enumerate(DISTRICTS, start=1):
        rows.append(CodeRow(f"WK{digits}{number:02d}", district, AreaLevel.DISTRICT, code))
        for place, (neighbourhood, _inhabitants) in enumerate(neighbourhoods, start=1):
            rows.append(
                CodeRow(f"BU{digits}{number:02d}{place:02d}", neighbourhood, AreaLevel.NEIGHBOURHOOD, code)
            )
    return rows


def inhabitants(code: str) -> dict[str, int]:
    """Return inhabitants by neighbourhood code."""
    return {
        f"BU{code[2:]}{number:02d}{place:02d}": people
        for number, (_district, neighbourhoods) in enumerate(DISTRICTS, start=1)
        for place, (_name, people) in enumerate(neighbourhoods, start=1)
    }


def shapes(code: str) -> dict[str, dict[str, Any]]:
    """Return simple shapes by code: a neighbourhood is one step, a district a row of three."""
    digits, found = code[2:], {}
    for row in range(len(DISTRICTS)):
        for column in range(3):
            found[f"BU{digits}{row + 1:02d}{column + 1:02d}"] = _box(column, row, column + 1, row + 1)
        found[f"WK{digits}{row + 1:02d}"] = _box(0, row, 3, row + 1)
    found[code] = _box(0, 0, 3, len(DISTRICTS))
    return found


def _box(left: int, low: int, right: int, high: int) -> dict[str, Any]:
    west, east = (round(CORNER[0] + STEP[0] * step, 5) for step in (left, right))
    south, north = (round(CORNER[1] + STEP[1] * step, 5) for step in (low, high))
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def answer(code: str, family: Family, *, seed: int = SEED, months: int = MONTHS, last: date = LAST) -> bytes:
    """Return the OData answer of the town's table: padded keys, months for every area and kind, and totals.

    Args:
        code: the town's code, such as GM9901.
        family: crime (47022NED) or nuisance (47024NED).
        seed: the same seed gives the same figures.
        months: how many months, up to and including that of `last`.
        last: the first day of the last month.
    """
    table = TABLES["47022NED" if family == Family.CRIME else "47024NED"]
    counts = _counts(code, CRIMES if family == Family.CRIME else NUISANCES, seed, months)
    starts = [shift_months(last, step - months + 1) for step in range(months)]
    rows: list[dict[str, Any]] = []
    for area, kind, values in _published(code, family, counts):
        for start, value in zip(starts, values, strict=True):
            rows.append(
                {
                    "ID": len(rows),
                    table.dimension: f"{kind:<6}",
                    "WijkenEnBuurten": f"{area:<10}",
                    "Perioden": code_of(Frequency.MONTH, start),
                    table.topic: value,
                }
            )
    metadata = f"https://voorbeeld.invalid/{table.key}/$metadata"
    lines = ",\n".join(json.dumps(row) for row in rows)
    return f'{{"odata.metadata":"{metadata}","value":[\n{lines}\n]}}\n'.encode()


def _counts(
    code: str, levels: dict[str, tuple[float, float, int, float]], seed: int, months: int
) -> dict[str, dict[str, Any]]:
    """Draw monthly counts by kind and neighbourhood, the planted deviations added."""
    random = np.random.default_rng([seed, len(levels)])
    people = inhabitants(code)
    step = np.arange(months)
    month = (LAST.month - 1 - (months - 1 - step)) % 12 + 1
    drawn: dict[str, dict[str, Any]] = {}
    for kind, (rate, height, peak, trend) in levels.items():
        season = 1 + height * np.cos(2 * np.pi * (month - peak) / 12)
        course = np.exp(trend * (step - months) / 12)
        drawn[kind] = {}
        for place, (area, number) in enumerate(people.items()):
            level = rate / 12 * max(number, 25) / 1000 * random.lognormal(0.0, 0.35)
            mean = np.maximum(level * season * course, 1e-3)
            size = 1 / OVERDISPERSION
            values = random.negative_binomial(size, size / (size + mean))
            for planted in PLANTED:
                if planted.kind == kind and planted.neighbourhood == place:
                    values[-1 - planted.months_ago] += planted.extra
            drawn[kind][area] = values
    return drawn


def _published(
    code: str, family: Family, counts: dict[str, dict[str, Any]]
) -> list[tuple[str, str, list[int | None]]]:
    """Add up neighbourhoods to districts and town, kinds to the total; kinds hidden by month are empty."""
    digits = code[2:]
    first = next(iter(counts.values()))
    areas = [code, *(f"WK{digits}{number + 1:02d}" for number in range(len(DISTRICTS))), *first]
    found: list[tuple[str, str, list[int | None]]] = []
    for area in areas:
        inside = [place for place in first if area in {code, place, f"WK{place[2:8]}"}]
        sums = {kind: np.sum([places[place] for place in inside], axis=0) for kind, places in counts.items()}
        total = np.sum(list(sums.values()), axis=0)
        for kind in by_key(family).values():
            values = _values(kind, sums, total)
            if values is not None:
                found.append((area, kind.key, values))
    return found


def _values(kind: Kind, sums: dict[str, Any], total: Any) -> list[int | None] | None:
    if kind.hidden_monthly:
        return [None] * len(total)
    counted = total if kind.total else sums.get(kind.key)
    return None if counted is None else [int(value) for value in counted]


def load_simulation(municipality: Municipality, *, seed: int = SEED) -> Source:
    """Make the fictional town's areas and load its simulated figures; return the source of the crimes.

    Raises:
        RuntimeError: the importer refused them, which would be a fault of the simulation.
    """
    code = municipality.cbs_code
    write_areas(year=YEAR, rows=area_rows(code, municipality.name))
    write_inhabitants(area_year=YEAR, year=YEAR, numbers=inhabitants(code))
    write_geometry(year=YEAR, shapes=shapes(code))
    runs = []
    for family in (Family.CRIME, Family.NUISANCE):
        offer = Offer(
            municipality=municipality, file_name=f"gesimuleerd-{family}.json", simulated=True, area_year=YEAR
        )
        runs.append(load_figures(offer=offer, stream=io.BytesIO(answer(code, family, seed=seed))).run)
    refused = [run.problem for run in runs if run.outcome == ImportRun.Outcome.REFUSED]
    source = runs[0].source
    if refused or source is None:
        raise RuntimeError(f"simulated figures were refused: {refused}")
    return source
