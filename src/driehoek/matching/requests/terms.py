"""By when: the terms of the AVG for answering and for informing. Pure Python over dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from driehoek.deadlines.calendar import next_working_day

ANSWER_MONTHS: Final = 1
EXTENSION_MONTHS: Final = 2
# How long before the last day the answer should be ready to be looked at.
READY_DAYS: Final = 7


def months_after(day: date, months: int) -> date:
    """Return the same day `months` later, or the last of that month when it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    following = date(first.year + (first.month == 12), first.month % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    return first.replace(day=min(day.day, last))


def answer_by(received: date) -> date:
    """Return the last day to answer a request: one month after receipt (AVG, article 12, part 3).

    A term that ends on a Saturday, Sunday or holiday ends at the next working day (Regulation 1182/71, article 3,
    part 4).
    """
    return next_working_day(months_after(received, ANSWER_MONTHS))


def extended_by(received: date) -> date:
    """Return the last day after extending by two months, told with the reason within the first (same part)."""
    return next_working_day(months_after(received, ANSWER_MONTHS + EXTENSION_MONTHS))


def inform_by(obtained: date) -> date:
    """Return by when a person is told that data came from elsewhere: a month (AVG, article 14, part 3, a)."""
    return next_working_day(months_after(obtained, 1))
