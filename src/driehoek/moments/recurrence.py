"""When a moment takes place: a first time by the clock on the wall, a rule over days, and single days.

The arithmetic is on days. What a wall clock shows on a day becomes a moment only at the end, so that a market that
opens at nine opens at nine before and after the clock changes (RFC 5545, section 3.3.10).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulebase, rrulestr
from django.utils.translation import gettext as _

from driehoek.deadlines.calendar import AMSTERDAM, at_local, local_day

LONGEST: Final = timedelta(days=60)
MOST_TIMES: Final = 1000
MOST_DAYS: Final = 400
# How far ahead the end of a series is looked for, and how long a rule may be silent before it counts as never.
FAR: Final = relativedelta(years=30)
SILENT: Final = relativedelta(years=10)
MIDNIGHT: Final = time(0, 0)
_PARTS: Final = frozenset({
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS",
    "BYEASTER", "WKST",
})  # fmt: skip
_RHYTHMS: Final = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})


class UnusableSchedule(ValueError):
    """A rule or a time that a moment cannot have; the message says why, in words for the screen."""


@dataclass(frozen=True)
class Schedule:
    """When a moment takes place; times are wall-clock times in the Netherlands, both empty for whole days."""

    starts_on: date
    starts_time: time | None
    ends_on: date
    ends_time: time | None
    rule: str = ""
    extra_days: tuple[date, ...] = ()
    skipped_days: tuple[date, ...] = ()

    @property
    def all_day(self) -> bool:
        """Whether it takes whole days."""
        return self.starts_time is None

    @property
    def recurs(self) -> bool:
        """Whether it takes place more than once."""
        return bool(self.rule or self.extra_days)


@dataclass(frozen=True)
class Span:
    """One time that a moment takes place: the day that names it, and from when until when (UTC)."""

    day: date
    starts_at: datetime
    ends_at: datetime


def expand(schedule: Schedule, *, after: datetime, before: datetime) -> list[Span]:
    """Return the times that end later than `after` and begin earlier than `before`, earliest first."""
    first = local_day(after) - (schedule.ends_on - schedule.starts_on) - timedelta(days=1)
    last = local_day(before)
    spans = (span_on(schedule, day) for day in sorted(_days(schedule, first, last)))
    return [span for span in spans if span.ends_at > after and span.starts_at < before]


def takes_place_on(schedule: Schedule, day: date) -> bool:
    """Tell whether `day` names one of the times of a schedule."""
    return day in _days(schedule, day, day)


def span_on(schedule: Schedule, day: date) -> Span:
    """Return from when until when it lasts if it begins on `day`.

    Where a clock change would make it end before it begins, it lasts as long as the clock on the wall says.
    """
    last = day + (schedule.ends_on - schedule.starts_on)
    if schedule.starts_time is None or schedule.ends_time is None:
        return Span(day, at_local(day, MIDNIGHT), at_local(last + timedelta(days=1), MIDNIGHT))
    starts_at, ends_at = at_local(day, schedule.starts_time), at_local(last, schedule.ends_time)
    if ends_at <= starts_at:
        begin = datetime.combine(day, schedule.starts_time)
        ends_at = starts_at + max(datetime.combine(last, schedule.ends_time) - begin, timedelta(minutes=1))
    return Span(day, starts_at, ends_at)


def reach(schedule: Schedule) -> tuple[datetime, datetime | None]:
    """Return between which moments all of it lies; None as the end when it goes on for 30 years or for ever."""
    days = {schedule.starts_on, *schedule.extra_days}
    begin = span_on(schedule, min(days)).starts_at
    if schedule.rule:
        parts = parts_of(schedule.rule)
        if "UNTIL" not in parts and "COUNT" not in parts:
            return begin, None
        horizon = schedule.starts_on + FAR
        for day in _series(schedule.rule, schedule.starts_on):
            if day > horizon:
                return begin, None
            days.add(day)
    return begin, span_on(schedule, max(days)).ends_at


def check(schedule: Schedule) -> None:
    """Refuse what a moment cannot have.

    Raises:
        UnusableSchedule: the message says what to do.
    """
    if schedule.ends_on - schedule.starts_on > LONGEST:
        raise UnusableSchedule(_("Een moment duurt hooguit 60 dagen. Maak er anders meer van."))
    begin = datetime.combine(schedule.starts_on, schedule.starts_time or MIDNIGHT)
    end = datetime.combine(schedule.ends_on, schedule.ends_time or MIDNIGHT)
    if end < begin or (end == begin and not schedule.all_day):
        raise UnusableSchedule(_("Het einde ligt voor het begin. Verander een van de twee."))
    if len(schedule.extra_days) > MOST_DAYS or len(schedule.skipped_days) > MOST_DAYS:
        raise UnusableSchedule(_("Dit zijn te veel losse dagen: hooguit 400."))


def checked_rule(rule: str, *, starts_on: date, starts_time: time | None = None) -> str:
    """Return a rule in the form in which it is kept: over days, with UNTIL as a day in the Netherlands.

    Args:
        rule: an RRULE of RFC 5545, also with BYEASTER (days from Easter Sunday).
        starts_on: first day of the series.
        starts_time: when it begins, which tells whether the day of UNTIL still counts.

    Raises:
        UnusableSchedule: a rule within a day, with an unknown part, or that never comes round.
    """
    parts = parts_of(rule)
    unknown = sorted(set(parts) - _PARTS)
    if unknown:
        raise UnusableSchedule(
            _("Dit deel van de herhaling is niet bruikbaar: %(part)s.") % {"part": unknown[0]}
        )
    if parts.get("FREQ") not in _RHYTHMS:
        raise UnusableSchedule(_("De herhaling moet per dag, week, maand of jaar zijn."))
    if "UNTIL" in parts:
        parts["UNTIL"] = f"{_until_day(parts['UNTIL'], starts_time):%Y%m%d}"
        parts.pop("COUNT", None)
    for name in ("COUNT", "INTERVAL"):
        given = parts.get(name, "1")
        if not (given.isascii() and given.isdigit() and 1 <= int(given) <= MOST_TIMES):
            raise UnusableSchedule(_("Een herhaling telt van 1 tot en met 1000."))
    kept = ";".join(f"{name}={value}" for name, value in parts.items())
    _probe(parts, starts_on)
    if len(kept) > MOST_DAYS // 2:
        raise UnusableSchedule(_("Deze herhaling is te ingewikkeld."))
    return kept


def parts_of(rule: str) -> dict[str, str]:
    """Return the parts of a rule by name."""
    listed = (part.partition("=") for part in rule.strip().upper().removeprefix("RRULE:").split(";") if part)
    return {name: value for name, _sign, value in listed}


def until_of(rule: str) -> date | None:
    """Return the last day on which a kept rule may come round, when it names one."""
    until = parts_of(rule).get("UNTIL", "")
    return datetime.strptime(until, "%Y%m%d").date() if until else None  # noqa: DTZ007 - a day has no zone


def with_until(rule: str, until: date | None) -> str:
    """Return a kept rule that ends on `until`, or that has no end any more."""
    parts = parts_of(rule)
    if until == until_of(rule):
        return rule
    parts.pop("COUNT", None)
    parts.pop("UNTIL", None)
    if until:
        parts["UNTIL"] = f"{until:%Y%m%d}"
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _days(schedule: Schedule, first: date, last: date) -> set[date]:
    found = {day for day in (schedule.starts_on, *schedule.extra_days) if first <= day <= last}
    if schedule.rule:
        begin = datetime.combine(first, MIDNIGHT)
        for day in _series(schedule.rule, schedule.starts_on, begin):
            if day > last:
                break
            found.add(day)
    return found.difference(schedule.skipped_days)


def _series(rule: str, starts_on: date, begin: datetime | None = None) -> Iterator[date]:
    series = _parsed(rule, starts_on)
    moments = series.xafter(begin, inc=True) if begin else iter(series)
    return (moment.date() for moment in moments)


def _parsed(rule: str, starts_on: date) -> rrulebase:
    return rrulestr(rule, dtstart=datetime.combine(starts_on, MIDNIGHT))


def _probe(parts: dict[str, str], starts_on: date) -> None:
    """Refuse a rule that cannot be read, or that never comes round: looking for it would take for ever."""
    bounded = {name: value for name, value in parts.items() if name not in {"COUNT", "UNTIL"}}
    bounded["UNTIL"] = f"{starts_on + SILENT:%Y%m%d}"
    try:
        found = next(
            iter(_parsed(";".join(f"{name}={value}" for name, value in bounded.items()), starts_on)), None
        )
    except (ValueError, TypeError, IndexError, KeyError, OverflowError) as error:
        raise UnusableSchedule(_("Deze herhaling is niet te lezen.")) from error
    if found is None:
        raise UnusableSchedule(_("Deze herhaling komt nooit voor."))


def _until_day(until: str, starts_time: time | None) -> date:
    try:
        if "T" not in until:
            return datetime.strptime(until, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
        given = datetime.strptime(until.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - its zone comes next
    except ValueError as error:
        raise UnusableSchedule(_("De einddatum van de herhaling is niet te lezen.")) from error
    if until.endswith("Z"):
        given = given.replace(tzinfo=UTC).astimezone(AMSTERDAM).replace(tzinfo=None)
    early = starts_time is not None and given.time() < starts_time
    return given.date() - timedelta(days=1) if early else given.date()
