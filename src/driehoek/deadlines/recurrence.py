"""How often something recurs, and when that is.

A rule is text in the form of an RRULE (RFC 5545). It names nominal days; a nominal day that is no working day
moves to the next one (calendar.next_working_day). What a delivery is about follows from its nominal day, so that
a report that Easter moves into another week is still about its own week.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr
from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from driehoek.deadlines.calendar import add_working_days, next_working_day


class Rhythm(models.TextChoices):
    """How often information is wanted or comes."""

    ONCE = "once", _("Eén keer")
    DAILY = "daily", _("Elke werkdag")
    WEEKLY = "weekly", _("Elke week")
    FORTNIGHTLY = "fortnightly", _("Elke twee weken")
    MONTHLY = "monthly", _("Elke maand")
    QUARTERLY = "quarterly", _("Elk kwartaal")
    HALF_YEARLY = "half_yearly", _("Elk half jaar")
    YEARLY = "yearly", _("Elk jaar")
    EVENT = "event", _("Bij een gebeurtenis")


WEEKLY_RHYTHMS: Final = frozenset({Rhythm.WEEKLY, Rhythm.FORTNIGHTLY})
MONTHLY_RHYTHMS: Final = frozenset({Rhythm.MONTHLY, Rhythm.QUARTERLY, Rhythm.HALF_YEARLY, Rhythm.YEARLY})
STANDARD_DAY: Final = 10
_CODES: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# Reports are about the period that has ended, so they come in its successor's first month.
_MONTHS: Final = {
    Rhythm.MONTHLY: "",
    Rhythm.QUARTERLY: ";BYMONTH=1,4,7,10",
    Rhythm.HALF_YEARLY: ";BYMONTH=1,7",
    Rhythm.YEARLY: ";BYMONTH=1",
}
_MONTHS_OF_PERIOD: Final = {
    Rhythm.MONTHLY: 1,
    Rhythm.QUARTERLY: 3,
    Rhythm.HALF_YEARLY: 6,
    Rhythm.YEARLY: 12,
}
_SHORTEST_MONTH: Final = 28
_LONGEST_MONTH: Final = 31
# No nominal day moves further than this: from Good Friday over Easter is four days, five when King's Day follows.
_FURTHEST_MOVE: Final = timedelta(days=7)


@dataclass(frozen=True)
class Occurrence:
    """One time that a rule comes round.

    Attributes:
        nominal: the day that the rule names; `period_of` starts from it.
        due: the working day on which it is due.
    """

    nominal: date
    due: date


def rule_for(rhythm: Rhythm | str, *, weekday: int | None = None, day: int | None = None) -> str:
    """Return the rule of a rhythm as RRULE text; empty for ONCE and EVENT, which follow no rule.

    Args:
        rhythm: how often.
        weekday: for weekly rhythms, 0 (Monday, also when none is given) to 6.
        day: for monthly rhythms and longer, 1 to 31 (10 when none is given); where a month is shorter,
            its last day.

    Raises:
        ValueError: a weekday or day that does not exist.
    """
    rhythm = Rhythm(rhythm)
    if rhythm == Rhythm.DAILY:
        return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    if rhythm in WEEKLY_RHYTHMS:
        chosen = 0 if weekday is None else weekday
        if not 0 <= chosen < len(_CODES):
            raise ValueError(f"{weekday} is no weekday; 0 is Monday, 6 is Sunday")
        every = ";INTERVAL=2" if rhythm == Rhythm.FORTNIGHTLY else ""
        return f"FREQ=WEEKLY{every};BYDAY={_CODES[chosen]}"
    if rhythm in MONTHLY_RHYTHMS:
        return f"FREQ=MONTHLY{_MONTHS[rhythm]};{_month_day(STANDARD_DAY if day is None else day)}"
    return ""


def _month_day(day: int) -> str:
    """Name a day of the month, or the month's last day where it has no such day."""
    if not 1 <= day <= _LONGEST_MONTH:
        raise ValueError(f"{day} is no day of a month")
    if day == _LONGEST_MONTH:
        return "BYMONTHDAY=-1"
    if day <= _SHORTEST_MONTH:
        return f"BYMONTHDAY={day}"
    listed = ",".join(str(number) for number in range(_SHORTEST_MONTH, day + 1))
    return f"BYMONTHDAY={listed};BYSETPOS=-1"


def occurrences(rule: str, *, starts_on: date, after: date, until: date) -> list[Occurrence]:
    """Return when a rule comes round with its due day later than `after` and not later than `until`.

    Days before `starts_on` never count. Where two nominal days move to one working day, the last one stands.
    """
    if not rule:
        return []
    found: dict[date, Occurrence] = {}
    first = max(starts_on, after - _FURTHEST_MOVE)
    for nominal in _nominal_days(rule, starts_on, first, until):
        due = next_working_day(nominal)
        if after < due <= until:
            found[due] = Occurrence(nominal, due)
    return list(found.values())


def due_dates(rule: str, *, starts_on: date, after: date, until: date) -> list[date]:
    """Return the working days on which a rule is due, later than `after` and not later than `until`."""
    return [occurrence.due for occurrence in occurrences(rule, starts_on=starts_on, after=after, until=until)]


def first_due(rhythm: Rhythm | str, rule: str, *, starts_on: date) -> date | None:
    """Return the first working day on which something is due; None for EVENT, which has no dates.

    ONCE is due on `starts_on`, or on the first working day after it.
    """
    if rhythm == Rhythm.ONCE:
        return next_working_day(starts_on)
    until = starts_on + relativedelta(months=13)
    found = due_dates(rule, starts_on=starts_on, after=starts_on - timedelta(days=1), until=until)
    return found[0] if found else None


def _nominal_days(rule: str, starts_on: date, first: date, until: date) -> Iterator[date]:
    # The arithmetic is on days; midnight in UTC keeps clock changes out of it.
    begin = datetime.combine(starts_on, time.min, tzinfo=UTC)
    series = rrulestr(rule, dtstart=begin)
    for moment in series.xafter(datetime.combine(first, time.min, tzinfo=UTC), inc=True):
        if moment.date() > until:
            return
        yield moment.date()


def period_of(rhythm: Rhythm | str, nominal: date) -> tuple[date, date]:
    """Return the first and last day of the period that a delivery due on `nominal` is about.

    That is the last one that has ended: the days since the last working day, the week or two weeks before
    (Monday to Sunday), the calendar month, quarter, half year or year before.

    Raises:
        ValueError: for ONCE and EVENT, which are about no period.
    """
    rhythm = Rhythm(rhythm)
    if rhythm == Rhythm.DAILY:
        return add_working_days(nominal, -1), nominal - timedelta(days=1)
    if rhythm in WEEKLY_RHYTHMS:
        monday = nominal - timedelta(days=nominal.weekday())
        weeks = 2 if rhythm == Rhythm.FORTNIGHTLY else 1
        return monday - timedelta(weeks=weeks), monday - timedelta(days=1)
    if rhythm not in MONTHLY_RHYTHMS:
        raise ValueError(f"{rhythm} is about no period")
    months = _MONTHS_OF_PERIOD[rhythm]
    running = nominal.replace(day=1, month=(nominal.month - 1) // months * months + 1)
    return running - relativedelta(months=months), running - timedelta(days=1)


def words(rhythm: Rhythm | str, rule: str) -> str:
    """Say when something recurs: "elke maand, op de 10e", "elke week, op maandag"."""
    if rhythm == Rhythm.ONCE:
        return gettext("één keer")
    often = str(Rhythm(rhythm).label).lower()
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    if rhythm in WEEKLY_RHYTHMS and parts.get("BYDAY") in _CODES:
        weekday = WEEKDAYS[_CODES.index(parts["BYDAY"])]
        return gettext("%(often)s, op %(weekday)s") % {"often": often, "weekday": weekday}
    if "BYMONTHDAY" not in parts:
        return often
    day = int(parts["BYMONTHDAY"].rpartition(",")[2])
    if day < 0:
        return gettext("%(often)s, op de laatste dag van de maand") % {"often": often}
    if rhythm == Rhythm.MONTHLY:
        return gettext("%(often)s, op de %(day)se") % {"often": often, "day": day}
    return gettext("%(often)s, op de %(day)se van de eerste maand") % {"often": often, "day": day}
