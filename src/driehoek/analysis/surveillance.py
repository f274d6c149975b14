"""What is normal for a count series, and which values are not: arrays in, arrays out.

Each series is held against its own past with Farrington-flexible (Noufaily et al. 2013) as `statistics`
gives it. Two things are added here, because a municipality is watched as a whole and not one series at a
time.

*Heavier tails.* The bound of the method takes the estimated spread of the baseline for the true one. With
some sixty months that hardly matters near the bound, but far out, where the decision over many series
falls, it makes chance look rare. On simulated series in which nothing happens (1,200 to 1,500 series, means
1 to 60, variance 1 to 3 times the mean, season and trend) p < 0.0001 came five times too often, and in half
of the months at least one series was flagged where one month in ten was meant. So each p-value is moved
from the normal to Student's distribution with `TAILS` degrees of freedom, chosen by that simulation so that
the share falls to about one in ten: 5 to 15 % of the periods on fresh seeds. A series shorter than three
years (four for quarters) gets no bound: nothing tried made its p-values honest. With EARS C2, and its
spread held at least at that of a Poisson count, nine months in ten had a false alarm.

*Multiplicity.* Over all series of the municipality in one period, and for each side, the Benjamini-Hochberg
procedure (1995, JRSS B 57:289-300) holds the expected share of false ones among the flagged at
`FALSE_DISCOVERY_RATE`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from driehoek.figures.models import Frequency
from driehoek.statistics import FarringtonParameters, Status, farrington_flexible

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]

METHOD: Final = "farrington_flexible"
VERSION: Final = "1"
FALSE_DISCOVERY_RATE: Final = 0.10
# One-sided probability outside the expected range that a chart shows and a run is counted by.
ALPHA: Final = 0.01
# Degrees of freedom of the tails, by rhythm and years of baseline; longest baseline first.
TAILS: Final[dict[Frequency, dict[int, int]]] = {
    Frequency.WEEK: {5: 40, 4: 40, 3: 30},
    Frequency.MONTH: {5: 20, 4: 15, 3: 10},
    Frequency.QUARTER: {5: 5, 4: 4},
}
# Window around the same period of earlier years, number of seasonal groups, recent periods left out.
_SEASONS: Final[dict[Frequency, tuple[int, int, int]]] = {
    Frequency.WEEK: (3, 10, 4),
    Frequency.MONTH: (1, 4, 2),
    Frequency.QUARTER: (0, 4, 1),
}
# No bound when the last four periods together hold fewer cases than this.
FEWEST_CASES: Final = 5


@dataclass(frozen=True)
class Bounds:
    """What was expected of each series in each period that was judged, and how surprising the observation is.

    Arrays have the shape (n_series, n_points); NaN where there is no bound or no observation.

    Attributes:
        expected: the expected count.
        lower: below this a count lies under the expected range.
        upper: above this a count lies over the expected range.
        p_more: probability of a count at least this high when nothing is the matter.
        p_less: probability of a count at most this low when nothing is the matter.
        years: years of baseline used, 0 where there is no bound.
        few: True where the series is long enough but holds too few cases for a bound.
    """

    expected: Floats
    lower: Floats
    upper: Floats
    p_more: Floats
    p_less: Floats
    years: Integers
    few: Flags


def parameters_for(frequency: Frequency, years: int) -> FarringtonParameters:
    """Return the settings of Farrington-flexible for a rhythm and a number of years of baseline.

    Five years where there are five; three seasonal groups beside the window of a month, ten for weeks; the
    two months (or four weeks) just before stay out, so that the start of a rise does not become its own
    norm; past outbreaks (residual above 2.58) weigh less; a trend counts when it is significant at 5 %; the
    bound is the negative binomial quantile, which analytics.md, section 5, found to give the fewest false
    alarms.
    """
    window, periods, recent = _SEASONS[frequency]
    return FarringtonParameters(
        years=years,
        half_window=window,
        periods=periods,
        reweight=True,
        weights_threshold=2.58,
        trend=True,
        trend_p_threshold=0.05,
        limit54=(FEWEST_CASES, 4),
        recent_excluded=recent,
        threshold_method="nbPlugin",
        alpha=ALPHA,
    )


def judge(counts: Floats, *, frequency: Frequency, points: int) -> Bounds:
    """Judge the last `points` periods of every series, with the longest baseline that each point allows.

    Args:
        counts: (n_series, n_time) whole numbers from 0, NaN where a period is missing.
        frequency: week, month or quarter.
        points: how many of the last periods to judge.

    Raises:
        ValueError: a count is negative or not whole.
        KeyError: the rhythm is yearly, for which there is no statistical bound.
    """
    shape = (counts.shape[0], min(points, counts.shape[1]))
    expected, lower, upper, p_more, p_less = (np.full(shape, np.nan) for _ in range(5))
    bounds = Bounds(
        expected,
        lower,
        upper,
        p_more,
        p_less,
        years=np.zeros(shape, dtype=np.int64),
        few=np.zeros(shape, dtype=np.bool_),
    )
    undecided = np.ones(shape, dtype=np.bool_)
    for years, tails in TAILS[frequency].items():
        rows = np.flatnonzero(undecided.any(axis=1))
        if rows.size:
            _judge_with(bounds, undecided, rows, counts, frequency, years, tails, shape[1])
    return bounds


def _judge_with(
    bounds: Bounds,
    undecided: Flags,
    rows: Integers,
    counts: Floats,
    frequency: Frequency,
    years: int,
    tails: int,
    points: int,
) -> None:
    """Fill in every point that has history for a baseline of `years` and was not judged with a longer one."""
    found = farrington_flexible(
        counts[rows],
        frequency={Frequency.WEEK: 52, Frequency.MONTH: 12, Frequency.QUARTER: 4}[frequency],
        parameters=parameters_for(frequency, years),
        points=points,
    )
    reached = undecided[rows] & (found.status != Status.NO_HISTORY)
    judged = reached & np.isin(found.status, (Status.JUDGED, Status.MISSING))
    p_less = count_lower_tail(found.observed, found.expected, found.dispersion)
    for target, values in (
        (bounds.expected, found.expected),
        (bounds.lower, found.lower_bound),
        (bounds.upper, found.upper_bound),
        (bounds.p_more, heavier_tail(found.p_value, tails)),
        (bounds.p_less, heavier_tail(p_less, tails)),
    ):
        target[rows] = np.where(judged, values, target[rows])
    bounds.years[rows] = np.where(judged, years, bounds.years[rows])
    bounds.few[rows] |= reached & (found.status == Status.TOO_FEW)
    undecided[rows] &= ~reached


def count_lower_tail(counts: Floats, mean: Floats, dispersion: Floats) -> Floats:
    """Return P(X <= count) of a negative binomial with variance dispersion x mean; 1 is Poisson."""
    excess = np.maximum(dispersion - 1.0, 1e-9)
    return np.asarray(stats.nbinom.cdf(counts, np.maximum(mean, 1e-9) / excess, 1.0 / (1.0 + excess)))


def heavier_tail(p_values: Floats, degrees: int) -> Floats:
    """Move p-values from the normal to Student's distribution with `degrees` degrees of freedom."""
    distance = stats.norm.isf(np.clip(p_values, 1e-300, 1.0))
    return np.asarray(stats.t.sf(distance, degrees))


def false_discovery_cut(p_values: Floats, rate: float = FALSE_DISCOVERY_RATE) -> float:
    """Return the largest p-value that is a discovery at false-discovery rate `rate`; -1 when none is.

    Benjamini and Hochberg (1995): the largest ordered p(k) with p(k) <= rate x k / m. NaN is not a test.
    """
    ordered = np.sort(p_values[~np.isnan(p_values)])
    passing = np.flatnonzero(ordered <= rate * np.arange(1, ordered.size + 1) / max(ordered.size, 1))
    return float(ordered[passing[-1]]) if passing.size else -1.0


def run_lengths(outside: Flags) -> Integers:
    """Return for each place how many in a row, ending there, are True along the last axis."""
    runs = np.zeros(outside.shape, dtype=np.int64)
    current = np.zeros(outside.shape[0], dtype=np.int64)
    for place in range(outside.shape[1]):
        current = np.where(outside[:, place], current + 1, 0)
        runs[:, place] = current
    return runs
