"""Periods as they are written in files, and as integers that count up by one.

Weeks are ISO 8601 weeks, and every week is one step, week 53 too. A year of 53 weeks therefore moves
the comparison with earlier years by one week: 52 steps back from week 10 of 2021 is week 11 of 2020.
Nothing is dropped or merged, and the windows of the methods are wide enough for one week. The R
package does the same with series that carry no dates.
"""

import datetime as dt
import re
from dataclasses import dataclass

_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_START = re.compile(r"(\d{4})-(\d{1,2})")

_NAMES = {52: "week", 12: "month", 4: "quarter"}
_EXAMPLES = {52: "2022-W05", 12: "2022-03", 4: "2022-Q1"}


@dataclass(frozen=True, slots=True)
class Period:
    """A period: its place in time, and whether it was written as a date."""

    ordinal: int
    dated: bool


def frequency_of(text: str) -> int | None:
    """The periods in a year that this notation means; None when it does not say (a date, or nonsense)."""
    for frequency, pattern in ((52, _WEEK), (12, _MONTH), (4, _QUARTER)):
        if pattern.fullmatch(text):
            return frequency
    return None


def parse_period(text: str, frequency: int) -> Period:
    """Read a period such as 2022-W05, 2022-03, 2022-Q1 or the ISO date on which it starts.

    Raises:
        ValueError: the text is not such a period, or of another length than `frequency` says.
    """
    if _DATE.fullmatch(text):
        return Period(_ordinal_of_date(text, frequency), dated=True)
    if frequency_of(text) != frequency:
        raise ValueError(
            f"{text!r} is not a {_NAMES[frequency]} such as {_EXAMPLES[frequency]}, "
            "nor the date on which one starts"
        )
    year, number = int(text[:4]), int(text[5:].lstrip("WQ"))
    return Period(_ordinal(year, number, frequency, text), dated=False)


def parse_start(text: str, frequency: int) -> int:
    """Read YEAR-PERIOD, such as 2012-1, as the ordinal of that period.

    Raises:
        ValueError: the text is not of that form or there is no such period.
    """
    found = _START.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not YEAR-PERIOD, such as 2012-1")
    return _ordinal(int(found[1]), int(found[2]), frequency, text)


def write_period(ordinal: int, frequency: int, *, dated: bool) -> str:
    """The period in the notation of the file, for periods that the file leaves out."""
    if frequency == 52:
        monday = dt.date.fromordinal(7 * ordinal + 1)
        return monday.isoformat() if dated else f"{monday:%G}-W{monday:%V}"
    year, rest = divmod(ordinal, frequency)
    if dated:
        return dt.date(year, rest * (12 // frequency) + 1, 1).isoformat()
    return f"{year}-{rest + 1:02d}" if frequency == 12 else f"{year}-Q{rest + 1}"


def _ordinal(year: int, number: int, frequency: int, text: str) -> int:
    if frequency == 52:
        try:
            monday = dt.date.fromisocalendar(year, number, 1)
        except ValueError as error:
            raise ValueError(f"there is no ISO week {text!r}") from error
        return monday.toordinal() // 7
    if year < 1 or not 1 <= number <= frequency:
        raise ValueError(f"there is no {_NAMES[frequency]} {text!r}")
    return year * frequency + number - 1


def _ordinal_of_date(text: str, frequency: int) -> int:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"there is no date {text!r}") from error
    if frequency == 52:
        if day.isoweekday() != 1:
            raise ValueError(f"{text!r} is not the Monday on which a week starts")
        return day.toordinal() // 7
    length = 12 // frequency
    if day.day != 1 or (day.month - 1) % length:
        raise ValueError(f"{text!r} is not the first day of a {_NAMES[frequency]}")
    return day.year * frequency + (day.month - 1) // length
