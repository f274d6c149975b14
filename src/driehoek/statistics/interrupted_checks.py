"""What a claim has to survive: fake dates, fake places, a start at a peak, other windows; and what moved next door.

Abadie, Diamond and Hainmueller (2010) for placebos; Barnett, Van der Pols and Dobson (2005) for regression to the
mean; Bowers and Johnson (2003) for displacement.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from driehoek.statistics import interrupted_control as control
from driehoek.statistics.interrupted import (
    LIKELY,
    Answer,
    Certainty,
    Estimate,
    Flags,
    Floats,
    Problem,
    Reason,
    answer,
    estimate_of,
)
from driehoek.statistics.interrupted_design import CHANGE, days_in, segments
from driehoek.statistics.interrupted_fit import SeparationError, fit

# The last months before the start, in which a peak is looked for.
PEAK_MONTHS: Final = 6
PEAK_RATIO: Final = 1.1
PEAK_P: Final = 0.1
FAKE_BEFORE: Final = 24
FAKE_LEAST: Final = 6
# From this share of fake dates or places that show as much, what was found proves little.
FAKE_SHARE: Final = 0.2
PLACES_LEAST: Final = 4
SHORT_WINDOW: Final = 36
SETTLING: Final = 2


@dataclass(frozen=True)
class Placebo:
    """How many fakes there were, how many showed at least as much, and the permutation p value."""

    tried: int
    as_strong: int
    p: float


@dataclass(frozen=True)
class Peak:
    """How the last months before the start were against the history before them."""

    months: int
    ratio: float
    p: float


@dataclass(frozen=True)
class Displacement:
    """What happened next door, with the same model, and the weighted displacement quotient where it says anything."""

    certainty: Certainty
    estimate: Estimate | None
    quotient: float | None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Variant:
    """The same with another choice: `short` window, `settled` (first months left out), `unpeaked`."""

    key: str
    certainty: Certainty
    estimate: Estimate | None


@dataclass(frozen=True)
class Verdict:
    """Everything that is kept of one study.

    Attributes:
        change: of the series by itself.
        compared: beside the comparison; None without one.
        certainty: in which the words speak, after the checks.
        doubts: codes of what lowered it or must be said with it.
    """

    change: Answer
    compared: Answer | None
    certainty: Certainty
    doubts: tuple[str, ...]
    peak: Peak | None
    fake_dates: Placebo | None
    fake_places: Placebo | None
    displacement: Displacement | None
    variants: tuple[Variant, ...]

    @property
    def main(self) -> Answer:
        """The answer that the words are about: the compared one where there is one."""
        return self.compared or self.change


def judge(problem: Problem, neighbours: Floats | None = None) -> Verdict:
    """Answer a problem and put the answer to all checks; `neighbours` are K × n counts of areas next door."""
    alone = answer(replace(problem, areas=None))
    beside = answer(problem) if problem.areas is not None else None
    main = beside or alone
    if main.estimate is None:
        return Verdict(alone, beside, Certainty.REFUSED, (), None, None, None, None, ())
    peak = peak_before(problem, main.estimate)
    dates = fake_dates(problem, main.estimate)
    places = fake_places(problem, main.estimate)
    found = variants(problem)
    certainty, doubts = _weigh(main, peak, dates, places, found)
    moved = displacement(problem, neighbours) if neighbours is not None else None
    return Verdict(alone, beside, certainty, doubts, peak, dates, places, moved, found)


def _weigh(
    main: Answer,
    peak: Peak | None,
    dates: Placebo | None,
    places: Placebo | None,
    found: tuple[Variant, ...],
) -> tuple[Certainty, tuple[str, ...]]:
    """Lower a claim that does not survive a check, and name what is doubtful."""
    doubts = []
    standing = True
    if peak is not None:
        doubts.append("peak")
        without = next((one.estimate for one in found if one.key == "unpeaked"), None)
        standing &= without is not None and without.p < LIKELY
    if dates is not None and dates.tried >= FAKE_LEAST and dates.as_strong / dates.tried >= FAKE_SHARE:
        doubts.append("fake_dates")
        standing = False
    if places is not None and places.tried >= PLACES_LEAST and places.as_strong / places.tried >= FAKE_SHARE:
        doubts.append("fake_places")
        standing = False
    if main.estimate is not None and _disagree(main.estimate, found):
        doubts.append("variants")
        standing = False
    claims = main.certainty in (Certainty.LIKELY, Certainty.VERY_LIKELY)
    return (Certainty.UNCLEAR if claims and not standing else main.certainty), tuple(doubts)


def _disagree(main: Estimate, found: tuple[Variant, ...]) -> bool:
    """Tell whether another choice points the other way."""
    others = [one.estimate.ratio for one in found if one.estimate is not None]
    return any((ratio - 1) * (main.ratio - 1) < 0 for ratio in others)


def peak_before(problem: Problem, main: Estimate) -> Peak | None:
    """Return how the last half year before the start was when it was a peak (or a dip, for a rise), else None.

    Months are often chosen because they were bad; worse than usual is mostly followed by better than that.
    """
    pre = problem.pre
    first = problem.start - PEAK_MONTHS
    if (pre & (problem.months < first)).sum() < FAKE_BEFORE or (pre & (problem.months >= first)).sum() < 3:
        return None
    counts = np.where(pre, problem.target, 0.0)
    design = segments(problem.months, first, harmonics=1, slope=False)
    try:
        found = fit(counts[None], design, offset=np.log(days_in(problem.months)), counted=pre[None])
    except SeparationError:
        return None
    last = estimate_of(found, CHANGE)
    high = last.ratio >= PEAK_RATIO if main.ratio < 1 else last.ratio <= 1 / PEAK_RATIO
    return Peak(PEAK_MONTHS, last.ratio, last.p) if high and last.p < PEAK_P else None


def fake_dates(problem: Problem, main: Estimate) -> Placebo | None:
    """Put the same question at starts at which nothing began, before the true one; None where none fits."""
    after = int(problem.post.sum())
    pre = problem.pre
    first = int(problem.months[pre][0]) + FAKE_BEFORE
    length = min(after, 12)
    strong = tried = 0
    for start in range(first, problem.start - length + 1, 3):
        fake = replace(
            problem,
            start=start,
            excluded=problem.excluded | frozenset(range(start + length, int(problem.months[-1]) + 1)),
        )
        found = answer(fake).estimate
        if found is not None:
            tried += 1
            strong += found.p <= main.p
    return Placebo(tried, strong, (1 + strong) / (1 + tried)) if tried else None


def fake_places(problem: Problem, main: Estimate) -> Placebo | None:
    """Put the same question to each area of the comparison, beside the others; None with fewer than two."""
    if problem.areas is None or len(problem.areas) < 2:
        return None
    strong = tried = 0
    for place in range(len(problem.areas)):
        rest = np.delete(problem.areas, place, axis=0)
        found = answer(replace(problem, target=problem.areas[place], areas=rest)).estimate
        if found is not None:
            tried += 1
            strong += found.p <= main.p
    return Placebo(tried, strong, (1 + strong) / (1 + tried)) if tried else None


def variants(problem: Problem) -> tuple[Variant, ...]:
    """Ask again with a shorter history, without the first months after, and without the last half year before."""
    asked = {
        "short": replace(problem, before=min(problem.before, SHORT_WINDOW)),
        "settled": replace(
            problem, excluded=problem.excluded | set(range(problem.start, problem.start + SETTLING))
        ),
        "unpeaked": replace(
            problem, excluded=problem.excluded | set(range(problem.start - PEAK_MONTHS, problem.start))
        ),
    }
    found = {key: answer(one) for key, one in asked.items()}
    return tuple(Variant(key, one.certainty, one.estimate) for key, one in found.items())


def displacement(problem: Problem, neighbours: Floats) -> Displacement:
    """Ask the same of the neighbouring areas together, beside the same comparison."""
    found = answer(replace(problem, target=neighbours.sum(axis=0)))
    if problem.areas is None:
        return Displacement(found.certainty, found.estimate, None, found.reasons)
    pre, post = problem.pre, problem.post
    known = np.isfinite(neighbours).all(axis=0)

    def means(series: Floats) -> tuple[float, float]:
        parts: tuple[Flags, Flags] = (pre & known, post & known)
        before, after = (float(series[part].mean()) if part.any() else 0.0 for part in parts)
        return before, after

    sides = [problem.target, neighbours.sum(axis=0), problem.areas.sum(axis=0)]
    quotient = control.displacement_quotient(*(means(one) for one in sides))
    return Displacement(found.certainty, found.estimate, quotient, found.reasons)
