"""What the mayor must know today (ST11): on the mayor's page at once, and further along the route while unopened."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.deadlines import services as deadlines
from driehoek.deadlines import tasks
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.deadlines.routes import running
from driehoek.ledger import services as ledger
from driehoek.parties.models import Appointment, Function, OrganisationKind
from driehoek.position.models import Item

MUST_KNOW: Final = "position.must_know"
# How long the mayor gets to open it, and then each step of the route; an hour of the night counts like any other.
OPENED_WITHIN: Final = timedelta(hours=2)
STEP_MINUTES: Final = 30
# Who is told, and in which order: the next when nobody holds the function before.
FOR: Final = (Function.MAYOR, Function.DEPUTY)


def announce(*, item: Item) -> Deadline:
    """Make an item due to be opened by the mayor, or by who takes the mayor's place, and tell them by mail.

    Where nobody holds such a function the municipality's advisers are told at the end of the route.
    """
    holders = _holders(item.municipality_id)
    first = holders[0] if holders else None
    second = holders[1] if len(holders) > 1 else None
    deadline = deadlines.set_deadline(
        new=deadlines.NewDeadline(
            municipality=item.municipality_id,
            kind=MUST_KNOW,
            subject=item.pk,
            due_at=timezone.now() + OPENED_WITHIN,
            organisation=first.organisation_id if first else None,
            responsible=first.person_id if first else None,
            substitute=second.person_id if second else None,
            problem=item.problem_id,
            step_minutes=STEP_MINUTES,
        )
    )
    if first is not None:
        tasks.tell(municipality=item.municipality_id, persons=[first.person_id])
    return deadline


def meet_if_theirs(*, identity: Identity, item: Item) -> bool:
    """Note that an item is known once the mayor, or who takes the mayor's place, has opened it.

    An adviser who opens it does not end it, unless there is nobody else; telling the mayor does (`tell_in_person`).
    Returns whether that changed anything.
    """
    if not item.must_know or not identity.holds(*FOR, Function.SAFETY_ADVISER):
        return False
    deadline = waiting(item)
    if deadline is None or (deadline.responsible_id is not None and not identity.holds(*FOR)):
        return False
    return deadlines.meet(deadline=deadline)


@transaction.atomic
def tell_in_person(*, identity: Identity, item: Item) -> bool:
    """Note that an adviser told the mayor in person or by telephone; the route ends. False when it had ended.

    Raises:
        PermissionError: the one who says so is not an adviser.
    """
    if not identity.holds(Function.SAFETY_ADVISER):
        raise PermissionError("an adviser tells the mayor in person")
    deadline = waiting(item)
    if deadline is None or not deadlines.meet(deadline=deadline):
        return False
    ledger.append(
        municipality=item.municipality_id,
        action="position:item:told",
        subject=item.pk,
        problem=item.problem_id,
    )
    return True


def waiting(item: Item) -> Deadline | None:
    """Return the due date that runs until the mayor knows an item, or None."""
    return Deadline.objects.filter(kind=MUST_KNOW, subject=item.pk, state=DeadlineState.OPEN).first()


def recipient(municipality: uuid.UUID) -> Appointment | None:
    """Return who is to know it now: the mayor, else the deputy; None when neither function is held."""
    return next(iter(_holders(municipality)), None)


def _holders(municipality: uuid.UUID) -> list[Appointment]:
    found = Appointment.objects.filter(
        running(timezone.now()),
        municipality=municipality,
        function__in=FOR,
        organisation__kind=OrganisationKind.MUNICIPALITY,
        person__is_active=True,
    )
    return sorted(found, key=lambda one: (FOR.index(Function(one.function)), one.valid_from))
