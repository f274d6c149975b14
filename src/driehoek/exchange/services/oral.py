"""What was told by word of mouth, written down afterwards: answered by the other side, settled by the officer."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity, acting_as_system
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.calendar import (
    add_working_days,
    end_of_working_day,
    local_day,
    working_days_between,
)
from driehoek.deadlines.routes import running
from driehoek.exchange.models import Kind, OralIncident, OralReply, Provision, ProvisionState
from driehoek.exchange.services import provisions
from driehoek.exchange.services.parts import NewPart
from driehoek.exchange.services.provision_values import NewProvision, record
from driehoek.exchange.services.receiving import confirm_provision
from driehoek.exchange.services.sides import require_side
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once
from driehoek.parties.models import Appointment, Function

# Until when the officer looks at what was told and not allowed; its subject is the incident.
INCIDENT: Final = "exchange.incident"
INCIDENT_DAYS: Final = 3
# What is written down later than so many working days after it was told, is late.
IN_TIME_DAYS: Final = 2
LEAST_WORDS: Final = 10


class NotNowError(ValueError):
    """A step that cannot be taken; the message is a code: `words` (too few), `over` (answered, or gone)."""


@transaction.atomic
def record_told(
    *, identity: Identity, new: NewProvision, told_at: datetime, parts: Sequence[NewPart]
) -> Provision:
    """Write down what was told, judged by the law of that day; what was not allowed goes to the officer at once.

    The same key gives the same provision.

    Raises:
        ReleaseError: `told_at`, that moment is still to come; `empty`, nothing was written.
        PermissionDenied: for who does not give for this organisation.
    """
    made, _decision = provisions.record_oral(identity=identity, new=new, told_at=told_at, parts=parts)
    incident = OralIncident.objects.filter(provision=made, deadline=None).first()
    if incident is not None:
        _ring(incident)
    return made


def _ring(incident: OralIncident) -> None:
    """Let an incident be due for the officer; the database made it with the provision."""
    with acting_as_system(municipality=incident.municipality_id):
        officers = _officers(incident.municipality_id)
        day = add_working_days(local_day(incident.recorded_at), INCIDENT_DAYS)
        deadline = deadlines.set_deadline(
            new=deadlines.NewDeadline(
                municipality=incident.municipality_id,
                kind=INCIDENT,
                subject=incident.pk,
                due_at=end_of_working_day(day),
                responsible=officers[0] if officers else None,
                substitute=officers[1] if len(officers) > 1 else None,
            )
        )
        OralIncident.objects.filter(pk=incident.pk).update(deadline=deadline)
    ledger.append(
        municipality=incident.municipality_id,
        action="exchange:oral:incident",
        subject=incident.pk,
        data={"outcome": incident.outcome},
    )


def _officers(municipality: uuid.UUID) -> list[uuid.UUID]:
    rows = Appointment.objects.filter(
        running(timezone.now()), municipality=municipality, function=Function.DPO, person__is_active=True
    )
    return list(dict.fromkeys(rows.order_by("valid_from", "pk").values_list("person", flat=True)))


def is_late(provision: Provision) -> bool:
    """Tell whether it was written down more than two working days after it was told."""
    if provision.given_at is None or provision.released_at is None:
        return False
    return (
        working_days_between(local_day(provision.given_at), local_day(provision.released_at)) > IN_TIME_DAYS
    )


@transaction.atomic
def reply(*, identity: Identity, provision: Provision, agrees: bool, words: str = "") -> OralReply:
    """Say whether it was told so; once, and an objection with what was told.

    Raises:
        NotNowError: with a code.
        PermissionDenied: for who does not take part for the side that was told.
    """
    require_side(identity, provision.recipient_id)
    if provision.kind != Kind.ORAL or provision.state != ProvisionState.RELEASED:
        raise NotNowError("over")
    if OralReply.objects.filter(provision=provision).exists():
        raise NotNowError("over")
    if not agrees and len(words.strip()) < LEAST_WORDS:
        raise NotNowError("words")
    made = OralReply.objects.create(
        municipality_id=provision.municipality_id,
        provision=provision,
        agrees=agrees,
        words=words.strip(),
        given_by_id=identity.person,
        given_at=timezone.now(),
    )
    confirm_provision(identity=identity, provision=provision)
    record(provision, "oral_confirmed" if agrees else "oral_objected")
    return made


@transaction.atomic
def settle(*, identity: Identity, incident: OralIncident, version: int, words: str) -> None:
    """Say how an incident was settled; the database asks that it is the officer.

    Raises:
        VersionConflict: another officer settled it meanwhile.
        NotNowError: `words`.
    """
    if len(words.strip()) < LEAST_WORDS:
        raise NotNowError("words")
    now = timezone.now()
    waiting = OralIncident.objects.filter(settled_at=None)
    values = {"words": words.strip(), "settled_by_id": identity.person, "settled_at": now}
    update_once(waiting, incident, version, **values)
    incident.refresh_from_db()
    if incident.deadline is not None:
        deadlines.meet(deadline=incident.deadline, at=now)
    ledger.append(
        municipality=incident.municipality_id,
        action="exchange:oral:settled",
        subject=incident.pk,
        version=incident.version,
    )
