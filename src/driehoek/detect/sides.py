"""The sides of a comparison: series that are judged, series to compare with, series next door."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from driehoek.detect.errors import DetectError
from driehoek.detect.table import SeriesTable

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Side:
    """Monthly series, each with the months that it has.

    Attributes:
        names: series ids.
        first: number of the first month of each series.
        counts: of each series, from its first month to its last; nan where a month is missing.
        sized: whether the file had inhabitants, which are not used.
    """

    names: list[str]
    first: list[int]
    counts: list[Floats]
    sized: bool = False

    @classmethod
    def empty(cls) -> "Side":
        """Return a side without series."""
        return cls([], [], [])

    @classmethod
    def of_table(cls, table: SeriesTable, shift: int) -> "Side":
        """Take the series out of a table; `shift` is added to its ordinals to give numbers of months."""
        longest = table.counts.shape[1]
        counts = [row[longest - int(n) :] for row, n in zip(table.counts, table.lengths, strict=True)]
        first = (table.last - table.lengths + 1 + shift).tolist()
        return cls(list(table.names), first, counts, table.population is not None)

    def only(self, names: Sequence[str]) -> "Side":
        """Return these series, in this order."""
        places = [self.names.index(name) for name in names]
        return Side(
            list(names), [self.first[p] for p in places], [self.counts[p] for p in places], self.sized
        )

    def without(self, names: Container[str]) -> "Side":
        """Return the other series."""
        return self.only([name for name in self.names if name not in names])

    def over(self, months: NDArray[np.int64]) -> Floats | None:
        """Return the counts of all series over these months, A × n, nan where there is none; None for no series."""
        if not self.names:
            return None
        found = np.full((len(self.names), len(months)), np.nan)
        for row, first, counts in zip(found, self.first, self.counts, strict=True):
            places = months - first
            inside = (places >= 0) & (places < len(counts))
            row[inside] = counts[places[inside]]
        return found


@dataclass(frozen=True, slots=True)
class Sides:
    """What is judged, what it is compared with, and what lies next door."""

    targets: Side
    controls: Side
    neighbours: Side


def choose_sides(targets: Side, controls: Side, neighbours: Side, path: Path) -> Sides:
    """Put the sides together.

    Raises:
        DetectError: no series is left to judge, or a series stands on two sides.
    """
    if not targets.names:
        raise DetectError(f"{path}: every series is a control or a neighbour; none is left to judge")
    sides = {"judged": targets.names, "a control": controls.names, "a neighbour": neighbours.names}
    seen: dict[str, str] = {}
    for side, names in sides.items():
        for name in names:
            if name in seen:
                raise DetectError(f"series {name!r} is both {seen[name]} and {side}; it can only be one")
            seen[name] = side
    return Sides(targets, controls, neighbours)
