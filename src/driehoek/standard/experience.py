"""Registered and experienced safety beside each other: which way each goes, never an average (ST13)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from driehoek.standard.checks import Figures, Reading
from driehoek.standard.norms import Way


class Course(StrEnum):
    """Which way a figure goes, against the year or the measurement before."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UNKNOWN = "unknown"


def newest_pair(figures: Figures) -> tuple[int | None, Reading | None, Reading | None]:
    """Return the number of the newest figure, its year, and the year before it.

    Of a figure that is measured once a year or less, that is the newest measurement and the one before it,
    whichever year that was.
    """
    known = sorted(number for number, reading in figures.readings.items() if reading.value is not None)
    if not known:
        return None, None, None
    newest = known[-1]
    if figures.per_year == 1:
        before = figures.readings[known[-2]] if len(known) > 1 else None
        return newest, figures.readings[newest], before
    return newest, figures.year_up_to(newest), figures.year_up_to(newest - figures.per_year)


def course_of(now: Reading | None, before: Reading | None, way: Way) -> Course:
    """Say whether a figure became better or worse; without a direction or an earlier figure it is unknown."""
    if now is None or before is None or now.value is None or before.value is None or way == "neutral":
        return Course.UNKNOWN
    if now.value == before.value:
        return Course.SAME
    return Course.BETTER if (now.value < before.value) == (way == "lower") else Course.WORSE


def contradict(registered: Iterable[Course], experienced: Iterable[Course]) -> bool:
    """Tell whether one side only became better and the other only worse; a mixed side says nothing."""
    sides = [
        {one for one in side if one in (Course.BETTER, Course.WORSE)} for side in (registered, experienced)
    ]
    return len(sides[0]) == len(sides[1]) == 1 and sides[0] != sides[1]
