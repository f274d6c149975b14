"""Every read about agreements; all of it begins at `agreements_of`."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.deadlines.recurrence import Rhythm
from driehoek.ledger.models import Event
from driehoek.parties.models import Appointment, ContactStep, Organisation, Person
from driehoek.position.models import (
    Agreement,
    AgreementState,
    DeliveryState,
    Need,
)
from driehoek.position.queries.walls import TWICE, about_visible, of_exercises, or_under, readable
from driehoek.web.paging import PAGE, cut

HISTORY = 50


@dataclass(frozen=True)
class AgreementFilter:
    """What the list of agreements can be narrowed to; None and False mean all."""

    state: AgreementState | None = AgreementState.ACTIVE
    theme: uuid.UUID | None = None
    partner: uuid.UUID | None = None
    training: bool = False
    personal_data: bool = False


def agreements_of(identity: Identity) -> QuerySet[Agreement]:
    """Return the agreements that a reader may see: a supplier sees its own organisation's.

    Whoever is named as contact or substitute sees the agreement too, whatever organisation they work for.
    """
    named = Q(contact__in=identity.persons) | Q(substitute__in=identity.persons)
    seen = readable(identity) | (Q(municipality=identity.municipality) & about_visible(identity) & named)
    return Agreement.objects.filter(seen).select_related(
        "need__theme", "supplier", "contact", "substitute", "problem", "made_by"
    )


def resting_words(identity: Identity, agreements: list[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    """Return title and address of agreements that rest on a covenant, as far as the reader may see them."""
    rows = agreements_of(identity).filter(pk__in=agreements).values_list("pk", "what")
    return {key: (what, reverse("position:agreement", args=[key])) for key, what in rows}


def mark_next(agreements: Sequence[Agreement]) -> None:
    """Note on each agreement when its next delivery is due, `next_due`, and whether one is `late`; one query."""
    now = timezone.now()
    open_ones = Deadline.objects.filter(
        delivery__agreement__in=[one.pk for one in agreements],
        delivery__state=DeliveryState.EXPECTED,
        state=DeadlineState.OPEN,
    ).order_by()
    found = {
        row["delivery__agreement"]: row
        for row in open_ones.values("delivery__agreement").annotate(
            due=Min("due_at"), late_after=Min("late_after")
        )
    }
    for one in agreements:
        row = found.get(one.pk)
        one.next_due = row["due"] if row else None  # type: ignore[attr-defined]
        one.late = row is not None and row["late_after"] < now  # type: ignore[attr-defined]


def agreement_list(
    identity: Identity, chosen: AgreementFilter, *, after: uuid.UUID | None = None
) -> tuple[list[Agreement], bool]:
    """Return a page of agreements by supplier and name, and whether there are more.

    `after` is the last agreement of the page before; its names are looked up, so that no name is in an address.
    """
    rows = narrowed(identity, chosen)
    last = agreements_of(identity).filter(pk=after).first() if after else None
    if last is not None:
        name = last.supplier.name
        rows = rows.filter(
            Q(supplier__name__gt=name)
            | Q(supplier__name=name, what__gt=last.what)
            | Q(supplier__name=name, what=last.what, id__gt=last.pk)
        )
    found, more = cut(rows.order_by("supplier__name", "what", "id")[: PAGE + 1])
    mark_next(found)
    return found, more


def narrowed(identity: Identity, chosen: AgreementFilter) -> QuerySet[Agreement]:
    """Return the agreements that a choice leaves for this reader, not marked yet."""
    rows = agreements_of(identity).filter(of_exercises(chosen.training))
    if chosen.state:
        rows = rows.filter(state=chosen.state)
    if chosen.theme:
        rows = rows.filter(or_under("need__theme", chosen.theme))
    if chosen.partner:
        rows = rows.filter(supplier=chosen.partner)
    return rows.filter(personal_data=True) if chosen.personal_data else rows


def overlapping(identity: Identity, need: Need, supplier: Organisation) -> Agreement | None:
    """Return a running agreement about the same need with the same supplier, or None; a request is none."""
    running = agreements_of(identity).filter(need=need, supplier=supplier, state=AgreementState.ACTIVE)
    return running.exclude(rhythm=Rhythm.ONCE).first()


def just_made(identity: Identity, need: Need, supplier: Organisation, what: str) -> Agreement | None:
    """Return the same agreement from the same hand of a few minutes ago, when a form is sent twice."""
    made = agreements_of(identity).filter(need=need, supplier=supplier, what=what.strip())
    return made.filter(made_by=identity.person, made_at__gte=timezone.now() - TWICE).first()


@dataclass(frozen=True)
class Line:
    """One thing that happened to an agreement: when, which event with which data, and who did it."""

    at: datetime
    action: str
    fields: list[str]
    who: str


def history_of(agreement: Agreement) -> list[Line]:
    """Return what happened to an agreement, newest first, from the ledger; two queries."""
    events = list(
        Event.objects.filter(
            municipality=agreement.municipality_id,
            subject=agreement.pk,
            action__startswith="position:agreement:",
        ).order_by("-sequence")[:HISTORY]
    )
    names = dict(
        Person.objects.filter(pk__in={one.actor for one in events if one.actor}).values_list("pk", "name")
    )
    return [
        Line(
            at=one.at,
            action=one.action,
            fields=json.loads(one.data).get("fields", []),
            who=names.get(one.actor, "Driehoek") if one.actor else "Driehoek",
        )
        for one in events
    ]


def last_change(thing: Agreement | Need) -> tuple[str, datetime] | None:
    """Return who changed an agreement or a need last, and when, for whom their own change came too late."""
    event = (
        Event.objects.filter(
            municipality=thing.municipality_id, subject=thing.pk, action__startswith="position:"
        )
        .order_by("-sequence")
        .first()
    )
    if event is None:
        return None
    person = Person.objects.filter(pk=event.actor).first() if event.actor else None
    return (person.name if person else "Driehoek"), event.at


def people_of(identity: Identity, supplier: Organisation | None) -> QuerySet[Person]:
    """Return who works for a supplier now, or for any organisation here when none is named."""
    held = Appointment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=timezone.now()),
        municipality=identity.municipality,
        valid_from__lte=timezone.now(),
    )
    if supplier is not None:
        held = held.filter(organisation=supplier)
    return Person.objects.filter(pk__in=held.values("person"), is_active=True).order_by("name")


def organisations_of_people(identity: Identity) -> dict[uuid.UUID, list[str]]:
    """Return for each person the names of the organisations they work for here; one query."""
    found: dict[uuid.UUID, list[str]] = {}
    held = Appointment.objects.filter(municipality=identity.municipality).order_by("organisation__name")
    for person, name in held.values_list("person", "organisation__name").distinct():
        found.setdefault(person, []).append(name)
    return found


def route_of(identity: Identity, supplier: Organisation) -> list[ContactStep]:
    """Return the contact route of a supplier, in order; whom to ring outside the rhythm."""
    steps = ContactStep.objects.filter(municipality=identity.municipality, organisation=supplier)
    return list(steps.select_related("person").order_by("place"))
