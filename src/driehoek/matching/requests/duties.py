"""Planning that a person is told of a case about them, putting it off, noting that it was done (AVG, article 14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.cases.services.common import record
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import at_local
from driehoek.deadlines.models import Deadline
from driehoek.deadlines.services import NewDeadline
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.matching.due import INFORM
from driehoek.matching.models import Informing, InformingState, InformingStep
from driehoek.matching.requests import grounds
from driehoek.subjects.models import Subject

CLOSING: Final = time(17, 0)


@dataclass(frozen=True)
class Plan:
    """What is settled about informing one person.

    Attributes:
        state: planned, postponed or informed.
        day: when it is planned, when a postponement is looked at again, or when the person was told.
        ground: why it is postponed (`grounds.POSTPONING`).
        reason: why; needed to postpone.
        how: how the person was told: `talk` or `letter`.
    """

    state: InformingState
    day: date
    ground: str = ""
    reason: str = ""
    how: str = ""


@transaction.atomic
def settle(*, identity: Identity, subject: Subject, version: int, plan: Plan) -> Informing:
    """Settle when one person is told; every change stays in the trail, and the day is guarded.

    Args:
        identity: who acts; may work in the compartment of the record.
        subject: the record of the person.
        version: the version that was read; 0 when nothing was settled yet.
        plan: what is settled.

    Raises:
        VersionConflict: someone else settled something first.
        ValueError: a postponement without ground and reason, or a ground that is none.
        ProgrammingError: who acts may not work in the compartment.
    """
    postponed = plan.state == InformingState.POSTPONED
    if postponed != (plan.ground in grounds.POSTPONING) or (postponed and not plan.reason.strip()):
        raise ValueError("putting off stands on a ground with a reason")
    found = Informing.objects.filter(subject=subject).first()
    values: dict[str, Any] = {
        "state": plan.state,
        "due_on": plan.day,
        "ground": plan.ground,
        "informed_on": plan.day if plan.state == InformingState.INFORMED else None,
        "how": plan.how if plan.state == InformingState.INFORMED else "",
    }
    if found is None:
        if version:
            raise VersionConflict
        found = _begin(identity, subject, plan, values)
    else:
        found.reason = plan.reason.strip()
        rows = Informing.objects.filter(municipality=identity.municipality)
        update_once(rows, found, version, **values, reason_locked=found.reason_locked)
        for name, value in values.items():
            setattr(found, name, value)
    _guard(found, subject)
    _leave_step(identity, found, plan)
    record(
        subject.case,
        f"matching:informing:{plan.state.value}",
        subject=found.pk,
        compartment=subject.compartment,
    )
    return found


def _begin(identity: Identity, subject: Subject, plan: Plan, values: dict[str, Any]) -> Informing:
    made = Informing(
        municipality_id=subject.municipality_id,
        case_id=subject.case_id,
        compartment_id=subject.compartment_id,
        subject=subject,
        made_by_id=identity.person,
        made_at=timezone.now(),
        **values,
    )
    made.reason = plan.reason.strip()
    made.save(force_insert=True)
    return made


def _guard(found: Informing, subject: Subject) -> None:
    """Let the day be guarded, until the person was told; the process director owes it."""
    running = Deadline.objects.filter(kind=INFORM, subject=found.pk).first()
    due_at = at_local(found.due_on, CLOSING)
    if running is None:
        running = deadlines.set_deadline(
            new=NewDeadline(
                municipality=found.municipality_id,
                kind=INFORM,
                subject=found.pk,
                due_at=due_at,
                responsible=subject.case.process_director_id,
                problem=found.compartment_id,
            )
        )
    elif found.state != InformingState.INFORMED:
        deadlines.reopen(deadline=running)
        deadlines.move(deadline=running, due_at=due_at)
    if found.state == InformingState.INFORMED:
        deadlines.meet(deadline=running)


def _leave_step(identity: Identity, found: Informing, plan: Plan) -> None:
    step = InformingStep(
        municipality_id=found.municipality_id,
        informing=found,
        compartment_id=found.compartment_id,
        state=plan.state,
        due_on=plan.day,
        ground=plan.ground,
        taken_by_id=identity.person,
        taken_at=timezone.now(),
    )
    step.reason = plan.reason.strip()
    step.save(force_insert=True)
