"""Whether something changed after a start, compared with what, and how sure that is.

Interrupted time series with a comparison (Bernal, Cummins and Gasparrini 2017 and 2018): the model of
`interrupted_fit` on the columns of `interrupted_design`. This module judges: when data are too thin it refuses, with
numbers; a difference without a comparison is a change and never an effect; and a claim has to survive its checks.

The limits below are chosen on the test-bed (`interrupted_trial`; `make bench`): where the words claim a change, at
most one in twenty claims is made of series in which nothing happened.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from driehoek.statistics import interrupted_control as control
from driehoek.statistics.interrupted_design import CHANGE, SLOPE, YEAR, days_in, segments
from driehoek.statistics.interrupted_fit import Fit, SeparationError, fit

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Months = NDArray[np.int64]

METHOD: Final = "its-1"
# p below these: "very likely", "likely"; above: no clear change.
VERY_LIKELY: Final = 0.01
LIKELY: Final = 0.025
LEAST_BEFORE: Final = 24
LEAST_AFTER: Final = 6
LEAST_MEAN: Final = 5.0
# How much the rate of a month may wander by itself, as a share of it.
MOST_WANDER: Final = 0.5
TWO_WAVES_FROM: Final = 36
SLOPE_FROM: Final = 12
# A rate that wanders so freely has no level to compare with.
ADRIFT_RHO: Final = 0.88
ADRIFT_EXCESS: Final = 1.0


class Certainty(StrEnum):
    """How sure the answer is."""

    REFUSED = "refused"
    UNCLEAR = "unclear"
    LIKELY = "likely"
    VERY_LIKELY = "very_likely"


@dataclass(frozen=True)
class Reason:
    """Why nothing is concluded: a code with what was found and what is needed."""

    code: str
    found: float
    needed: float


@dataclass(frozen=True)
class Estimate:
    """A ratio of what was counted to what was expected without a change, with its 95 % interval and p value."""

    ratio: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class Problem:
    """What is asked.

    Attributes:
        months: numbers of months, one after another (interrupted_design.month_number).
        start: the first month after the intervention.
        target: counts; nan where a month is missing.
        areas: A × n counts of the comparison; None for none.
        excluded: months that do not take part.
        before: at most so many months before the start are used.
    """

    months: Months
    start: int
    target: Floats
    areas: Floats | None = None
    excluded: frozenset[int] = frozenset()
    before: int = 120

    @property
    def counted(self) -> Flags:
        """Which months take part: known everywhere, not excluded, within the window."""
        known = np.isfinite(self.target)
        if self.areas is not None:
            known &= np.isfinite(self.areas).all(axis=0)
        out = np.isin(self.months, list(self.excluded))
        return np.asarray(known & ~out & (self.months >= self.start - self.before))

    @property
    def pre(self) -> Flags:
        """Which months before the start take part."""
        return np.asarray(self.counted & (self.months < self.start))

    @property
    def post(self) -> Flags:
        """Which months after the start take part."""
        return np.asarray(self.counted & (self.months >= self.start))


@dataclass(frozen=True)
class Answer:
    """What came out of one model.

    Attributes:
        estimate: the mean change over the months after the start; None when refused.
        certainty: of that change.
        reasons: why it was refused.
        expected: per month what was expected without a change, with a 95 % range; nan where there is none.
        lower, upper: its ends.
        weights: of the areas; empty without a comparison.
        end: the change at the last month, where the slope could change too.
        dispersion, rho, wander: see `Fit`; wander is the share by which a month's rate moves by itself.
    """

    certainty: Certainty
    estimate: Estimate | None = None
    reasons: tuple[Reason, ...] = ()
    expected: Floats = field(default_factory=lambda: np.empty(0))
    lower: Floats = field(default_factory=lambda: np.empty(0))
    upper: Floats = field(default_factory=lambda: np.empty(0))
    weights: Floats = field(default_factory=lambda: np.empty(0))
    end: Estimate | None = None
    dispersion: float = 0.0
    rho: float = 0.0
    wander: float = 0.0


def too_thin(problem: Problem) -> tuple[Reason, ...]:
    """Return why the data cannot carry a conclusion, before anything is fitted."""
    before, after = int(problem.pre.sum()), int(problem.post.sum())
    found = []
    if before < LEAST_BEFORE:
        found.append(Reason("months_before", before, LEAST_BEFORE))
    if after < LEAST_AFTER:
        found.append(Reason("months_after", after, LEAST_AFTER))
    if not before or not after:
        return tuple(found)
    mean = float(problem.target[problem.pre].mean())
    if mean < LEAST_MEAN:
        found.append(Reason("counts", mean, LEAST_MEAN))
    if problem.areas is not None:
        means = problem.areas[:, problem.pre].mean(axis=1)
        if means.min() <= 0:
            found.append(Reason("comparison_empty", float(means.min()), LEAST_MEAN))
        elif means.sum() < LEAST_MEAN:
            found.append(Reason("comparison_counts", float(means.sum()), LEAST_MEAN))
    return tuple(found)


def model(months: Months, start: int, counted: Flags) -> tuple[Floats, bool]:
    """Return the design that so many months can carry, and whether the slope may change."""
    before = int((counted & (months < start)).sum())
    after = int((counted & (months >= start)).sum())
    waves = 2 if before >= TWO_WAVES_FROM else 1
    slope = after >= SLOPE_FROM
    return segments(months, start, harmonics=waves, slope=slope), slope


def fit_many(
    months: Months, start: int, counts: Floats, others: Floats | None = None, counted: Flags | None = None
) -> Fit:
    """Fit the model of this module to S series at once (S × n), by themselves or beside S comparisons."""
    within = np.ones(len(months), bool) if counted is None else counted
    design, _slope = model(months, start, within)
    offset = np.log(days_in(months)) if others is None else None
    return fit(counts, design, others=others, offset=offset, counted=np.broadcast_to(within, counts.shape))


def certainty_of(p: float) -> Certainty:
    """Put a p value in words, by fixed bands."""
    if p < VERY_LIKELY:
        return Certainty.VERY_LIKELY
    return Certainty.LIKELY if p < LIKELY else Certainty.UNCLEAR


def answer(problem: Problem) -> Answer:
    """Fit and judge one series, with its comparison if it has one."""
    reasons = too_thin(problem)
    if reasons:
        return Answer(Certainty.REFUSED, reasons=reasons)
    target, shares, others = _sides(problem)
    counted = problem.counted
    try:
        found = fit_many(problem.months, problem.start, target[None], others, counted)
    except SeparationError:
        return Answer(Certainty.REFUSED, reasons=(Reason("no_fit", 0, 0),))
    weight = weight_of(found, others, counted)[0]
    excess = float(found.excess[0])
    wander = float(wander_of(found, others, counted)[0])
    restless = _restless(wander, float(found.rho[0]), excess)
    if restless:
        return Answer(Certainty.REFUSED, reasons=restless, wander=wander)
    estimate = estimate_of(found, CHANGE)
    expected, lower, upper = _expected(problem, found, others, weight, excess)
    return Answer(
        certainty_of(estimate.p),
        estimate,
        expected=expected,
        lower=lower,
        upper=upper,
        weights=shares,
        end=_at_end(problem, found),
        dispersion=float(found.dispersion[0]),
        rho=float(found.rho[0]),
        wander=wander,
    )


def estimate_of(found: Fit, column: int, series: int = 0) -> Estimate:
    """Return one unknown of one series as a ratio."""
    low, high = found.interval(column)
    ends = np.exp([found.beta[series, column], low[series], high[series]])
    return Estimate(float(ends[0]), float(ends[1]), float(ends[2]), float(found.p_value(column)[series]))


def _sides(problem: Problem) -> tuple[Floats, Floats, Floats | None]:
    """Return the counts, the weights of the areas, and the weighted areas as one series."""
    counted = problem.counted
    target = np.where(counted, problem.target, 0.0)
    if problem.areas is None:
        return target, np.empty(0), None
    areas = np.where(counted[None], problem.areas, 0.0)
    shares = control.weights(target, areas, problem.pre)
    return target, shares, control.together(areas, problem.pre, shares)[None]


def weight_of(found: Fit, others: Floats | None, counted: Flags) -> Floats:
    """Return the information of each month, S × n: its mean count, or what is left of it beside the comparison."""
    mean = found.mean
    if others is not None:
        mean = mean * others / np.maximum(mean + others, 1e-9)
    return np.where(counted, mean, 0.0)


def wander_of(found: Fit, others: Floats | None, counted: Flags) -> Floats:
    """Return by which share the rate of a month moves by itself, for S series."""
    weight = weight_of(found, others, counted)
    return np.asarray(np.sqrt(found.excess * counted.sum() / weight.sum(axis=1)))


def is_adrift(rho: Floats | float, excess: Floats | float) -> Any:
    """Tell whether a rate has no level of its own to come back to."""
    return (np.asarray(rho) >= ADRIFT_RHO) & (np.asarray(excess) > ADRIFT_EXCESS)


def _restless(wander: float, rho: float, excess: float) -> tuple[Reason, ...]:
    """Return why a fitted model cannot carry a conclusion."""
    if wander > MOST_WANDER:
        return (Reason("wander", wander, MOST_WANDER),)
    return (Reason("adrift", rho, ADRIFT_RHO),) if is_adrift(rho, excess) else ()


def _expected(
    problem: Problem, found: Fit, others: Floats | None, weight: Floats, excess: float
) -> tuple[Floats, Floats, Floats]:
    """Return what each month would have counted without a change, with the range in which 95 % of months fall."""
    design, slope = model(problem.months, problem.start, problem.counted)
    design[:, CHANGE] = 0.0
    if slope:
        design[:, SLOPE] = 0.0
    eta = design @ found.beta[0]
    # In the share model the log odds are the log of target over comparison, so the comparison is the size.
    mean = np.exp(eta) * (days_in(problem.months) if others is None else others[0])
    known = problem.counted & (mean > 0)
    own = np.einsum("np,pq,nq->n", design, found.covariance[0], design)
    error = np.sqrt(own + (1 + excess) / np.where(weight > 0, weight, 1.0))
    reach = student.ppf(0.975, found.degrees[0]) * error
    parts = (mean, mean * np.exp(-reach), mean * np.exp(reach))
    mean, lower, upper = (np.where(known, one, np.nan) for one in parts)
    return mean, lower, upper


def _at_end(problem: Problem, found: Fit) -> Estimate | None:
    """Return the change at the last month, level and slope together."""
    design, slope = model(problem.months, problem.start, problem.counted)
    if not slope:
        return None
    last = np.zeros(design.shape[1])
    place = int(np.flatnonzero(problem.post)[-1])
    last[[CHANGE, SLOPE]] = design[place, [CHANGE, SLOPE]]
    middle = float(last @ found.beta[0])
    error = float(np.sqrt(last @ found.covariance[0] @ last))
    reach = float(student.ppf(0.975, found.degrees[0])) * error
    p = float(2 * student.sf(abs(middle) / error, found.degrees[0]))
    ratio, low, high = (float(np.exp(one)) for one in (middle, middle - reach, middle + reach))
    return Estimate(ratio, low, high, p)


def as_data(found: Any) -> Any:
    """Return an answer or estimate as plain data that JSON can hold; nan becomes None."""
    if isinstance(found, np.ndarray):
        return [None if not np.isfinite(one) else round(float(one), 6) for one in found]
    if isinstance(found, tuple | list):
        return [as_data(one) for one in found]
    if isinstance(found, dict):
        return {key: as_data(one) for key, one in found.items()}
    if hasattr(found, "__dataclass_fields__"):
        return {name: as_data(getattr(found, name)) for name in found.__dataclass_fields__}
    if isinstance(found, StrEnum):
        return found.value
    return round(found, 9) if isinstance(found, float) else found


__all__ = [
    "METHOD",
    "YEAR",
    "Answer",
    "Certainty",
    "Estimate",
    "Problem",
    "Reason",
    "answer",
    "as_data",
    "certainty_of",
    "estimate_of",
    "fit_many",
    "model",
    "too_thin",
]
