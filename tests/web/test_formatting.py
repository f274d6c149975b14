"""Numbers, dates and times as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from driehoek.web import formatting as f

TODAY = date(2026, 11, 23)
MORNING = datetime(2026, 11, 22, 7, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "decimals", "dutch", "english"),
    [
        (1234.5, None, "1.234,5", "1,234.5"),
        (1234567, None, "1.234.567", "1,234,567"),
        (0, None, "0", "0"),
        (-0.04, 1, "0,0", "0.0"),
        (-12, None, "−12", "−12"),
        (2.5, 0, "3", "3"),
        (Decimal("0.125"), 2, "0,13", "0.13"),
        (1.05, 1, "1,1", "1.1"),
        (3, 2, "3,00", "3.00"),
        (None, None, "–", "–"),
        (float("nan"), None, "–", "–"),
    ],
)
def test_number(value: float | None, decimals: int | None, dutch: str, english: str) -> None:
    assert f.number(value, decimals) == dutch
    assert f.number(value, decimals, language="en") == english


def test_shares_and_rates() -> None:
    assert f.percent(0.123) == "12%"
    assert f.percent(0.1234, 1) == "12,3%"
    assert f.percent(None) == "–"
    assert f.per_thousand(34, 10_000) == "3,4 per 1.000 inwoners"
    assert f.per_thousand(34, 10_000, language="en") == "3.4 per 1,000 inhabitants"
    assert f.per_thousand(34, 0) == "–"
    assert f.span(18, 27.5) == "18 tot 27,5"


def test_dates() -> None:
    assert f.date_long(TODAY) == "23 november 2026"
    assert f.date_long(TODAY, language="en") == "23 November 2026"
    assert f.date_short(date(2026, 11, 26), today=TODAY) == "do 26 nov"
    assert f.date_short(date(2025, 3, 1), today=TODAY) == "za 1 mrt 2025"
    assert f.month(date(2022, 10, 1)) == "oktober 2022"


def test_a_late_moment_belongs_to_the_local_day() -> None:
    assert f.date_long(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)) == "24 november 2026"


@pytest.mark.parametrize(
    ("start", "frequency", "dutch", "english"),
    [
        (date(2026, 10, 1), "month", "oktober 2026", "October 2026"),
        (date(2026, 10, 1), "quarter", "4e kwartaal 2026", "Q4 2026"),
        (date(2026, 3, 31), "quarter", "1e kwartaal 2026", "Q1 2026"),
        (date(2021, 1, 1), "week", "week 53 van 2020", "week 53 of 2020"),
        (date(2026, 1, 1), "year", "2026", "2026"),
    ],
)
def test_periods(start: date, frequency: f.Frequency, dutch: str, english: str) -> None:
    assert f.period(start, frequency) == dutch
    assert f.period(start, frequency, language="en") == english


def test_moments_near_now() -> None:
    assert f.clock(MORNING) == "08.12 uur"
    assert f.clock(MORNING, language="en") == "08:12"
    assert f.since(MORNING, today=TODAY) == "sinds gisteren 08.12"
    assert f.since(MORNING, language="en", today=TODAY) == "since yesterday 08:12"
    assert f.moment(datetime(2026, 11, 26, 11, 0, tzinfo=UTC), today=TODAY) == "do 26 nov 12.00"
    assert f.moment(date(2026, 11, 24), today=TODAY) == "morgen"
    assert f.relative_day(TODAY, today=TODAY) == "vandaag"


@pytest.mark.parametrize(
    ("length", "dutch", "english"),
    [
        (timedelta(minutes=49), "49 min", "49 min"),
        (timedelta(hours=2, minutes=5), "2 uur 5 min", "2 h 5 min"),
        (timedelta(days=1, hours=3, minutes=20), "1 dag 3 uur", "1 day 3 h"),
        (timedelta(days=14), "14 dagen", "14 days"),
        (timedelta(seconds=20), "0 min", "0 min"),
        (timedelta(seconds=-20), "0 min", "0 min"),
    ],
)
def test_durations(length: timedelta, dutch: str, english: str) -> None:
    assert f.duration(length) == dutch
    assert f.duration(length, language="en") == english


def render(text: str, **context: object) -> str:
    return Template("{% load formats %}" + text).render(Context(context))


NUMBERS = (
    "{{ 1234.5|number }}|{{ 3|number:2 }}|{{ 0.123|percent }}|{{ 34|per_thousand:10000 }}|{{ 18|span:27 }}"
)
TIMES = "{{ m|date_long }}|{{ m|clock }}|{{ m|clock_table }}|{{ m|clock_seconds }}|{{ d|month }}"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("nl", NUMBERS, "1.234,5|3,00|12%|3,4 per 1.000 inwoners|18 tot 27"),
        ("en", NUMBERS, "1,234.5|3.00|12%|3.4 per 1,000 inhabitants|18 to 27"),
        ("nl", TIMES, "22 november 2026|08.12 uur|08:12|08.12.00|oktober 2022"),
        ("en", TIMES, "22 November 2026|08:12|08:12|08:12:00|October 2022"),
    ],
)
def test_filters_speak_the_active_language(language: str, text: str, expected: str) -> None:
    with translation.override(language):
        assert render(text, m=MORNING, d=date(2022, 10, 1)) == expected


def test_filters_write_nothing_for_nothing() -> None:
    names = [
        "date_long",
        "date_short",
        "clock",
        "clock_table",
        "clock_seconds",
        "moment",
        "since",
        "relative_day",
    ]
    names += ["month", "period", "duration"]
    assert render("".join(f"{{{{ x|{name} }}}}" for name in names), x=None) == ""
