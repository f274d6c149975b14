"""The effect test-bed: simulated series with a known effect and with none, many of each, on all cores.

For each scenario: how often the 95 % interval holds the truth (wanted: 92-97 %), how often the words claim a change
(wanted: at most 5 % where there is none), and what the same model says with ordinary errors, which take months for
independent: the baseline that this method has to beat. Then a smaller number of series goes through every check of a
study. Set `BENCH_EFFECT_SERIES` for another size. Returns 1 when a scenario is outside the wanted range.
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor

import numpy as np
from scipy.stats import norm

from driehoek.statistics.interrupted import LIKELY, Certainty, Problem, fit_many
from driehoek.statistics.interrupted_checks import judge
from driehoek.statistics.interrupted_design import CHANGE
from driehoek.statistics.interrupted_trial import FIRST, SCENARIOS, Measured, Scenario, measure, simulate

SERIES = int(os.environ.get("BENCH_EFFECT_SERIES", "5000"))
CHUNK = 500
WHOLE = 200
SEED = 20261201


def _part(job: tuple[Scenario, int, int]) -> Measured:
    return measure(*job)


def _ordinary(scenario: Scenario) -> float:
    """Return how often ordinary quasi-likelihood errors would claim a change at the same limit."""
    counts, areas = simulate(scenario, CHUNK, SEED)
    months = FIRST + np.arange(counts.shape[1])
    others = None if areas is None else areas.sum(axis=1)
    found = fit_many(months, scenario.start, counts, others)
    error = np.sqrt(found.plain[:, CHANGE, CHANGE])
    return float((2 * norm.sf(np.abs(found.beta[:, CHANGE]) / error) < LIKELY).mean())


def _whole(scenario: Scenario) -> tuple[float, float]:
    """Return the share of whole studies that claim, and the milliseconds that one takes."""
    counts, areas = simulate(scenario, WHOLE, SEED + 1)
    months = FIRST + np.arange(counts.shape[1])
    claims = 0
    begun = time.process_time()
    for place, target in enumerate(counts):
        beside = None if areas is None else areas[place]
        found = judge(Problem(months, scenario.start, target, beside)).certainty
        claims += found in (Certainty.LIKELY, Certainty.VERY_LIKELY)
    return claims / WHOLE, (time.process_time() - begun) / WHOLE * 1000


def main() -> int:
    """Measure and print the table."""
    status = 0
    print(f"{SERIES} series a scenario; {WHOLE} whole studies with all checks")
    heads = ("truth", "coverage", "refused", "claims", "ordinary", "whole", "ms")
    print(f"{'scenario':34}" + "".join(f" {head:>8}" for head in heads))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        whole = list(pool.map(_whole, SCENARIOS))
        for number, scenario in enumerate(SCENARIOS):
            jobs = [(scenario, CHUNK, SEED + 1000 * number + part) for part in range(-(-SERIES // CHUNK))]
            parts = list(pool.map(_part, jobs))
            coverage, refused, claims = (
                float(np.mean([getattr(part, name) for part in parts]))
                for name in ("coverage", "refused", "claims")
            )
            share, milliseconds = whole[number]
            outside = not 0.92 <= coverage <= 0.97 or (
                scenario.ratio == 1 and max(claims, share - 0.03) > 0.05
            )
            status |= outside
            print(
                f"{scenario.name:34} {scenario.ratio:8.2f} {coverage:8.1%} {refused:8.1%} {claims:8.1%}"
                f" {_ordinary(scenario):8.1%} {share:8.1%} {milliseconds:8.0f}{'  <- outside' if outside else ''}"
            )
    return status


if __name__ == "__main__":
    sys.exit(main())
