"""What is unusual: rules on facts, without a database."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest

from driehoek.exports.marks import Mark, mark_of
from driehoek.exports.patterns import LARGE, MANY, Fact, Unusual, patterns, unusual

ONE, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
NOON = datetime(2026, 11, 23, 12)  # noqa: DTZ001 - the rules read the clock on the wall


def facts(*minutes: int, by: uuid.UUID = ONE) -> list[Fact]:
    return [Fact(by, "Iemand", NOON + timedelta(minutes=one), 10, Mark.INTERNAL) for one in minutes]


def test_many_at_once_is_five_within_an_hour_by_one_person() -> None:
    assert patterns(facts(0, 15, 30, 45)) == []
    assert patterns(facts(0, 16, 32, 48, 64)) == []
    assert patterns([*facts(0, 15, 30), *facts(5, 20, by=OTHER)]) == []
    (found,) = patterns(facts(0, 15, 30, 45, 60))
    assert (found.kind, found.count, found.first, found.last) == (
        Unusual.MANY_AT_ONCE, MANY, NOON, NOON + timedelta(hours=1)
    )  # fmt: skip


def test_a_long_run_is_one_pattern_and_two_runs_are_two() -> None:
    (run,) = patterns(facts(*range(0, 120, 10)))
    assert run.count == 12
    both = patterns([*facts(*range(0, 50, 10)), *facts(*range(600, 650, 10))])
    assert [one.count for one in both] == [5, 5]
    assert both[0].first > both[1].last


@pytest.mark.parametrize(
    ("hour", "minute", "night"), [(22, 59, False), (23, 0, True), (0, 0, True), (5, 59, True), (6, 0, False)]
)
def test_the_night_is_from_eleven_to_six(hour: int, minute: int, night: bool) -> None:
    at = NOON.replace(hour=hour, minute=minute)
    assert (Unusual.AT_NIGHT in unusual(at, 1, Mark.PUBLIC)) == night


def test_confidential_and_large_stand_out() -> None:
    assert unusual(NOON, LARGE - 1, Mark.INTERNAL) == []
    assert unusual(NOON, LARGE, Mark.CONFIDENTIAL) == [Unusual.CONFIDENTIAL, Unusual.LARGE]


def test_a_classification_that_nobody_knows_is_the_highest() -> None:
    assert [mark_of(code) for code in ("openbaar", "intern", "vertrouwelijk", "zeer_geheim", "nieuw")] == [
        Mark.PUBLIC, Mark.INTERNAL, Mark.CONFIDENTIAL, Mark.STRICT, Mark.STRICT
    ]  # fmt: skip
