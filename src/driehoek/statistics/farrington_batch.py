"""Farrington-flexible (Noufaily et al. 2013) and the original Farrington method (1996), batched."""

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from driehoek.statistics import series
from driehoek.statistics.baseline import Baseline, baseline_for
from driehoek.statistics.bounds import POWERS
from driehoek.statistics.detection import Detection
from driehoek.statistics.kernel import (
    BOUND_LOWER,
    BOUND_UPPER,
    DISPERSION,
    EXPECTED,
    N_RESULTS,
    P_VALUE,
    SCORE,
    TREND,
    Plan,
    judge,
    small_counts,
)
from driehoek.statistics.parameters import ClassicFarringtonParameters, FarringtonParameters, ParameterError

Floats = NDArray[np.float64]
Points = NDArray[np.int64]
METHODS = {"delta": 0, "nbPlugin": 1, "muan": 2}
_CHUNK = 256


def farrington_flexible(
    counts: ArrayLike,
    *,
    frequency: int,
    parameters: FarringtonParameters | None = None,
    points: int | ArrayLike | None = None,
    population: ArrayLike | None = None,
    workers: int = 1,
) -> Detection:
    """Judge points of many count series against their own past.

    Args:
        counts: (n_series, n_time) counts per period, NaN where a period is missing; one series may
            be given as (n_time,).
        frequency: periods a year: 52, 12 or 4.
        parameters: the settings; R's defaults when left out.
        points: which time indices to judge: an array of indices from 0, a number n for the last n,
            or None for all.
        population: (n_series, n_time) or (n_time,) inhabitants; needed for, and only used with,
            `population_offset`.
        workers: how many threads share the series.

    Returns:
        A Detection with arrays of shape (n_series, n_points). Deviating from R, `expected` and
        `score` are on the scale of counts for every threshold method.

    Raises:
        ParameterError: the settings do not fit the frequency, or the population is missing.
        ValueError: counts, population or points are out of shape or range.

    Source: Noufaily, Enki, Farrington, Garthwaite, Andrews and Charlett (2013), Statistics in
    Medicine 32:1206-1222, doi 10.1002/sim.5595.
    """
    return _run(
        counts,
        frequency,
        parameters or FarringtonParameters(),
        points,
        population,
        workers,
        floored_error=False,
    )


def farrington(
    counts: ArrayLike,
    *,
    frequency: int,
    parameters: ClassicFarringtonParameters | None = None,
    points: int | ArrayLike | None = None,
    population: ArrayLike | None = None,
    workers: int = 1,
) -> Detection:
    """Judge points with the original method of 1996; arguments and answer as `farrington_flexible`.

    Source: Farrington, Andrews, Beale and Catchpole (1996), JRSS A 159:547-563.
    """
    chosen = parameters or ClassicFarringtonParameters()
    flexible = chosen.as_flexible()
    return _run(counts, frequency, flexible, points, population, workers, floored_error=True)


def _run(
    counts: ArrayLike,
    frequency: int,
    chosen: FarringtonParameters,
    points: int | ArrayLike | None,
    population: ArrayLike | None,
    workers: int,
    *,
    floored_error: bool,
) -> Detection:
    table = series.checked_counts(counts)
    where = series.checked_points(points, table.shape[1])
    sizes = _sizes(chosen, population, table)
    plan = _plan(chosen, baseline_for(chosen, frequency), floored_error=floored_error)
    results = np.full((table.shape[0], where.size, N_RESULTS), np.nan)
    status = np.zeros((table.shape[0], where.size), dtype=np.int8)

    def run(low: int) -> None:
        part = slice(low, low + _CHUNK)
        judge(table[part], sizes[part] if sizes.size else sizes, where, plan, results[part], status[part])

    starts = range(0, table.shape[0], _CHUNK)
    if workers > 1 and len(starts) > 1:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(run, starts))
    else:
        for low in starts:
            run(low)
    observed = table[:, where]
    for row, column in np.argwhere(results[..., BOUND_UPPER] < 0):
        _far_out(results[row, column], float(observed[row, column]), chosen.alpha)
    return series.detection(
        points=where,
        observed=observed,
        expected=results[..., EXPECTED],
        lower=results[..., BOUND_LOWER],
        upper=results[..., BOUND_UPPER],
        score=results[..., SCORE],
        p_value=results[..., P_VALUE],
        dispersion=results[..., DISPERSION],
        trend=results[..., TREND],
        status=status,
    )


def _sizes(parameters: FarringtonParameters, population: ArrayLike | None, table: Floats) -> Floats:
    """The population as a table like the counts; an empty table when it is not used."""
    if not parameters.population_offset:
        return np.empty((0, 0))
    if population is None:
        raise ParameterError("populationOffset is true but no population is given")
    return series.checked_population(population, table)


def _plan(parameters: FarringtonParameters, baseline: Baseline, *, floored_error: bool) -> Plan:
    degrees = np.arange(1, baseline.lags.size + 1)
    return Plan(
        lags=baseline.lags,
        starts=baseline.starts,
        critical=_critical_slopes(parameters.trend_p_threshold, degrees),
        small=small_counts(),
        reach=baseline.reach,
        # With fewer than three years a trend cannot be told from chance (1996 paper, section 3.3).
        try_trend=parameters.trend and parameters.years >= 3,
        reweight=parameters.reweight,
        weights_threshold=float(parameters.weights_threshold),
        few_counts=parameters.limit54[0],
        few_periods=parameters.limit54[1],
        power=POWERS[parameters.power],
        method=METHODS[parameters.threshold_method],
        alpha=float(parameters.alpha),
        quantile=float(-special.ndtri(parameters.alpha)),
        floored_error=floored_error,
    )


def _critical_slopes(p_threshold: float, degrees: Points) -> Floats:
    """How large |slope / error| must at least be, by residual degrees of freedom (place 0 unused)."""
    if p_threshold >= 1:
        # A p-value of exactly 1 is only reached by a slope of exactly zero.
        return np.zeros(degrees.size + 1)
    critical = -special.stdtrit(degrees.astype(float), p_threshold / 2)
    return np.concatenate([[math.inf], critical])


def _far_out(result: Floats, observed: float, alpha: float) -> None:
    """Bounds of counts so large that the compiled sums leave them aside: for these the places of the
    bounds hold the means, with a minus sign.
    """
    high, low = -float(result[BOUND_UPPER]), -float(result[BOUND_LOWER])
    dispersion = float(result[DISPERSION])
    result[BOUND_UPPER] = _large_quantile(1.0 - alpha, high, dispersion)
    result[BOUND_LOWER] = _large_quantile(alpha, low, dispersion)
    result[P_VALUE] = 1.0 - _probability_up_to(observed - 1.0, high, dispersion)
    result[SCORE] = (observed - result[EXPECTED]) / (result[BOUND_UPPER] - result[EXPECTED])


def _probability_up_to(count: float, mean: float, dispersion: float) -> float:
    """P(X <= count) by the incomplete beta or gamma function, for variance = dispersion * mean."""
    if count < 0:
        return 0.0
    if dispersion <= 1.0:
        return float(special.gammaincc(count + 1.0, mean))
    return float(special.betainc(mean / (dispersion - 1.0), count + 1.0, 1.0 / dispersion))


def _large_quantile(probability: float, mean: float, dispersion: float) -> float:
    """Smallest count x with P(X <= x) >= probability, by halving the range in which it lies."""
    below, enough = -1.0, float(math.ceil(mean + math.sqrt(dispersion * mean)))
    while _probability_up_to(enough, mean, dispersion) < probability:
        below, enough = enough, 2.0 * enough
    while enough - below > 1.0:
        middle = float(math.floor((below + enough) / 2.0))
        if middle in (below, enough):
            break
        if _probability_up_to(middle, mean, dispersion) >= probability:
            enough = middle
        else:
            below = middle
    return float(enough)
