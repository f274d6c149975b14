"""Managing people and their functions (TZ06): one transaction, one line on the ledger, one processing record."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.access.services import end_grants_of
from driehoek.ledger import services as ledger
from driehoek.ledger.activities import PEOPLE, in_force
from driehoek.ledger.versions import update_once
from driehoek.oversight import queries
from driehoek.parties.models import (
    Appointment,
    ContactStep,
    Function,
    Organisation,
    Person,
    Substitution,
)
from driehoek.parties.signals import appointed

SUBJECT = "https://driehoek.invalid/betrokkene/medewerker"


STEP_FIELDS: Final[tuple[str, ...]] = ("wait_days", "phone", "note")


class NotAllowed(Exception):
    """The act would leave the municipality without what it needs; the message says what to do first."""


@transaction.atomic
def appoint(
    *,
    identity: Identity,
    person: Person,
    organisation: Organisation,
    function: Function,
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
) -> Appointment:
    """Give a person a function; what the function hands out on running problems follows in the same act."""
    with _about(identity, "functie toekennen", person.pk):
        made = Appointment.objects.create(
            municipality_id=identity.municipality,
            person=person,
            organisation=organisation,
            function=function,
            valid_from=valid_from or timezone.now(),
            valid_until=valid_until,
        )
        _append(
            identity,
            "oversight:appointment:given",
            made.pk,
            {"person": str(person.pk), "function": str(function)},
        )
        appointed.send(sender=Appointment, appointment=made)
    return made


@transaction.atomic
def add_person(
    *,
    identity: Identity,
    email: str,
    name: str,
    organisation: Organisation,
    function: Function,
    valid_until: datetime | None = None,
) -> tuple[Person, bool]:
    """Appoint someone by e-mail address; a person who already has an account keeps it.

    Returns the person and whether the account is new. A new account has no password: the person sets one through
    the reset mail, so that no administrator ever knows it.
    """
    person = Person.objects.filter(email=email.strip().lower()).first()
    is_new = person is None
    if person is None:
        person = Person(email=email.strip().lower(), name=name.strip())
        person.set_unusable_password()
        person.save(force_insert=True)
    appoint(
        identity=identity,
        person=person,
        organisation=organisation,
        function=function,
        valid_until=valid_until,
    )
    return person, is_new


@transaction.atomic
def end_appointment(*, identity: Identity, appointment: Appointment, at: datetime | None = None) -> None:
    """End a function now or at a later moment; its grants end with it.

    Raises:
        NotAllowed: it is the last administrator.
    """
    running = Appointment.objects.filter(
        municipality=identity.municipality, function=Function.ADMIN, valid_until__isnull=True
    )
    if appointment.function == Function.ADMIN and not running.exclude(pk=appointment.pk).exists():
        raise NotAllowed("last-administrator")
    with _about(identity, "functie beëindigen", appointment.person_id):
        Appointment.objects.filter(pk=appointment.pk).update(valid_until=at or Now())
        end_grants_of(appointment=appointment, at=at)
        _append(
            identity, "oversight:appointment:ended", appointment.pk, {"person": str(appointment.person_id)}
        )


@transaction.atomic
def substitute(
    *, identity: Identity, principal: Person, by: Person, valid_from: datetime, valid_until: datetime
) -> Substitution:
    """Let one person stand in for another, from a moment until a moment."""
    with _about(identity, "vervanging regelen", principal.pk, by.pk):
        made = Substitution.objects.create(
            municipality_id=identity.municipality,
            principal=principal,
            substitute=by,
            valid_from=valid_from,
            valid_until=valid_until,
        )
        _append(
            identity,
            "oversight:substitution:given",
            made.pk,
            {"principal": str(principal.pk), "substitute": str(by.pk)},
        )
    return made


@transaction.atomic
def end_substitution(*, identity: Identity, substitution: Substitution) -> None:
    """End a substitution now; one that has not begun is taken away."""
    identifier = substitution.pk
    with _about(identity, "vervanging beëindigen", substitution.principal_id, substitution.substitute_id):
        if substitution.valid_from >= timezone.now():
            substitution.delete()
        else:
            Substitution.objects.filter(pk=substitution.pk).update(valid_until=Now())
        _append(identity, "oversight:substitution:ended", identifier, {})


@transaction.atomic
def add_organisation(*, identity: Identity, name: str, kind: str) -> Organisation:
    """Add a party that the municipality works with."""
    made = Organisation.objects.create(municipality_id=identity.municipality, name=name.strip(), kind=kind)
    _append(identity, "oversight:organisation:added", made.pk, {"kind": kind})
    return made


@transaction.atomic
def add_step(
    *,
    identity: Identity,
    organisation: Organisation,
    person: Person,
    wait_days: int = 1,
    phone: str = "",
    note: str = "",
) -> ContactStep:
    """Put a person at the end of a party's route.

    Args:
        identity: who arranges it.
        organisation: whose route.
        person: who is told.
        wait_days: working days before the next step is taken, at least 1.
        phone: how to ring them.
        note: when to ring whom.

    Raises:
        NotAllowed: the person does not work for that party or the municipality now, or is on the route already.
    """
    # Two people who add at once must not take the same place.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not queries.candidates(identity, organisation).filter(pk=person.pk).exists():
        raise NotAllowed("not-a-candidate")
    last = ContactStep.objects.filter(organisation=organisation).aggregate(last=Max("place"))["last"]
    with _about(identity, "contactroute uitbreiden", person.pk):
        made = ContactStep.objects.create(
            municipality_id=identity.municipality,
            organisation=organisation,
            place=(last or 0) + 1,
            person=person,
            wait_days=wait_days,
            phone=phone.strip(),
            note=note.strip(),
        )
        _append_step(made, "added", {"person": str(person.pk), "place": made.place})
    return made


@transaction.atomic
def change_step(
    *, identity: Identity, step: ContactStep, version: int, values: dict[str, str | int]
) -> list[str]:
    """Change how long a step waits, its phone number or note; return the names of what changed.

    Args:
        identity: who changes it.
        step: the step as it is stored now.
        version: at which it was read.
        values: among `wait_days`, `phone` and `note`.

    Raises:
        VersionConflict: someone else changed or removed it since.
    """
    changed: list[str] = [
        name for name in STEP_FIELDS if name in values and getattr(step, name) != values[name]
    ]
    if not changed and step.version == version:
        return []
    here = ContactStep.objects.filter(municipality=identity.municipality)
    with _about(identity, "contactroute wijzigen", step.person_id):
        update_once(here, step, version, **{name: values[name] for name in changed})
        _append_step(step, "changed", {"fields": changed})
    return changed


@transaction.atomic
def move_step(*, identity: Identity, step: ContactStep, up: bool) -> bool:
    """Let a step trade places with the one before or after it; tell whether there was one."""
    here = Organisation.objects.filter(municipality=identity.municipality)
    here.select_for_update().get(pk=step.organisation_id)
    ordered = list(ContactStep.objects.filter(organisation=step.organisation_id).order_by("place"))
    where = next((number for number, one in enumerate(ordered) if one.pk == step.pk), None)
    if where is None:
        return False
    other = where - 1 if up else where + 1
    if not 0 <= other < len(ordered):
        return False
    first, second = ordered[where], ordered[other]
    first.place, second.place = second.place, first.place
    ContactStep.objects.bulk_update([first, second], ["place"])
    _append_step(first, "moved", {"place": first.place})
    return True


@transaction.atomic
def remove_step(*, identity: Identity, step: ContactStep) -> None:
    """Take a step off a route; what it was used for before stays in the notices and on the ledger."""
    with _about(identity, "contactroute inkorten", step.person_id):
        _append_step(step, "removed", {"person": str(step.person_id), "place": step.place})
        ContactStep.objects.filter(pk=step.pk).delete()


def _about(identity: Identity, name: str, *people: uuid.UUID) -> ledger.Processing:
    return ledger.processing(
        municipality=identity.municipality,
        name=name,
        activity=in_force(identity.municipality, PEOPLE),
        subjects=[(SUBJECT, str(person)) for person in people],
    )


def _append(identity: Identity, action: str, subject: uuid.UUID, data: ledger.EventData) -> None:
    ledger.append(municipality=identity.municipality, action=action, subject=subject, data=data)


def _append_step(step: ContactStep, verb: str, data: dict[str, str | int | list[str]]) -> None:
    ledger.append(
        municipality=step.municipality_id,
        action=f"oversight:contact_step:{verb}",
        subject=step.pk,
        data={"organisation": str(step.organisation_id), **data},
    )
