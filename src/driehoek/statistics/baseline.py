"""Which past periods a point is compared with, and to which seasonal group each belongs.

Noufaily et al. (2013), section 3.3: the year is cut into a window around the current period (the
first group) and further groups of equal length; the groups repeat every year.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from driehoek.statistics.parameters import FarringtonParameters

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The baseline of every point alike, as distances back from that point.

    Attributes:
        lags: (n,) how many periods before the judged point, sorted by group and within a group
            from old to new.
        starts: (n_groups + 1,) where each group begins in `lags`; group 0 holds the windows.
        reach: how many periods a series must have before a point for that point to be judged.
    """

    lags: IntArray
    starts: IntArray
    reach: int


def group_of_position(frequency: int, half_window: int, periods: int) -> IntArray:
    """The seasonal group of each place in the year, counted from the judged period.

    Args:
        frequency: periods in a year.
        half_window: periods on either side that form group 0 with the judged period.
        periods: number of groups. Where the rest of the year does not divide evenly, the earliest
            groups after the window are one period longer.

    Returns:
        (frequency,) group numbers; position p is the period p after the judged one (or, the year
        being a circle, frequency - p before it). -1 where `periods` is 1 and the position lies
        outside the window.
    """
    groups = np.full(frequency, -1, dtype=np.int64)
    groups[: half_window + 1] = 0
    if half_window:
        groups[-half_window:] = 0
    outside = np.flatnonzero(groups < 0)
    if periods > 1:
        for number, part in enumerate(np.array_split(outside, periods - 1), start=1):
            groups[part] = number
    return groups


def baseline_for(parameters: FarringtonParameters, frequency: int) -> Baseline:
    """Lay out the baseline for these settings.

    Raises:
        ParameterError: the settings do not fit the frequency.
    """
    parameters.check_against(frequency)
    width = parameters.half_window
    excluded = width if parameters.recent_excluded is None else parameters.recent_excluded
    reach = parameters.years * frequency + width
    groups = group_of_position(frequency, width, parameters.periods)
    newest = excluded + 1 if parameters.periods > 1 else max(frequency - width, excluded + 1)
    lags = np.arange(reach, newest - 1, -1, dtype=np.int64)
    of_lag = groups[(-lags) % frequency]
    kept = of_lag >= 0
    lags, of_lag = lags[kept], of_lag[kept]
    order = np.argsort(of_lag, kind="stable")
    starts = np.searchsorted(of_lag[order], np.arange(max(parameters.periods, 1) + 1))
    return Baseline(lags=lags[order], starts=starts.astype(np.int64), reach=reach)
