"""The sums of a table as equations, and how far its cells can differ while every sum still holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack

from driehoek.statistics.suppression.tables import Earlier, Flags, Intervals, Table, Values

NEAR: Final = 1e-6
# What it costs to hide a cell that others add up to, beside one that is part of it.
_COST_OF_A_SUM: Final = 6.0


@dataclass(frozen=True)
class System:
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
    def of(cls, table: Table, earlier: Sequence[Earlier]) -> System:
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
        within = self._around(cell, (upper > NEAR) | (lower < -NEAR))
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
        places = np.flatnonzero((upper > NEAR) | (lower < -NEAR))
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
        price[: hidden.size] = np.where(hidden, NEAR, self.costs)
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
        if left < -NEAR:
            # The parts are more than the whole: these numbers do not add up, so nothing follows from them.
            return
        self._write({whole: -1.0} | dict.fromkeys(present, 1.0))
        if left > NEAR or len(present) < len(parts):
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
            if there[cell] and abs(value - cells[cell]) < NEAR:
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
            if left < -NEAR:
                continue
            self._write({at[whole]: -1.0} | {at[part]: 1.0 for part in present})
            if left > NEAR or len(present) < len(parts):
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
