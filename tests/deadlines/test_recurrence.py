"""When something comes round: rules, moved days, the period it is about, the words."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driehoek.deadlines.calendar import is_working_day
from driehoek.deadlines.recurrence import (
    MONTHLY_RHYTHMS,
    WEEKLY_RHYTHMS,
    Rhythm,
    due_dates,
    first_due,
    occurrences,
    period_of,
    rule_for,
    words,
)

RECURRING = [rhythm for rhythm in Rhythm if rhythm not in {Rhythm.ONCE, Rhythm.EVENT}]
# The longest time between two due days: the rhythm itself and the four days that Easter can add.
LONGEST_GAP = {
    Rhythm.DAILY: 6,
    Rhythm.WEEKLY: 7 + 4,
    Rhythm.FORTNIGHTLY: 14 + 4,
    Rhythm.MONTHLY: 31 + 4,
    Rhythm.QUARTERLY: 92 + 4,
    Rhythm.HALF_YEARLY: 184 + 4,
    Rhythm.YEARLY: 366 + 4,
}
SCHEDULES = st.fixed_dictionaries(
    {
        "rhythm": st.sampled_from(RECURRING),
        "weekday": st.integers(0, 6),
        "day": st.integers(1, 31),
        "starts_on": st.dates(date(2024, 1, 1), date(2032, 12, 31)),
    }
)


def rule_of(schedule: dict[str, Any]) -> str:
    return rule_for(schedule["rhythm"], weekday=schedule["weekday"], day=schedule["day"])


@given(SCHEDULES)
@settings(max_examples=120, deadline=None)
def test_due_days_are_working_days_that_go_up_without_a_gap(schedule: dict[str, Any]) -> None:
    start = schedule["starts_on"]
    found = due_dates(
        rule_of(schedule), starts_on=start, after=start - timedelta(days=1), until=start + timedelta(days=800)
    )
    assert len(found) >= 2
    assert all(is_working_day(day) for day in found)
    assert found[0] >= start
    gaps = [(after - before).days for before, after in pairwise(found)]
    assert min(gaps) >= 1
    assert max(gaps) <= LONGEST_GAP[schedule["rhythm"]]


@given(SCHEDULES, st.integers(0, 300), st.integers(0, 300))
@settings(max_examples=80, deadline=None)
def test_planning_in_two_parts_plans_the_same_as_in_one(
    schedule: dict[str, Any], first: int, second: int
) -> None:
    rule, start = rule_of(schedule), schedule["starts_on"]
    begin, middle = start - timedelta(days=1), start + timedelta(days=first)
    end = middle + timedelta(days=second)
    whole = due_dates(rule, starts_on=start, after=begin, until=end)
    parts = due_dates(rule, starts_on=start, after=begin, until=middle) + due_dates(
        rule, starts_on=start, after=middle, until=end
    )
    assert parts == whole


@given(SCHEDULES)
@settings(max_examples=80, deadline=None)
def test_each_occurrence_is_about_a_period_of_its_own_that_has_ended(schedule: dict[str, Any]) -> None:
    start = schedule["starts_on"]
    found = occurrences(rule_of(schedule), starts_on=start, after=start, until=start + timedelta(days=500))
    periods = [period_of(schedule["rhythm"], occurrence.nominal) for occurrence in found]
    for (first, last), occurrence in zip(periods, found, strict=True):
        assert first <= last < occurrence.nominal <= occurrence.due
    if schedule["rhythm"] != Rhythm.DAILY:
        # Nothing falls between two periods, and no two overlap.
        for (_first, before), (after, _last) in pairwise(periods):
            assert after == before + timedelta(days=1)


def test_a_report_that_easter_moves_is_still_about_its_own_week() -> None:
    rule = rule_for(Rhythm.WEEKLY, weekday=4)
    found = occurrences(rule, starts_on=date(2026, 3, 1), after=date(2026, 3, 28), until=date(2026, 4, 10))
    assert [one.due for one in found] == [date(2026, 4, 7), date(2026, 4, 10)]
    assert [period_of(Rhythm.WEEKLY, one.nominal) for one in found] == [
        (date(2026, 3, 23), date(2026, 3, 29)),
        (date(2026, 3, 30), date(2026, 4, 5)),
    ]


def test_two_nominal_days_on_one_working_day_are_one_delivery() -> None:
    rule = rule_for(Rhythm.DAILY)
    found = occurrences(rule, starts_on=date(2026, 4, 1), after=date(2026, 4, 2), until=date(2026, 4, 8))
    assert [one.due for one in found] == [date(2026, 4, 7), date(2026, 4, 8)]
    # Tuesday after Easter is about everything since Thursday.
    assert period_of(Rhythm.DAILY, found[0].nominal) == (date(2026, 4, 2), date(2026, 4, 6))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (31, [date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31), date(2028, 5, 1), date(2028, 5, 31)]),
        (30, [date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 30), date(2028, 5, 1), date(2028, 5, 30)]),
        (29, [date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 29), date(2028, 5, 1), date(2028, 5, 29)]),
    ],
)
def test_the_end_of_the_month_in_a_leap_year(day: int, expected: list[date]) -> None:
    found = due_dates(
        rule_for(Rhythm.MONTHLY, day=day),
        starts_on=date(2028, 1, 1),
        after=date(2027, 12, 31),
        until=date(2028, 5, 31),
    )
    assert found == expected


def test_day_31_is_the_28th_in_a_short_february() -> None:
    found = due_dates(
        rule_for(Rhythm.MONTHLY, day=31),
        starts_on=date(2029, 1, 1),
        after=date(2029, 2, 1),
        until=date(2029, 3, 10),
    )
    assert found == [date(2029, 2, 28)]


@pytest.mark.parametrize("start", [date(2026, 1, 29), date(2026, 1, 30)])
def test_starting_within_the_last_days_of_a_month_loses_no_month(start: date) -> None:
    found = due_dates(rule_for(Rhythm.MONTHLY, day=30), starts_on=start, after=start, until=date(2026, 4, 30))
    assert found[-3:] == [date(2026, 3, 2), date(2026, 3, 30), date(2026, 4, 30)]


@pytest.mark.parametrize(
    ("rhythm", "nominal", "period"),
    [
        (Rhythm.WEEKLY, date(2026, 11, 23), (date(2026, 11, 16), date(2026, 11, 22))),
        (Rhythm.FORTNIGHTLY, date(2026, 11, 23), (date(2026, 11, 9), date(2026, 11, 22))),
        (Rhythm.MONTHLY, date(2026, 1, 10), (date(2025, 12, 1), date(2025, 12, 31))),
        (Rhythm.MONTHLY, date(2028, 3, 31), (date(2028, 2, 1), date(2028, 2, 29))),
        (Rhythm.QUARTERLY, date(2026, 10, 10), (date(2026, 7, 1), date(2026, 9, 30))),
        (Rhythm.HALF_YEARLY, date(2026, 7, 10), (date(2026, 1, 1), date(2026, 6, 30))),
        (Rhythm.YEARLY, date(2026, 1, 10), (date(2025, 1, 1), date(2025, 12, 31))),
        (Rhythm.DAILY, date(2026, 11, 23), (date(2026, 11, 20), date(2026, 11, 22))),
    ],
)
def test_a_delivery_is_about_the_period_that_has_ended(
    rhythm: Rhythm, nominal: date, period: tuple[date, date]
) -> None:
    assert period_of(rhythm, nominal) == period


@pytest.mark.parametrize(
    ("rhythm", "given_day", "said"),
    [
        (Rhythm.ONCE, {}, "één keer"),
        (Rhythm.EVENT, {}, "bij een gebeurtenis"),
        (Rhythm.DAILY, {}, "elke werkdag"),
        (Rhythm.WEEKLY, {"weekday": 0}, "elke week, op maandag"),
        (Rhythm.FORTNIGHTLY, {"weekday": 3}, "elke twee weken, op donderdag"),
        (Rhythm.MONTHLY, {"day": 10}, "elke maand, op de 10e"),
        (Rhythm.MONTHLY, {"day": 30}, "elke maand, op de 30e"),
        (Rhythm.MONTHLY, {"day": 31}, "elke maand, op de laatste dag van de maand"),
        (Rhythm.QUARTERLY, {}, "elk kwartaal, op de 10e van de eerste maand"),
    ],
)
def test_a_rule_in_words(rhythm: Rhythm, given_day: dict[str, int], said: str) -> None:
    assert words(rhythm, rule_for(rhythm, **given_day)) == said


def test_the_first_time() -> None:
    start = date(2026, 12, 25)
    assert first_due(Rhythm.ONCE, "", starts_on=start) == date(2026, 12, 28)
    assert first_due(Rhythm.EVENT, "", starts_on=start) is None
    yearly = rule_for(Rhythm.YEARLY, day=2)
    assert first_due(Rhythm.YEARLY, yearly, starts_on=date(2026, 1, 3)) == date(2027, 1, 4)


def test_without_a_rule_nothing_comes_round() -> None:
    assert rule_for(Rhythm.ONCE) == rule_for(Rhythm.EVENT) == ""
    assert due_dates("", starts_on=date(2026, 1, 1), after=date(2026, 1, 1), until=date(2027, 1, 1)) == []
    with pytest.raises(ValueError, match="no period"):
        period_of(Rhythm.ONCE, date(2026, 1, 1))


@pytest.mark.parametrize("wrong", [{"weekday": 7}, {"weekday": -1}])
@pytest.mark.parametrize("rhythm", sorted(WEEKLY_RHYTHMS))
def test_a_weekday_that_does_not_exist(rhythm: Rhythm, wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="weekday"):
        rule_for(rhythm, **wrong)


@pytest.mark.parametrize("day", [0, 32, -1])
@pytest.mark.parametrize("rhythm", sorted(MONTHLY_RHYTHMS))
def test_a_day_that_does_not_exist(rhythm: Rhythm, day: int) -> None:
    with pytest.raises(ValueError, match="no day"):
        rule_for(rhythm, day=day)
