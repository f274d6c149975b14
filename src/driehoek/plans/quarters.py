"""Quarters as days, and in words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from driehoek.figures.words import spoken
from driehoek.web import formatting


class Quarter(NamedTuple):
    """One quarter of a year."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return self.next().first - timedelta(days=1)

    def next(self) -> Quarter:
        """The quarter after it."""
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    def previous(self) -> Quarter:
        """The quarter before it."""
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)


def quarter_of(day: date) -> Quarter:
    """Return the quarter that a day is in."""
    return Quarter(day.year, (day.month + 2) // 3)


def quarter_words(quarter: Quarter) -> str:
    """Name a quarter in the language of the page: "3e kwartaal 2026"."""
    return formatting.period(quarter.first, "quarter", language=spoken())
