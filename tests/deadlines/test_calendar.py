"""Working days of the Algemene termijnenwet, and local moments through both changes of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driehoek.deadlines.calendar import (
    AMSTERDAM,
    add_working_days,
    at_local,
    holidays_of,
    is_working_day,
    next_working_day,
    working_days_after,
    working_days_between,
)

DAYS = st.dates(date(2015, 1, 1), date(2060, 12, 31))
# Easter Sundays as astronomers and the Church publish them; the rest of the moving days hangs on these.
EASTER = {
    2016: date(2016, 3, 27),
    2024: date(2024, 3, 31),
    2025: date(2025, 4, 20),
    2026: date(2026, 4, 5),
    2027: date(2027, 3, 28),
    2038: date(2038, 4, 25),
}


@pytest.mark.parametrize("year", sorted(EASTER))
def test_the_moving_days_follow_easter(year: int) -> None:
    from_easter = {-2: "Good Friday", 1: "Easter Monday", 39: "Ascension", 50: "Whit Monday"}
    for days, name in from_easter.items():
        assert not is_working_day(EASTER[year] + timedelta(days=days)), name
    # In 2038 King's Day follows Easter Monday.
    assert is_working_day(EASTER[year] + timedelta(days=2)) == (year != 2038)


def test_the_list_is_that_of_article_3() -> None:
    assert sorted(holidays_of(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 4, 27),
        date(2026, 5, 5),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 12, 25),
        date(2026, 12, 26),
    ]


@pytest.mark.parametrize("year", range(2020, 2041))
def test_the_fifth_of_may_is_a_holiday_every_year(year: int) -> None:
    assert not is_working_day(date(year, 5, 5))


def test_kings_day_on_a_sunday_is_kept_the_day_before() -> None:
    assert date(2025, 4, 27).weekday() == 6
    assert date(2025, 4, 26) in holidays_of(2025)
    assert date(2025, 4, 27) not in holidays_of(2025)
    assert is_working_day(date(2025, 4, 28))


def test_ascension_day_on_the_fifth_of_may_is_one_day() -> None:
    assert date(2016, 5, 5) in holidays_of(2016)
    assert add_working_days(date(2016, 5, 4), 1) == date(2016, 5, 6)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 0, date(2026, 11, 28)),
        (date(2026, 11, 30), -1, date(2026, 11, 27)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2027, 5, 4), 1, date(2027, 5, 7)),
    ],
)
def test_adding_working_days(day: date, n: int, expected: date) -> None:
    assert add_working_days(day, n) == expected


@given(DAYS, st.integers(1, 30))
@settings(deadline=None)
def test_adding_and_counting_agree(day: date, n: int) -> None:
    later = add_working_days(day, n)
    assert later > day
    assert is_working_day(later)
    assert working_days_between(day, later) == n
    earlier = add_working_days(later, -n)
    # Back again is the day itself, or the working day before it when it was none.
    assert earlier <= day
    assert working_days_between(earlier, day) == 0


@given(DAYS)
@settings(deadline=None)
def test_the_next_working_day_is_the_first_one(day: date) -> None:
    found = next_working_day(day)
    assert is_working_day(found)
    assert all(not is_working_day(day + timedelta(days=number)) for number in range((found - day).days))


@pytest.mark.parametrize(
    ("day", "at", "utc"),
    [
        (date(2026, 1, 15), time(17), datetime(2026, 1, 15, 16, tzinfo=UTC)),
        (date(2026, 7, 15), time(17), datetime(2026, 7, 15, 15, tzinfo=UTC)),
        # Skipped hour: read by the old clock, so an hour further on the new one.
        (date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        # Double hour: the last time that the clock shows it.
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(1, 59), datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        (date(2026, 10, 25), time(3, 0), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
    ],
)
def test_a_local_time_is_one_moment(day: date, at: time, utc: datetime) -> None:
    assert at_local(day, at) == utc


def test_the_skipped_half_past_two_shows_as_half_past_three() -> None:
    shown = at_local(date(2026, 3, 29), time(2, 30)).astimezone(AMSTERDAM)
    assert shown.time() == time(3, 30)


@pytest.mark.parametrize(
    ("friday", "hours"), [(date(2026, 3, 27), 71), (date(2026, 10, 23), 73), (date(2026, 11, 20), 72)]
)
def test_grace_over_a_change_of_the_clock_ends_at_the_same_time_of_day(friday: date, hours: int) -> None:
    due = at_local(friday, time(17))
    late = working_days_after(due, 1)
    assert late == at_local(friday + timedelta(days=3), time(17))
    assert late - due == timedelta(hours=hours)


def test_no_grace_moves_nothing_even_in_the_double_hour() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert working_days_after(first, 0) == first


@given(DAYS, st.times(), st.integers(1, 10))
@settings(deadline=None)
def test_later_by_working_days_is_later(day: date, at: time, n: int) -> None:
    moment = at_local(day, at)
    assert working_days_after(moment, n) > moment
