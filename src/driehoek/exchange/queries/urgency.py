"""Who is rung about something that cannot wait, who confirmed, and how the next one is reached by hand (OM08).

The giving side does not read the receiver's route of contacts by itself; for what it gave at night it may.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from driehoek.access.identity import Identity, acting_as_system
from driehoek.deadlines.ladder import RouteStep, route_of
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.exchange.models import Provision, Request
from driehoek.exchange.services.sides import require_side
from driehoek.exchange.services.urgency import RECEIPT, URGENT
from driehoek.parties.models import ContactStep


@dataclass(frozen=True)
class Contact:
    """Someone who can be rung by hand."""

    name: str
    phone: str
    note: str


@dataclass(frozen=True)
class Ringing:
    """How it stands with something that rings.

    Attributes:
        due_at: until when the first one had.
        open: whether it still rings; `confirmed_at` says when someone confirmed.
        steps: who was told when, and who is next.
        contacts: who can be rung by hand, in order; only those with a number.
    """

    due_at: datetime
    open: bool
    confirmed_at: datetime | None
    steps: list[RouteStep]
    contacts: list[Contact]


def ringing(identity: Identity, thing: Request | Provision) -> Ringing | None:
    """Return how it stands with an urgent request or provision of the reader's own side; None when nothing rang.

    Raises:
        PermissionDenied: for who does not take part for the asking or giving side.
    """
    if not thing.urgent:
        return None
    if isinstance(thing, Request):
        require_side(identity, thing.from_organisation_id)
        kind, organisation = URGENT, thing.to_organisation_id
    else:
        require_side(identity, thing.giver_id)
        kind, organisation = RECEIPT, thing.recipient_id
    with acting_as_system(municipality=identity.municipality):
        deadline = Deadline.objects.filter(kind=kind, subject=thing.pk).first()
        if deadline is None:
            return None
        rows = ContactStep.objects.filter(
            municipality=identity.municipality, organisation=organisation
        ).exclude(phone="")
        return Ringing(
            due_at=deadline.due_at,
            open=deadline.state == DeadlineState.OPEN,
            confirmed_at=deadline.met_at,
            steps=route_of(identity, deadline),
            contacts=[
                Contact(one.person.name, one.phone, one.note)
                for one in rows.select_related("person").order_by("place")
            ],
        )
