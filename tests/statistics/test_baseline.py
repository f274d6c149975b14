"""Which periods form the baseline."""

import numpy as np
import pytest

from driehoek.statistics import FarringtonParameters, ParameterError
from driehoek.statistics.baseline import baseline_for, group_of_position


def test_paper_layout_of_a_year_of_weeks() -> None:
    sizes = np.bincount(group_of_position(52, 3, 10))
    assert sizes.tolist() == [7] + [5] * 9


def test_uneven_groups_differ_by_one_and_stay_together() -> None:
    groups = group_of_position(52, 3, 5)
    assert np.bincount(groups).tolist() == [7, 12, 11, 11, 11]
    assert (np.diff(groups[4:49]) >= 0).all()


def test_windows_only() -> None:
    baseline = baseline_for(FarringtonParameters(years=2, half_window=1, periods=1), 12)
    assert baseline.lags.tolist() == [25, 24, 23, 13, 12, 11]
    assert baseline.starts.tolist() == [0, 6]
    assert baseline.reach == 25


def test_all_periods_less_the_recent() -> None:
    settings = FarringtonParameters(years=1, half_window=1, periods=4, recent_excluded=3)
    baseline = baseline_for(settings, 12)
    assert sorted(baseline.lags) == list(range(4, 14))
    assert baseline.lags[: baseline.starts[1]].tolist() == [13, 12, 11]


def test_quarters() -> None:
    baseline = baseline_for(FarringtonParameters(years=3, half_window=0, periods=4), 4)
    assert np.diff(baseline.starts).tolist() == [3, 3, 3, 3]
    assert baseline.reach == 12


@pytest.mark.parametrize(
    ("settings", "frequency", "word"),
    [
        ({"half_window": 2}, 4, "wider than a year"),
        ({"half_window": 1, "periods": 5}, 4, "noPeriods"),
        ({}, 7, "52, 12 or 4"),
    ],
)
def test_settings_that_do_not_fit_the_year(settings: dict[str, int], frequency: int, word: str) -> None:
    with pytest.raises(ParameterError, match=word):
        baseline_for(FarringtonParameters(**settings), frequency)
