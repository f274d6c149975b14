"""The numbers: false alarms stay bounded over many series, outbreaks are found, short series get no bound."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from driehoek.analysis import surveillance
from driehoek.analysis.surveillance import (
    count_lower_tail,
    false_discovery_cut,
    heavier_tail,
    judge,
    run_lengths,
)
from driehoek.figures.models import Frequency


def quiet_series(seed: int, *, number: int, length: int, per_year: int) -> np.ndarray:
    """Simulate counts in which nothing happens: season, trend, variance 1 to 3 times the mean."""
    generator = np.random.default_rng(seed)
    time = np.arange(length)
    level = generator.uniform(0.0, np.log(60), number)[:, None]
    season = generator.uniform(0, 0.4, number)[:, None]
    phase = generator.integers(0, per_year, number)[:, None]
    slope = generator.normal(0, 0.024 / per_year, number)[:, None]
    mean = np.exp(level + season * np.sin(2 * np.pi * (time + phase) / per_year) + slope * time)
    spread = generator.choice([1.05, 1.5, 2.0, 3.0], number)[:, None]
    return generator.negative_binomial(mean / (spread - 1), 1 / spread).astype(float)


@pytest.mark.parametrize(
    ("frequency", "per_year", "length"),
    [(Frequency.MONTH, 12, 128), (Frequency.MONTH, 12, 62), (Frequency.QUARTER, 4, 44)],
)
def test_where_nothing_happens_few_periods_have_a_false_alarm(
    frequency: Frequency, per_year: int, length: int
) -> None:
    periods_with_alarm = 0
    periods = 0
    for seed in range(3):
        bounds = judge(
            quiet_series(seed, number=1000, length=length, per_year=per_year), frequency=frequency, points=12
        )
        cuts = [false_discovery_cut(bounds.p_more[:, place]) for place in range(12)]
        periods_with_alarm += sum(cut >= 0 for cut in cuts)
        periods += 12
        assert np.nanmean(bounds.p_more < 0.01) < 0.02
    # Meant is one in ten; with 36 periods four or five false ones are luck, nine are not.
    assert periods_with_alarm / periods <= 0.25


def test_planted_outbreaks_among_many_quiet_series_are_found_and_most_flags_are_true() -> None:
    counts = quiet_series(11, number=1000, length=128, per_year=12)
    usual = counts[:50, :-1].mean(axis=1)
    counts[:50, -1] = np.round(usual * 1.5 + 8 * np.sqrt(3 * usual) + 5)
    bounds = judge(counts, frequency=Frequency.MONTH, points=1)
    flagged = np.flatnonzero(bounds.p_more[:, 0] <= false_discovery_cut(bounds.p_more[:, 0]))
    true = (flagged < 50).sum()
    assert true >= 45
    assert (flagged.size - true) / flagged.size <= 0.2


def test_the_longest_baseline_that_there_is_is_used_and_a_short_series_gets_none() -> None:
    counts = np.full((4, 80), np.nan)
    generator = np.random.default_rng(5)
    for row, length in enumerate((80, 55, 40, 30)):
        counts[row, -length:] = generator.poisson(20, length)
    bounds = judge(counts, frequency=Frequency.MONTH, points=1)
    assert bounds.years[:, 0].tolist() == [5, 4, 3, 0]
    assert np.isnan(bounds.upper[3, 0])
    assert not bounds.few.any()


def test_a_series_with_hardly_a_case_gets_no_bound_and_says_so() -> None:
    counts = np.zeros((1, 80))
    counts[0, -1] = 3
    bounds = judge(counts, frequency=Frequency.MONTH, points=1)
    assert bounds.few.all()
    assert np.isnan(bounds.upper).all()


def test_the_lower_tail_is_the_binomial_with_that_variance() -> None:
    generator = np.random.default_rng(1)
    drawn = generator.negative_binomial(20 / 1.5, 1 / 2.5, 200_000)
    assert (
        abs(float(count_lower_tail(np.array(12.0), np.array(20.0), np.array(2.5))) - (drawn <= 12).mean())
        < 0.005
    )


def test_heavier_tails_leave_the_middle_and_lift_the_far_end() -> None:
    moved = heavier_tail(np.array([0.5, 0.01, 1e-6]), 20)
    assert moved[0] == pytest.approx(0.5)
    assert 0.01 < moved[1] < 0.02
    assert moved[2] > 1e-5


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_the_cut_is_that_of_benjamini_and_hochberg(values: list[float]) -> None:
    cut = false_discovery_cut(np.array(values))
    ordered = sorted(values)
    passing = [
        p for rank, p in enumerate(ordered, 1) if p <= surveillance.FALSE_DISCOVERY_RATE * rank / len(values)
    ]
    assert cut == (max(passing) if passing else -1.0)


def test_no_tests_have_no_discoveries() -> None:
    assert false_discovery_cut(np.array([np.nan])) == -1.0


def test_runs_count_what_comes_in_a_row() -> None:
    flags = np.array([[True, False, True, True, True], [False, True, True, False, False]])
    assert run_lengths(flags).tolist() == [[1, 0, 1, 2, 3], [0, 1, 2, 0, 0]]
