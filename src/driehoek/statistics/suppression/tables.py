"""What goes into the hiding of small counts and what comes out: tables, the rule, earlier editions, bounds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]
Mask = NDArray[np.int8]

ROOT: Final = -1


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
