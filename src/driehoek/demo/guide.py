"""The guide in the demo: a round of the scan held last year, one that runs, and a session that is prepared."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.demo.stage import People
from driehoek.guide.models import Scan
from driehoek.guide.queries.scans import questions_of
from driehoek.guide.queries.texts import cases
from driehoek.guide.services import scans, workshops
from driehoek.guide.services.scans import Given
from driehoek.parties.models import Function

Marks = Mapping[str, int | None]
USUAL: Final = 3
# What each seat said other than the middle of the scale; None is "I do not know".
LAST_YEAR: Final[dict[Function, Marks]] = {
    Function.MAYOR: {
        "standard-meaning": 1, "standard-felt": 2, "standard-rhythm": 2, "complex-overview": 1,
        "complex-partners": 2, "om-list": 1, "om-ahead": 1, "om-answers": 2, "crisis-calls": 4,
    },
    Function.PROSECUTOR: {
        "om-list": 4, "om-ahead": 3, "om-officer": 5, "om-both-ways": 2, "standard-felt": None, "om-purpose": 2,
    },
    Function.TEAM_CHIEF: {
        "standard-meaning": 4, "standard-rhythm": 4, "crisis-calls": 5, "complex-overview": None,
        "standard-contacts": 4,
    },
    Function.SAFETY_ADVISER: {
        "standard-meaning": 2, "standard-discussed": 2, "complex-plan": 2, "om-list": 2, "crisis-practised": 1,
    },
}  # fmt: skip
# This year the prosecutor and the team chief have handed in; the mayor and the adviser have yet to begin.
THIS_YEAR: Final[dict[Function, Marks]] = {
    Function.PROSECUTOR: {"om-list": 4, "om-ahead": 4, "om-officer": 5, "om-both-ways": 3, "om-purpose": 4},
    Function.TEAM_CHIEF: {
        "standard-meaning": 4,
        "standard-rhythm": 5,
        "crisis-calls": 5,
        "crisis-practised": 2,
    },
}
HELD: Final = timedelta(days=330)
TOOK: Final = timedelta(days=14)
SOON: Final = timedelta(days=9)


def make_guide(municipality: uuid.UUID, people: People) -> None:
    """Hold a round about last year, open one about this year, and prepare a session of the driehoek."""
    now = timezone.now()
    year = timezone.localdate().year
    with acting_as(person=people[Function.SAFETY_ADVISER].pk, municipality=municipality) as identity:
        earlier = scans.open_scan(
            identity=identity, year=year - 1, label=f"Scan {year - 1}", opened_at=now - HELD
        )
    _hand_in(municipality, people, earlier, LAST_YEAR)
    with acting_as(person=people[Function.SAFETY_ADVISER].pk, municipality=municipality) as identity:
        scans.close_scan(identity=identity, scan=earlier, closed_at=now - HELD + TOOK)
        current = scans.open_scan(
            identity=identity, year=year, label=f"Scan {year}", opened_at=now - timedelta(days=5)
        )
        case = cases(identity)[0]
        workshops.prepare(
            identity=identity,
            case=case,
            title=case.title,
            planned_on=timezone.localdate() + SOON,
            situation=case.situation,
        )
    _hand_in(municipality, people, current, THIS_YEAR)


def _hand_in(municipality: uuid.UUID, people: People, scan: Scan, seats: Mapping[Function, Marks]) -> None:
    for function, marks in seats.items():
        with acting_as(person=people[function].pk, municipality=municipality) as identity:
            given = {one.key: Given(marks.get(one.key, USUAL)) for one in questions_of(scan)}
            scans.answer(identity=identity, scan=scan, given=given)
            scans.submit(identity=identity, scan=scan)
