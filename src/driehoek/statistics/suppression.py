"""Hiding small counts in a table with totals, so that nobody can work them out from what is shown.

Hundepool et al., Statistical Disclosure Control (2012), chapter 4: a count under a minimum is hidden (primary
suppression), and as many other cells as it takes so that the totals do not give it away (secondary suppression).
The cells to hide are chosen one hidden count at a time, by the linear programme of Kelly, Golden and Assad (1992):
the cheapest way in which the whole table could differ while that count is larger. Every cell that differs must be
hidden; then the table as it is and the table as it could be look the same from outside.

Who attacks is taken to know every shown cell, which cells add up to which, that counts are not negative, and every
edition of the same table that was shown before. They are not told which cell was hidden for which reason, so the
reasons of a mask are for its maker alone. Rows form a tree of any depth (areas); columns a tree of one level (months
in a quarter, kinds in a total). Such a table is a network, so that whole counts have whole bounds (Castro 2012).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]
Mask = NDArray[np.int8]

ROOT: Final = -1
_NEAR: Final = 1e-6
# What it costs to hide a cell that others add up to, beside one that is part of it.
_COST_OF_A_SUM: Final = 6.0
# Pushing the whole table costs about as much as looking at so many cells one by one.
_PUSHES: Final = 40
_PUSH_PAYS: Final = 2


class Reason(IntEnum):
    """Why a cell is hidden; for the maker of the table, never shown beside it."""

    SHOWN = 0
    PRIMARY = 1
    SECONDARY = 2


class UnprotectedError(ValueError):
    """A small count can be worked out whatever is hidden, because it was shown before."""


@dataclass(frozen=True)
class Table:
    """Counts with the sums among them.

    Attributes:
        values: rows × columns of counts, nan where the table has no cell.
        row_parents: for each row the row that it is part of, or ROOT.
        column_parents: for each column the column that it is part of, or ROOT; only one level.
    """

    values: Values
    row_parents: tuple[int, ...]
    column_parents: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what would be read wrongly.

        Raises:
            ValueError: the shapes do not fit, a count is negative, or the columns have two levels.
        """
        rows, columns = self.values.shape
        if len(self.row_parents) != rows or len(self.column_parents) not in (0, columns):
            raise ValueError("each row and each column needs its parent")
        if np.any(self.values < 0):
            raise ValueError("a count is never negative")
        if any(parent != ROOT and self.column_parents[parent] != ROOT for parent in self.column_parents):
            raise ValueError("columns have one level of sums")


@dataclass(frozen=True)
class Rule:
    """What is small, and how unsure an attacker must stay.

    Attributes:
        minimum: counts under this are hidden.
        zero_is_shown: whether nought may be shown; it says something about everyone in a place.
        protection: the least distance between two counts that both remain possible for a hidden small count.
    """

    minimum: int = 5
    zero_is_shown: bool = False
    protection: int = 3


@dataclass(frozen=True)
class Earlier:
    """An edition of the same table that was shown before.

    Attributes:
        values: its counts, row by row and column by column the same cells; nan where it had none.
        shown: which of them were shown.
    """

    values: Values
    shown: Flags


@dataclass(frozen=True)
class Intervals:
    """What remains possible for each hidden cell; nan for a shown one, inf where there is no bound above."""

    lower: Values
    upper: Values

    def width(self) -> Values:
        """Return the distance between the bounds."""
        return self.upper - self.lower


@dataclass(frozen=True)
class Suppressed:
    """A table that can be shown.

    Attributes:
        mask: a Reason for each cell.
        witness: two counts for each hidden cell that both fit everything shown; the true bounds are at least as wide.
    """

    mask: Mask
    witness: Intervals

    @property
    def hidden(self) -> Flags:
        """Which cells must not be shown."""
        hidden: Flags = self.mask != Reason.SHOWN
        return hidden


def _seen_moving(system: _System, hidden: Flags, small: Flags, enough: float) -> tuple[Values, Values]:
    """Return how far cells are seen to move when the table is pushed at random, as long as that still tells more.

    One push moves many cells, so that few are left to be looked at one by one. The seed is fixed: the same table is
    hidden in the same way each time.
    """
    low, high = system.cells.copy(), system.cells.copy()
    random = np.random.default_rng(0)
    unsure = small.copy()
    for _push in range(_PUSHES):
        before = unsure.sum()
        if not before:
            break
        step = system.push(hidden, np.where(unsure, random.choice((-1.0, 1.0), hidden.size), 0.0), enough)
        low, high = np.minimum(low, system.cells + step), np.maximum(high, system.cells + step)
        unsure = small & (high - low < enough - _NEAR)
        if before - unsure.sum() < _PUSH_PAYS:
            break
    return low, high


def is_small(values: Values, rule: Rule) -> Flags:
    """Tell which counts are hidden for their own sake; where there is no cell, none is."""
    small = values < rule.minimum
    return small & (values > 0) if rule.zero_is_shown else small


def suppress(
    table: Table,
    rule: Rule | None = None,
    *,
    earlier: Sequence[Earlier] = (),
    withheld: Flags | None = None,
) -> Suppressed:
    """Choose which cells to hide.

    Args:
        table: the counts.
        rule: what is small; the default hides counts under five, nought among them.
        earlier: editions of the same table that were shown before.
        withheld: cells that are not shown this time whatever they are, there because an earlier edition has them;
            hiding them costs nothing, and small counts among them stay protected.

    Raises:
        UnprotectedError: a small count was shown before, or follows from what was.
    """
    rule = rule or Rule()
    system = _System.of(table, earlier)
    small = is_small(table.values, rule).ravel()
    hidden = small | withheld.ravel() if withheld is not None else small.copy()
    hidden &= ~np.isnan(table.values).ravel()
    low, high = _seen_moving(system, hidden, small, rule.protection)
    order = sorted(np.flatnonzero(small), key=lambda cell: (-system.cells[cell], cell))
    for cell in order:
        if high[cell] - low[cell] >= rule.protection - _NEAR:
            continue
        step = system.cheapest_step(int(cell), hidden, rule.protection)
        if step is None:
            raise UnprotectedError(
                f"cell {divmod(int(cell), table.values.shape[1])} follows from what was shown"
            )
        hidden |= np.abs(step) > _NEAR
        low, high = np.minimum(low, system.cells + step), np.maximum(high, system.cells + step)
    mask = np.where(small, Reason.PRIMARY, np.where(hidden, Reason.SECONDARY, Reason.SHOWN)).astype(np.int8)
    shape = table.values.shape
    bounds = [np.where(hidden, side, np.nan).reshape(shape) for side in (low, high)]
    return Suppressed(mask.reshape(shape), Intervals(*bounds))


def audit(
    table: Table,
    hidden: Flags,
    *,
    earlier: Sequence[Earlier] = (),
    known: Intervals | None = None,
) -> Intervals:
    """Return the least and the most that each hidden cell can be for who sees the rest.

    Args:
        table: the counts, of which only those that are not hidden are used.
        hidden: which cells are not shown.
        earlier: editions that were shown before.
        known: bounds on cells from elsewhere, such as a rounded rate (see `of_rounded`); nan where there are none.
    """
    system = _System.of(table, earlier)
    steps = np.zeros((2, hidden.size))
    lower, upper = system.room(hidden.ravel(), known)
    for cell in np.flatnonzero(hidden.ravel()):
        for side, sign in enumerate((-1.0, 1.0)):
            steps[side, cell] = system.furthest(int(cell), sign, lower, upper)
    bounds = [np.where(hidden.ravel(), system.cells + side, np.nan).reshape(hidden.shape) for side in steps]
    return Intervals(*bounds)


def of_rounded(values: Values, step: float) -> Intervals:
    """Return the bounds that a value rounded to the nearest multiple of `step` gives away."""
    return Intervals(np.maximum(values - step / 2, 0.0), values + step / 2)


@dataclass(frozen=True)
class _System:
    """The sums as equations: what may differ between two tables that both fit them.

    The unknowns are the cells of the table in order of rows, then what is left between a sum and its parts, then the
    cells of earlier editions that have changed since.

    Attributes:
        cells: the true counts of the table, nought where it has no cell.
        values: the true value of each unknown.
        least: how far down each may go: to nought, or not at all where it is known from before.
        most: how far up.
        equations: one row for each sum; the differences must fulfil equations @ differences = 0.
        costs: what it costs to hide a cell.
    """

    cells: Values
    values: Values
    least: Values
    most: Values
    equations: csr_array
    costs: Values = field(repr=False)

    @classmethod
    def of(cls, table: Table, earlier: Sequence[Earlier]) -> _System:
        """Write down the equations of a table and of what was shown of it before."""
        there = ~np.isnan(table.values)
        cells = np.where(there, table.values, 0.0).ravel()
        made = _Equations(list(cells), [0.0 if one else -1.0 for one in there.ravel()])
        sums = list(_sums(table))
        costs = 1.0 + np.log2(1.0 + cells)
        for whole, parts in sums:
            made.add(whole, parts, [int(part) for part in parts if there.ravel()[part]], table.values.ravel())
            costs[whole] *= _COST_OF_A_SUM
        for edition in earlier:
            made.add_earlier(edition, sums, cells, there.ravel())
        values = np.array(made.values)
        fixed = np.array(made.marks) < 0
        least = np.where(fixed, 0.0, -values)
        most = np.where(fixed, 0.0, np.inf)
        return cls(cells, values, least, most, made.matrix(), costs)

    def room(self, hidden: Flags, known: Intervals | None) -> tuple[Values, Values]:
        """Return how far each unknown may go down and up when only `hidden` cells are unknown."""
        lower, upper = self.least.copy(), self.most.copy()
        count = hidden.size
        lower[:count][~hidden] = 0.0
        upper[:count][~hidden] = 0.0
        if known is not None:
            floor, ceiling = known.lower.ravel() - self.cells, known.upper.ravel() - self.cells
            lower[:count] = np.where(
                hidden & ~np.isnan(floor), np.maximum(lower[:count], floor), lower[:count]
            )
            upper[:count] = np.where(
                hidden & ~np.isnan(ceiling), np.minimum(upper[:count], ceiling), upper[:count]
            )
        return lower, upper

    def furthest(self, cell: int, sign: float, lower: Values, upper: Values) -> float:
        """Return how far `cell` can go down (sign -1) or up (sign 1) within the room that there is."""
        within = self._around(cell, (upper > _NEAR) | (lower < -_NEAR))
        if not within.any():
            return 0.0
        places = np.flatnonzero(within)
        goal = np.where(places == cell, -sign, 0.0)
        rows = self._touched(places)
        found = _solve(goal, rows, np.column_stack([lower[places], upper[places]]))
        if found.status == 3:
            return sign * np.inf
        if found.status != 0:
            raise ArithmeticError(found.message)
        return float(-sign * found.fun)

    def push(self, hidden: Flags, towards: Values, most: float) -> Values:
        """Return a difference of hidden cells alone that goes as far `towards` as it can, each at most `most` up."""
        lower, upper = self.room(hidden, None)
        places = np.flatnonzero((upper > _NEAR) | (lower < -_NEAR))
        goal = np.zeros(self.values.size)
        goal[: hidden.size] = -towards
        if not places.size:
            return np.zeros(hidden.size)
        rows = self._touched(places)
        found = _solve(goal[places], rows, np.column_stack([lower[places], np.minimum(upper[places], most)]))
        step = np.zeros(self.values.size)
        if found.status == 0:
            step[places] = found.x
        return step[: hidden.size]

    def cheapest_step(self, cell: int, hidden: Flags, distance: float) -> Values | None:
        """Return the cheapest difference of the whole table in which `cell` is `distance` more; None without one."""
        free = self.most > 0
        if not free[cell]:
            return None
        places = np.flatnonzero(self._around(cell, free))
        price = np.zeros(self.values.size)
        price[: hidden.size] = np.where(hidden, _NEAR, self.costs)
        up = np.column_stack([np.zeros(places.size), self.most[places]])
        down = np.column_stack([np.zeros(places.size), -self.least[places]])
        at = int(np.searchsorted(places, cell))
        up[at], down[at] = (distance, distance), (0.0, 0.0)
        rows = self._touched(places)
        found = _solve(
            np.concatenate([price[places], price[places]]), hstack([rows, -rows]), np.vstack([up, down])
        )
        if found.status != 0:
            return None
        step = np.zeros(self.values.size)
        step[places] = found.x[: places.size] - found.x[places.size :]
        return step[: hidden.size]

    def _around(self, cell: int, free: Flags) -> Flags:
        """Return the unknowns that hang together with `cell` through sums in which something is free."""
        links = abs(self.equations)
        within = np.zeros(free.size, dtype=bool)
        within[cell] = free[cell]
        while True:
            touched = (links @ within.astype(float)) > 0
            grown = within | (((touched.astype(float) @ links) > 0) & free)
            if grown.sum() == within.sum():
                return within
            within = grown

    def _touched(self, places: NDArray[np.intp]) -> csr_array:
        part = self.equations[:, places]
        return part[np.diff(part.indptr) > 0]


def _solve(goal: Values, rows: Any, bounds: Values) -> Any:
    """Minimise `goal` within `bounds` where `rows` @ answer = 0."""
    some = rows.shape[0] > 0
    return linprog(  # type: ignore[call-overload]  # the stubs know pairs of bounds only, it takes an array
        goal,
        A_eq=rows if some else None,
        b_eq=np.zeros(rows.shape[0]) if some else None,
        bounds=bounds,
        method="highs",
    )


class _Equations:
    """Equations while they are written: unknowns with their values, marks (-1 fixed) and the coefficients."""

    def __init__(self, values: list[float], marks: list[float]) -> None:
        self.values, self.marks = values, marks
        self.count = 0
        self.entries: list[tuple[int, int, float]] = []

    def add(self, whole: int, parts: list[int], present: list[int], counts: Values) -> None:
        """Say that `whole` is the sum of its parts and of what belongs to none of them."""
        if np.isnan(counts[whole]) or not present:
            return
        left = counts[whole] - sum(counts[part] for part in present)
        if left < -_NEAR:
            # The parts are more than the whole: these numbers do not add up, so nothing follows from them.
            return
        self._write({whole: -1.0} | dict.fromkeys(present, 1.0))
        if left > _NEAR or len(present) < len(parts):
            self.entries.append((self.count - 1, self._unknown(max(left, 0.0), fixed=False), 1.0))

    def add_earlier(
        self, edition: Earlier, sums: list[tuple[int, list[int]]], cells: Values, there: Flags
    ) -> None:
        """Add what an earlier edition showed: a cell that has not changed since is the same unknown."""
        before, shown = edition.values.ravel(), edition.shown.ravel()
        at: dict[int, int] = {}
        for cell, value in enumerate(before):
            if np.isnan(value):
                continue
            if there[cell] and abs(value - cells[cell]) < _NEAR:
                at[cell] = cell
                if shown[cell]:
                    self.marks[cell] = -1.0
            else:
                at[cell] = self._unknown(float(value), fixed=bool(shown[cell]))
        for whole, parts in sums:
            present = [part for part in parts if part in at]
            if whole not in at or not present:
                continue
            left = before[whole] - sum(before[part] for part in present)
            if left < -_NEAR:
                continue
            self._write({at[whole]: -1.0} | {at[part]: 1.0 for part in present})
            if left > _NEAR or len(present) < len(parts):
                self.entries.append((self.count - 1, self._unknown(max(left, 0.0), fixed=False), 1.0))

    def matrix(self) -> csr_array:
        """Return the equations as one sparse matrix."""
        rows, columns, data = zip(*self.entries, strict=True) if self.entries else ((), (), ())
        return csr_array((data, (rows, columns)), shape=(self.count, len(self.values)))

    def _write(self, coefficients: dict[int, float]) -> None:
        self.entries.extend((self.count, place, value) for place, value in coefficients.items())
        self.count += 1

    def _unknown(self, value: float, *, fixed: bool) -> int:
        self.values.append(value)
        self.marks.append(-1.0 if fixed else 0.0)
        return len(self.values) - 1


def _sums(table: Table) -> Iterator[tuple[int, list[int]]]:
    """Yield each sum in the table: the cell of the whole and those of its parts, as numbers of cells."""
    rows, columns = table.values.shape
    for whole in range(rows):
        parts = [row for row, parent in enumerate(table.row_parents) if parent == whole]
        for column in range(columns) if parts else ():
            yield whole * columns + column, [row * columns + column for row in parts]
    for whole in range(columns if table.column_parents else 0):
        parts = [column for column, parent in enumerate(table.column_parents) if parent == whole]
        for row in range(rows) if parts else ():
            yield row * columns + whole, [row * columns + column for column in parts]
