"""What cannot wait for office hours: along the contact route of the other side until someone confirms (OM08).

The room of due dates takes the steps (deadlines.services.sweep); here it is set going and stopped.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Final

from django.utils import timezone

from driehoek.access.identity import acting_as_system
from driehoek.deadlines import services as deadlines
from driehoek.deadlines import tasks
from driehoek.deadlines.calendar import add_working_days, end_of_working_day
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.deadlines.routes import Directory
from driehoek.exchange.models import Provision, Request
from driehoek.exchange.services.sides import holders
from driehoek.parties.models import OrganisationKind

# Until someone at the asked side takes up an urgent request; its subject is the request.
URGENT: Final = "exchange.urgent"
# Until someone at the receiver confirms receipt; its subject is the provision.
RECEIPT: Final = "exchange.receipt"
# How long the first one gets, and every step of the route after that; an hour of the night counts like any other.
WITHIN: Final = timedelta(minutes=15)
STEP_MINUTES: Final = 15
# What is not urgent is confirmed within so many working days.
RECEIPT_DAYS: Final = 2


def ring_for_request(request: Request) -> Deadline:
    """Let an urgent request ring at the asked side until someone takes it up."""
    with acting_as_system(municipality=request.municipality_id):
        deadline = deadlines.set_deadline(
            new=deadlines.NewDeadline(
                municipality=request.municipality_id,
                kind=URGENT,
                subject=request.pk,
                due_at=timezone.now() + WITHIN,
                organisation=request.to_organisation_id,
                step_minutes=STEP_MINUTES,
            )
        )
        _tell_first(deadline)
    return deadline


def ring_for_provision(provision: Provision) -> Deadline:
    """Make receipt of a provision due: within minutes and along the route when it is urgent, else in two days."""
    municipal = provision.recipient.kind == OrganisationKind.MUNICIPALITY
    with acting_as_system(municipality=provision.municipality_id):
        first, second = _first_two(provision)
        now = timezone.now()
        calm = end_of_working_day(add_working_days(timezone.localdate(now), RECEIPT_DAYS))
        deadline = deadlines.set_deadline(
            new=deadlines.NewDeadline(
                municipality=provision.municipality_id,
                kind=RECEIPT,
                subject=provision.pk,
                due_at=now + WITHIN if provision.urgent else calm,
                organisation=provision.recipient_id,
                responsible=first,
                substitute=second,
                problem=provision.problem_id if municipal else None,
                step_minutes=STEP_MINUTES if provision.urgent else None,
            )
        )
        _tell_first(deadline)
    return deadline


def stop(thing: Request | Provision, *, met: bool = False) -> bool:
    """End the ringing about something: someone confirmed, or it is taken back. Tell whether it rang."""
    kind = URGENT if isinstance(thing, Request) else RECEIPT
    with acting_as_system(municipality=thing.municipality_id):
        found = Deadline.objects.filter(kind=kind, subject=thing.pk, state=DeadlineState.OPEN).first()
        if found is None:
            return False
        return deadlines.meet(deadline=found) if met else deadlines.withdraw(deadline=found)


def _first_two(provision: Provision) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """Return who is asked first and next: those who may read it, the mayor before the deputy and the adviser."""
    found = list(
        dict.fromkeys(
            one.person_id
            for one in holders(
                provision.recipient_id, provision.readers, municipality=provision.municipality_id
            )
        )
    )
    return (found[0] if found else None), (found[1] if len(found) > 1 else None)


def _tell_first(deadline: Deadline) -> None:
    """Mail who is first in line that something waits; the mail says nothing of what, or whose."""
    directory = Directory(municipality=deadline.municipality_id, deadlines=[deadline], now=timezone.now())
    tasks.tell(municipality=deadline.municipality_id, persons=directory.first_in_line(deadline))
