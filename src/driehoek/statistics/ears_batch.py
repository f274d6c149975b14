"""EARS C1, C2 and C3: a count against the mean and spread of the periods just before it.

Hutwagner, Thompson, Seeman and Treadwell (2003), Journal of Urban Health 80:i89-i96. The methods
need little history and know nothing of seasons; they suit daily and weekly figures best.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from driehoek.statistics import series
from driehoek.statistics.bounds import normal_upper_tail
from driehoek.statistics.compiled import compiled
from driehoek.statistics.detection import Detection
from driehoek.statistics.parameters import EarsParameters

Floats = NDArray[np.float64]
Points = NDArray[np.int64]
Codes = NDArray[np.int8]

_JUDGED, _NO_HISTORY = 0, 2
# How many periods lie between the baseline and the judged one, and how many earlier excesses count.
_GAP = {"C1": 0, "C2": 2, "C3": 2}
_CARRIED = {"C1": 0, "C2": 0, "C3": 2}


def ears(
    counts: ArrayLike,
    *,
    parameters: EarsParameters | None = None,
    points: int | ArrayLike | None = None,
) -> Detection:
    """Judge points of many count series against the periods just before them.

    With s and m the deviation and mean of the baseline and z the normal quantile of 1 - alpha, the
    bound of C1 and C2 is m + z s. C3 alarms when the excesses (y - m) / s - 1 of the two periods
    before the judged one, as far as positive, add up to more than z; its bound is written, as R
    writes it, as y + s (z - sum of excesses) and not below 0, so that here too an alarm is an
    observation above the bound.

    Args:
        counts: (n_series, n_time) or (n_time,) counts per period, NaN where missing.
        parameters: the settings; R's defaults when left out.
        points: as in `farrington_flexible`.

    Returns:
        A Detection. For C3 the score is the sum of excesses divided by z, and there is no p-value.
        A baseline of which half or more is missing gives no bound.

    Raises:
        ValueError: counts or points are out of shape or range.
    """
    chosen = parameters or EarsParameters()
    table = series.checked_counts(counts)
    where = series.checked_points(points, table.shape[1])
    shape = (table.shape[0], where.size)
    expected, lower, upper, p_value, score = (np.full(shape, np.nan) for _ in range(5))
    status = np.full(shape, _NO_HISTORY, dtype=np.int8)
    _judge_ears(
        table,
        where,
        chosen.baseline,
        _GAP[chosen.method],
        _CARRIED[chosen.method],
        float(chosen.minimum_deviation),
        float(-special.ndtri(chosen.chosen_alpha)),
        expected,
        lower,
        upper,
        p_value,
        score,
        status,
    )
    return series.detection(
        points=where,
        observed=table[:, where],
        expected=expected,
        lower=lower,
        upper=upper,
        p_value=p_value,
        dispersion=np.full(shape, np.nan),
        trend=np.full(shape, np.nan),
        status=status,
        score=score,
    )


@compiled
def _mean_and_deviation(counts: Floats, first: int, length: int, smallest: float) -> tuple[float, float]:
    """Mean and standard deviation of a stretch; NaN when it is not there for more than half."""
    if first < 0:
        return math.nan, math.nan
    known = 0
    total = 0.0
    for i in range(first, first + length):
        if not math.isnan(counts[i]):
            known += 1
            total += counts[i]
    if known < 2 or 2 * known <= length:
        return math.nan, math.nan
    mean = total / known
    squares = 0.0
    for i in range(first, first + length):
        if not math.isnan(counts[i]):
            squares += (counts[i] - mean) ** 2
    return mean, max(math.sqrt(squares / (known - 1)), smallest)


@compiled
def _carried_excess(counts: Floats, at: int, length: int, gap: int, carried: int, smallest: float) -> float:
    """Sum of the positive parts of (y - m) / s - 1 over the `carried` periods before `at`."""
    total = 0.0
    for i in range(at - carried, at):
        if i < 0:
            return math.nan
        mean, deviation = _mean_and_deviation(counts, i - gap - length, length, smallest)
        excess = (counts[i] - mean) / deviation - 1.0
        if math.isnan(excess):
            return math.nan
        total += max(excess, 0.0)
    return total


@compiled
def _judge_ears(
    counts: Floats,
    points: Points,
    length: int,
    gap: int,
    carried: int,
    smallest: float,
    quantile: float,
    expected: Floats,
    lower: Floats,
    upper: Floats,
    p_value: Floats,
    score: Floats,
    status: Codes,
) -> None:
    """Fill the six answers, each (n_series, n_points)."""
    for s in range(counts.shape[0]):
        for k in range(points.shape[0]):
            at = points[k]
            y = counts[s, at]
            mean, deviation = _mean_and_deviation(counts[s], at - gap - length, length, smallest)
            expected[s, k] = mean
            lower[s, k] = max(mean - quantile * deviation, 0.0)
            if carried == 0:
                upper[s, k] = mean + quantile * deviation
                p_value[s, k] = normal_upper_tail((y - mean) / deviation)
                score[s, k] = (y - mean) / (quantile * deviation)
            else:
                excess = _carried_excess(counts[s], at, length, gap, carried, smallest)
                bound = y + deviation * (quantile - excess)
                upper[s, k] = bound if math.isnan(bound) else max(bound, 0.0)
                score[s, k] = excess / quantile
            if not math.isnan(mean) and (math.isnan(y) or not math.isnan(upper[s, k])):
                status[s, k] = _JUDGED
