"""The loop over series and points of the Farrington methods, compiled."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from driehoek.statistics import glm
from driehoek.statistics.bounds import (
    back_transformed,
    count_quantile,
    count_upper_tail,
    normal_upper_tail,
    transformed,
    transformed_error,
)
from driehoek.statistics.compiled import compiled
from driehoek.statistics.glm import (
    CENTRED,
    CONVERGED,
    LAST_W,
    LAST_WT,
    LEVEL,
    LOG_SIZE,
    LOG_START,
    MEAN,
    SIZE,
    SLOPE,
    TIME,
    WEIGHT,
    Y23,
    Y_LOG_Y,
    Y,
)

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Codes = NDArray[np.int8]

EXPECTED, BOUND_LOWER, BOUND_UPPER, SCORE, P_VALUE, DISPERSION, TREND = range(7)
N_RESULTS = 7
# Statuses, as in detection.Status.
_JUDGED, _TOO_FEW, _NO_HISTORY, _MISSING, _NOT_FITTED = range(5)
_DELTA, _PLUG_IN, _MUAN = range(3)
# A period whose own value fixes its mean (leverage 1) has no residual to speak of.
_NO_FREEDOM = 1e-10
# From this standard deviation on, summing probabilities one by one takes too long.
_FAR_OUT = 1e5
# Beyond this a float no longer tells one count from the next; there is no bound.
_LARGEST_MEAN = 2.0**53
# Places in a fitted forecast.
_LOG_MEAN, _LOG_ERROR, _PHI, _SLOPE = range(4)


class Plan(NamedTuple):
    """Settings and baseline in the form that the compiled loop takes."""

    lags: Integers
    starts: Integers
    critical: Floats
    small: Floats
    reach: int
    try_trend: bool
    reweight: bool
    weights_threshold: float
    few_counts: int
    few_periods: int
    power: int
    method: int
    alpha: float
    quantile: float
    floored_error: bool


def small_counts(n: int = 1024) -> Floats:
    """For the counts 0..n-1: log(y + 0.1), y log(y) and y to the power 2/3, one row each."""
    y = np.arange(n, dtype=np.float64)
    return np.stack([np.log(y + 0.1), y * np.log(np.maximum(y, 1.0)), np.cbrt(y) ** 2])


@compiled
def _enter(obs: Floats, i: int, y: float, small: Floats) -> None:
    """Put a count into the workspace with what the fit needs of it."""
    obs[Y, i] = y
    whole = int(min(y, 1e9))
    if whole < small.shape[1] and whole == y:
        obs[LOG_START, i] = small[0, whole]
        obs[Y_LOG_Y, i] = small[1, whole]
        obs[Y23, i] = small[2, whole]
    else:
        root = np.cbrt(y)
        obs[LOG_START, i] = math.log(y + 0.1)
        obs[Y_LOG_Y, i] = y * math.log(y)
        obs[Y23, i] = root * root


@compiled
def _gather(
    counts: Floats, sizes: Floats, at: int, plan: Plan, obs: Floats, starts: Integers
) -> tuple[float, float]:
    """Collect the baseline of one point; returns the sum of its counts and the largest one."""
    filled = 0
    total = 0.0
    largest = 0.0
    middle = plan.reach // 2
    n_groups = plan.starts.shape[0] - 1
    for g in range(n_groups):
        starts[g] = filled
        for place in range(plan.starts[g], plan.starts[g + 1]):
            lag = plan.lags[place]
            y = counts[at - lag]
            if math.isnan(y):
                continue
            _enter(obs, filled, y, plan.small)
            obs[TIME, filled] = plan.reach - lag - middle
            obs[SIZE, filled] = 1.0
            obs[LOG_SIZE, filled] = 0.0
            if sizes.shape[0]:
                obs[SIZE, filled] = sizes[at - lag]
                obs[LOG_SIZE, filled] = math.log(sizes[at - lag])
            total += y
            largest = max(largest, y)
            filled += 1
    starts[n_groups] = filled
    return total, largest


@compiled
def _fit(
    obs: Floats, starts: Integers, groups: Floats, fit: Floats, table: Floats, plan: Plan, trend: bool
) -> None:
    if trend:
        glm.fit_trend(obs, starts, groups, fit, table, -(plan.reach // 2))
    else:
        glm.fit_level(obs, starts, groups, fit)


@compiled
def _down_weight(
    obs: Floats, starts: Integers, groups: Floats, fit: Floats, phi: float, threshold: float
) -> bool:
    """Give periods with a large standardised Anscombe residual less weight; whether any has.

    Noufaily et al. (2013), section 3.4; Farrington et al. (1996), section 3.6. The weights add up to
    the number of observations. The power 2/3 being concave, an Anscombe residual is never larger
    than the Pearson residual; so the costly powers are needed only where the latter is large.
    """
    total = 0.0
    changed = False
    for g in range(starts.shape[0] - 1):
        for i in range(starts[g], starts[g + 1]):
            mean = obs[MEAN, i]
            above = obs[Y, i] - mean
            weight = 1.0
            if above > 0.0:
                scale = phi * (1.0 - glm.leverage(obs, groups, fit, g, i))
                if scale > _NO_FREEDOM and above * above > threshold * threshold * mean * scale:
                    root = math.sqrt(mean)
                    part = 1.5 * (obs[Y23, i] / np.cbrt(root) - root)
                    residual = part / math.sqrt(scale)
                    if residual > threshold:
                        weight = 1.0 / (residual * residual)
                        changed = True
            obs[WEIGHT, i] = weight
            total += weight
    if changed:
        n = starts[-1]
        for i in range(n):
            obs[WEIGHT, i] *= n / total
    return changed


@compiled
def _forecast(
    obs: Floats,
    starts: Integers,
    groups: Floats,
    fit: Floats,
    table: Floats,
    plan: Plan,
    size: float,
    trend: bool,
    out: Floats,
) -> bool:
    """Fit, reweight, fit again and predict; fills `out` and says whether the fit is sound."""
    degrees = glm.degrees_of_freedom(starts, trend)
    if degrees < 1:
        return False
    for i in range(starts[-1]):
        obs[WEIGHT, i] = 1.0
    _fit(obs, starts, groups, fit, table, plan, trend)
    if fit[CONVERGED] == 0.0:
        return False
    variance = glm.spread(obs, starts, degrees, True)
    phi = max(variance, 1.0)
    if plan.reweight:
        if _down_weight(obs, starts, groups, fit, phi, plan.weights_threshold):
            _fit(obs, starts, groups, fit, table, plan, trend)
            if fit[CONVERGED] == 0.0:
                return False
            variance = glm.spread(obs, starts, degrees, True)
            phi = max(variance, 1.0)
        if not plan.floored_error:
            variance = glm.spread(obs, starts, degrees, False)
    slope_variance = variance
    if plan.floored_error:
        variance = phi
    time = plan.reach - plan.reach // 2
    distance = time - groups[LAST_WT, 0] / groups[LAST_W, 0]
    out[_LOG_MEAN] = groups[LEVEL, 0] + fit[SLOPE] * time + math.log(size)
    out[_LOG_ERROR] = math.sqrt(variance * (1.0 / groups[LAST_W, 0] + distance * distance / fit[CENTRED]))
    out[_PHI] = phi
    out[_SLOPE] = math.nan
    if trend:
        out[_SLOPE] = fit[SLOPE]
        ratio = abs(fit[SLOPE]) / math.sqrt(slope_variance / fit[CENTRED])
        return bool(ratio > plan.critical[degrees])
    return math.isfinite(out[_LOG_MEAN]) and math.isfinite(out[_LOG_ERROR])


@compiled
def _bounds(out: Floats, y: float, plan: Plan, results: Floats) -> None:
    """Bounds, score and p-value from the forecast."""
    mean = max(math.exp(out[_LOG_MEAN]), glm.SMALLEST_MEAN)
    results[EXPECTED] = mean
    results[DISPERSION] = out[_PHI]
    results[TREND] = out[_SLOPE]
    if plan.method == _DELTA:
        _bounds_by_power(out, mean, y, plan, results)
    else:
        _bounds_by_count(out, y, plan, results)
    results[SCORE] = (y - mean) / (results[BOUND_UPPER] - mean)


@compiled
def _bounds_by_power(out: Floats, mean: float, y: float, plan: Plan, results: Floats) -> None:
    """A power of the count is taken as normal."""
    error = out[_LOG_ERROR]
    centre = transformed(mean, plan.power)
    step = transformed_error(mean, out[_PHI] + error * error * mean, plan.power)
    results[BOUND_UPPER] = back_transformed(centre + plan.quantile * step, plan.power)
    results[BOUND_LOWER] = back_transformed(centre - plan.quantile * step, plan.power)
    results[P_VALUE] = normal_upper_tail((transformed(y, plan.power) - centre) / step)


@compiled
def _bounds_by_count(out: Floats, y: float, plan: Plan, results: Floats) -> None:
    """Quantiles of a negative binomial at the mean, or at the far limits of the mean.

    Where they are too far out to add up to, the means are left behind with a minus sign.
    """
    high = math.exp(out[_LOG_MEAN])
    low = high
    if plan.method == _MUAN:
        high = math.exp(out[_LOG_MEAN] + plan.quantile * out[_LOG_ERROR])
        low = math.exp(out[_LOG_MEAN] - plan.quantile * out[_LOG_ERROR])
    if not high < _LARGEST_MEAN:
        return
    if math.sqrt(high * out[_PHI]) > _FAR_OUT:
        results[BOUND_UPPER] = -high
        results[BOUND_LOWER] = -low
        return
    results[BOUND_UPPER] = count_quantile(1.0 - plan.alpha, high, out[_PHI])
    results[BOUND_LOWER] = count_quantile(plan.alpha, low, out[_PHI])
    results[P_VALUE] = count_upper_tail(y, high, out[_PHI]) if not math.isnan(y) else math.nan


@compiled
def _too_few(counts: Floats, at: int, plan: Plan) -> bool:
    total = 0.0
    for i in range(max(at - plan.few_periods + 1, 0), at + 1):
        if not math.isnan(counts[i]):
            total += counts[i]
    return total < plan.few_counts


@compiled
def _first_known(counts: Floats) -> int:
    for i in range(counts.shape[0]):
        if not math.isnan(counts[i]):
            return i
    return len(counts)


@compiled
def _predict(
    obs: Floats,
    starts: Integers,
    groups: Floats,
    fit: Floats,
    table: Floats,
    plan: Plan,
    size: float,
    largest: float,
    out: Floats,
) -> bool:
    """Forecast with the trend when it is significant and does not exceed all that was ever seen;
    else without. Says whether there is a sound forecast.
    """
    kept = plan.try_trend and _forecast(obs, starts, groups, fit, table, plan, size, True, out)
    if kept and math.exp(out[_LOG_MEAN]) <= largest:
        return True
    return _forecast(obs, starts, groups, fit, table, plan, size, False, out)


@compiled
def _conclude(counts: Floats, at: int, plan: Plan, out: Floats, sound: bool, results: Floats) -> int:
    """Write the answer of one point and return its status."""
    if not sound:
        return _NOT_FITTED
    _bounds(out, counts[at], plan, results)
    if _too_few(counts, at, plan):
        results[BOUND_UPPER] = math.nan
        results[BOUND_LOWER] = math.nan
        return _TOO_FEW
    if math.isnan(results[BOUND_UPPER]):
        return _NOT_FITTED
    return _JUDGED


@compiled
def judge(
    counts: Floats, sizes: Floats, points: Integers, plan: Plan, results: Floats, status: Codes
) -> None:
    """Judge every point of every series.

    Args:
        counts: (n_series, n_time), NaN = missing.
        sizes: (n_series, n_time) population, or (0, 0).
        points: (n_points,) time indices.
        plan: settings and baseline.
        results: (n_series, n_points, N_RESULTS), filled here.
        status: (n_series, n_points), filled here.
    """
    n_groups = plan.starts.shape[0] - 1
    obs = np.empty((glm.OBSERVATION_ROWS, plan.lags.shape[0]))
    groups = np.empty((glm.GROUP_ROWS, n_groups))
    fit = np.empty(glm.FIT_VALUES)
    table = np.empty(plan.reach + 1)
    starts = np.empty_like(plan.starts)
    out = np.empty(4)
    # A complete baseline without a single case has the same forecast everywhere.
    empty_out = np.empty(4)
    empty_known = False
    empty_sound = False
    for s in range(counts.shape[0]):
        begin = _first_known(counts[s])
        own = sizes[s] if sizes.shape[0] else np.empty(0)
        for k in range(points.shape[0]):
            at = points[k]
            status[s, k] = _NO_HISTORY
            if at - begin < plan.reach:
                continue
            total, largest = _gather(counts[s], own, at, plan, obs, starts)
            if starts[1] == 0:
                continue
            size = own[at] if own.shape[0] else 1.0
            alike = total == 0.0 and own.shape[0] == 0 and starts[n_groups] == obs.shape[1]
            if alike and empty_known:
                status[s, k] = _conclude(counts[s], at, plan, empty_out, empty_sound, results[s, k])
                continue
            sound = _predict(obs, starts, groups, fit, table, plan, size, largest, out)
            status[s, k] = _conclude(counts[s], at, plan, out, sound, results[s, k])
            if alike:
                empty_known = True
                empty_sound = sound
                empty_out[:] = out
