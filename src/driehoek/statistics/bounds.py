"""Prediction bounds for one future count, given its fitted mean.

"delta": Farrington et al. (1996), section 3.5: a power of the count is taken as normal.
"nbPlugin" and "muan": Noufaily et al. (2013), section 3.6: a negative binomial quantile at the
fitted mean, or at the upper limit of the fitted mean. Variance is dispersion times mean.
"""

import math

from driehoek.statistics.compiled import compiled

TWO_THIRDS, SQUARE_ROOT, NO_POWER = 0, 1, 2
POWERS = {"2/3": TWO_THIRDS, "1/2": SQUARE_ROOT, "none": NO_POWER}

# Below this mean (and above this probability of zero) a cumulative sum from zero is quick and exact.
_SUMMABLE_LOG_ZERO = -650.0
_SUMMABLE_MEAN = 2000.0
# From here on the first term of Stirling's series leaves an error below 1e-14.
_STIRLING_FROM = 1e4
# R allows this much rounding in a cumulative probability before it steps to the next count.
_ROUNDING = 64 * 2.220446049250313e-16


@compiled
def transformed(value: float, power: int) -> float:
    """The count on the scale on which it is taken as normal."""
    if power == TWO_THIRDS:
        return math.pow(value, 2.0 / 3.0)
    if power == SQUARE_ROOT:
        return math.sqrt(value)
    return value


@compiled
def transformed_error(mean: float, variance_ratio: float, power: int) -> float:
    """Standard error of the transformed count by the delta method.

    Args:
        mean: the fitted mean.
        variance_ratio: (variance of the count + variance of the fitted mean) / mean.
        power: one of TWO_THIRDS, SQUARE_ROOT, NO_POWER.
    """
    if power == TWO_THIRDS:
        return math.sqrt(4.0 / 9.0 * math.pow(mean, 1.0 / 3.0) * variance_ratio)
    if power == SQUARE_ROOT:
        return math.sqrt(0.25 * variance_ratio)
    return math.sqrt(mean * variance_ratio)


@compiled
def back_transformed(value: float, power: int) -> float:
    """The inverse of `transformed`; a negative value is a count of zero."""
    if value <= 0.0:
        return 0.0
    if power == TWO_THIRDS:
        return math.pow(value, 1.5)
    if power == SQUARE_ROOT:
        return value * value
    return value


@compiled
def normal_upper_tail(z: float) -> float:
    """P(Z > z) of a standard normal Z."""
    return 0.5 * math.erfc(z / math.sqrt(2.0))


@compiled
def _log_zero(mean: float, dispersion: float) -> float:
    """Log P(X = 0) for mean and variance = dispersion * mean."""
    if dispersion <= 1.0:
        return -mean
    excess = dispersion - 1.0
    return -mean / excess * math.log1p(excess)


@compiled
def _next_ratio(count: float, mean: float, dispersion: float) -> float:
    """P(X = count + 1) / P(X = count)."""
    if dispersion <= 1.0:
        return mean / (count + 1.0)
    return (mean + count * (dispersion - 1.0)) / (dispersion * (count + 1.0))


@compiled
def _log_rising(count: float, size: float) -> float:
    """log(gamma(count + size) / gamma(size)); by Stirling's series where the two are near equal."""
    if size < _STIRLING_FROM:
        return math.lgamma(count + size) - math.lgamma(size)
    correction = (1.0 / (size + count) - 1.0 / size) / 12.0
    return (size - 0.5) * math.log1p(count / size) + count * (math.log(size + count) - 1.0) + correction


@compiled
def _log_probability(count: float, mean: float, dispersion: float) -> float:
    """Log P(X = count)."""
    if dispersion <= 1.0:
        return count * math.log(mean) - mean - math.lgamma(count + 1.0)
    excess = dispersion - 1.0
    size = mean / excess
    combinations = _log_rising(count, size) - math.lgamma(count + 1.0)
    return combinations - size * math.log1p(excess) + count * (math.log(excess) - math.log(dispersion))


@compiled
def _tail_from(count: float, mean: float, dispersion: float, step: int) -> float:
    """Sum of the probabilities from `count` on outwards (step 1 up, step -1 down)."""
    probability = math.exp(_log_probability(count, mean, dispersion))
    total = 0.0
    while probability > total * 1e-17 and count >= 0.0:
        total += probability
        if step > 0:
            probability *= _next_ratio(count, mean, dispersion)
        else:
            probability = probability / _next_ratio(count - 1.0, mean, dispersion) if count > 0.0 else 0.0
        count += step
    return total


@compiled
def count_upper_tail(count: float, mean: float, dispersion: float) -> float:
    """P(X >= count) for a count with variance dispersion * mean (Poisson when dispersion is 1)."""
    count = float(math.ceil(count))
    if count <= 0.0:
        return 1.0
    if mean <= 0.0:
        return 0.0
    if count > mean:
        return min(_tail_from(count, mean, dispersion, 1), 1.0)
    return max(1.0 - _tail_from(count - 1.0, mean, dispersion, -1), 0.0)


@compiled
def count_quantile(probability: float, mean: float, dispersion: float) -> float:
    """Smallest count x with P(X <= x) >= probability, for variance = dispersion * mean."""
    if not math.isfinite(mean) or not math.isfinite(dispersion):
        return math.nan
    if mean <= 0.0:
        return 0.0
    log_zero = _log_zero(mean, dispersion)
    if log_zero > _SUMMABLE_LOG_ZERO and mean < _SUMMABLE_MEAN:
        return _quantile_by_sum(probability, mean, dispersion, math.exp(log_zero))
    return _quantile_by_tail(probability, mean, dispersion)


@compiled
def _quantile_by_sum(probability: float, mean: float, dispersion: float, term: float) -> float:
    """Add up probabilities from zero until they reach the one asked for."""
    wanted = probability * (1.0 - _ROUNDING)
    total = term
    count = 0.0
    while total < wanted and term > 0.0:
        term *= _next_ratio(count, mean, dispersion)
        total += term
        count += 1.0
    return count


@compiled
def _quantile_by_tail(probability: float, mean: float, dispersion: float) -> float:
    """For large means: start near a normal guess and walk with exact probabilities."""
    deviation = math.sqrt(dispersion * mean)
    upper = probability >= 0.5
    tail = 1.0 - probability if upper else probability
    guess = mean + (1.0 if upper else -1.0) * _normal_distance(tail) * deviation
    count = max(float(math.floor(guess)), 0.0)
    # P(X <= count) >= probability  is  P(X >= count + 1) <= 1 - probability.
    below = 1.0 - count_upper_tail(count + 1.0, mean, dispersion)
    term = math.exp(_log_probability(count, mean, dispersion))
    wanted = probability * (1.0 - _ROUNDING)
    while below < wanted:
        term *= _next_ratio(count, mean, dispersion)
        count += 1.0
        below += term
    while count > 0.0 and below - term >= wanted:
        below -= term
        term /= _next_ratio(count - 1.0, mean, dispersion)
        count -= 1.0
    return count


@compiled
def _normal_distance(tail: float) -> float:
    """Rough standard normal distance with the given upper tail (Abramowitz and Stegun 26.2.22)."""
    t = math.sqrt(-2.0 * math.log(tail))
    return t - (2.30753 + 0.27061 * t) / (1.0 + 0.99229 * t + 0.04481 * t * t)
