"""Someone who keeps every release beside the others still cannot work a small count out."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from scipy.optimize import linprog

from driehoek.access.identity import acting_as
from driehoek.council import queries
from driehoek.council.content import FigureTable, parse_release
from driehoek.council.models import Depth, Release
from driehoek.parties.models import Function
from tests.council.conftest import Town

Place = tuple[str, str]
DISTRICTS = ("WK990101", "WK990102", "WK990103")


def read(town: Town, release: Release) -> FigureTable:
    """Read a release as a council member does."""
    with acting_as(person=town.cast.people[Function.COUNCIL].pk) as identity:
        stored = queries.content_of(identity, release)
    assert stored is not None
    return parse_release(stored.contents).tables[0]


def seen_in(table: FigureTable, town_code: str) -> tuple[dict[Place, float], set[Place]]:
    """Return what a release shows and what it hides."""
    shown: dict[Place, float] = {}
    hidden: set[Place] = set()
    places = [
        ((line.code, quarter), cell)
        for line in table.lines
        for quarter, cell in zip(table.quarters, line.cells, strict=True)
    ]
    places += [((town_code, month[:7]), cell) for month, cell in zip(table.months, table.course, strict=True)]
    for place, cell in places:
        if cell.hidden:
            hidden.add(place)
        elif cell.value is not None:
            shown[place] = cell.value
    return shown, hidden


def ranges(shown: dict[Place, float], hidden: set[Place], town_code: str) -> dict[Place, tuple[float, float]]:
    """Solve for each hidden place what it can be: parts add up to their whole, nothing is under nought."""
    places = sorted(set(shown) | hidden)
    at = {place: number for number, place in enumerate(places)}
    rows: list[dict[Place, float]] = []
    for column in {column for _code, column in places}:
        parts = [(code, column) for code in DISTRICTS if (code, column) in at]
        if (town_code, column) in at and len(parts) == len(DISTRICTS):
            rows.append({(town_code, column): 1.0} | dict.fromkeys(parts, -1.0))
        if "Q" in column and (town_code, column) in at:
            year, quarter = column.split("-Q")
            months = [(town_code, f"{year}-{3 * int(quarter) - 2 + more:02d}") for more in range(3)]
            if all(month in at for month in months):
                rows.append({(town_code, column): 1.0} | dict.fromkeys(months, -1.0))
    matrix = np.zeros((len(rows), len(places)))
    for number, row in enumerate(rows):
        for place, value in row.items():
            matrix[number, at[place]] = value
    bounds = [(shown[place], shown[place]) if place in shown else (0, 1e6) for place in places]
    found = {}
    for place in hidden - set(shown):
        sides = []
        for sign in (1.0, -1.0):
            goal = np.zeros(len(places))
            goal[at[place]] = sign
            answer = linprog(goal, A_eq=matrix, b_eq=np.zeros(len(rows)), bounds=bounds)
            assert answer.status == 0
            sides.append(sign * float(answer.fun or 0.0))
        found[place] = (sides[0], sides[1])
    return found


@pytest.mark.parametrize("order", [((2022, 2), (2022, 3)), ((2022, 3), (2022, 2))])
def test_two_quarters_of_which_most_is_in_both(town: Town, order: tuple[tuple[int, int], ...]) -> None:
    # Only Zuid and the months of a second, rarer kind of the town are small.
    code = town.cast.home.cbs_code
    shown: dict[Place, float] = {}
    hidden: set[Place] = set()
    for number, quarter in enumerate(order):
        released = town.release(town.version(title=f"Versie {number}", quarter=quarter))
        more, less = seen_in(read(town, released), code)
        shown, hidden = shown | more, hidden | less
    assert {place for place in hidden if place[0] == "WK990102"}
    # What one release hides no other shows, as far as it is small.
    small = {place for place in hidden if place[0] == "WK990102"}
    assert not small & set(shown)
    for place, (low, high) in ranges(shown, hidden, code).items():
        if place in small:
            assert high - low >= 3 - 1e-6, place


def test_first_all_together_then_by_district(town: Town) -> None:
    code = town.cast.home.cbs_code
    town.add("Zuid", date(2022, 7, 1), 1)
    first = town.release(town.version(title="Geheel", depth=Depth.MUNICIPALITY))
    second = town.release(town.version(title="Wijken", depth=Depth.DISTRICT))
    shown, _none = seen_in(read(town, first), code)
    more, hidden = seen_in(read(town, second), code)
    shown |= more
    small = {place for place in hidden if place[0] == "WK990102"}
    assert small
    bounds = ranges(shown, hidden, code)
    assert min(bounds[place][1] - bounds[place][0] for place in small) >= 3 - 1e-6
