"""Settings of the surveillance methods, checked when they are made.

Attribute names are ordinary Python; `from_r` takes the names that the R package *surveillance*
uses, so that a parameter set written for R can be used here unchanged.

Sources: Farrington, Andrews, Beale and Catchpole (1996), JRSS A 159:547-563; Noufaily, Enki,
Farrington, Garthwaite, Andrews and Charlett (2013), Statistics in Medicine 32:1206-1222;
Hutwagner, Thompson, Seeman and Treadwell (2003), Journal of Urban Health 80:i89-i96.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self, get_args

PowerTransformation = Literal["2/3", "1/2", "none"]
ThresholdMethod = Literal["delta", "nbPlugin", "muan"]
EarsMethod = Literal["C1", "C2", "C3"]

FREQUENCIES = (52, 12, 4)

# These switch R's own printing and fitting routine; they have no influence on the answer.
_WITHOUT_INFLUENCE = frozenset({"glmWarnings", "verbose", "plot", "fitFun"})


class ParameterError(ValueError):
    """A setting is unknown or out of range; the message names the setting and what it may be."""


def _whole(name: str, value: object, lowest: int, highest: int | None = None) -> None:
    upper = "" if highest is None else f" and at most {highest}"
    if isinstance(value, bool) or not isinstance(value, int):
        raise ParameterError(f"{name} must be a whole number, not {value!r}")
    if value < lowest or (highest is not None and value > highest):
        raise ParameterError(f"{name} must be at least {lowest}{upper}, not {value}")


def _number(name: str, value: object, *, low: float, high: float, closed_high: bool = False) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ParameterError(f"{name} must be a number, not {value!r}")
    inside = low < value < high or (closed_high and value == high)
    if not inside:
        bracket = "]" if closed_high else ")"
        raise ParameterError(f"{name} must lie in ({low:g}, {high:g}{bracket}, not {value!r}")


def _flag(name: str, value: object) -> None:
    if not isinstance(value, bool):
        raise ParameterError(f"{name} must be true or false, not {value!r}")


def _choice(name: str, value: object, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ParameterError(f"{name} must be one of {', '.join(allowed)}, not {value!r}")


def _checked_limit(name: str, value: object) -> None:
    if not isinstance(value, tuple) or len(value) != 2:
        raise ParameterError(f"{name} must be two whole numbers (counts, periods), not {value!r}")
    _whole(f"{name} (counts)", value[0], 0)
    _whole(f"{name} (periods)", value[1], 1)


class _FromR:
    """Reading a parameter set in R's names, shared by the three dataclasses below."""

    R_NAMES: ClassVar[Mapping[str, str]] = {}

    @classmethod
    def from_r(cls, settings: Mapping[str, Any] | str) -> Self:
        """Make the settings from R's names.

        Args:
            settings: a mapping such as `{"b": 5, "noPeriods": 10}`, or the same as JSON text.
                `None` means R's `NULL`: the default.

        Raises:
            ParameterError: the text is not JSON, a name is unknown, or a value is out of range.
        """
        mapping = _as_mapping(settings)
        names = cls.R_NAMES
        chosen: dict[str, Any] = {}
        for name, value in mapping.items():
            if name in _WITHOUT_INFLUENCE or (value is None and name in names):
                continue
            if name not in names:
                raise ParameterError(f"unknown parameter {name!r}; known are {', '.join(sorted(names))}")
            chosen[names[name]] = tuple(value) if isinstance(value, list) else value
        return cls(**chosen)

    def to_r(self) -> dict[str, Any]:
        """The same settings under R's names, ready for JSON."""
        pairs = ((name, getattr(self, own)) for name, own in self.R_NAMES.items())
        return {name: list(value) if isinstance(value, tuple) else value for name, value in pairs}


def _as_mapping(settings: Mapping[str, Any] | str) -> Mapping[str, Any]:
    if not isinstance(settings, str):
        return settings
    try:
        parsed = json.loads(settings)
    except json.JSONDecodeError as error:
        raise ParameterError(f"parameters are not JSON: {error}") from error
    if not isinstance(parsed, dict):
        raise ParameterError('parameters must be a JSON object such as {"b": 5, "w": 3}')
    return parsed


@dataclass(frozen=True, slots=True)
class FarringtonParameters(_FromR):
    """Settings of Farrington-flexible (Noufaily et al. 2013); defaults as in R.

    Attributes:
        years: how many years back the baseline reaches (b).
        half_window: the window around the same period of earlier years is
            `2 * half_window + 1` periods wide (w).
        periods: into how many seasonal groups a year is cut (noPeriods). With 1 the baseline is
            only those windows; with more, every period of the `years` years takes part and the
            windows are the first group.
        reweight: whether baseline periods with a large residual get less weight.
        weights_threshold: the Anscombe residual above which a period gets less weight.
        trend: whether a linear trend in time is tried.
        trend_p_threshold: the trend stays when its p-value is below this (1 = always).
        limit54: (counts, periods): no bound when the last `periods` periods, the judged one
            included, hold fewer than `counts` cases together.
        power: the power at which the "delta" bound is taken as normal (powertrans).
        population_offset: whether the logarithm of the population is an offset.
        recent_excluded: how many periods just before the judged one stay out of the baseline
            (pastWeeksNotIncluded); None means `half_window`.
        threshold_method: "delta" (normal after the power), "nbPlugin" (negative binomial at the
            expected value) or "muan" (negative binomial at the upper limit of the expected value).
        alpha: one-sided probability of exceeding the bound by chance.
    """

    R_NAMES: ClassVar[Mapping[str, str]] = {
        "b": "years",
        "w": "half_window",
        "noPeriods": "periods",
        "reweight": "reweight",
        "weightsThreshold": "weights_threshold",
        "trend": "trend",
        "pThresholdTrend": "trend_p_threshold",
        "limit54": "limit54",
        "powertrans": "power",
        "populationOffset": "population_offset",
        "pastWeeksNotIncluded": "recent_excluded",
        "thresholdMethod": "threshold_method",
        "alpha": "alpha",
    }

    years: int = 5
    half_window: int = 3
    periods: int = 1
    reweight: bool = True
    weights_threshold: float = 2.58
    trend: bool = True
    trend_p_threshold: float = 0.05
    limit54: tuple[int, int] = (5, 4)
    power: PowerTransformation = "2/3"
    population_offset: bool = False
    recent_excluded: int | None = None
    threshold_method: ThresholdMethod = "delta"
    alpha: float = 0.05

    def __post_init__(self) -> None:
        _whole("b", self.years, 1)
        _whole("w", self.half_window, 0)
        _whole("noPeriods", self.periods, 1)
        for name, flag in (
            ("reweight", self.reweight),
            ("trend", self.trend),
            ("populationOffset", self.population_offset),
        ):
            _flag(name, flag)
        _number("weightsThreshold", self.weights_threshold, low=0, high=math.inf)
        _number("pThresholdTrend", self.trend_p_threshold, low=0, high=1, closed_high=True)
        _number("alpha", self.alpha, low=0, high=1)
        _checked_limit("limit54", self.limit54)
        _choice("powertrans", self.power, get_args(PowerTransformation))
        _choice("thresholdMethod", self.threshold_method, get_args(ThresholdMethod))
        if self.recent_excluded is not None:
            _whole("pastWeeksNotIncluded", self.recent_excluded, 0)

    def check_against(self, frequency: int) -> None:
        """Raise ParameterError when these settings cannot be used with `frequency` periods a year."""
        if frequency not in FREQUENCIES:
            raise ParameterError(f"the frequency must be 52, 12 or 4 periods a year, not {frequency!r}")
        width = 2 * self.half_window + 1
        if width > frequency:
            raise ParameterError(f"w={self.half_window} gives windows of {width}, wider than a year")
        if self.periods - 1 > frequency - width:
            raise ParameterError(
                f"noPeriods={self.periods} is too many: beside windows of {width} a year of {frequency} "
                f"leaves room for {frequency - width} further groups"
            )


@dataclass(frozen=True, slots=True)
class ClassicFarringtonParameters(_FromR):
    """Settings of the original Farrington method (1996); defaults as in R's `farrington`.

    Attributes as in FarringtonParameters; `alpha` is two-sided here, as in the paper: the bound is
    the `1 - alpha / 2` quantile.
    """

    R_NAMES: ClassVar[Mapping[str, str]] = {
        "b": "years",
        "w": "half_window",
        "reweight": "reweight",
        "trend": "trend",
        "limit54": "limit54",
        "powertrans": "power",
        "populationOffset": "population_offset",
        "alpha": "alpha",
    }

    years: int = 5
    half_window: int = 3
    reweight: bool = True
    trend: bool = True
    limit54: tuple[int, int] = (5, 4)
    power: PowerTransformation = "2/3"
    population_offset: bool = False
    alpha: float = 0.05

    def __post_init__(self) -> None:
        self.as_flexible()

    def as_flexible(self) -> FarringtonParameters:
        """The same method said in the newer one's settings (paper, sections 3.2 to 3.7)."""
        _number("alpha", self.alpha, low=0, high=1)
        return FarringtonParameters(
            years=self.years,
            half_window=self.half_window,
            periods=1,
            reweight=self.reweight,
            weights_threshold=1.0,
            trend=self.trend,
            trend_p_threshold=0.05,
            limit54=self.limit54,
            power=self.power,
            population_offset=self.population_offset,
            recent_excluded=0,
            threshold_method="delta",
            alpha=self.alpha / 2,
        )


@dataclass(frozen=True, slots=True)
class EarsParameters(_FromR):
    """Settings of EARS C1, C2 and C3; defaults as in R's `earsC`.

    Attributes:
        method: "C1" (baseline just before), "C2" (two periods left out between) or "C3" (as C2,
            with the excess of the two periods before counted in).
        baseline: how many periods the moving baseline holds, at least 3.
        minimum_deviation: lowest standard deviation that is believed (minSigma).
        alpha: probability of exceeding the bound by chance; None means 0.001 for C1 and C2 and
            0.025 for C3.
    """

    R_NAMES: ClassVar[Mapping[str, str]] = {
        "method": "method",
        "baseline": "baseline",
        "minSigma": "minimum_deviation",
        "alpha": "alpha",
    }

    method: EarsMethod = "C1"
    baseline: int = 7
    minimum_deviation: float = 0.0
    alpha: float | None = None

    def __post_init__(self) -> None:
        _choice("method", self.method, get_args(EarsMethod))
        _whole("baseline", self.baseline, 3)
        if isinstance(self.minimum_deviation, bool) or not isinstance(self.minimum_deviation, int | float):
            raise ParameterError(f"minSigma must be a number, not {self.minimum_deviation!r}")
        if not (math.isfinite(self.minimum_deviation) and self.minimum_deviation >= 0):
            raise ParameterError(f"minSigma must be 0 or more, not {self.minimum_deviation!r}")
        if self.alpha is not None:
            _number("alpha", self.alpha, low=0, high=1)

    @property
    def chosen_alpha(self) -> float:
        """The probability in force: the one given, else the method's own."""
        if self.alpha is not None:
            return self.alpha
        return 0.025 if self.method == "C3" else 0.001
