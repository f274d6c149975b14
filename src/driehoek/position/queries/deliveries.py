"""Every read about deliveries; all of it begins at `deliveries_of`."""

from __future__ import annotations

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.position.models import Agreement, AgreementState, Delivery, DeliveryState, Item
from driehoek.position.queries.ratings import rated
from driehoek.position.queries.walls import items_readable, of_own, readable

RECENT = 8
SOON = 40


def deliveries_of(identity: Identity) -> QuerySet[Delivery]:
    """Return the deliveries that a reader may see: a supplier sees its own organisation's."""
    return Delivery.objects.filter(readable(identity)).select_related(
        "agreement__need", "agreement__contact", "supplier", "theme", "deadline", "problem", "received_by"
    )


def with_items(identity: Identity, rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Add to each delivery `seen_items`: its items as far as the reader may see them, with their ratings."""
    items = Item.objects.filter(items_readable(identity)).prefetch_related(rated()).order_by("received_at")
    return rows.prefetch_related(Prefetch("items", to_attr="seen_items", queryset=items))


def expected_of(identity: Identity, agreement: Agreement, limit: int = RECENT) -> list[Delivery]:
    """Return what is expected under an agreement, the first due on top; the late ones are among them."""
    expected = deliveries_of(identity).filter(agreement=agreement, state=DeliveryState.EXPECTED)
    return list(expected.order_by("deadline__due_at", "id")[:limit])


def last_of(identity: Identity, agreement: Agreement) -> list[Delivery]:
    """Return the last deliveries that came under an agreement, with their items; three queries."""
    received = deliveries_of(identity).filter(agreement=agreement, state=DeliveryState.RECEIVED)
    return list(with_items(identity, received).order_by("-received_at")[:RECENT])


def asked_of_own(identity: Identity) -> list[Delivery]:
    """Return what is expected of the reader's organisations, what is late first; one query."""
    expected = deliveries_of(identity).filter(of_own(identity), state=DeliveryState.EXPECTED)
    running = expected.filter(
        Q(agreement__state=AgreementState.ACTIVE) | Q(deadline__due_at__lt=timezone.now())
    )
    return list(running.order_by(F("deadline__due_at").asc(nulls_last=True), "id")[:SOON])
