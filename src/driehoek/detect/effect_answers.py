"""What `driehoek effect` answers: each series put to the model and its checks, as plain data for JSON."""

import math
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final

import numpy as np

from driehoek.detect.periods import write_period
from driehoek.detect.plain_fit import PlainFit, plain_fit
from driehoek.detect.sides import Sides
from driehoek.statistics import interrupted_control as control
from driehoek.statistics.interrupted import METHOD, Answer, Estimate, Floats, Problem, Reason, as_data, model
from driehoek.statistics.interrupted_checks import Verdict, judge
from driehoek.statistics.interrupted_design import days_in, segments
from driehoek.statistics.interrupted_fit import Fit, fit

Progress = Callable[[int, int], None]
_SEGMENTS: Final = ("level", "trend", "step", "slope")
_REASONS: Final = {
    "months_before": "too few months before the break",
    "months_after": "too few months from the break on",
    "counts": "too few cases a month before the break",
    "comparison_empty": "a control has no cases before the break",
    "comparison_counts": "too few cases a month in the controls before the break",
    "wander": "the rate wanders too much by itself",
    "adrift": "the rate has no level of its own to come back to",
    "no_fit": "the model does not fit: a part of it has no cases",
}
# Refused after a model was fitted.
_FITTED: Final = frozenset({"wander", "adrift"})
_WARNINGS: Final = {
    "peak": "the half year before the break was unusual; a return to the usual looks like a change",
    "fake_dates": "at breaks where nothing began, the series shows as much",
    "fake_places": "controls, in which nothing began, show as much",
    "variants": "with another choice of months the outcome points the other way",
    "unbounded": "next to no cases from the break on, in the series or its controls: the interval has no ends",
    "no_comparison": "without controls this is a change, not an effect",
    "comparison_lacking": "months left out, because a control has no count",
    "older_left_out": "months left out, because they lie more than ten years before the break",
    "population_unused": "the column population is not used",
}


def answers(sides: Sides, start: int, *, progress: Progress) -> dict[str, Any]:
    """Judge every series.

    Args:
        sides: the series that are judged, with their controls and neighbours.
        start: number of the first month after the start.
        progress: called after each series with the number done and the number of all.

    Returns:
        Plain data without nan, as docs/figures.md describes.
    """
    series = []
    for place in range(len(sides.targets.names)):
        # Where nothing was counted after the break, the ends of an interval run to nought and to infinity.
        with np.errstate(all="ignore"):
            series.append(_finite(_one(sides, place, start)))
        progress(place + 1, len(sides.targets.names))
    return {
        "method": METHOD,
        "break": _month(start),
        "frequency": 12,
        "controls": sides.controls.names,
        "neighbours": sides.neighbours.names,
        "series": series,
    }


def _one(sides: Sides, place: int, start: int) -> dict[str, Any]:
    counts = sides.targets.counts[place]
    months = sides.targets.first[place] + np.arange(len(counts))
    problem = Problem(months, start, counts, sides.controls.over(months))
    verdict = judge(problem, sides.neighbours.over(months))
    main = verdict.main
    return {
        "series_id": sides.targets.names[place],
        "first": _month(int(months[0])),
        "last": _month(int(months[-1])),
        "months_before": int(problem.pre.sum()),
        "months_after": int(problem.post.sum()),
        "certainty": verdict.certainty.value,
        "refusal": [_refusal(one) for one in main.reasons] or None,
        "change": _estimate(main.estimate),
        "change_at_end": _estimate(main.end),
        "alone": _estimate(verdict.change.estimate),
        "coefficients": _coefficients(problem, main),
        "warnings": _warnings(problem, verdict, sized=sides.targets.sized),
        "checks": _checks(verdict),
        "weights": dict(zip(sides.controls.names, as_data(main.weights), strict=False)),
        "wander": as_data(main.wander),
        "expected": _expected(problem, main),
    }


def _estimate(found: Estimate | None) -> dict[str, float] | None:
    return None if found is None else asdict(found)


def _finite(found: Any) -> Any:
    """Return plain data in which what JSON cannot hold, an infinite number, is None."""
    if isinstance(found, dict):
        return {key: _finite(one) for key, one in found.items()}
    if isinstance(found, list):
        return [_finite(one) for one in found]
    return None if isinstance(found, float) and not math.isfinite(found) else found


def _refusal(reason: Reason) -> dict[str, Any]:
    told = f"{_REASONS[reason.code]}: {reason.found:.4g}, where {reason.needed:.4g} is the limit"
    words = _REASONS[reason.code] if reason.code == "no_fit" else told
    return {"code": reason.code, "words": words, "found": reason.found, "needed": reason.needed}


def _coefficients(problem: Problem, main: Answer) -> dict[str, Any] | None:
    """Return the fitted unknowns on the log scale, with the step as it is at the break itself.


    The change of an answer is the mean over the months after; this is the same fit with its slope counted from the
    break, as segmented regressions are mostly reported; the plain errors are those that R would report. None when they
    run away, or when there is too little to fit; a rate that is too restless for a conclusion still has them.
    """
    if main.estimate is not None and _runs_away(main.estimate):
        return None
    if not {one.code for one in main.reasons} <= _FITTED:
        return None
    counted = problem.counted
    centred, slope = model(problem.months, problem.start, counted)
    waves = (centred.shape[1] - 3 - slope) // 2
    design = segments(problem.months, problem.start, harmonics=waves, slope=slope, centred=False)
    target = np.where(counted, problem.target, 0.0)[None]
    others = _comparison(problem)
    offset = np.log(days_in(problem.months)) if others is None else None
    found = fit(target, design, others=others, offset=offset, counted=counted[None])
    plain = plain_fit(
        target[0, counted],
        design[counted],
        others=None if others is None else others[0, counted],
        offset=None if offset is None else offset[counted],
    )
    names = [*_SEGMENTS[: 3 + slope], *(f"{wave}{n + 1}" for n in range(waves) for wave in ("sin", "cos"))]
    return {
        "model": "quasi-Poisson" if others is None else "quasi-binomial",
        "dispersion": plain.dispersion,
        "rho": float(found.rho[0]),
        "durbin_watson": _durbin_watson(found, counted),
        "degrees_plain": plain.degrees,
        "values": {name: _value(found, plain, column) for column, name in enumerate(names)},
    }


def _runs_away(estimate: Estimate) -> bool:
    """Tell whether an interval has no ends, because one of the two sides has next to no case from the break on."""
    return not (estimate.low > 0 and math.isfinite(estimate.high))


def _comparison(problem: Problem) -> Floats | None:
    """Return the weighted controls as one series, as the answer uses them."""
    if problem.areas is None:
        return None
    areas = np.where(problem.counted[None], problem.areas, 0.0)
    target = np.where(problem.counted, problem.target, 0.0)
    shares = control.weights(target, areas, problem.pre)
    return control.together(areas, problem.pre, shares)[None]


def _value(found: Fit, plain: PlainFit, column: int) -> dict[str, float]:
    low, high = found.interval(column)
    return {
        "estimate": float(found.beta[0, column]),
        "se": float(found.error(column)[0]),
        "low": float(low[0]),
        "high": float(high[0]),
        "p": float(found.p_value(column)[0]),
        "se_plain": float(plain.errors[column]),
    }


def _durbin_watson(found: Fit, counted: np.ndarray) -> float:
    """Return the statistic of the Pearson residuals: near 2 when months do not resemble their neighbours."""
    residual = found.pearson[0][counted]
    return float((np.diff(residual) ** 2).sum() / (residual**2).sum())


def _warnings(problem: Problem, verdict: Verdict, *, sized: bool) -> list[dict[str, Any]]:
    """Return what lowered the certainty or must be said with the answer."""
    known = np.isfinite(problem.target)
    recent = problem.months >= problem.start - problem.before
    lacking = int((known & recent & ~problem.counted).sum())
    older = int((known & ~recent).sum())
    found: list[dict[str, Any]] = [{"code": code} for code in verdict.doubts]
    if verdict.main.estimate is not None and _runs_away(verdict.main.estimate):
        found.append({"code": "unbounded"})
    if problem.areas is None and verdict.change.estimate is not None:
        found.append({"code": "no_comparison"})
    found += [
        {"code": code, "months": months}
        for code, months in (("comparison_lacking", lacking), ("older_left_out", older))
        if months
    ]
    if sized:
        found.append({"code": "population_unused"})
    return [{**one, "words": _WARNINGS[one["code"]]} for one in found]


def _checks(verdict: Verdict) -> dict[str, Any]:
    names = ("peak", "fake_dates", "fake_places", "displacement", "variants")
    return {name: as_data(getattr(verdict, name)) for name in names}


def _expected(problem: Problem, main: Answer) -> list[dict[str, Any]]:
    """Return per month what was counted and what was expected without a change, with a 95 % range."""
    if main.estimate is None:
        return []
    columns = (problem.target, main.expected, main.lower, main.upper)
    rows = zip(problem.months.tolist(), *(as_data(one) for one in columns), strict=True)
    names = ("period", "observed", "expected", "low", "high")
    return [dict(zip(names, (_month(month), *rest), strict=True)) for month, *rest in rows]


def _month(number: int) -> str:
    return write_period(number, 12, dated=False)
