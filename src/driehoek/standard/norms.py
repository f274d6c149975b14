"""Judging a norm: figures in, a judgement out; no database and no words (domain.md, section 3.3).

A row of checks, one for each period up to the newest that can be known, is held against its bounds. A period
without a figure is never zero: it is not measured, not yet known, kept secret, or too little to say something.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

Way = Literal["lower", "higher", "neutral"]
SMALL_NUMBER: Final = 10
LONG_RUN: Final = 3


class State(StrEnum):
    """How a norm stands in the newest period."""

    MET = "met"
    BROKEN = "broken"
    UNKNOWN = "unknown"
    NOT_MEASURED = "not_measured"
    NOT_YET_KNOWN = "not_yet_known"


class Absent(StrEnum):
    """Why a period cannot be judged."""

    GAP = "gap"
    PLANNED = "planned"
    SECRET = "secret"  # noqa: S105 - a reason, no password
    SHORT = "short"
    NO_BOUND = "no_bound"
    NO_DIRECTION = "no_direction"


class Sureness(StrEnum):
    """How sure a judgement is."""

    HIGH = "high"
    FAIR = "fair"
    LOW = "low"
    UNKNOWN = "unknown"


STATE_WHEN_ABSENT: Final[dict[Absent, State]] = {
    Absent.GAP: State.NOT_YET_KNOWN,
    Absent.PLANNED: State.NOT_MEASURED,
}


@dataclass(frozen=True)
class Check:
    """One period held against its bound.

    Attributes:
        number: running number of the period; neighbouring periods differ by one.
        broken: whether the bound was crossed; None when that cannot be said.
        value: what was measured.
        bound: what it was held against; None where a rule without a bound of its own judged.
        provisional: the publisher may still change the value.
        absent: why nothing can be said; None when it can.
        sureness: how sure, where the rule that judged says so itself.
    """

    number: int
    broken: bool | None
    value: float | None = None
    bound: float | None = None
    provisional: bool = False
    absent: Absent | None = None
    sureness: Sureness | None = None


@dataclass(frozen=True)
class Judgement:
    """What can be said of a norm now.

    Attributes:
        state: how it stands in the newest period.
        why: why that cannot be judged; None when it can.
        check: the newest period that could be judged; an older one when the state is no judgement.
        run: how many judged periods in a row are as that one.
        since: number of the first of them.
        sureness: how sure it is.
    """

    state: State
    why: Absent | None = None
    check: Check | None = None
    run: int = 0
    since: int | None = None
    sureness: Sureness = Sureness.UNKNOWN

    @property
    def broken_run(self) -> int:
        """How many judged periods in a row broke the norm, up to the newest; 0 when that one did not."""
        return self.run if self.check is not None and self.check.broken else 0

    @property
    def exception(self) -> bool:
        """Whether the newest period that could be judged broke the norm."""
        return self.broken_run > 0

    @property
    def distance(self) -> float | None:
        """How far the value lies from its bound, without a sign; None without a bound."""
        if self.check is None or self.check.value is None or self.check.bound is None:
            return None
        return abs(self.check.value - self.check.bound)


def hold(number: int, value: float, bound: float | None, way: Way, *, provisional: bool = False) -> Check:
    """Hold a value against a bound; exactly on the bound meets the norm.

    Args:
        number: running number of the period.
        value: what was measured.
        bound: what it should be at most (lower is better) or at least (higher is better).
        way: which way is good; with none, no bound can be crossed.
        provisional: the publisher may still change the value.
    """
    if way == "neutral":
        return Check(number, None, value, bound, provisional, Absent.NO_DIRECTION)
    if bound is None:
        return Check(number, None, value, None, provisional, Absent.NO_BOUND)
    broken = value > bound if way == "lower" else value < bound
    return Check(number, broken, value, bound, provisional)


def judge(checks: Sequence[Check], *, counts: bool = False) -> Judgement:
    """Judge a norm from its checks, in order of time up to the newest period that can be known.

    A period that is not measured by plan does not break a run; any other period without a judgement does.

    Args:
        checks: the periods, each number once and rising; none at all means that nothing is known yet.
        counts: the values are counts, of which small ones are much a matter of chance.
    """
    if not checks:
        return Judgement(State.NOT_YET_KNOWN, Absent.GAP)
    state = _state(checks[-1])
    last = next((place for place in range(len(checks) - 1, -1, -1) if checks[place].broken is not None), None)
    if last is None:
        return Judgement(state, checks[-1].absent)
    check = checks[last]
    run, since = _run(checks[: last + 1])
    return Judgement(
        state, checks[-1].absent, check, run, since, check.sureness or _sureness(check, run, counts)
    )


def _state(newest: Check) -> State:
    if newest.broken is not None:
        return State.BROKEN if newest.broken else State.MET
    return STATE_WHEN_ABSENT.get(newest.absent or Absent.GAP, State.UNKNOWN)


def _run(checks: Sequence[Check]) -> tuple[int, int]:
    run, since = 0, checks[-1].number
    for check in reversed(checks):
        if check.absent == Absent.PLANNED:
            continue
        if check.broken != checks[-1].broken:
            break
        run, since = run + 1, check.number
    return run, since


def _sureness(check: Check, run: int, counts: bool) -> Sureness:
    """Weigh how sure a judgement is, in the manner of analysis.sentences.certainty_of.

    One point to begin with; a third period in a row adds one; fewer than ten cases take one away, and so does
    a provisional figure. Two points are high, one is fair, none is low.
    """
    points = 1 + (run >= LONG_RUN) - check.provisional
    points -= counts and max(check.value or 0.0, check.bound or 0.0) < SMALL_NUMBER
    return Sureness.HIGH if points >= 2 else Sureness.FAIR if points == 1 else Sureness.LOW
