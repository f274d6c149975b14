"""The columns of an interrupted series: level, trend, what changes after the start, and the seasons.

Segmented regression as in Wagner et al. (2002) and Bernal, Cummins and Gasparrini (2017). The change of the slope is
centred on the months after the start, so that the change of the level is the mean change over all of them: the one
number that people ask for.
"""

from __future__ import annotations

import calendar
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Months = NDArray[np.int64]

LEVEL: Final = 0
TREND: Final = 1
CHANGE: Final = 2
SLOPE: Final = 3
YEAR: Final = 12


def month_number(year: int, month: int) -> int:
    """Count months from the year nought, so that they can be subtracted."""
    return year * YEAR + month - 1


def days_in(months: Months) -> Floats:
    """Return how many days each month has."""
    return np.array([calendar.monthrange(one // YEAR, one % YEAR + 1)[1] for one in months.tolist()], float)


def seasons(months: Months, harmonics: int) -> Floats:
    """Return sine and cosine of the year, `harmonics` of each."""
    angle = 2 * np.pi * (months % YEAR)[:, None] / YEAR * np.arange(1, harmonics + 1)[None, :]
    waves = np.stack([np.sin(angle), np.cos(angle)], axis=2)
    return waves.reshape(len(months), 2 * harmonics)


def segments(
    months: Months, start: int, *, harmonics: int, slope: bool = True, centred: bool = True
) -> Floats:
    """Return the design of an interrupted series.

    Args:
        months: month numbers, one after another.
        start: the first month after the intervention.
        harmonics: how many waves a year.
        slope: whether the slope may change too; with fewer than a year after the start it cannot be told.
        centred: whether the change of the level is the mean over the months after the start; else it is the change at
            the start itself, as in the reference outputs.

    Returns:
        Columns LEVEL, TREND (a year as unit), CHANGE, SLOPE (if asked), and the seasons.
    """
    since = (months - start) / YEAR
    after = (months >= start).astype(float)
    middle = since[months >= start].mean() if centred and after.any() else 0.0
    parts = [np.ones(len(months)), since, after]
    if slope:
        parts.append(after * (since - middle))
    return np.column_stack([*parts, seasons(months, harmonics)])
