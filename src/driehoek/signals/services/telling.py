"""What the sender hears: by an act, and by itself when the approach comes to a milestone (CX16)."""

from __future__ import annotations

import uuid
from typing import Final

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity, acting_as_system
from driehoek.cases import table
from driehoek.cases.models import Case, Move, Phase
from driehoek.deadlines import tasks
from driehoek.signals.models import Milestone, MilestoneKind, Signal
from driehoek.signals.services.common import record

# The phases of a case of which the sender hears that they were reached, and nothing more.
FOLLOWED: Final = {
    Phase.PRIORITISED: MilestoneKind.PRIORITISED,
    Phase.PLAN: MilestoneKind.PRIORITISED,
    Phase.EXECUTION: MilestoneKind.EXECUTION,
    Phase.CLOSED: MilestoneKind.CLOSED,
}


def milestone(signal: Signal, kind: MilestoneKind, text: str = "", by: uuid.UUID | None = None) -> Milestone:
    """Add a line for the sender and let them know that something waits."""
    made = Milestone(
        municipality_id=signal.municipality_id,
        signal=signal,
        kind=kind,
        made_by_id=by,
        made_at=timezone.now(),
    )
    made.text = text
    made.save(force_insert=True)
    tasks.tell(municipality=signal.municipality_id, persons=[signal.reporter_id])
    return made


@transaction.atomic
def tell(*, identity: Identity, signal: Signal, text: str) -> Milestone:
    """Tell the sender in words what was done with their report; the same words twice are one line."""
    told = [one for one in signal.milestones.filter(kind=MilestoneKind.TOLD)[:20] if one.text == text]
    if told:
        return told[0]
    made = milestone(signal, MilestoneKind.TOLD, text, identity.person)
    record(signal, "told")
    return made


@transaction.atomic
def see(*, identity: Identity, signal: Signal) -> int:
    """Note that the sender saw what is new about their signal; return how many lines that were."""
    if signal.reporter_id not in identity.persons:
        return 0
    seen = Milestone.objects.filter(signal=signal, seen_at=None).update(seen_at=timezone.now())
    if seen:
        record(signal, "seen", {"lines": seen})
    return seen


@transaction.atomic
def follow(*, move: Move) -> int:
    """Tell the senders of the signals in a case that it came to a milestone; return how many lines that were.

    Nobody who moves a case need see all of its compartments, so this runs as the system.
    """
    case: Case = move.case
    found = table.read(case.model.data)
    kind = FOLLOWED.get(Phase(found.state(move.after).phase))
    before = FOLLOWED.get(Phase(found.state(move.before).phase)) if move.before else None
    if kind is None or kind == before:
        return 0
    with acting_as_system(municipality=case.municipality_id):
        rows = Signal.objects.filter(compartment__case=case).exclude(milestones__kind=kind)
        signals = list(rows.order_by("pk"))
        for signal in signals:
            milestone(signal, kind)
            record(signal, "followed")
    return len(signals)
