"""Our answers are those of the R package surveillance."""

import dataclasses

import numpy as np
import pytest

from tests.statistics.reference import assert_agreement, fixture_groups, run, shared_groups, shared_reference


def test_simulated_series_agree() -> None:
    groups = fixture_groups()
    assert {group.variant for group in groups} == {
        "basic_delta", "noufaily_nbPlugin", "delta23_seas", "muan", "classic", "C1", "C2", "C3",
    }  # fmt: skip
    assert {group.frequency for group in groups} == {52, 12}
    assert assert_agreement(groups).points > 20_000


def test_the_comparison_can_fail() -> None:
    group = next(group for group in fixture_groups() if group.variant == "basic_delta")
    spoiled = group.values.copy()
    spoiled[0, 0, 0] *= 1.00001
    with pytest.raises(AssertionError):
        assert_agreement([dataclasses.replace(group, values=spoiled)])


def test_all_shared_series_agree() -> None:
    if not shared_reference().is_dir():
        pytest.skip(f"no reference series at {shared_reference()}; set DRIEHOEK_SHARED_DATA")
    assert assert_agreement(shared_groups()).points > 70_000


def test_threads_give_the_same_answer() -> None:
    from driehoek.statistics import FarringtonParameters, farrington_flexible

    group = next(group for group in fixture_groups() if group.variant == "delta23_seas")
    many = np.tile(group.counts, (40, 1))
    parameters = FarringtonParameters.from_r(group.params)
    points = group.values.shape[1]
    answer = farrington_flexible(
        many, frequency=group.frequency, parameters=parameters, points=points, workers=3
    )
    once = run(group)
    np.testing.assert_array_equal(answer.upper_bound, np.tile(once.upper_bound, (40, 1)))
    np.testing.assert_array_equal(answer.status, np.tile(once.status, (40, 1)))
