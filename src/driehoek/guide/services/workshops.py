"""Preparing and running a session about a worked case, and keeping what it agreed."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from driehoek.access.identity import Identity
from driehoek.guide.models import Workshop, WorkshopOutcome, WorkshopState
from driehoek.guide.reading import plain, read
from driehoek.guide.shapes import ActionKind, Case, Section
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once

NOTE_LENGTH = 4000


@transaction.atomic
def prepare(*, identity: Identity, case: Case, title: str, planned_on: date, situation: str) -> Workshop:
    """Prepare a session about a case; the case is copied, with its situation as it was adapted.

    Raises:
        Wrong: the adapted case is not right; says in which field.
    """
    workshop = Workshop.objects.create(
        municipality_id=identity.municipality,
        case=case.key,
        title=title.strip(),
        content=_adapted(case, title, situation),
        planned_on=planned_on,
        led_by_id=identity.person,
    )
    _record(workshop, "prepared")
    return workshop


@transaction.atomic
def change_workshop(
    *,
    identity: Identity,
    workshop: Workshop,
    case: Case,
    version: int,
    title: str,
    planned_on: date,
    situation: str,
) -> None:
    """Change the title, the date or the situation of a session that has not been held.

    Raises:
        Wrong: the adapted case is not right; says in which field.
        VersionConflict: it was changed or held meanwhile.
    """
    update_once(
        _unheld(),
        workshop,
        version,
        title=title.strip(),
        planned_on=planned_on,
        content=_adapted(case, title, situation),
    )
    _record(workshop, "changed")


@transaction.atomic
def start(*, identity: Identity, workshop: Workshop, version: int) -> None:
    """Begin a session, or go on with one that was ended too soon; who begins leads it.

    Raises:
        VersionConflict: it was begun or changed meanwhile.
    """
    rows = Workshop.objects.exclude(state=WorkshopState.RUNNING)
    again = {} if workshop.started_at else {"started_at": Now()}
    update_once(
        rows,
        workshop,
        version,
        state=WorkshopState.RUNNING,
        ended_at=None,
        led_by_id=identity.person,
        **again,
    )
    _record(workshop, "started")


@transaction.atomic
def note(
    *,
    identity: Identity,
    workshop: Workshop,
    version: int,
    step: int,
    text: str,
    go_to: int,
) -> None:
    """Keep what was noted at a step and go to another one.

    Raises:
        VersionConflict: someone else noted something meanwhile; nothing was written.
    """
    notes = dict(workshop.notes) | {str(step): text.strip()[:NOTE_LENGTH]}
    running = Workshop.objects.filter(state=WorkshopState.RUNNING)
    update_once(running, workshop, version, notes=notes, step=go_to)
    workshop.notes, workshop.step = notes, go_to
    _record(workshop, "noted", {"step": step})


@transaction.atomic
def end(*, identity: Identity, workshop: Workshop, version: int) -> None:
    """End a session that runs; it can be taken up again.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    running = Workshop.objects.filter(state=WorkshopState.RUNNING)
    update_once(running, workshop, version, state=WorkshopState.DONE, ended_at=Now())
    _record(workshop, "ended")


@transaction.atomic
def keep_outcome(
    *,
    identity: Identity,
    workshop: Workshop,
    step: int,
    kind: ActionKind,
    sentence: str,
    subject: uuid.UUID,
) -> WorkshopOutcome:
    """Keep with the session what it agreed on; the need, agreement or agenda point itself exists already."""
    outcome = WorkshopOutcome.objects.create(
        municipality_id=identity.municipality,
        workshop=workshop,
        step=step,
        kind=kind,
        sentence=sentence.strip()[:300],
        subject=subject,
        made_by_id=identity.person,
    )
    _record(workshop, "kept", {"step": step, "kind": str(kind)})
    return outcome


def _unheld() -> Any:
    return Workshop.objects.exclude(state=WorkshopState.DONE)


def _adapted(case: Case, title: str, situation: str) -> dict[str, Any]:
    content = plain(case) | {"title": title.strip(), "situation": situation}
    return plain(read(Section.CASE, case.key, content))


def _record(workshop: Workshop, verb: str, data: ledger.EventData | None = None) -> None:
    ledger.append(
        municipality=workshop.municipality_id,
        action=f"guide:workshop:{verb}",
        subject=workshop.pk,
        version=workshop.version,
        data=data,
    )
