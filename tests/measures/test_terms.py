"""Terms of the Awb and the Algemene termijnenwet, and the tables of this room."""

from __future__ import annotations

from datetime import date

import pytest

from driehoek import law
from driehoek.measures import ways
from driehoek.measures.tables import kinds, kinds_on, procedure, report_fields, report_groups
from driehoek.measures.terms import last_day, longest_end


@pytest.mark.parametrize(
    ("event", "length", "extends", "end"),
    [
        # Announced on a Tuesday: six weeks end on a Tuesday (Awb 6:7, 6:8).
        (date(2026, 11, 24), {"weeks": 6}, True, date(2027, 1, 5)),
        # The last day is Christmas, a Friday: the term goes on until the Monday after (Atw art. 1).
        (date(2026, 11, 13), {"weeks": 6}, True, date(2026, 12, 28)),
        # Fourteen days that end on a Saturday go on until Monday.
        (date(2026, 11, 21), {"days": 14}, True, date(2026, 12, 7)),
        # The duration of a measure does not move.
        (date(2026, 11, 21), {"days": 14}, False, date(2026, 12, 5)),
    ],
)
def test_a_term_is_counted_from_the_day_after(
    event: date, length: dict[str, int], extends: bool, end: date
) -> None:
    assert last_day(event, length, extends=extends) == end


def test_a_measure_counts_its_first_day() -> None:
    assert longest_end(date(2026, 1, 10), {"months": 3}) == date(2026, 4, 9)
    assert longest_end(date(2026, 1, 10), {"days": 10}) == date(2026, 1, 19)
    assert longest_end(date(2026, 1, 10), {"hours": 12}) == date(2026, 1, 11)


def test_the_tables_hold_together() -> None:
    table = procedure()
    assert all(set(step.needs) <= set(ways._NEEDS) for step in table.steps.values())
    assert {step.who for step in table.steps.values()} == {"work", "mayor"}
    assert {field.group for field in report_fields().values()} == {group.key for group in report_groups()}
    known = law.load().facts["decision_basis"].values
    assert all(kind.basis in known for kind in kinds().values() if kind.basis)


def test_only_the_law_of_the_day_can_be_chosen() -> None:
    assert "search_area_urgent" not in {kind.key for kind in kinds_on(date(2014, 1, 1))}
    assert len(kinds_on(date(2026, 11, 24))) == len(kinds())
