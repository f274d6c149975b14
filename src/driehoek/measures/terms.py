"""Counting terms: days, weeks and months from an event, by the Awb and the Algemene termijnenwet."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from driehoek.deadlines.calendar import next_working_day
from driehoek.measures.tables import Length


def last_day(event: date, length: Length, *, extends: bool) -> date:
    """Return the last day of a term that begins on the day after `event`.

    A term to object begins on the day after the announcement (Awb 6:8, first paragraph), so a term of six weeks after
    a Tuesday ends on a Tuesday. With `extends` an end on a Saturday, Sunday or generally recognised holiday moves to
    the next working day (Algemene termijnenwet, article 1, first paragraph); the duration of a measure is no term in
    that sense and keeps its end.
    """
    end = event + relativedelta(
        days=length.get("days", 0), weeks=length.get("weeks", 0), months=length.get("months", 0)
    )
    return next_working_day(end) if extends else end


def longest_end(begin: date, length: Length) -> date:
    """Return the last day on which a measure that begins on `begin` may hold, its first day counted.

    Hours are counted as days here: twelve hours may reach into the next day. Three months from 10 January end with
    9 April.
    """
    if "hours" in length:
        return begin + timedelta(hours=length["hours"] + 23)
    return last_day(begin, length, extends=False) - timedelta(days=1)


def days_between(first: date, last: date) -> int:
    """Return how many calendar days lie between two days."""
    return (last - first).days
