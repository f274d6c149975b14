"""How fast many series are judged, beside R's farringtonFlexible one series at a time.

Where R with its package surveillance is missing, the same two-fit method is written out with
statsmodels' generalised linear models, one point after the other. Run `python -m bench.statistics`;
prints a table and returns 1 when a ratio is below the goal.
"""

from __future__ import annotations

import csv
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy import special

from driehoek.statistics import FarringtonParameters, farrington_flexible
from driehoek.statistics.baseline import baseline_for

GOAL = 300.0
N_SERIES, N_MONTHS, N_POINTS = 10_000, 150, 12
SAMPLE = 12
SETTINGS = {
    "seasonal, delta": {"b": 5, "w": 1, "noPeriods": 10, "alpha": 0.025, "pastWeeksNotIncluded": 3},
    "windows only, delta": {"b": 5, "w": 1, "noPeriods": 1, "alpha": 0.025, "pastWeeksNotIncluded": 3},
}
# R reads the settings and the counts, judges the last points and prints seconds and bounds.
R_SCRIPT = """
suppressMessages(library(surveillance))
arguments <- commandArgs(trailingOnly = TRUE)
counts <- as.matrix(read.csv(arguments[1], header = FALSE))
points <- as.integer(arguments[2])
control <- list(b = 5, w = 1, noPeriods = as.integer(arguments[3]), alpha = 0.025,
  pastWeeksNotIncluded = 3, limit54 = c(0, 4), thresholdMethod = "delta", glmWarnings = FALSE)
control$range <- (ncol(counts) - points + 1):ncol(counts)
run <- function(row) {
  series <- sts(observed = counts[row, ], frequency = 12, start = c(2012, 1))
  as.numeric(upperbound(farringtonFlexible(series, control = control)))
}
run(1)
started <- proc.time()[["elapsed"]]
bounds <- sapply(seq_len(nrow(counts)), run)
cat(proc.time()[["elapsed"]] - started, as.numeric(bounds), sep = "\\n")
"""


def simulated(level: float, n_series: int = N_SERIES) -> np.ndarray:
    """Monthly counts with season, a small trend and overdispersion; `level` is the log of the median."""
    rng = np.random.default_rng(20)
    t = np.arange(N_MONTHS)
    levels = rng.normal(level, 1.0, (n_series, 1))
    slopes = rng.normal(0.0, 0.003, (n_series, 1))
    mean = np.exp(levels + 0.3 * np.cos(2 * np.pi * t / 12) + slopes * t)
    return rng.negative_binomial(mean / 0.5, 1 / 1.5).astype(float)


def ours(counts: np.ndarray, parameters: FarringtonParameters, workers: int) -> float:
    """Microseconds for one point, the best of three."""
    best = math.inf
    farrington_flexible(counts[:4], frequency=12, parameters=parameters, points=N_POINTS)
    for _ in range(3):
        started = time.perf_counter()
        farrington_flexible(counts, frequency=12, parameters=parameters, points=N_POINTS, workers=workers)
        best = min(best, time.perf_counter() - started)
    return best / (len(counts) * N_POINTS) * 1e6


def has_r() -> bool:
    """Whether R with the package surveillance is on this machine."""
    if not shutil.which("Rscript"):
        return False
    return subprocess.run(["Rscript", "-e", "library(surveillance)"], capture_output=True).returncode == 0


def by_r(counts: np.ndarray, settings: dict[str, float]) -> tuple[float, np.ndarray]:
    """Seconds for all points of these series in R, and the bounds."""
    with tempfile.TemporaryDirectory() as folder:
        table, script = Path(folder) / "counts.csv", Path(folder) / "run.R"
        with table.open("w", newline="") as stream:
            csv.writer(stream).writerows(counts.astype(int).tolist())
        script.write_text(R_SCRIPT)
        arguments = ["Rscript", str(script), str(table), str(N_POINTS), str(settings["noPeriods"])]
        told = subprocess.run(arguments, capture_output=True, text=True, check=True).stdout.split()
    seconds, *bounds = map(float, told)
    return seconds, np.array(bounds).reshape(len(counts), N_POINTS)


def by_statsmodels(counts: np.ndarray, parameters: FarringtonParameters) -> tuple[float, np.ndarray]:
    """Seconds for all points of these series by single regressions, and the bounds."""
    bounds = np.full((len(counts), N_POINTS), math.nan)
    # Once before the clock runs, for what is only loaded at the first use.
    _one_point(counts[0], N_MONTHS - 1, parameters)
    started = time.perf_counter()
    for row, series in enumerate(counts):
        for place, at in enumerate(range(N_MONTHS - N_POINTS, N_MONTHS)):
            bounds[row, place] = _one_point(series, at, parameters)
    return time.perf_counter() - started, bounds


def _one_point(series: np.ndarray, at: int, parameters: FarringtonParameters) -> float:
    baseline = baseline_for(parameters, 12)
    y = series[at - baseline.lags]
    dummies = np.repeat(np.eye(len(baseline.starts) - 1), np.diff(baseline.starts), axis=0)
    trend = -baseline.lags[:, None] / 12.0
    expected, error, phi, slope = _two_fits(y, np.hstack([dummies, trend]), parameters)
    if abs(slope) < -special.stdtrit(len(y) - dummies.shape[1] - 1, 0.025) or expected > y.max():
        expected, error, phi, _ = _two_fits(y, dummies, parameters)
    z = 1.959963984540054
    ratio = phi + error * error * expected
    spread = math.sqrt(4 / 9 * expected ** (1 / 3) * ratio)
    return (expected ** (2 / 3) + z * spread) ** 1.5


def _two_fits(
    y: np.ndarray, design: np.ndarray, parameters: FarringtonParameters
) -> tuple[float, float, float, float]:
    """Expected count, its error on the log scale, dispersion, and the slope in errors."""
    import statsmodels.api as sm

    family = sm.families.Poisson()
    # The usual first guess of statsmodels is zero, and fails, where there is no case at all.
    start = np.linalg.lstsq(design, np.log(y + 0.1), rcond=None)[0]
    first = sm.GLM(y, design, family=family).fit(scale="X2", start_params=start, maxiter=25)
    mean, hat = first.fittedvalues, first.get_hat_matrix_diag()
    residual = 1.5 * (y ** (2 / 3) * mean ** (-1 / 6) - np.sqrt(mean))
    residual /= np.sqrt(max(first.scale, 1.0) * np.maximum(1 - hat, 1e-10))
    weights = np.where(residual > parameters.weights_threshold, np.maximum(residual, 1.0) ** -2, 1.0)
    weights *= len(y) / weights.sum()
    second = sm.GLM(y, design, family=family, var_weights=weights)
    second = second.fit(scale="X2", start_params=start, maxiter=25)
    residual = y / second.fittedvalues - 1
    variance = (weights * residual**2).sum() / second.df_resid
    errors = np.sqrt(np.diag(second.normalized_cov_params) * variance)
    expected = math.exp(second.params[0])
    slope = second.params[-1] / errors[-1]
    return expected, float(errors[0]), max(second.scale, 1.0), float(slope)


def rows() -> list[tuple[str, float, float, str]]:
    """(what, our microseconds per series-month, theirs, by which other way) for each case."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with_r = has_r()
    found = []
    for kind, level in (("sparse", -0.7), ("dense", 2.5)):
        counts = simulated(level)
        for name, settings in SETTINGS.items():
            parameters = FarringtonParameters.from_r(json.dumps({**settings, "limit54": [0, 4]}))
            sample = counts[:SAMPLE]
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                seconds, theirs = by_r(sample, settings) if with_r else by_statsmodels(sample, parameters)
            answer = farrington_flexible(sample, frequency=12, parameters=parameters, points=N_POINTS)
            near = np.isclose(theirs, answer.upper_bound, rtol=1e-6 if with_r else 1e-2)
            other = f"{'R' if with_r else 'statsmodels'}; {near.mean():.0%} of {near.size} bounds alike"
            reference = seconds / (SAMPLE * N_POINTS) * 1e6
            for workers in sorted({1, cores}):
                what = f"{name}, {kind}, {workers} thread{'s' if workers > 1 else ''}"
                found.append((what, ours(counts, parameters, workers), reference, other))
    return found


def main(argv: Sequence[str] = ()) -> int:  # noqa: ARG001
    """Measure and print the table; 1 when all cores together stay under the goal."""
    print(f"Farrington-flexible, {N_SERIES} monthly series of {N_MONTHS}, {N_POINTS} points each")
    print(f"{'case':<42}{'µs/point':>9}{'single µs':>11}{'ratio':>9}  beside")
    slow = False
    for what, mine, reference, other in rows():
        ratio = reference / mine
        slow |= ratio < GOAL
        print(f"{what:<42}{mine:>9.2f}{reference:>11.0f}{ratio:>9.0f}  {other}")
    print(f"goal: at least {GOAL:.0f} times")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
