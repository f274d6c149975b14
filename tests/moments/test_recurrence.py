"""When moments take place: over clock changes, by rule, on single days, and never out of reach."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driehoek.deadlines.calendar import AMSTERDAM
from driehoek.moments import recurrence
from driehoek.moments.forms import RHYTHMS, rhythm_of, rule_of
from driehoek.moments.national import BY_KEY, NATIONAL
from driehoek.moments.recurrence import Schedule, Span, UnusableSchedule, expand, reach

YEAR = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


def weekly(first: date, begins: time | None, ends: time | None, **more: object) -> Schedule:
    return Schedule(first, begins, first, ends, "FREQ=WEEKLY", **more)  # type: ignore[arg-type]


def in_2026(schedule: Schedule) -> list[Span]:
    return expand(schedule, after=YEAR[0], before=YEAR[1])


def test_a_market_opens_at_nine_before_and_after_each_clock_change() -> None:
    spans = in_2026(weekly(date(2026, 1, 3), time(9, 0), time(16, 0)))
    assert len(spans) == 52
    assert {span.starts_at.astimezone(AMSTERDAM).time() for span in spans} == {time(9, 0)}
    by_day = {span.day: span for span in spans}
    assert by_day[date(2026, 3, 28)].starts_at == datetime(2026, 3, 28, 8, tzinfo=UTC)
    assert by_day[date(2026, 4, 4)].starts_at == datetime(2026, 4, 4, 7, tzinfo=UTC)
    assert by_day[date(2026, 10, 24)].starts_at == datetime(2026, 10, 24, 7, tzinfo=UTC)
    assert by_day[date(2026, 10, 31)].starts_at == datetime(2026, 10, 31, 8, tzinfo=UTC)


def test_a_night_over_a_clock_change_is_an_hour_shorter_or_longer() -> None:
    def night(day: date) -> timedelta:
        schedule = Schedule(day, time(22, 0), day + timedelta(days=1), time(6, 0))
        (span,) = in_2026(schedule)
        return span.ends_at - span.starts_at

    assert night(date(2026, 3, 28)) == timedelta(hours=7)
    assert night(date(2026, 10, 24)) == timedelta(hours=9)
    assert night(date(2026, 6, 6)) == timedelta(hours=8)


def test_a_time_that_the_clock_skips_still_lasts_a_while() -> None:
    day = date(2026, 3, 29)
    (span,) = in_2026(Schedule(day, time(2, 45), day, time(3, 15)))
    assert span.starts_at == datetime(2026, 3, 29, 1, 45, tzinfo=UTC)
    assert span.ends_at - span.starts_at == timedelta(minutes=30)


def test_a_whole_day_is_as_long_as_the_day_is() -> None:
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 7, 1), 24)):
        (span,) = in_2026(Schedule(day, None, day, None))
        assert span.ends_at - span.starts_at == timedelta(hours=hours)


def test_what_began_before_the_window_and_still_runs_is_in_it() -> None:
    fair = Schedule(date(2025, 12, 28), None, date(2026, 1, 4), None)
    assert [span.day for span in in_2026(fair)] == [date(2025, 12, 28)]


def test_home_matches_are_a_list_of_days_and_skipped_days_are_out() -> None:
    first, others = date(2026, 2, 1), (date(2026, 2, 15), date(2026, 3, 1))
    listed = Schedule(first, time(20, 0), first, time(22, 0), extra_days=others)
    assert [span.day for span in in_2026(listed)] == [first, *others]
    skipped = weekly(date(2026, 12, 5), None, None, skipped_days=(date(2026, 12, 12),))
    assert [span.day.day for span in in_2026(skipped)] == [5, 19, 26]


@pytest.mark.parametrize(
    ("key", "year", "day"),
    [
        ("koningsdag", 2026, date(2026, 4, 27)),
        ("koningsdag", 2025, date(2025, 4, 26)),
        ("koningsdag", 2031, date(2031, 4, 26)),
        ("carnaval", 2026, date(2026, 2, 15)),
        ("carnaval", 2027, date(2027, 2, 7)),
        ("prinsjesdag", 2026, date(2026, 9, 15)),
        ("sinterklaas", 2026, date(2026, 11, 14)),
        ("sinterklaas", 2023, date(2023, 11, 18)),
        ("dodenherdenking", 2026, date(2026, 5, 4)),
        ("bevrijdingsdag", 2026, date(2026, 5, 5)),
        ("jaarwisseling", 2026, date(2026, 12, 31)),
    ],
)
def test_national_days_fall_where_law_and_custom_put_them(key: str, year: int, day: date) -> None:
    assert BY_KEY[key].first_day(date(year, 1, 1)) == day


def test_every_national_moment_can_be_kept_and_goes_on() -> None:
    for one in NATIONAL:
        first = one.first_day(date(2026, 6, 1))
        assert recurrence.checked_rule(one.rule, starts_on=first) == one.rule
        schedule = Schedule(first, one.begins, one.last_day(first), one.ends, one.rule)
        recurrence.check(schedule)
        assert reach(schedule)[1] is None
        later = expand(
            schedule, after=datetime(2030, 1, 1, tzinfo=UTC), before=datetime(2031, 1, 1, tzinfo=UTC)
        )
        assert later, one.key


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=HOURLY",
        "FREQ=SECONDLY;COUNT=3",
        "INTERVAL=2",
        "FREQ=WEEKLY;BYHOUR=3",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;COUNT=1001",
        "FREQ=DAILY;COUNT=x",
        "FREQ=DAILY;UNTIL=gisteren",
        "FREQ=WEEKLY;BYDAY=QQ",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=-1",
    ],
)
def test_rules_that_make_no_sense_are_refused_with_a_reason(rule: str) -> None:
    with pytest.raises(UnusableSchedule, match=r"\w{4,}"):
        recurrence.checked_rule(rule, starts_on=date(2026, 1, 1))


def test_until_counts_the_last_day_on_the_dutch_clock() -> None:
    first = date(2026, 1, 1)

    def until(given: str, begins: time | None = None) -> date | None:
        rule = recurrence.checked_rule(f"FREQ=DAILY;UNTIL={given}", starts_on=first, starts_time=begins)
        return recurrence.until_of(rule)

    assert until("20260110") == date(2026, 1, 10)
    # Half past eleven at night in London is the next day here.
    assert until("20260110T233000Z") == date(2026, 1, 11)
    # The series ends before that day's begin.
    assert until("20260110T090000", time(20, 0)) == date(2026, 1, 9)


@pytest.mark.parametrize("rhythm", [choice for choice, _label in RHYTHMS])
@settings(max_examples=25, deadline=None)
@given(first=st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_a_choice_is_recognised_and_comes_round_from_its_first_day(rhythm: str, first: date) -> None:
    rule = rule_of(rhythm, first)
    assert rhythm_of(rule, first) == rhythm
    if rule:
        assert recurrence.checked_rule(rule, starts_on=first) == rule
        until = first + timedelta(days=100)
        assert rhythm_of(recurrence.with_until(rule, until), first) == rhythm
        days = sorted(
            recurrence._days(Schedule(first, None, first, None, rule), first, first + timedelta(days=800))
        )
        assert days[0] == first
        assert len(days) >= 2


DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
TIMES = st.none() | st.tuples(st.times(), st.times())


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    first, times = draw(DAYS), draw(TIMES)
    last = first + timedelta(days=draw(st.integers(1, 5)))
    rule = draw(st.sampled_from(["", "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=YEARLY"]))
    if rule and draw(st.booleans()):
        rule += f";COUNT={draw(st.integers(1, 20))}"
    extra = tuple(draw(st.lists(DAYS, max_size=4)))
    begins, ends = (times[0].replace(tzinfo=None), times[1].replace(tzinfo=None)) if times else (None, None)
    return Schedule(first, begins, last, ends, rule, extra)


@settings(max_examples=120, deadline=None)
@given(schedules(), st.integers(0, 900), st.integers(1, 60))
def test_a_window_shows_exactly_what_touches_it_and_nothing_out_of_reach(
    schedule: Schedule, begin: int, length: int
) -> None:
    after = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=begin)
    before = after + timedelta(days=length)
    found = expand(schedule, after=after, before=before)
    assert found == sorted(found, key=lambda span: span.day)
    assert len({span.day for span in found}) == len(found)
    start, end = reach(schedule)
    for span in found:
        assert span.starts_at < before
        assert span.ends_at > after
        assert span.ends_at > span.starts_at
        assert span.starts_at >= start
        assert end is None or span.ends_at <= end
    # A wider window adds, and takes nothing away.
    wider = expand(schedule, after=after - timedelta(days=30), before=before + timedelta(days=30))
    assert {span.day for span in found} <= {span.day for span in wider}
    halves = [
        span.day
        for left, right in ((after, after + (before - after) / 2), (after + (before - after) / 2, before))
        for span in expand(schedule, after=left, before=right)
    ]
    assert set(halves) == {span.day for span in found}
