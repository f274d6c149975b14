"""Periods in every way of writing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driehoek.figures.importing.periods import (
    MONTHS,
    code_of,
    next_start,
    parse_period,
    shift_months,
    year_before,
)
from driehoek.figures.models import Frequency

NAMES = {number: name for name, number in MONTHS.items()}
years, months = st.integers(1990, 2100), st.integers(1, 12)


@given(years, months)
def test_a_month_reads_the_same_in_every_notation(year: int, month: int) -> None:
    notations = [
        f"{year}MM{month:02d}", f"{year} {NAMES[month]}", f"{year}-{month:02d}", f"{year}-{month:02d}-01",
        f"  {year} {NAMES[month].capitalize()} ",
    ]  # fmt: skip
    for text in notations:
        period = parse_period(text)
        assert period, text
        assert (period.frequency, period.start, period.provisional) == (
            Frequency.MONTH,
            date(year, month, 1),
            False,
        )


@given(
    years,
    st.sampled_from([Frequency.MONTH, Frequency.QUARTER, Frequency.YEAR, Frequency.WEEK]),
    st.integers(0, 51),
)
def test_a_code_reads_back_and_the_next_period_follows(year: int, frequency: Frequency, step: int) -> None:
    start = date.fromisocalendar(year, 1, 1) if frequency == Frequency.WEEK else date(year, 1, 1)
    for _ in range(step):
        start = next_start(frequency, start)
    if start.year > 2100 or start.year < 1990:
        return
    period = parse_period(code_of(frequency, start))
    if start.isocalendar().year not in range(1990, 2101):
        return
    assert period is not None
    assert (period.frequency, period.start) == (frequency, start)


@given(st.text(max_size=12))
def test_no_text_breaks_the_parser(text: str) -> None:
    period = parse_period(text)
    assert period is None or 1989 <= period.start.year <= 2100


@given(years, months, st.integers(-300, 300))
def test_shifting_months_back_and_forth_comes_home(year: int, month: int, step: int) -> None:
    start = date(year, month, 1)
    assert shift_months(shift_months(start, step), -step) == start


@pytest.mark.parametrize(
    "text",
    ["", "2022MM13", "2022MM00", "2022KW05", "2022JJ01", "2022-13", "2022-08-15", "2022 augst", "202208",
     "2022-W54",
     "1889MM01", "3022MM01", "2022MM1", "٢٠٢٢MM٠١", "2022-02-30"],
)  # fmt: skip
def test_what_is_no_period_is_none(text: str) -> None:
    assert parse_period(text) is None


def test_an_asterisk_marks_a_provisional_period() -> None:
    period = parse_period("2023 januari*")
    assert period
    assert period.provisional
    assert period.start == date(2023, 1, 1)


def test_a_year_before_a_week_is_a_week() -> None:
    start = date.fromisocalendar(2020, 53, 1)
    assert year_before(Frequency.WEEK, start) == date.fromisocalendar(2019, 52, 1)
    assert year_before(Frequency.MONTH, date(2022, 8, 1)) == date(2021, 8, 1)
