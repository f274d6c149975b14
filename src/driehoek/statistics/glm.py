"""Quasi-Poisson regression on seasonal groups and one trend, in closed form for each iteration.

The model is log(mu) = a[group] + b * time + log(population). Its information matrix is an arrow:
a diagonal for the groups and one row for the trend. Every weighted least-squares step, leverage and
prediction variance therefore costs one pass over the observations (McCullagh and Nelder 1989, §2.5,
with the partitioned inverse written out).

The iterations start at mu = y + 0.1 and stop when the deviance changes by less than 1e-8 of itself,
at most 25 times. Leverages, dispersion and variances use the weights of the last step. These three
choices are those of R's `glm`, and agreement with published results to many digits depends on them:
in a group without any case the estimate never settles, it only stops.

All functions here are compiled and write into arrays that the caller owns.
"""

import math

import numpy as np
from numpy.typing import NDArray

from driehoek.statistics.compiled import compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

ITERATIONS = 25
TOLERANCE = 1e-8
SMALLEST_MEAN = 2.220446049250313e-16

# Rows of the per-observation workspace.
Y, TIME, SIZE, LOG_SIZE, WEIGHT, MEAN, LAST_MEAN, LOG_START, Y_LOG_Y, Y23 = range(10)
OBSERVATION_ROWS = 10
# Rows of the per-group workspace.
LEVEL, SUM_W, SUM_WT, LAST_W, LAST_WT, SUM_Y = range(6)
GROUP_ROWS = 6
# Places in the answer of a fit.
SLOPE, CENTRED, DEGREES, CONVERGED, SPREAD = range(5)
FIT_VALUES = 5


@compiled
def powers(slope: float, first: int, table: Floats) -> None:
    """Fill table[k] with exp(slope * (first + k)), by doubling."""
    n = table.shape[0]
    table[0] = math.exp(slope * first)
    filled = 1
    factor = math.exp(slope)
    while filled < n:
        for k in range(min(filled, n - filled)):
            table[filled + k] = table[k] * factor
        filled *= 2
        factor *= factor


@compiled
def _group_means(
    obs: Floats, low: int, high: int, factor: float, table: Floats, first: int
) -> tuple[float, float, float]:
    """New means of one group, and the sums of w, w t and w t² over it."""
    sum_w = 0.0
    sum_wt = 0.0
    sum_wtt = 0.0
    for i in range(low, high):
        t = obs[TIME, i]
        mean = factor * table[int(t) - first] * obs[SIZE, i]
        if mean < SMALLEST_MEAN:
            mean = SMALLEST_MEAN
        w = obs[WEIGHT, i] * mean
        obs[MEAN, i] = mean
        sum_w += w
        sum_wt += w * t
        sum_wtt += w * t * t
    return sum_w, sum_wt, sum_wtt


@compiled
def _group_means_far(
    obs: Floats, low: int, high: int, level: float, slope: float
) -> tuple[float, float, float]:
    """As `_group_means`, for slopes so steep that a table of powers would overflow."""
    sum_w = 0.0
    sum_wt = 0.0
    sum_wtt = 0.0
    for i in range(low, high):
        t = obs[TIME, i]
        mean = max(math.exp(level + slope * t) * obs[SIZE, i], SMALLEST_MEAN)
        w = obs[WEIGHT, i] * mean
        obs[MEAN, i] = mean
        sum_w += w
        sum_wt += w * t
        sum_wtt += w * t * t
    return sum_w, sum_wt, sum_wtt


@compiled
def _start_trend(obs: Floats, starts: Integers, groups: Floats, fit: Floats) -> None:
    """The first step, from mu = y + 0.1."""
    sum_wtt = 0.0
    sum_wtz = 0.0
    n_groups = starts.shape[0] - 1
    for g in range(n_groups):
        sum_w = 0.0
        sum_wt = 0.0
        sum_wz = 0.0
        for i in range(starts[g], starts[g + 1]):
            t = obs[TIME, i]
            mean = obs[Y, i] + 0.1
            w = obs[WEIGHT, i] * mean
            z = obs[LOG_START, i] - obs[LOG_SIZE, i] - 0.1 / mean
            obs[MEAN, i] = mean
            sum_w += w
            sum_wt += w * t
            sum_wz += w * z
            sum_wtt += w * t * t
            sum_wtz += w * t * z
        groups[SUM_W, g] = sum_w
        groups[SUM_WT, g] = sum_wt
        groups[LEVEL, g] = sum_wz
    centred = sum_wtt
    right = sum_wtz
    for g in range(n_groups):
        if groups[SUM_W, g] > 0.0:
            centred -= groups[SUM_WT, g] ** 2 / groups[SUM_W, g]
            right -= groups[SUM_WT, g] * groups[LEVEL, g] / groups[SUM_W, g]
    fit[CENTRED] = centred
    slope = right / centred
    fit[SLOPE] = slope
    for g in range(n_groups):
        if groups[SUM_W, g] > 0.0:
            groups[LEVEL, g] = (groups[LEVEL, g] - slope * groups[SUM_WT, g]) / groups[SUM_W, g]


@compiled
def _step_trend(groups: Floats, n_groups: int, sum_wtt: float, sum_yt: float, fit: Floats) -> None:
    """One Newton step from the sums at the current means."""
    centred = sum_wtt
    right = sum_yt
    for g in range(n_groups):
        w = groups[SUM_W, g]
        if w > 0.0:
            wt = groups[SUM_WT, g]
            centred -= wt * wt / w
            # The residual of the score: sum of (y - mu) t less its part along the group.
            right -= wt + wt * (groups[SUM_Y, g] - w) / w
    step = right / centred
    for g in range(n_groups):
        w = groups[SUM_W, g]
        if w > 0.0:
            groups[LEVEL, g] += (groups[SUM_Y, g] - w - groups[SUM_WT, g] * step) / w
    fit[CENTRED] = centred
    fit[SLOPE] += step


@compiled
def _means_trend(
    obs: Floats, starts: Integers, groups: Floats, fit: Floats, sum_yt: float, table: Floats, first: int
) -> tuple[float, float]:
    """Means at the current estimate; returns the part of the deviance that depends on it."""
    slope = fit[SLOPE]
    n_groups = starts.shape[0] - 1
    near = abs(slope) * (abs(first) + 1.0) < 300.0
    if near:
        powers(slope, first, table)
    sum_wtt = 0.0
    deviance = -slope * sum_yt
    for g in range(n_groups):
        low = starts[g]
        high = starts[g + 1]
        if high == low:
            continue
        level = groups[LEVEL, g]
        if near:
            w, wt, wtt = _group_means(obs, low, high, math.exp(level), table, first)
        else:
            w, wt, wtt = _group_means_far(obs, low, high, level, slope)
        groups[SUM_W, g] = w
        groups[SUM_WT, g] = wt
        sum_wtt += wtt
        deviance += w - level * groups[SUM_Y, g]
    return deviance, sum_wtt


@compiled
def _keep_last(obs: Floats, starts: Integers, groups: Floats) -> None:
    """Put aside the weights of the step just taken."""
    for i in range(starts[-1]):
        obs[LAST_MEAN, i] = obs[MEAN, i]
    for g in range(groups.shape[1]):
        groups[LAST_W, g] = groups[SUM_W, g]
        groups[LAST_WT, g] = groups[SUM_WT, g]


@compiled
def _own_part(obs: Floats, starts: Integers, groups: Floats) -> tuple[float, float, float]:
    """Sums that no estimate changes: sum w y t, the constant part of half the deviance, and half the
    deviance at mu = y + 0.1.
    """
    sum_yt = 0.0
    own = 0.0
    start = 0.0
    for g in range(starts.shape[0] - 1):
        sum_y = 0.0
        for i in range(starts[g], starts[g + 1]):
            w = obs[WEIGHT, i]
            wy = w * obs[Y, i]
            sum_y += wy
            sum_yt += wy * obs[TIME, i]
            own += w * obs[Y_LOG_Y, i] - wy * (obs[LOG_SIZE, i] + 1.0)
            start += w * (0.1 + obs[Y_LOG_Y, i]) - wy * obs[LOG_START, i]
        groups[SUM_Y, g] = sum_y
    return sum_yt, own, start


@compiled
def fit_trend(obs: Floats, starts: Integers, groups: Floats, fit: Floats, table: Floats, first: int) -> None:
    """Fit groups and trend; fills `fit`, the means and the weights of the last step."""
    n_groups = starts.shape[0] - 1
    sum_yt, own, start = _own_part(obs, starts, groups)
    before = 2.0 * start
    _start_trend(obs, starts, groups, fit)
    sum_wtt = 0.0
    fit[CONVERGED] = 0.0
    for iteration in range(ITERATIONS):
        if iteration:
            _step_trend(groups, n_groups, sum_wtt, sum_yt, fit)
        _keep_last(obs, starts, groups)
        if not math.isfinite(fit[SLOPE]):
            return
        part, sum_wtt = _means_trend(obs, starts, groups, fit, sum_yt, table, first)
        deviance = 2.0 * (own + part)
        if abs(deviance - before) / (abs(deviance) + 0.1) < TOLERANCE:
            fit[CONVERGED] = 1.0
            return
        before = deviance


@compiled
def fit_level(obs: Floats, starts: Integers, groups: Floats, fit: Floats) -> None:
    """Fit the groups without a trend, each by its own scalar iteration; same contract as `fit_trend`."""
    n_groups = starts.shape[0] - 1
    _, own, start = _own_part(obs, starts, groups)
    before = 2.0 * start
    fit[SLOPE] = 0.0
    fit[CENTRED] = math.inf
    fit[CONVERGED] = 0.0
    for g in range(n_groups):
        sum_w = 0.0
        sum_wz = 0.0
        size = 0.0
        for i in range(starts[g], starts[g + 1]):
            mean = obs[Y, i] + 0.1
            w = obs[WEIGHT, i] * mean
            obs[MEAN, i] = mean
            sum_w += w
            sum_wz += w * (obs[LOG_START, i] - obs[LOG_SIZE, i] - 0.1 / mean)
            size += obs[WEIGHT, i] * obs[SIZE, i]
        groups[SUM_W, g] = sum_w
        groups[SUM_WT, g] = size
        groups[LEVEL, g] = sum_wz / sum_w
    _iterate_levels(groups, n_groups, own, before, fit)
    _means_of_levels(obs, starts, groups, fit)


@compiled
def _iterate_levels(groups: Floats, n_groups: int, own: float, before: float, fit: Floats) -> None:
    """Newton steps on every group until the deviance stands still. SUM_WT holds the sum of sizes."""
    for iteration in range(ITERATIONS):
        part = 0.0
        for g in range(n_groups):
            w = groups[SUM_W, g]
            if w > 0.0:
                if iteration:
                    groups[LEVEL, g] += (groups[SUM_Y, g] - w) / w
                groups[LAST_W, g] = w
                w = math.exp(groups[LEVEL, g]) * groups[SUM_WT, g]
                groups[SUM_W, g] = w
                part += w - groups[LEVEL, g] * groups[SUM_Y, g]
        deviance = 2.0 * (own + part)
        fit[SPREAD] = iteration
        if abs(deviance - before) / (abs(deviance) + 0.1) < TOLERANCE:
            fit[CONVERGED] = 1.0
            return
        before = deviance


@compiled
def _means_of_levels(obs: Floats, starts: Integers, groups: Floats, fit: Floats) -> None:
    """Means and last weights of a fit without trend."""
    one_step = fit[SPREAD] == 0.0
    for g in range(starts.shape[0] - 1):
        if starts[g + 1] == starts[g]:
            continue
        level = math.exp(groups[LEVEL, g])
        last = groups[LAST_W, g] / groups[SUM_WT, g]
        for i in range(starts[g], starts[g + 1]):
            obs[LAST_MEAN, i] = obs[MEAN, i] if one_step else last * obs[SIZE, i]
            obs[MEAN, i] = level * obs[SIZE, i]
        groups[LAST_WT, g] = 0.0


@compiled
def degrees_of_freedom(starts: Integers, with_trend: bool) -> int:
    """Observations less estimated values."""
    left = int(starts[-1])
    for g in range(starts.shape[0] - 1):
        if starts[g + 1] > starts[g]:
            left -= 1
    return left - 1 if with_trend else left


@compiled
def spread(obs: Floats, starts: Integers, degrees: int, working: bool) -> float:
    """Mean squared Pearson-like residual: with the working weights of the last step (the usual
    estimate of the dispersion) or, when `working` is false, with the prior weights alone.
    """
    total = 0.0
    for i in range(starts[-1]):
        residual = obs[Y, i] / obs[MEAN, i] - 1.0
        w = obs[WEIGHT, i]
        if working:
            w *= obs[LAST_MEAN, i]
        total += w * residual * residual
    return total / degrees


@compiled
def leverage(obs: Floats, groups: Floats, fit: Floats, g: int, i: int) -> float:
    """Diagonal element i, in group g, of the hat matrix at the weights of the last step."""
    own = 1.0 / groups[LAST_W, g]
    distance = obs[TIME, i] - groups[LAST_WT, g] * own
    return float(obs[WEIGHT, i] * obs[LAST_MEAN, i] * (own + distance * distance / fit[CENTRED]))
