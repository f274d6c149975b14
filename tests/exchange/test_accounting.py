"""Counting the exchange (OM09): the arithmetic without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from driehoek.exchange.accounting import Asked, Given, Period, answering, giving

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def asked(hours: float | None, state: str, *, due: float = 48, grounds: tuple[str, ...] = ()) -> Asked:
    answered = None if hours is None else MONDAY + timedelta(hours=hours)
    return Asked("OM", MONDAY, MONDAY + timedelta(hours=due), answered, state, grounds)


def test_answers_are_counted_by_outcome_and_time() -> None:
    found = answering(
        [
            asked(1, "granted"),
            asked(2, "granted"),
            asked(60, "part", grounds=("lighter",)),
            asked(400, "refused", grounds=("lighter", "investigation")),
            asked(None, "judging", due=24),
            asked(None, "submitted", due=24 * 60),
            asked(None, "withdrawn"),
        ],
        now=NOW,
    )
    assert (found.asked, found.answered, found.granted, found.part, found.refused) == (7, 4, 2, 1, 1)
    assert (found.withdrawn, found.waiting, found.late, found.in_time) == (1, 2, 1, 2)
    # The smallest time within which half, and nine in ten, of four answers came.
    assert (found.median, found.slow) == (timedelta(hours=2), timedelta(hours=400))
    assert found.grounds == {"lighter": 2, "investigation": 1}


def test_without_answers_there_is_no_time() -> None:
    found = answering([asked(None, "submitted")], now=NOW)
    assert (found.median, found.slow, found.answered) == (None, None, 0)
    assert answering([], now=NOW).asked == 0


def test_what_was_given_by_the_list_counts_in_time_only_where_the_moment_is_known() -> None:
    found = giving(
        [
            Given("OM", "standing", "arrest", True, confirmed=True, used=True, recalled=False, ended=False),
            Given("OM", "standing", "arrest", False, confirmed=True, used=False, recalled=True, ended=False),
            Given("OM", "standing", "release", None, confirmed=False, used=False, recalled=False, ended=True),
            Given("OM", "requested", "", None, confirmed=True, used=True, recalled=False, ended=False),
        ]
    )
    assert (found.total, found.standing, found.standing_in_time) == (4, 2, 1)
    assert found.moments == {"arrest": 2, "release": 1}
    assert found.kinds == {"standing": 3, "requested": 1}
    assert (found.confirmed, found.used, found.recalled, found.ended) == (3, 2, 1, 1)


@pytest.mark.parametrize(
    ("year", "quarter", "today", "days", "days_before"),
    [
        (2025, None, date(2026, 11, 23), ("2025-01-01", "2026-01-01"), ("2024-01-01", "2025-01-01")),
        (2026, None, date(2026, 11, 23), ("2026-01-01", "2026-11-24"), ("2025-01-01", "2025-11-24")),
        (2025, 4, date(2026, 11, 23), ("2025-10-01", "2026-01-01"), ("2024-10-01", "2025-01-01")),
        (2026, 4, date(2026, 11, 23), ("2026-10-01", "2026-11-24"), ("2025-10-01", "2025-11-24")),
        (2024, 1, date(2026, 11, 23), ("2024-01-01", "2024-04-01"), ("2023-01-01", "2023-04-01")),
    ],
)
def test_a_year_that_still_runs_is_compared_with_as_much_of_the_last(
    year: int, quarter: int | None, today: date, days: tuple[str, str], days_before: tuple[str, str]
) -> None:
    period = Period.of(year, quarter, today=today)
    before = period.year_before()
    assert (period.start.isoformat(), period.end.isoformat()) == days
    assert (before.start.isoformat(), before.end.isoformat()) == days_before
