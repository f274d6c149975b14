"""What was read from a file: columns of numbers, and the rows that were refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from driehoek.areas.models import Area
from driehoek.figures.catalogue import Kind
from driehoek.figures.importing.periods import Period
from driehoek.figures.importing.shapes import Layout
from driehoek.figures.models import Frequency, Indicator

REJECTS_KEPT = 1000
SAMPLE = 10
FREQUENCIES: tuple[Frequency, ...] = tuple(Frequency)
FLAG_NONE, FLAG_NULL, FLAG_MISSING = 0, 1, 2
Ints = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Reject:
    """A row that was refused: where, which value, why."""

    line: int
    column: str
    value: str
    reason: str


@dataclass
class Rejects:
    """MeaninglessError rows: all are counted, the first thousand kept."""

    count: int = 0
    kept: list[Reject] = field(default_factory=list)

    def add(self, line: int, column: str, value: str, reason: str) -> None:
        """Count a refused row, and keep it while there is room."""
        self.count += 1
        if len(self.kept) < REJECTS_KEPT:
            self.kept.append(Reject(line, column[:60], value[:200], reason[:300]))


@dataclass
class Parsed:
    """The good rows of a file as columns of equal length, and the rest in `rejects`.

    Attributes:
        layout: the shape and its columns.
        kinds, areas, periods: what the numbers in `kind`, `area` and `period` stand for.
        value: the value, NaN where the source says unknown.
        flag: FLAG_NONE, FLAG_NULL (empty, read as zero) or FLAG_MISSING.
        status: "p" or "d" for each row, as bytes.
        line: the line in the file.
        read: rows read; `hidden`: rows of kinds that are not published at that frequency.
        sample: the first rows as text, for the preview.
    """

    layout: Layout
    kinds: list[Kind | Indicator]
    areas: list[Area]
    periods: list[Period]
    kind: Ints
    area: Ints
    period: Ints
    value: npt.NDArray[np.float64]
    flag: npt.NDArray[np.int8]
    status: npt.NDArray[Any]
    line: Ints
    rejects: Rejects
    read: int
    hidden: int
    sample: list[list[str]]

    @property
    def good(self) -> int:
        """How many rows can be loaded."""
        return len(self.line)

    @property
    def frequency(self) -> Ints:
        """The index in FREQUENCIES of each row's period."""
        return frequency_of(self.periods)[self.period]

    @property
    def latest(self) -> date | None:
        """The first day of the last period among the good rows."""
        used = np.unique(self.period)
        return max((self.periods[index].start for index in used), default=None)


def frequency_of(periods: list[Period]) -> Ints:
    """Return the index in FREQUENCIES of each period."""
    return np.array([FREQUENCIES.index(period.frequency) for period in periods], np.int32)
