"""What the administrator and the data-protection officer look at."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.access.models import Grant, Origin
from driehoek.deadlines.routes import Directory
from driehoek.ledger.models import Event, Root
from driehoek.parties.models import (
    Appointment,
    ContactStep,
    Organisation,
    OrganisationKind,
    Person,
    Substitution,
)
from driehoek.problems.purposes import power_words

PAGE = 50


def people(identity: Identity) -> QuerySet[Person]:
    """Return everyone with an appointment here, with those appointments, in two queries."""
    here = Appointment.objects.filter(municipality=identity.municipality).select_related("organisation")
    return (
        Person.objects.filter(pk__in=here.values("person"))
        .prefetch_related(Prefetch("appointments", queryset=here.order_by("-valid_from"), to_attr="here"))
        .order_by("name")
    )


def appointment(identity: Identity, identifier: uuid.UUID) -> Appointment | None:
    """Return an appointment in the municipality."""
    return (
        Appointment.objects.filter(municipality=identity.municipality, pk=identifier)
        .select_related("person", "organisation")
        .first()
    )


def organisations(identity: Identity) -> QuerySet[Organisation]:
    """Return the parties that the municipality works with."""
    return Organisation.objects.filter(municipality=identity.municipality, ended_at=None)


def substitutions(identity: Identity) -> QuerySet[Substitution]:
    """Return the running and coming substitutions."""
    return (
        Substitution.objects.filter(municipality=identity.municipality, valid_until__gt=Now())
        .select_related("principal", "substitute")
        .order_by("valid_from")
    )


@dataclass(frozen=True)
class Opening:
    """One time that a dossier was opened with a stated purpose or in an emergency."""

    when: datetime
    person: str
    problem: uuid.UUID
    reason: str
    emergency: bool
    running: bool
    power: str = ""


def openings(identity: Identity, *, before: datetime | None = None) -> list[Opening]:
    """Return who opened dossiers with a purpose or in an emergency, newest first; never what is in them."""
    found = Grant.objects.filter(
        municipality=identity.municipality, origin__in=[Origin.PURPOSE, Origin.EMERGENCY]
    ).select_related("person")
    if before:
        found = found.filter(valid_from__lt=before)
    moment = found.annotate(now=Now())
    return [
        Opening(
            when=grant.valid_from,
            person=grant.person.name,
            problem=grant.problem,
            reason=grant.reason,
            emergency=grant.origin == Origin.EMERGENCY,
            running=bool(grant.valid_until and grant.valid_until > grant.now),
            power=power_words(grant.power),
        )
        for grant in moment.order_by("-valid_from")[:PAGE]
    ]


@dataclass(frozen=True)
class ChainState:
    """The end of the chain, its last signed root, and the faults that the database finds in it."""

    events: int
    root: Root | None
    faults: list[tuple[int, str]]


def chain_state(identity: Identity) -> ChainState:
    """Walk the municipality's chain inside the database; reads no event's content."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequence, fault FROM ledger_faults(%s)", [identity.municipality])
        faults = [(int(sequence), str(fault)) for sequence, fault in cursor.fetchall()]
        cursor.execute("SELECT sequence FROM ledger_head WHERE municipality_id = %s", [identity.municipality])
        row = cursor.fetchone()
    root = Root.objects.filter(municipality=identity.municipality).order_by("-sequence").first()
    return ChainState(events=int(row[0]) if row else 0, root=root, faults=faults)


def recent_events(
    identity: Identity, *, before: int | None = None
) -> tuple[list[Event], dict[uuid.UUID, str]]:
    """Return what the reader may see of the ledger, newest first, with the names of those who acted."""
    found = Event.objects.filter(municipality=identity.municipality)
    if before:
        found = found.filter(Q(sequence__lt=before))
    rows = list(found.order_by("-sequence")[:PAGE])
    names = dict(
        Person.objects.filter(pk__in={row.actor for row in rows if row.actor}).values_list("pk", "name")
    )
    return rows, names


@dataclass(frozen=True)
class StepNow:
    """A step of a route with who is reached on it at this moment.

    Attributes:
        step: the step as it is arranged.
        reached: the name of who is told now; empty when nobody is.
        stands_in: whether that is somebody else, who stands in.
    """

    step: ContactStep
    reached: str
    stands_in: bool


def organisations_with_routes(identity: Identity) -> QuerySet[Organisation]:
    """Return the parties with the number of steps of each route; one query."""
    return organisations(identity).annotate(steps=Count("contact_steps")).order_by("name")


def step_of(identity: Identity, identifier: uuid.UUID) -> ContactStep | None:
    """Return a step of a route in the municipality."""
    return (
        ContactStep.objects.filter(municipality=identity.municipality, pk=identifier)
        .select_related("organisation", "person")
        .first()
    )


def route_now(identity: Identity, organisation: Organisation) -> tuple[list[StepNow], str]:
    """Return the steps of a route with who is reached now, and the advisers who come last."""
    directory = Directory(municipality=identity.municipality, deadlines=(), now=timezone.now())
    steps = ContactStep.objects.filter(municipality=identity.municipality, organisation=organisation)
    found = [_step_now(step, directory) for step in steps.select_related("person").order_by("place")]
    reached = (directory.reached(person) for person in directory.advisers)
    names = [directory.names[person] for person in dict.fromkeys(reached) if person is not None]
    return found, ", ".join(names)


def _step_now(step: ContactStep, directory: Directory) -> StepNow:
    person = directory.reached(step.person_id)
    name = directory.names[person] if person is not None else ""
    return StepNow(step, name, stands_in=person is not None and person != step.person_id)


def candidates(identity: Identity, organisation: Organisation) -> QuerySet[Person]:
    """Return who can stand on a route: who works now for that party or for the municipality, and is not on it."""
    here = Appointment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=Now()),
        Q(organisation=organisation) | Q(organisation__kind=OrganisationKind.MUNICIPALITY),
        municipality=identity.municipality,
        valid_from__lte=Now(),
    )
    on_it = ContactStep.objects.filter(organisation=organisation).values("person")
    return Person.objects.filter(pk__in=here.values("person"), is_active=True).exclude(pk__in=on_it)


def last_change(subject: uuid.UUID) -> tuple[str, datetime] | None:
    """Return who changed something last and when, for the person whose own change came too late."""
    event = Event.objects.filter(subject=subject).order_by("-sequence").first()
    if event is None:
        return None
    person = Person.objects.filter(pk=event.actor).first() if event.actor else None
    return (person.name if person else "Driehoek"), event.at
