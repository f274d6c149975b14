"""Periods in files, week 53 included."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driehoek.detect.periods import Period, frequency_of, parse_period, parse_start, write_period

DATES = st.dates(dt.date(1950, 1, 1), dt.date(2150, 12, 31))


@given(DATES, st.booleans())
def test_weeks_count_up_by_one_and_read_back(day: dt.date, dated: bool) -> None:
    monday = day - dt.timedelta(days=day.weekday())
    text = monday.isoformat() if dated else f"{monday:%G}-W{monday:%V}"
    period = parse_period(text, 52)
    assert period.dated == dated
    following = monday + dt.timedelta(days=7)
    assert parse_period(following.isoformat(), 52).ordinal == period.ordinal + 1
    assert write_period(period.ordinal, 52, dated=dated) == text


@given(st.integers(1900, 2199), st.integers(1, 12), st.booleans())
def test_months_and_quarters_read_back(year: int, month: int, dated: bool) -> None:
    text = f"{year}-{month:02d}-01" if dated else f"{year}-{month:02d}"
    period = parse_period(text, 12)
    assert write_period(period.ordinal, 12, dated=dated) == text
    assert write_period(period.ordinal + 12, 12, dated=False) == f"{year + 1}-{month:02d}"
    quarter = (month + 2) // 3
    assert write_period(parse_period(f"{year}-Q{quarter}", 4).ordinal, 4, dated=True) == (
        f"{year}-{3 * quarter - 2:02d}-01"
    )


def test_a_year_of_53_weeks_has_one_step_more() -> None:
    first, last = parse_period("2020-W01", 52).ordinal, parse_period("2021-W01", 52).ordinal
    assert last - first == 53
    assert parse_period("2020-W53", 52).ordinal == last - 1
    assert parse_period("2020-12-28", 52) == Period(last - 1, dated=True)


@pytest.mark.parametrize(
    ("text", "frequency", "word"),
    [
        ("2021-W53", 52, "no ISO week"),
        ("2021-W00", 52, "no ISO week"),
        ("2021-13", 12, "no month"),
        ("2021-00", 12, "no month"),
        ("2021-Q5", 4, "not a quarter"),
        ("2021-W05", 12, "not a month"),
        ("2021-05", 52, "not a week such as 2022-W05"),
        ("2021-05-04", 52, "not the Monday"),
        ("2021-05-02", 12, "not the first day of a month"),
        ("2021-02-01", 4, "not the first day of a quarter"),
        ("2021-02-30", 12, "no date"),
        ("mei 2021", 12, "not a month"),
        ("2021-5", 12, "not a month"),
        ("", 12, "not a month"),
    ],
)
def test_refused(text: str, frequency: int, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        parse_period(text, frequency)


def test_notation_tells_the_frequency() -> None:
    assert [frequency_of(t) for t in ("2020-W01", "2020-01", "2020-Q1", "2020-01-01", "x")] == [
        52, 12, 4, None, None,
    ]  # fmt: skip


def test_start() -> None:
    assert parse_start("2012-1", 12) == parse_period("2012-01", 12).ordinal
    assert parse_start("2020-53", 52) == parse_period("2020-W53", 52).ordinal
    for text in ("2012", "2012-13", "2012-W1"):
        with pytest.raises(ValueError, match=r"2012"):
            parse_start(text, 12)
