"""Quantiles and tails against SciPy."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from driehoek.statistics.bounds import (
    POWERS,
    back_transformed,
    count_quantile,
    count_upper_tail,
    transformed,
)

MEANS = st.floats(1e-3, 3e4)
EXCESSES = st.one_of(st.just(0.0), st.floats(1e-6, 500.0))


def _distribution(mean: float, excess: float) -> object:
    if excess == 0:
        return stats.poisson(mean)
    return stats.nbinom(mean / excess, 1 / (1 + excess))


@settings(max_examples=100, deadline=None)
@given(MEANS, EXCESSES, st.sampled_from([0.001, 0.025, 0.05, 0.5, 0.95, 0.99, 0.9999]))
def test_quantile_is_the_smallest_count_that_reaches_the_probability(
    mean: float, excess: float, probability: float
) -> None:
    ours = count_quantile(probability, mean, 1 + excess)
    distribution = _distribution(mean, excess)
    assert distribution.cdf(ours) >= probability - 1e-9
    assert ours == 0 or distribution.cdf(ours - 1) < probability + 1e-9


@settings(max_examples=100, deadline=None)
@given(MEANS, EXCESSES, st.floats(-3, 6))
def test_upper_tail(mean: float, excess: float, distance: float) -> None:
    count = max(math.floor(mean + distance * math.sqrt((1 + excess) * mean)), 0)
    theirs = _distribution(mean, excess).sf(count - 1)
    assert count_upper_tail(count, mean, 1 + excess) == pytest.approx(theirs, rel=1e-6, abs=1e-14)


def test_extremes() -> None:
    assert count_quantile(0.99, 0.0, 1.0) == 0
    assert math.isnan(count_quantile(0.99, math.inf, 2.0))
    assert math.isnan(count_quantile(0.99, 3.0, math.nan))
    assert count_upper_tail(0, 3.0, 1.0) == 1
    assert count_upper_tail(1, 0.0, 1.0) == 0


@pytest.mark.parametrize("power", POWERS.values())
def test_power_and_back(power: int) -> None:
    values = np.array([0.0, 0.3, 1.0, 17.0, 1e6])
    back = [back_transformed(transformed(value, power), power) for value in values]
    np.testing.assert_allclose(back, values, rtol=1e-12)
    assert back_transformed(-1.0, power) == 0
