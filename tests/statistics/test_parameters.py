"""Settings: defaults as in R, names as in R, and what is refused."""

from typing import Any

import pytest

from driehoek.statistics import (
    ClassicFarringtonParameters,
    EarsParameters,
    FarringtonParameters,
    ParameterError,
)


def test_defaults_are_those_of_r() -> None:
    assert FarringtonParameters.from_r("{}").to_r() == {
        "b": 5, "w": 3, "noPeriods": 1, "reweight": True, "weightsThreshold": 2.58, "trend": True,
        "pThresholdTrend": 0.05, "limit54": [5, 4], "powertrans": "2/3", "populationOffset": False,
        "pastWeeksNotIncluded": None, "thresholdMethod": "delta", "alpha": 0.05,
    }  # fmt: skip
    assert EarsParameters().to_r() == {"method": "C1", "baseline": 7, "minSigma": 0.0, "alpha": None}
    assert EarsParameters(method="C3").chosen_alpha == 0.025
    assert EarsParameters(method="C2").chosen_alpha == 0.001


def test_there_and_back() -> None:
    settings = {"b": 4, "noPeriods": 10, "limit54": [0, 4], "glmWarnings": False, "alpha": 0.01}
    once = FarringtonParameters.from_r(settings)
    assert (once.years, once.periods, once.limit54) == (4, 10, (0, 4))
    assert FarringtonParameters.from_r(once.to_r()) == once


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"b": 0}, "b must be at least 1"),
        ({"b": 2.5}, "b must be a whole number"),
        ({"b": True}, "b must be a whole number"),
        ({"w": -1}, "w must be at least 0"),
        ({"noPeriods": "10"}, "noPeriods"),
        ({"alpha": 0}, "alpha"),
        ({"alpha": 1.0}, "alpha"),
        ({"alpha": float("nan")}, "alpha"),
        ({"pThresholdTrend": 1.5}, "pThresholdTrend"),
        ({"weightsThreshold": 0}, "weightsThreshold"),
        ({"reweight": 1}, "reweight must be true or false"),
        ({"powertrans": "3/4"}, "powertrans must be one of"),
        ({"thresholdMethod": "magic"}, "thresholdMethod must be one of"),
        ({"limit54": [5]}, "limit54"),
        ({"limit54": [5, 0]}, "limit54"),
        ({"pastWeeksNotIncluded": -2}, "pastWeeksNotIncluded"),
        ({"noperiods": 10}, "unknown parameter 'noperiods'"),
        ("[1]", "JSON object"),
        ("{b: 5}", "not JSON"),
    ],
)
def test_refused(settings: Any, word: str) -> None:
    with pytest.raises(ParameterError, match=word):
        FarringtonParameters.from_r(settings)


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        ({"method": "C4"}, "method"),
        ({"baseline": 2}, "baseline"),
        ({"minSigma": -1}, "minSigma"),
        ({"minSigma": "x"}, "minSigma"),
        ({"alpha": 2}, "alpha"),
        ({"b": 5}, "unknown"),
    ],
)
def test_ears_refused(settings: dict[str, Any], word: str) -> None:
    with pytest.raises(ParameterError, match=word):
        EarsParameters.from_r(settings)


def test_classic_is_two_sided() -> None:
    assert ClassicFarringtonParameters(alpha=0.01).as_flexible().alpha == 0.005
    with pytest.raises(ParameterError, match="alpha"):
        ClassicFarringtonParameters(alpha=1.2)
    with pytest.raises(ParameterError, match="b must"):
        ClassicFarringtonParameters(years=0)
