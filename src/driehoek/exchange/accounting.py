"""Counting the exchange over a year or a quarter (OM09): pure functions over rows, without a database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import ceil
from typing import Final

QUARTERS: Final = 4
ANSWERS: Final = ("granted", "part", "refused")


@dataclass(frozen=True)
class Period:
    """A year, or a quarter of it, as far as it has gone.

    Attributes:
        start: its first day.
        end: the day after the last one that counts: today's, when it still runs.
    """

    year: int
    quarter: int | None
    start: date
    end: date

    @classmethod
    def of(cls, year: int, quarter: int | None, *, today: date) -> Period:
        """Return a period up to and including today."""
        first = 3 * (quarter - 1) + 1 if quarter else 1
        last = first + 3 if quarter else 13
        start = date(year, first, 1)
        end = date(year + 1, 1, 1) if last > 12 else date(year, last, 1)
        return cls(year, quarter, start, min(end, max(start, today + timedelta(days=1))))

    def year_before(self) -> Period:
        """Return the same days a year earlier, so that a year that still runs is compared with as much of the last."""
        length = (self.end - self.start).days
        start = date(self.year - 1, self.start.month, 1)
        whole = self.end.day == 1 and self.end.month in (1, 4, 7, 10)
        end = date(self.end.year - 1, self.end.month, 1) if whole else start + timedelta(days=length)
        return Period(self.year - 1, self.quarter, start, end)


@dataclass(frozen=True)
class Asked:
    """One request as it is counted."""

    other: str
    submitted_at: datetime
    due_at: datetime
    answered_at: datetime | None
    state: str
    grounds: Sequence[str]


@dataclass(frozen=True)
class Given:
    """One provision as it is counted.

    Attributes:
        in_time: whether it came within the hours of the standing list; None where that does not count.
    """

    other: str
    kind: str
    moment: str
    in_time: bool | None
    confirmed: bool
    used: bool
    recalled: bool
    ended: bool


@dataclass(frozen=True)
class Answering:
    """How one side answered the other.

    Attributes:
        median, slow: how long half of the answers took at most, and nine in ten; None without answers.
        in_time: answers that came when they were due.
        late: requests that wait longer than was asked.
    """

    asked: int = 0
    answered: int = 0
    granted: int = 0
    part: int = 0
    refused: int = 0
    withdrawn: int = 0
    waiting: int = 0
    late: int = 0
    in_time: int = 0
    median: timedelta | None = None
    slow: timedelta | None = None
    grounds: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Giving:
    """What one side gave the other."""

    total: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    moments: Counter[str] = field(default_factory=Counter)
    standing: int = 0
    standing_in_time: int = 0
    confirmed: int = 0
    used: int = 0
    recalled: int = 0
    ended: int = 0


def answering(rows: Iterable[Asked], *, now: datetime) -> Answering:
    """Count requests; each counts in the period in which it was submitted."""
    found = list(rows)
    answered = [one for one in found if one.state in ANSWERS and one.answered_at is not None]
    times = sorted(one.answered_at - one.submitted_at for one in answered if one.answered_at is not None)
    states = Counter(one.state for one in found)
    waiting = [one for one in found if one.state in ("submitted", "judging")]
    return Answering(
        asked=len(found),
        answered=len(answered),
        granted=states["granted"],
        part=states["part"],
        refused=states["refused"],
        withdrawn=states["withdrawn"],
        waiting=len(waiting),
        late=sum(1 for one in waiting if one.due_at < now),
        in_time=sum(1 for one in answered if one.answered_at is not None and one.answered_at <= one.due_at),
        median=_at(times, 0.5),
        slow=_at(times, 0.9),
        grounds=Counter(ground for one in found for ground in one.grounds),
    )


def giving(rows: Iterable[Given]) -> Giving:
    """Count provisions; each counts in the period in which it was released."""
    found = list(rows)
    timed = [one for one in found if one.in_time is not None]
    return Giving(
        total=len(found),
        kinds=Counter(one.kind for one in found),
        moments=Counter(one.moment for one in found if one.moment),
        standing=len(timed),
        standing_in_time=sum(1 for one in timed if one.in_time),
        confirmed=sum(1 for one in found if one.confirmed),
        used=sum(1 for one in found if one.used),
        recalled=sum(1 for one in found if one.recalled),
        ended=sum(1 for one in found if one.ended),
    )


def _at(times: Sequence[timedelta], share: float) -> timedelta | None:
    """Return the time within which `share` of the answers came: the smallest that covers them (nearest rank)."""
    return times[max(0, ceil(share * len(times)) - 1)] if times else None
