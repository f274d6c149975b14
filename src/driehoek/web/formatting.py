"""Numbers, dates and times as Dutch and English readers write them.

Every function takes `language` ("nl" or "en") so that a chart and a test say which they mean;
the template filters pass the active language.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import isnan
from typing import Final, Literal

from django.utils import timezone

Language = Literal["nl", "en"]
Frequency = Literal["week", "month", "quarter", "year"]
Number = int | float | Decimal

MONTHS: Final[dict[str, tuple[str, ...]]] = {
    "nl": (
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
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
SHORT_MONTHS: Final[dict[str, tuple[str, ...]]] = {
    "nl": ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
SHORT_DAYS: Final[dict[str, tuple[str, ...]]] = {
    "nl": ("ma", "di", "wo", "do", "vr", "za", "zo"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
WORDS: Final[dict[str, dict[str, str]]] = {
    "nl": {
        "today": "vandaag",
        "yesterday": "gisteren",
        "tomorrow": "morgen",
        "since": "sinds",
        "to": "tot",
        "week": "week",
        "hour": "uur",
        "inhabitants": "inwoners",
        "per": "per",
    },
    "en": {
        "today": "today",
        "yesterday": "yesterday",
        "tomorrow": "tomorrow",
        "since": "since",
        "to": "to",
        "week": "week",
        "hour": "",
        "inhabitants": "inhabitants",
        "per": "per",
    },
}
QUARTERS: Final[dict[str, str]] = {"nl": "{quarter}e kwartaal {year}", "en": "Q{quarter} {year}"}
NO_VALUE: Final = "–"
DUTCH_MARKS: Final = str.maketrans(",.", ".,")


def known(language: str | None) -> Language:
    """Map any language code to one of the two that are spoken here; Dutch when in doubt."""
    return "en" if (language or "").startswith("en") else "nl"


def number(value: Number | None, decimals: int | None = None, *, language: Language = "nl") -> str:
    """Write a number: 1.234,5 in Dutch, 1,234.5 in English; a dash when there is none.

    Args:
        value: the number.
        decimals: digits after the mark; None gives none for whole numbers and one for others.
        language: whose marks to use.
    """
    if value is None or isnan(value):
        return NO_VALUE
    exact = Decimal(str(value))
    places = decimals if decimals is not None else (0 if exact == exact.to_integral_value() else 1)
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    if rounded == 0:
        rounded = abs(rounded)
    text = f"{rounded:,.{places}f}".replace("-", "−")
    return text if language == "en" else text.translate(DUTCH_MARKS)


def span(lower: Number | None, upper: Number | None, *, language: Language = "nl") -> str:
    """Write a range: "18 tot 27"."""
    both = (number(lower, language=language), number(upper, language=language))
    return f" {WORDS[language]['to']} ".join(both)


def percent(value: Number | None, decimals: int = 0, *, language: Language = "nl") -> str:
    """Write a share (0 to 1) as a percentage: 0.123 becomes "12%"."""
    if value is None:
        return NO_VALUE
    return number(Decimal(str(value)) * 100, decimals, language=language) + "%"


def per_thousand(count: Number | None, inhabitants: int | None, *, language: Language = "nl") -> str:
    """Write a count per 1,000 inhabitants: "3,4 per 1.000 inwoners"; a dash without inhabitants."""
    if count is None or not inhabitants:
        return NO_VALUE
    words = WORDS[language]
    rate = number(Decimal(str(count)) * 1000 / inhabitants, 1, language=language)
    return f"{rate} {words['per']} {number(1000, language=language)} {words['inhabitants']}"


def day_of(value: date | datetime) -> date:
    """Give the local calendar day of a date or moment."""
    return local(value).date() if isinstance(value, datetime) else value


def local(value: datetime) -> datetime:
    """Give a moment in local time; a naive moment already is."""
    return timezone.localtime(value) if timezone.is_aware(value) else value


def date_long(value: date | datetime, *, language: Language = "nl") -> str:
    """Write "23 november 2026"."""
    day = day_of(value)
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"


def date_short(value: date | datetime, *, language: Language = "nl", today: date | None = None) -> str:
    """Write "do 26 nov", with the year when it is not this year."""
    day = day_of(value)
    text = f"{SHORT_DAYS[language][day.weekday()]} {day.day} {SHORT_MONTHS[language][day.month - 1]}"
    return text if day.year == (today or timezone.localdate()).year else f"{text} {day.year}"


def clock(value: datetime, *, language: Language = "nl", unit: bool = True) -> str:
    """Write the time of day in a sentence: "14.05 uur", in English "14:05"."""
    moment = local(value)
    if language == "en":
        return f"{moment:%H:%M}"
    return f"{moment:%H.%M} uur" if unit else f"{moment:%H.%M}"


def relative_day(value: date | datetime, *, language: Language = "nl", today: date | None = None) -> str:
    """Write "vandaag", "gisteren", "morgen", or the short date."""
    now = today or timezone.localdate()
    words = WORDS[language]
    near = {0: words["today"], -1: words["yesterday"], 1: words["tomorrow"]}
    day = day_of(value)
    return near.get((day - now).days) or date_short(day, language=language, today=now)


def moment(value: date | datetime, *, language: Language = "nl", today: date | None = None) -> str:
    """Write a moment near now: "gisteren 08.12", "do 26 nov 12.00"; a date alone stays a day."""
    day = relative_day(value, language=language, today=today)
    return f"{day} {clock(value, language=language, unit=False)}" if isinstance(value, datetime) else day


def since(value: date | datetime, *, language: Language = "nl", today: date | None = None) -> str:
    """Write "sinds gisteren 08.12"."""
    return f"{WORDS[language]['since']} {moment(value, language=language, today=today)}"


def month(value: date | datetime, *, language: Language = "nl") -> str:
    """Write "oktober 2022"."""
    day = day_of(value)
    return f"{MONTHS[language][day.month - 1]} {day.year}"


def period(value: date | datetime, frequency: Frequency, *, language: Language = "nl") -> str:
    """Write the period that starts on a day: "oktober 2022", "week 46 van 2026", "4e kwartaal 2026"."""
    day = day_of(value)
    if frequency == "month":
        return month(day, language=language)
    if frequency == "quarter":
        return QUARTERS[language].format(quarter=(day.month + 2) // 3, year=day.year)
    if frequency == "week":
        iso = day.isocalendar()
        return f"week {iso.week} {'of' if language == 'en' else 'van'} {iso.year}"
    return str(day.year)


def duration(value: timedelta, *, language: Language = "nl") -> str:
    """Write how long something takes or runs, in its one or two largest units: "49 min", "2 uur 5 min"."""
    minutes = max(0, int(value.total_seconds()) // 60)
    days, rest = divmod(minutes, 1440)
    hours, minutes = divmod(rest, 60)
    hour_word, day_words = ("uur", ("dag", "dagen")) if language == "nl" else ("h", ("day", "days"))
    parts = [
        (days, f"{days} {day_words[days != 1]}"),
        (hours, f"{hours} {hour_word}"),
        (minutes, f"{minutes} min"),
    ]
    shown = [text for amount, text in parts if amount]
    return " ".join(shown[:2]) or "0 min"
