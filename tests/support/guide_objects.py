"""Objects of the guide, for tests that need one of each."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from driehoek.access.identity import Identity, acting_as
from driehoek.guide.models import Scan, Workshop
from driehoek.guide.queries.scans import questions_of
from driehoek.guide.queries.texts import cases
from driehoek.guide.services import acts, scans, texts, workshops
from driehoek.guide.services.scans import Given
from driehoek.guide.shapes import Section
from driehoek.parties.models import Function
from tests.support.cast import Cast

SEATS = (Function.MAYOR, Function.PROSECUTOR, Function.TEAM_CHIEF, Function.SAFETY_ADVISER)


def tip_content(**changed: Any) -> dict[str, Any]:
    """Return a tip as plain data: for the adviser, to put on the agenda."""
    return {
        "kind": "standard",
        "part": "process",
        "readers": ["safety_adviser", "mayor"],
        "places": ["need_new", "problem_page"],
        "text": "Loop elke maand de lijst langs.",
        "why": "Dan raakt niets zoek.",
        "mark": "K",
        "source": "Besluit driehoek",
        "action": {"kind": "agenda", "title": "De lijst langslopen", "text": "Wat staat open?"},
    } | changed


AGREEMENT = {
    "kind": "agreement",
    "sentence": "Ik wil weten wat open staat.",
    "what": "Lijst van wat open staat",
    "rhythm": "monthly",
    "partner": "police",
}


def answer_all(identity: Identity, scan: Scan, value: int | None = 3, **different: int | None) -> None:
    """Answer every statement with `value`, and those in `different` (underscores for dashes) otherwise."""
    given = {one.key: Given(value) for one in questions_of(scan)}
    given |= {key.replace("_", "-"): Given(one) for key, one in different.items()}
    scans.answer(identity=identity, scan=scan, given=given)


def open_round(cast: Cast, year: int = 2026) -> Scan:
    """Open a round as the adviser."""
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        return scans.open_scan(identity=identity, year=year, label=f"Scan {year}")


def hand_in(
    cast: Cast, scan: Scan, function: Function, value: int | None = 3, **different: int | None
) -> None:
    """Answer and hand in as the holder of a function."""
    with acting_as(person=cast.people[function].pk) as identity:
        answer_all(identity, scan, value, **different)
        scans.submit(identity=identity, scan=scan)


def session(identity: Identity, *, running: bool = False) -> Workshop:
    """Prepare a session about the first case, and begin it."""
    case = cases(identity)[0]
    workshop = workshops.prepare(
        identity=identity,
        case=case,
        title="Sessie in het voorjaar",
        planned_on=date(2026, 3, 2),
        situation=case.situation,
    )
    if running:
        workshops.start(identity=identity, workshop=workshop, version=workshop.version)
    return workshop


def guide_objects(cast: Cast) -> dict[str, uuid.UUID | int | str]:
    """Make one of everything of the guide; the names are those of the rights table."""
    scan = open_round(cast)
    for seat in SEATS:
        hand_in(cast, scan, seat)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        for key, content in (
            ("eigen-proef", tip_content()),
            ("eigen-afspraak", tip_content(action=AGREEMENT)),
        ):
            texts.add_text(
                identity=identity, section=Section.TIP, key=key, content=content, dated_on=date(2026, 1, 5)
            )
        point = acts.put_on_agenda(
            identity=identity, title="Uit de gids", text="", origin=acts.From("tip", "proef")
        )
        workshop = session(identity, running=True)
    return {
        "guide_section": "tip",
        "guide_tip": "eigen-proef",
        "guide_standing_tip": "eigen-afspraak",
        "guide_point": point.pk,
        "scan": scan.pk,
        "scan_kind": "standard",
        "workshop": workshop.pk,
        "workshop_step": 1,
        "workshop_kind": "need",
    }
