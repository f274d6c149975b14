"""Granting and ending access; every act is one line on the ledger."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q, Value
from django.db.models.functions import Now
from django.utils import timezone

from driehoek.access.identity import Identity, backend
from driehoek.access.models import Grant, Level, Origin
from driehoek.access.proofs import proof
from driehoek.access.rules import level_for
from driehoek.ledger import services as ledger
from driehoek.parties.models import Appointment, Function

PURPOSE_LASTS = timedelta(hours=8)


@dataclass(frozen=True)
class Order:
    """A grant to be given.

    Attributes:
        appointment: the function that it follows from; the grant then lasts as long as that function.
        power: the power or purpose under the law that was named: a value of its vocabulary of purposes.
        valid_from: when it began, for one of the past that is put on record now; None for this moment.
        valid_until: when it ends; None for no end.
    """

    person: uuid.UUID
    problem: uuid.UUID
    level: Level
    origin: Origin
    appointment: uuid.UUID | None = None
    reason: str = ""
    power: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None


@transaction.atomic
def give(*, municipality: uuid.UUID, orders: Iterable[Order]) -> list[Grant]:
    """Give what is ordered, in one statement, as the acting person; it begins at the database's own moment.

    The app's role cannot insert a grant: a function of the owner does, on the application's seal (grants.sql).

    Raises:
        ProgrammingError: who acts may not give that: an invitation without leading the problem, a purpose for
            someone else, a function that is not theirs.
    """
    made = [(uuid.uuid4(), order) for order in orders]
    if not made:
        return []
    text = json.dumps([_written(identifier, order) for identifier, order in made])
    proven = proof("access.give", str(municipality), text, backend=backend())
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, valid_from, valid_until FROM access_give(%s, %s, %s)", [text, *proven])
        times = {identifier: (begins, ends) for identifier, begins, ends in cursor.fetchall()}
    return [_as_given(municipality, identifier, order, *times[identifier]) for identifier, order in made]


def _written(identifier: uuid.UUID, order: Order) -> dict[str, str | int | None]:
    return {
        "id": str(identifier),
        "person": str(order.person),
        "problem": str(order.problem),
        "level": int(order.level),
        "origin": str(order.origin),
        "appointment": str(order.appointment) if order.appointment else None,
        "reason": order.reason,
        "power": order.power,
        "since": order.valid_from.isoformat() if order.valid_from else None,
        "until": order.valid_until.isoformat() if order.valid_until else None,
    }


def _as_given(
    municipality: uuid.UUID, identifier: uuid.UUID, order: Order, begins: datetime, ends: datetime | None
) -> Grant:
    given = Grant(
        id=identifier,
        municipality_id=municipality,
        person_id=order.person,
        problem=order.problem,
        level=order.level,
        origin=order.origin,
        appointment_id=order.appointment,
        reason=order.reason,
        power=order.power,
        valid_from=begins,
        valid_until=ends,
    )
    given._state.adding = False
    return given


@transaction.atomic
def grant_by_function(
    *, municipality: uuid.UUID, problems: Iterable[tuple[uuid.UUID, str]], appointments: Iterable[Appointment]
) -> int:
    """Give each appointment what its function hands out on each (problem, kind); return the number of grants."""
    pairs = [(problem, kind) for problem, kind in problems]
    orders = [
        Order(
            person=appointment.person_id,
            problem=problem,
            level=level,
            origin=Origin.FUNCTION,
            appointment=appointment.pk,
        )
        for appointment in appointments
        for problem, kind in pairs
        if (level := level_for(Function(appointment.function), kind)) is not None
    ]
    return len(give(municipality=municipality, orders=orders))


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
    """Give `person` a grant on `problem` and put it on the ledger.

    Raises:
        ProgrammingError: see `give`.
    """
    order = Order(
        person=person, problem=problem, level=level, origin=origin, reason=reason, power=power,
        valid_until=valid_until,
    )  # fmt: skip
    [made] = give(municipality=identity.municipality, orders=[order])
    made.granted_by_id = identity.person
    data: dict[str, str | int] = {"person": str(person), "level": int(level), "origin": str(origin)}
    ledger.append(
        municipality=identity.municipality,
        action="access:grant:given",
        subject=made.id,
        problem=problem,
        data=data | ({"power": power} if power else {}),
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
