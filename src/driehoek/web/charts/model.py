"""What is drawn, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.safestring import SafeString

from driehoek.web.formatting import Frequency, Language


@dataclass(frozen=True)
class Point:
    """One period of a series.

    Attributes:
        start: the first day of the period.
        value: what was counted; None when there is no figure.
        lower: lower end of the expected range, None when nothing was expected.
        upper: upper end of the expected range.
        alarm: whether a rule flagged this period.
        provisional: whether the publisher may still change the figure.
    """

    start: date
    value: float | None
    lower: float | None = None
    upper: float | None = None
    alarm: bool = False
    provisional: bool = False


@dataclass(frozen=True)
class SeriesChart:
    """A series over time with its expected range.

    Attributes:
        title: what and where ("Woninginbraken in Noord").
        unit: what one counts, in the plural ("woninginbraken").
        frequency: how long one period lasts.
        points: the periods in order of time; missing periods may simply be absent.
        source: publisher, table and date of the data.
        language: of words, numbers and dates; None takes the language of the page.
        key: makes the ids differ when one page shows the very same chart twice.
    """

    title: str
    unit: str
    frequency: Frequency
    points: tuple[Point, ...]
    source: str = ""
    language: Language | None = None
    key: str = ""

    def __post_init__(self) -> None:
        starts = [point.start for point in self.points]
        if starts != sorted(set(starts)):
            msg = f"chart “{self.title}”: periods must be in order of time, each once"
            raise ValueError(msg)
        if any(point.value is not None and point.value < 0 for point in self.points):
            msg = f"chart “{self.title}”: a count or rate cannot be below zero, and the axis starts there"
            raise ValueError(msg)


@dataclass(frozen=True)
class KeyEntry:
    """One line of the key: a sample and what it stands for."""

    swatch: SafeString
    label: str


@dataclass(frozen=True)
class Chart:
    """A drawn chart.

    Attributes:
        title: what it shows.
        summary: the same in one or two sentences.
        svg: the drawing for a wide screen (or, standalone, for paper).
        narrow: the drawing for a phone; empty when standalone.
        header: headings of the table.
        rows: the table, newest or largest first, as text.
        numeric: which columns hold numbers.
        source: publisher, table and date of the data.
        key: what the marks stand for.
    """

    title: str
    summary: str
    svg: SafeString
    narrow: SafeString
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    source: str = ""
    key: tuple[KeyEntry, ...] = ()


# Colours in a chart's specification are names in disguise: each stands for one class of the theme.
BAND: Final = "#010101"
LIMIT: Final = "#010102"
LINE: Final = "#010103"
ALARM: Final = "#010104"
HALO: Final = "#010105"
OPEN: Final = "#010106"
LAST: Final = "#010107"
GRID: Final = "#010108"
AXIS: Final = "#010109"
LABEL: Final = "#01010a"
VALUE: Final = "#01010b"
BAR: Final = "#01010c"
BAR_ALARM: Final = "#01010d"
REFERENCE: Final = "#01010e"
