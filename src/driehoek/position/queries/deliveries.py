"""Every read about deliveries; all of it begins at `deliveries_of`."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.deadlines.models import DeadlineState
from driehoek.position.models import Agreement, Delivery, DeliveryState, Item
from driehoek.position.queries.ratings import rated
from driehoek.position.queries.walls import items_readable, of_own, readable

RECENT = 8
SOON = 20


def deliveries_of(identity: Identity) -> QuerySet[Delivery]:
    """Return the deliveries that a reader may see: a supplier sees its own organisation's."""
    return Delivery.objects.filter(readable(identity)).select_related(
        "agreement__need", "agreement__contact", "supplier", "theme", "deadline", "problem", "received_by"
    )


def with_items(identity: Identity, rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Add to each delivery `seen_items`: its items as far as the reader may see them, with their ratings."""
    items = (
        Item.objects.filter(items_readable(identity))
        .select_related("supplier", "theme", "delivery__deadline")
        .prefetch_related(rated())
        .order_by("received_at")
    )
    return rows.prefetch_related(Prefetch("items", to_attr="seen_items", queryset=items))


def expected_of(identity: Identity, agreement: Agreement, limit: int = RECENT) -> list[Delivery]:
    """Return what is expected under an agreement, the first due on top; the late ones are among them."""
    expected = deliveries_of(identity).filter(agreement=agreement, state=DeliveryState.EXPECTED)
    return list(expected.order_by("deadline__due_at", "id")[:limit])


def last_of(identity: Identity, agreement: Agreement) -> list[Delivery]:
    """Return the last deliveries that came under an agreement, with their items; three queries."""
    received = deliveries_of(identity).filter(agreement=agreement, state=DeliveryState.RECEIVED)
    return list(with_items(identity, received).order_by("-received_at")[:RECENT])


def last_source(identity: Identity, agreement: Agreement) -> str:
    """Return the source that was named with the last item under an agreement; empty when none was."""
    items = Item.objects.filter(items_readable(identity), delivery__agreement=agreement).exclude(source="")
    return items.order_by("-received_at").values_list("source", flat=True).first() or ""


def asked_of_own(identity: Identity) -> tuple[list[Delivery], list[Delivery]]:
    """Return what is late from the reader's organisations, and the next delivery of each agreement; three queries.

    The deadline is of the same organisation, and on it lies the index of what is open.
    """
    now = timezone.now()
    own = (
        of_own(identity)
        & of_own(identity, "deadline__organisation")
        & Q(state=DeliveryState.EXPECTED, deadline__state=DeadlineState.OPEN)
    )
    expected = deliveries_of(identity).filter(own)
    late = expected.filter(deadline__late_after__lt=now).order_by("deadline__due_at", "id")
    to_come = Delivery.objects.filter(readable(identity) & own, deadline__late_after__gte=now)
    # Read apart: beside the other tables the planner would take every delivery there is for a candidate.
    first_of_each = (
        to_come.order_by("agreement_id", "deadline__due_at", "id")
        .distinct("agreement_id")
        .values_list("deadline__due_at", "pk")
    )
    soonest = [pk for _due, pk in sorted(first_of_each)[:SOON]]
    coming = deliveries_of(identity).filter(pk__in=soonest).order_by("deadline__due_at", "id")
    return list(late[:SOON]), list(coming)
