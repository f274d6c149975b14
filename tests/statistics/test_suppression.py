"""Hidden small counts: an attacker with other means than the code's own cannot work them out."""

from __future__ import annotations

import time
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from driehoek.statistics.suppression import (
    ROOT,
    Earlier,
    Reason,
    Rule,
    Suppressed,
    Table,
    UnprotectedError,
    audit,
    is_small,
    of_rounded,
    suppress,
)

RULE = Rule()
# More than any count in these tables.
MUCH = 500.0


def one_row(*values: float) -> Table:
    """A single area: parts, and their sum in the last column."""
    whole = len(values) - 1
    return Table(np.array([values], dtype=float), (ROOT,), (*[whole] * whole, ROOT))


class Attacker:
    """Knows what is shown and what adds up; searches among whole numbers, one variable for each count unseen.

    Written apart from the code under test: it works with the counts themselves instead of with differences, and with
    an integer programme instead of a linear one.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self.names: list[tuple[str, int, int]] = []
        self.rows: list[dict[tuple[str, int, int], float]] = []
        self.sides: list[tuple[float, float]] = []
        self.fixed: dict[tuple[str, int, int], float] = {}

    def look(self, edition: str, values: NDArray[np.float64], hidden: NDArray[np.bool_]) -> None:
        """See an edition; which sums hold exactly is common knowledge, what is left over elsewhere is not."""
        for row, column in product(*map(range, values.shape)):
            name = (edition, row, column)
            self.names.append(name)
            if not hidden[row, column]:
                self.fixed[name] = values[row, column]
        for whole, parts in self._sums(values.shape):
            left = values[whole] - sum(values[part] for part in parts)
            coefficients = {(edition, *whole): 1.0} | {(edition, *part): -1.0 for part in parts}
            self.rows.append(coefficients)
            self.sides.append((0.0, 0.0) if left == 0 else (0.0, MUCH))

    def same(self, first: str, second: str, row: int, column: int) -> None:
        """Guess that a count did not change between two editions."""
        self.rows.append({(first, row, column): 1.0, (second, row, column): -1.0})
        self.sides.append((0.0, 0.0))

    def range_of(self, edition: str, row: int, column: int) -> tuple[float, float]:
        """Work out the least and the most that a count can be."""
        at = {name: place for place, name in enumerate(self.names)}
        matrix = np.zeros((len(self.rows), len(at)))
        for number, coefficients in enumerate(self.rows):
            for name, value in coefficients.items():
                matrix[number, at[name]] = value
        low = np.array([self.fixed.get(name, 0.0) for name in self.names])
        high = np.array([self.fixed.get(name, MUCH) for name in self.names])
        sides = np.array(self.sides) if self.sides else np.zeros((0, 2))
        rules = [LinearConstraint(matrix, sides[:, 0], sides[:, 1])] if len(sides) else []
        found = []
        for sign in (1.0, -1.0):
            goal = np.zeros(len(at))
            goal[at[edition, row, column]] = sign
            answer = milp(
                goal, constraints=rules, bounds=Bounds(low, high), integrality=np.ones(len(at), dtype=int)
            )
            assert answer.success
            found.append(sign * answer.fun)
        return found[0], found[1]

    def _sums(self, shape: tuple[int, ...]) -> list[tuple[tuple[int, int], list[tuple[int, int]]]]:
        rows, columns = shape
        children: dict[tuple[int, int], list[tuple[int, int]]] = {}
        across: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for row, column in product(range(rows), range(columns)):
            if (parent := self.table.row_parents[row]) != ROOT:
                children.setdefault((parent, column), []).append((row, column))
            if self.table.column_parents and (parent := self.table.column_parents[column]) != ROOT:
                across.setdefault((row, parent), []).append((row, column))
        return [*children.items(), *across.items()]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A municipality of districts and neighbourhoods, over kinds with or without their sum; often very small."""
    districts = draw(st.lists(st.integers(0, 3), min_size=1, max_size=3))
    parents = [ROOT, *[0] * len(districts)]
    for district, number in enumerate(districts, start=1):
        parents += [district] * number
    kinds, with_sum = draw(st.integers(1, 3)), draw(st.booleans())
    count = st.one_of(st.integers(0, 9), st.integers(0, 60))
    values = np.zeros((len(parents), kinds + with_sum))
    leaves = [row for row in range(len(parents)) if row not in parents]
    for row, kind in product(leaves, range(kinds)):
        values[row, kind] = draw(count)
    for row in range(len(parents) - 1, 0, -1):
        values[parents[row]] += values[row]
    if draw(st.booleans()):
        # Some of it happened in no known neighbourhood.
        values[0, 0] += draw(count)
    if with_sum:
        values[:, kinds] = values[:, :kinds].sum(axis=1)
    columns = (*[kinds] * kinds, ROOT) if with_sum else ()
    return Table(values, tuple(parents), columns)


def attack(table: Table, found: Suppressed) -> Attacker:
    attacker = Attacker(table)
    attacker.look("now", table.values, found.hidden)
    return attacker


@settings(max_examples=60, deadline=None)
@given(tables(), st.booleans())
def test_nobody_can_pin_a_hidden_count(table: Table, zero_is_shown: bool) -> None:
    rule = Rule(zero_is_shown=zero_is_shown)
    found = suppress(table, rule)
    attacker = attack(table, found)
    for row, column in np.argwhere(found.hidden):
        low, high = attacker.range_of("now", row, column)
        least = rule.protection if found.mask[row, column] == Reason.PRIMARY else 1
        assert high - low >= least, (row, column, table.values.tolist(), found.mask.tolist())
        assert low <= found.witness.lower[row, column] + 1e-6
        assert high >= found.witness.upper[row, column] - 1e-6


@settings(max_examples=100, deadline=None)
@given(tables())
def test_exactly_the_small_ones_are_primary_and_what_is_shown_is_true(table: Table) -> None:
    found = suppress(table)
    assert np.array_equal(found.mask == Reason.PRIMARY, is_small(table.values, RULE))
    assert np.all(table.values[~found.hidden] >= RULE.minimum)
    if not (found.mask == Reason.PRIMARY).any():
        assert not found.hidden.any()
    # Moving one count takes a loop of four cells; where others are small too, two loops.
    assert (found.mask == Reason.SECONDARY).sum() <= 6 * (found.mask == Reason.PRIMARY).sum()


@settings(max_examples=40, deadline=None)
@given(tables(), st.data())
def test_two_editions_together_tell_no_more_than_one(table: Table, data: st.DataObject) -> None:
    before = table.values.copy()
    leaves = [row for row in range(len(before)) if row not in table.row_parents]
    changed = data.draw(st.lists(st.sampled_from(leaves), max_size=2, unique=True))
    after = before.copy()
    for row in changed:
        more = data.draw(st.integers(1, 4))
        place = row
        while place != ROOT:
            after[place, 0] += more
            if table.column_parents:
                after[place, -1] += more
            place = table.row_parents[place]
    first = suppress(table)
    new = Table(after, table.row_parents, table.column_parents)
    try:
        found = suppress(new, earlier=[Earlier(before, ~first.hidden)])
    except UnprotectedError:
        # Only what was shown before can stand in the way; and growing counts were never small and shown.
        pytest.fail("growing counts can always be protected")
    attacker = Attacker(table)
    attacker.look("before", before, first.hidden)
    attacker.look("now", after, found.hidden)
    for row, column in np.argwhere(before == after):
        attacker.same("before", "now", row, column)
    for row, column in np.argwhere(found.mask == Reason.PRIMARY):
        low, high = attacker.range_of("now", row, column)
        assert high - low >= RULE.protection, (row, column, before.tolist(), after.tolist())


@settings(max_examples=40, deadline=None)
@given(tables())
def test_the_audit_finds_what_the_attacker_finds(table: Table) -> None:
    hidden = suppress(table).hidden
    bounds, attacker = audit(table, hidden), Attacker(table)
    attacker.look("now", table.values, hidden)
    for row, column in np.argwhere(hidden):
        low, high = attacker.range_of("now", row, column)
        assert bounds.lower[row, column] == pytest.approx(low, abs=1e-6)
        upper = bounds.upper[row, column]
        # Where nothing bounds it from above, only the end of the search did.
        assert high > MUCH / 2 if np.isinf(upper) else upper == pytest.approx(high, abs=1e-6)


def test_a_single_small_part_takes_another_with_it() -> None:
    found = suppress(one_row(3, 40, 12, 55))
    assert found.mask.tolist() == [[1, 0, 2, 0]]


def test_two_small_parts_that_leave_no_room_take_a_third() -> None:
    # 1 + 1 = 2 would leave nought, one or two: too near.
    found = suppress(one_row(1, 1, 40, 42))
    assert found.mask.tolist() == [[1, 1, 2, 0]]


def test_the_audit_sees_what_primary_hiding_alone_gives_away() -> None:
    table = one_row(3, 40, 12, 55)
    bounds = audit(table, is_small(table.values, RULE))
    assert (bounds.lower[0, 0], bounds.upper[0, 0]) == (3.0, 3.0)


def test_nought_is_hidden_unless_the_rule_says_otherwise() -> None:
    table = one_row(0, 40, 12, 52)
    assert suppress(table).mask.tolist() == [[1, 0, 2, 0]]
    assert not suppress(table, Rule(zero_is_shown=True)).hidden.any()


def test_a_count_that_was_shown_before_cannot_be_hidden_any_more() -> None:
    table = one_row(3, 40, 12, 55)
    with pytest.raises(UnprotectedError):
        suppress(table, earlier=[Earlier(table.values, np.ones((1, 4), dtype=bool))])


def test_a_cell_shown_before_is_no_use_as_a_cover() -> None:
    table = one_row(3, 40, 12, 55)
    shown = np.array([[False, True, True, False]])
    before = Earlier(np.array([[np.nan, 40, 12, np.nan]]), shown)
    # Only the sum is left to hide: parts that were shown before are known.
    assert suppress(table, earlier=[before]).mask.tolist() == [[1, 0, 0, 2]]


def test_another_cover_than_last_time_would_give_it_away() -> None:
    table = one_row(3, 40, 12, 55)
    before = Earlier(table.values, np.array([[False, False, True, True]]))
    found = suppress(table, earlier=[before])
    # Last time 40 covered it; hiding 12 instead now would show 40, and 55 - 40 - 12 is 3.
    assert found.mask.tolist() == [[1, 2, 0, 0]]


def test_a_count_that_only_an_earlier_edition_had_stays_hidden() -> None:
    # Last time 3 and 40 were hidden beside 12 and their sum; this time only the parts are shown, without the sum.
    table = one_row(3, 40, 12, 55)
    before = Earlier(table.values, np.array([[False, False, True, True]]))
    withheld = np.array([[True, False, False, True]])
    found = suppress(table, earlier=[before], withheld=withheld)
    assert found.mask.tolist() == [[1, 2, 0, 2]]


def test_a_rounded_share_narrows_what_is_possible() -> None:
    table = one_row(30, 40, 30, 100)
    hidden = np.array([[True, True, False, False]])
    free = audit(table, hidden)
    assert (free.lower[0, 0], free.upper[0, 0]) == (0.0, 70.0)
    rounded = of_rounded(np.array([[30.0, np.nan, np.nan, np.nan]]), 10.0)
    told = audit(table, hidden, known=rounded)
    assert (told.lower[0, 0], told.upper[0, 0]) == (25.0, 35.0)


def test_a_cell_that_the_source_does_not_give_is_left_alone() -> None:
    # The municipality per month, the districts over the quarter only.
    nothing = np.nan
    values = np.array([[10.0, 3, 12, 25], [nothing, nothing, nothing, 15], [nothing, nothing, nothing, 10]])
    found = suppress(Table(values, (ROOT, 0, 0), (3, 3, 3, ROOT)))
    assert found.mask[0].tolist() == [2, 1, 0, 0]
    assert not found.hidden[1:].any()


def test_parts_that_do_not_add_up_say_nothing() -> None:
    values = np.array([[8.0], [3.0], [9.0]])
    assert suppress(Table(values, (ROOT, 0, 0))).mask.ravel().tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    ("values", "rows", "columns"),
    [
        ([[1.0, -1.0]], (ROOT,), ()),
        ([[1.0, 1.0]], (ROOT, 0), ()),
        ([[1.0, 1.0, 2.0]], (ROOT,), (1, 2, ROOT)),
    ],
)
def test_a_table_that_makes_no_sense_is_refused(
    values: list[list[float]], rows: tuple[int, ...], columns: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match=r"count|parent|level"):
        Table(np.array(values), rows, columns)


@pytest.mark.parametrize("mean", [2, 12])
def test_a_hundred_areas_over_a_year_take_less_than_a_second(mean: int) -> None:
    random = np.random.default_rng(4)
    parents = [ROOT, *[0] * 11, *[1 + place % 11 for place in range(88)]]
    values = np.zeros((100, 12))
    values[12:] = random.poisson(random.gamma(1, mean, size=(88, 1)) * np.ones((1, 12)))
    for row in range(99, 0, -1):
        values[parents[row]] += values[row]
    start = time.process_time()
    found = suppress(Table(values, tuple(parents)))
    assert time.process_time() - start < 1.0
    assert np.nanmin(found.witness.width()[found.mask == Reason.PRIMARY]) >= RULE.protection - 1e-6
