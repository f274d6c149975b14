"""Periods as running numbers, so that a series becomes a row of an array and "last year" a subtraction."""

from __future__ import annotations

from datetime import date
from typing import Final

from driehoek.figures.models import Frequency

PER_YEAR: Final[dict[Frequency, int]] = {
    Frequency.WEEK: 52,
    Frequency.MONTH: 12,
    Frequency.QUARTER: 4,
    Frequency.YEAR: 1,
}
_MONTHS: Final[dict[Frequency, int]] = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.YEAR: 12}


def number_of(start: date, frequency: Frequency) -> int:
    """Return the running number of the period that holds `start`; neighbouring periods differ by one.

    A week runs from Monday, whatever the year it lies in.
    """
    if frequency == Frequency.WEEK:
        return (start.toordinal() - 1) // 7
    return (start.year * 12 + start.month - 1) // _MONTHS[frequency]


def start_of(number: int, frequency: Frequency) -> date:
    """Return the first day of the period with running number `number`."""
    if frequency == Frequency.WEEK:
        return date.fromordinal(number * 7 + 1)
    year, month = divmod(number * _MONTHS[frequency], 12)
    return date(year, month + 1, 1)


def same_period_last_year(number: int, frequency: Frequency) -> int:
    """Return the running number of the same period one year earlier (52 weeks earlier for a week)."""
    return number - PER_YEAR[frequency]
