"""What the asking and receiving side reads: its own requests, what it received, and who of it read what.

Everything begins at the visible rows (`queries.requests`, `queries.provisions`); row-level security decides again.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Now

from driehoek.access.identity import Identity
from driehoek.exchange.models import (
    Detail,
    Part,
    PlannedPower,
    PlannedState,
    Provision,
    ProvisionState,
    Request,
    RequestState,
)
from driehoek.exchange.parties import home_of
from driehoek.exchange.queries import planned
from driehoek.exchange.queries import provisions as given
from driehoek.exchange.queries import requests as asked
from driehoek.problems.models import Problem
from driehoek.web.paging import Cursor, page_of

SHOWN: Final = 5
# From the headline to the extract.
ORDER: Final = Case(
    *(When(detail=detail, then=Value(place)) for place, detail in enumerate(Detail)),
    output_field=IntegerField(),
)
ANSWERED: Final = (RequestState.GRANTED, RequestState.PART, RequestState.REFUSED)
CHOSEN: Final[dict[str, Q]] = {
    "": Q(),
    "nieuw": Q(state=ProvisionState.RELEASED, received_at=None),
    "teruggetrokken": Q(state=ProvisionState.RECALLED),
    "verlopen": Q(state=ProvisionState.EXPIRED),
}


def own_requests(identity: Identity) -> QuerySet[Request]:
    """Return what the reader's own organisation asked."""
    found = asked.requests(identity).filter(from_organisation__in=home_of(identity))
    return found.select_related(
        "to_organisation", "from_organisation", "theme", "problem__theme", "made_by", "received_by"
    )


def own_request(identity: Identity, request: uuid.UUID) -> Request | None:
    """Return one request of the reader's own organisation."""
    return own_requests(identity).filter(pk=request).first()


def page_of_requests(
    identity: Identity, *, states: Sequence[str] = (), after: Cursor | None = None
) -> tuple[list[Request], bool]:
    """Return a page of own requests, the newest first, and whether more follows."""
    found = own_requests(identity)
    return page_of(found.filter(state__in=states) if states else found, "made_at", after)


def received(identity: Identity) -> QuerySet[Provision]:
    """Return what the reader's side received, as far as it knows of it."""
    return given.received(identity).select_related("giver", "recipient", "theme", "problem", "received_by")


def received_one(identity: Identity, provision: uuid.UUID) -> Provision | None:
    """Return one provision that the reader's side received."""
    return received(identity).filter(pk=provision).first()


def page_of_received(
    identity: Identity, chosen: str, *, after: Cursor | None = None
) -> tuple[list[Provision], bool]:
    """Return a page of what was received, the newest first, and whether more follows."""
    return page_of(received(identity).filter(CHOSEN[chosen]), "known_from", after)


def provisions_of_request(identity: Identity, request: Request) -> list[Provision]:
    """Return what was given on a request, the oldest first."""
    return list(received(identity).filter(request=request).order_by("known_from", "id"))


def readable_parts(identity: Identity, provision: Provision) -> QuerySet[Part]:
    """Return the texts of a received provision that are free now, without the texts themselves."""
    if provision.state != ProvisionState.RELEASED or provision.recipient_id not in identity.organisations:
        return Part.objects.none()
    free = Q(embargo_until=None) | Q(embargo_until__lte=Now())
    found = Part.objects.filter(
        free, provision=provision, let_go_at__lte=Now(), destroyed_at=None, body__isnull=False
    )
    # What is deferred is read when a text is opened, and only then.
    return (
        found.select_related("provision__giver", "provision__recipient")
        .defer("body", "nonce")
        .order_by(ORDER)
    )


def passed_on(identity: Identity, provision: Provision) -> QuerySet[Provision]:
    """Return what the reader's own side passed on of what it received."""
    found = Provision.objects.filter(onward_of=provision, giver__in=home_of(identity))
    return found.select_related("recipient").order_by("-made_at")


def planned_powers_for(identity: Identity, provision: Provision) -> QuerySet[PlannedPower]:
    """Return the planned powers for which a provision can have been used: those about the same, not dropped."""
    found = planned.planned_powers(identity).exclude(state=PlannedState.DROPPED)
    same = Q(problem=provision.problem_id) if provision.problem_id else Q(theme=provision.theme_id)
    return found.filter(same).order_by("-made_at")


@dataclass(frozen=True)
class Waiting:
    """What waits for the reader as receiver: provisions to confirm, answers to confirm, drafts to finish."""

    provisions: list[Provision] = field(default_factory=list)
    answers: list[Request] = field(default_factory=list)
    drafts: list[Request] = field(default_factory=list)


def waiting(identity: Identity) -> Waiting:
    """Return what waits for the reader's side, what cannot wait first; three questions, however much there is."""
    unread = received(identity).filter(CHOSEN["nieuw"]).order_by("-urgent", "known_from")[:SHOWN]
    own = own_requests(identity)
    provisions = list(unread)
    with_something = {one.request_id for one in provisions}
    answers = own.filter(state__in=ANSWERED, received_at=None).order_by("answered_at")[:SHOWN]
    drafts = own.filter(state=RequestState.DRAFT).order_by("-made_at")[:SHOWN]
    return Waiting(
        # An answer that brought something is confirmed there.
        provisions=provisions,
        answers=[one for one in answers if one.pk not in with_something],
        drafts=list(drafts),
    )


def asked_of_us(identity: Identity) -> tuple[int, int, int]:
    """Return how many requests wait for an answer of the reader's side, how many are urgent, how many late."""
    found = asked.inbox(identity).order_by()
    counted = found.aggregate(
        all=Count("pk"),
        urgent=Count("pk", filter=Q(urgent=True)),
        late=Count("pk", filter=Q(due_at__lt=Now())),
    )
    return counted["all"], counted["urgent"], counted["late"]


def planned_for_us(identity: Identity) -> list[PlannedPower]:
    """Return the planned powers that wait for an answer of the reader's side, the soonest end of term first."""
    return list(planned.waiting_for(identity)[:SHOWN])


def about_problem(identity: Identity, problem: Problem) -> tuple[list[Request], list[Provision]]:
    """Return the last own requests and received provisions about a problem."""
    requests = own_requests(identity).filter(problem=problem).order_by("-made_at", "-id")[:SHOWN]
    provisions = received(identity).filter(problem=problem).order_by("-known_from", "-id")[:SHOWN]
    return list(requests), list(provisions)
