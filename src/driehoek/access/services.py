"""Granting and ending access; every act is one line on the ledger."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Greatest, Now
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.access.models import Grant, Level, Origin
from driehoek.access.rules import level_for
from driehoek.ledger import services as ledger
from driehoek.parties.models import Appointment, Function

PURPOSE_LASTS = timedelta(hours=8)


@transaction.atomic
def grant_by_function(
    *, municipality: uuid.UUID, problems: Iterable[tuple[uuid.UUID, str]], appointments: Iterable[Appointment]
) -> int:
    """Give each appointment what its function hands out on each (problem, kind); return the number of grants."""
    pairs = [(problem, kind) for problem, kind in problems]
    grants = [
        Grant(
            municipality_id=municipality,
            person_id=appointment.person_id,
            problem=problem,
            level=level,
            origin=Origin.FUNCTION,
            appointment=appointment,
            # The database's own moment: a grant must hold within the transaction that gives it.
            valid_from=Greatest(Now(), appointment.valid_from),
            valid_until=appointment.valid_until,
        )
        for appointment in appointments
        for problem, kind in pairs
        if (level := level_for(Function(appointment.function), kind)) is not None
    ]
    Grant.objects.bulk_create(grants)
    return len(grants)


@transaction.atomic
def grant(
    *,
    identity: Identity,
    person: uuid.UUID,
    problem: uuid.UUID,
    level: Level,
    reason: str = "",
    origin: Origin = Origin.INVITATION,
    valid_until: datetime | None = None,
    power: str = "",
) -> Grant:
    """Give `person` a grant on `problem` and put it on the ledger."""
    made = Grant.objects.create(
        municipality_id=identity.municipality,
        person_id=person,
        problem=problem,
        level=level,
        origin=origin,
        reason=reason,
        power=power,
        granted_by_id=identity.person,
        valid_from=Now(),
        valid_until=valid_until,
    )
    ledger.append(
        municipality=identity.municipality,
        action="access:grant:given",
        subject=made.id,
        problem=problem,
        data={"person": str(person), "level": int(level), "origin": str(origin)}
        | ({"power": power} if power else {}),
    )
    return made


@transaction.atomic
def open_with_reason(
    *, identity: Identity, problem: uuid.UUID, reason: str, emergency: bool = False, power: str = ""
) -> Grant:
    """Open a problem's dossier for a short time on a stated purpose; break-glass is the same act.

    The data-protection officer sees it at once (oversight). The grant ends after eight hours.

    Args:
        identity: who opens it.
        problem: which problem.
        reason: what it is needed for, in a sentence.
        emergency: whether it is break-glass.
        power: the power or purpose under the law, as a value of its vocabulary of purposes; empty when none is named.
    """
    return grant(
        identity=identity,
        person=identity.person,
        problem=problem,
        level=Level.FILE,
        reason=reason,
        origin=Origin.EMERGENCY if emergency else Origin.PURPOSE,
        valid_until=timezone.now() + PURPOSE_LASTS,
        power=power,
    )


@transaction.atomic
def end_grant(*, identity: Identity, grant: Grant) -> None:
    """End a running grant now."""
    Grant.objects.filter(pk=grant.pk).update(valid_until=Now())
    ledger.append(
        municipality=identity.municipality,
        action="access:grant:ended",
        subject=grant.id,
        problem=grant.problem,
        data={"person": str(grant.person_id)},
    )


@transaction.atomic
def end_grants_of(*, appointment: Appointment, at: datetime | None) -> int:
    """End at `at` (None: now) what an appointment handed out; return how many grants that ends."""
    moment = Now() if at is None else Value(at)
    return Grant.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=moment), appointment=appointment
    ).update(valid_until=moment)


@transaction.atomic
def end_function_grants(*, problem: uuid.UUID) -> int:
    """End what functions were handed out on a problem, because another kind hands out other things."""
    return Grant.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=Now()),
        problem=problem,
        origin=Origin.FUNCTION,
        appointment__isnull=False,
    ).update(valid_until=Now())
