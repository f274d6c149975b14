"""Working days and local moments: Algemene termijnenwet (Atw) and the Dutch clock.

Everything that is due in Driehoek is due on a calendar day in the Netherlands at a local time. Both questions
that go with that, which days count and which moment a local time is, are answered here and nowhere else.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
END_OF_DAY: Final = time(17, 0)
_ONE: Final = timedelta(days=1)
_SATURDAY: Final = 5
# Atw art. 3, first paragraph, and Good Friday, which the second paragraph puts on a par with them. Chosen by name,
# so that a day that the library comes to list for another reason does not silently move a term.
_NAMES: Final = frozenset(
    {
        "New Year's Day",
        "Good Friday",
        "Easter Monday",
        "Queen's Day",
        "King's Day",
        "Ascension Day",
        "Pentecost Monday",
        "Christmas Day",
        "Second Day of Christmas",
    }
)


@lru_cache(maxsize=256)
def holidays_of(year: int) -> frozenset[date]:
    """Return the generally recognised holidays of a year (Atw art. 3, paragraphs 1 and 2).

    The Fifth of May counts every year: the Atw names it without the lustrum that employers keep to, and that
    the library follows.
    """
    # Here, because loading it takes a fifth of a second that most commands have no use for.
    import holidays

    listed = holidays.country_holidays("NL", years=year, language="en_US")
    named = {day for day in listed if _NAMES.intersection(listed.get_list(day))}
    return frozenset(named | {date(year, 5, 5)})


def is_working_day(day: date) -> bool:
    """Tell whether `day` is no Saturday, Sunday or generally recognised holiday (Atw art. 1 and 3)."""
    return day.weekday() < _SATURDAY and day not in holidays_of(day.year)


def next_working_day(day: date) -> date:
    """Return `day` itself when it is a working day, else the first one after it (Atw art. 1, paragraph 1)."""
    while not is_working_day(day):
        day += _ONE
    return day


def add_working_days(day: date, n: int) -> date:
    """Return the `n`-th working day after `day`, or before it when `n` is negative; with 0 `day` itself.

    `day` need not be a working day and never counts itself: one working day after a Saturday is Monday.
    """
    step = _ONE if n > 0 else -_ONE
    left = abs(n)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """Return how many working days lie after `first` up to and including `last`; 0 when `last` is not later."""
    span = max(0, (last - first).days)
    return sum(is_working_day(first + timedelta(days=number)) for number in range(1, span + 1))


def at_local(day: date, at: time) -> datetime:
    """Return the moment at which Dutch clocks show `at` on `day`, in UTC as the database returns moments.

    Not with the Dutch zone attached: Python reckons between two moments of one zone by the clock on the wall, and
    calls no moment in a double hour equal to any of another zone (PEP 495).

    In the hour that is skipped in March the time does not exist: it is taken by the clock from before the
    change, so 02.30 becomes 03.30 (RFC 5545, section 3.3.5). In the hour that comes twice in October the second
    is taken: a term ends when the last 02.30 has passed, so that nobody is late by a clock they did not choose.
    """
    naive = datetime.combine(day, at.replace(tzinfo=None))
    early = naive.replace(tzinfo=AMSTERDAM, fold=0)
    late = naive.replace(tzinfo=AMSTERDAM, fold=1)
    # In a gap the two readings stand the other way round: the later moment is the one by the earlier clock.
    return max(early.astimezone(UTC), late.astimezone(UTC))


def local_day(moment: datetime) -> date:
    """Return the Dutch calendar day of a moment."""
    return moment.astimezone(AMSTERDAM).date()


def end_of_working_day(day: date) -> datetime:
    """Return the moment at which something due on `day` is due when no other time is said: 17.00 local time."""
    return at_local(day, END_OF_DAY)


def working_days_after(moment: datetime, n: int) -> datetime:
    """Return the moment `n` working days later at the same local clock time; with 0 the moment itself."""
    if n == 0:
        return moment
    local = moment.astimezone(AMSTERDAM)
    return at_local(add_working_days(local.date(), n), local.time())
