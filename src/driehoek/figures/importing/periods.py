"""Periods as publishers write them: codes, Dutch words and ISO, each to its frequency and first day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from driehoek.figures.models import Frequency

MONTHS = {
    name: number
    for number, name in enumerate(
        (
            [
                "januari",
                "februari",
                "maart",
                "april",
                "mei",
                "juni",
                "juli",
                "augustus",
                "september",
                "oktober",
                "november",
                "december",
            ]
        ),
        start=1,
    )
}
FIRST_YEAR, LAST_YEAR = 1990, 2100
CODE = re.compile(r"^(\d{4})(MM|JJ|KW)(\d{2})$", re.ASCII)
WORDS = re.compile(r"^(\d{4})(?: ([a-z]+)| ([1-4])e kwartaal)?$", re.ASCII)
ISO = re.compile(r"^(\d{4})-(?:(\d{2})(?:-(01))?|Q([1-4])|W(\d{2}))$", re.ASCII)


@dataclass(frozen=True)
class Period:
    """A week, month, quarter or year, by its first day; `provisional` when the publisher marked it so."""

    frequency: Frequency
    start: date
    provisional: bool = False


def parse_period(text: str) -> Period | None:
    """Read one period, or return None when it is none.

    Known are `2012MM01`, `2012KW01`, `2012JJ00` (CBS codes), `2012 januari`, `2012 1e kwartaal`, `2012`
    (StatLine, with `*` behind it when provisional), `2012-01`, `2012-01-01` (the first of a month),
    `2012-Q1`, `2012-W05` (ISO 8601).
    """
    bare = text.strip()
    provisional = bare.endswith("*")
    bare = bare.rstrip("*").strip()
    for pattern, reader in ((CODE, _from_code), (WORDS, _from_words), (ISO, _from_iso)):
        if found := pattern.match(bare if pattern is not WORDS else bare.lower()):
            year = int(found.group(1))
            known = reader(year, found) if FIRST_YEAR <= year <= LAST_YEAR else None
            return Period(known[0], known[1], provisional) if known else None
    return None


def _from_code(year: int, found: re.Match[str]) -> tuple[Frequency, date] | None:
    kind, number = found.group(2), int(found.group(3))
    if kind == "MM":
        return _month(year, number)
    if kind == "KW":
        return _quarter(year, number)
    return (Frequency.YEAR, date(year, 1, 1)) if number == 0 else None


def _from_words(year: int, found: re.Match[str]) -> tuple[Frequency, date] | None:
    if found.group(3):
        return _quarter(year, int(found.group(3)))
    if found.group(2):
        return _month(year, MONTHS.get(found.group(2), 0))
    return Frequency.YEAR, date(year, 1, 1)


def _from_iso(year: int, found: re.Match[str]) -> tuple[Frequency, date] | None:
    month, _first, quarter, week = found.groups()[1:]
    if month:
        return _month(year, int(month))
    if quarter:
        return _quarter(year, int(quarter))
    try:
        return Frequency.WEEK, date.fromisocalendar(year, int(week), 1)
    except ValueError:
        return None


def _month(year: int, number: int) -> tuple[Frequency, date] | None:
    return (Frequency.MONTH, date(year, number, 1)) if 1 <= number <= 12 else None


def _quarter(year: int, number: int) -> tuple[Frequency, date] | None:
    return (Frequency.QUARTER, date(year, number * 3 - 2, 1)) if 1 <= number <= 4 else None


def code_of(frequency: Frequency, start: date) -> str:
    """Write a period as CBS does: 2022MM08, 2022KW03, 2022JJ00; a week, which CBS has no code for, as ISO."""
    if frequency == Frequency.MONTH:
        return f"{start.year}MM{start.month:02d}"
    if frequency == Frequency.QUARTER:
        return f"{start.year}KW{(start.month + 2) // 3:02d}"
    if frequency == Frequency.WEEK:
        iso = start.isocalendar()
        return f"{iso.year}-W{iso.week:02d}"
    return f"{start.year}JJ00"


def next_start(frequency: Frequency, start: date) -> date:
    """Return the first day after the period that begins on `start`."""
    if frequency == Frequency.WEEK:
        return start + timedelta(days=7)
    step = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.YEAR: 12}[frequency]
    return shift_months(start, step)


def year_before(frequency: Frequency, start: date) -> date:
    """Return the first day of the same period a year earlier."""
    if frequency == Frequency.WEEK:
        iso = start.isocalendar()
        return date.fromisocalendar(iso.year - 1, min(iso.week, 52), 1)
    return shift_months(start, -12)


def shift_months(start: date, months: int) -> date:
    """Return the first of the month that lies `months` after that of `start`."""
    index = start.year * 12 + start.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
