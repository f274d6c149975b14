"""Simulated monthly counts with a known effect, or none, on which the method is put to the test.

A month's mean is level × trend × season × what hits all areas × what hits this area; the last two wander (an
autocorrelated log-normal), so that counts are overdispersed and months resemble their neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from driehoek.statistics import interrupted_control as control
from driehoek.statistics.interrupted import LIKELY, MOST_WANDER, fit_many, is_adrift, wander_of
from driehoek.statistics.interrupted_design import CHANGE, YEAR, month_number

Floats = NDArray[np.float64]
FIRST: Final = month_number(2018, 1)


@dataclass(frozen=True)
class Scenario:
    """How series are made.

    Attributes:
        name: of the scenario.
        level: mean count a month before the start.
        before, after: months before and after it.
        ratio: by what the intervention multiplies the counts; 1 for no effect.
        trend: yearly growth on the log scale.
        season: height of the yearly wave on the log scale.
        spread: standard deviation of what hits this area alone, on the log scale.
        rho: how much of it stays from month to month.
        shared: standard deviation of what hits all areas alike.
        areas: comparison areas; 0 for none.
        control_level: mean count a month in each of them.
    """

    name: str
    level: float = 30.0
    before: int = 60
    after: int = 18
    ratio: float = 1.0
    trend: float = 0.0
    season: float = 0.0
    spread: float = 0.0
    rho: float = 0.0
    shared: float = 0.0
    areas: int = 0
    control_level: float = 60.0

    @property
    def start(self) -> int:
        """Return the number of the first month after the start."""
        return FIRST + self.before


def wander(random: np.random.Generator, shape: tuple[int, ...], spread: float, rho: float) -> Floats:
    """Return autocorrelated normal values along the last axis, with standard deviation `spread`."""
    steps = random.normal(size=shape)
    found = np.empty(shape)
    found[..., 0] = steps[..., 0]
    for place in range(1, shape[-1]):
        found[..., place] = rho * found[..., place - 1] + np.sqrt(1 - rho**2) * steps[..., place]
    return found * spread


def simulate(scenario: Scenario, series: int, seed: int) -> tuple[Floats, Floats | None]:
    """Return S × n counts, and S × areas × n counts of the comparison or None."""
    random = np.random.default_rng(seed)
    n = scenario.before + scenario.after
    since = (np.arange(n) - scenario.before) / YEAR
    common = scenario.trend * since + scenario.season * np.sin(2 * np.pi * np.arange(n) / YEAR + 0.7)
    common = common + wander(random, (series, n), scenario.shared, scenario.rho)
    own = wander(random, (series, n), scenario.spread, scenario.rho)
    change = np.log(scenario.ratio) * (since >= 0)
    counts = random.poisson(scenario.level * np.exp(common + own + change)).astype(float)
    if not scenario.areas:
        return counts, None
    shape = (series, scenario.areas, n)
    apart = wander(random, shape, scenario.spread, scenario.rho)
    sizes = scenario.control_level * np.exp(random.normal(0, 0.3, (series, scenario.areas, 1)))
    return counts, random.poisson(sizes * np.exp(common[:, None, :] + apart)).astype(float)


# Known effect and known none, in the shapes that monthly police figures have (47022NED): seasonal, with a trend,
# overdispersed, autocorrelated, few and many, without and with a comparison.
SCENARIOS: Final = (
    Scenario("poisson", season=0.2),
    Scenario("few", level=8.0, season=0.2, trend=-0.05),
    Scenario("trend", trend=-0.1, season=0.2, spread=0.1),
    Scenario("overdispersed", season=0.2, spread=0.25),
    Scenario("autocorrelated", season=0.2, trend=-0.05, spread=0.15, rho=0.4),
    Scenario("strongly autocorrelated", level=60.0, season=0.2, spread=0.15, rho=0.6),
    Scenario("short", before=36, after=12, season=0.2, spread=0.15, rho=0.3),
    Scenario("effect", ratio=0.75, season=0.2, trend=-0.05, spread=0.15, rho=0.3),
    Scenario("compared", season=0.2, trend=-0.05, spread=0.1, rho=0.3, shared=0.2, areas=4),
    Scenario("compared, few", level=8.0, season=0.2, spread=0.1, shared=0.2, areas=4, control_level=12.0),
    Scenario("compared, strongly autocorrelated", season=0.2, spread=0.15, rho=0.6, shared=0.2, areas=6),
    Scenario(
        "compared, effect", ratio=0.75, season=0.2, trend=-0.05, spread=0.1, rho=0.3, shared=0.2, areas=4
    ),
)


@dataclass(frozen=True)
class Measured:
    """How the method did on many series of one scenario.

    Attributes:
        coverage: share of 95 % intervals that hold the true ratio, among the series that were not refused.
        claims: share of all series for which the words would claim a change.
        refused: share of series for which nothing would be concluded.
        bias: mean error on the log scale.
    """

    coverage: float
    claims: float
    refused: float
    bias: float


def measure(scenario: Scenario, series: int, seed: int) -> Measured:
    """Fit and judge many series of a scenario, as `interrupted.answer` does each."""
    counts, areas = simulate(scenario, series, seed)
    months = FIRST + np.arange(counts.shape[1])
    before = months < scenario.start
    others = None
    if areas is not None:
        pairs = zip(counts, areas, strict=True)
        others = np.array(
            [control.together(one, before, control.weights(target, one, before)) for target, one in pairs]
        )
    found = fit_many(months, scenario.start, counts, others)
    refused = wander_of(found, others, np.ones(len(months), bool)) > MOST_WANDER
    refused |= is_adrift(found.rho, found.excess)
    low, high = found.interval(CHANGE)
    truth = np.log(scenario.ratio)
    kept = ~refused
    held = (low <= truth) & (truth <= high)
    claimed = (found.p_value(CHANGE) < LIKELY) & kept
    return Measured(
        float(held[kept].mean()),
        float(claimed.mean()),
        float(refused.mean()),
        float((found.beta[kept, CHANGE] - truth).mean()),
    )
