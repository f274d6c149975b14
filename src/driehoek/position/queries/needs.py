"""Every read about needs; all of it begins at `needs_of`."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.deadlines.models import DeadlineState
from driehoek.parties.models import Organisation
from driehoek.position.models import (
    Agreement,
    AgreementState,
    Delivery,
    DeliveryState,
    Item,
    Need,
    NeedState,
)
from driehoek.position.queries.ratings import rated
from driehoek.position.queries.walls import TWICE, items_readable, of_exercises, or_under, readable
from driehoek.problems.models import Theme
from driehoek.web.paging import Cursor, page_of

RECENT = 8


class Standing(models.TextChoices):
    """What a list of needs can be narrowed to."""

    RUNNING = "loopt", _("Alles")
    NOT_AGREED = "niet-afgesproken", _("Nog niet afgesproken")
    AGREED = "afgesproken", _("Afgesproken")
    LATE = "te-laat", _("Te laat")
    BARRED = "mag-niet", _("Mag niet van de wet")
    ENDED = "niet-meer-nodig", _("Niet meer nodig")


@dataclass(frozen=True)
class NeedFilter:
    """What the list of needs can be narrowed to; None means all."""

    standing: Standing = Standing.RUNNING
    theme: uuid.UUID | None = None
    partner: uuid.UUID | None = None
    training: bool = False


def needs_of(identity: Identity) -> QuerySet[Need]:
    """Return the needs that a reader may see: a supplier sees those that name its organisation."""
    return Need.objects.filter(readable(identity, "partner")).select_related(
        "theme", "partner", "problem", "stated_by"
    )


def mark_standing(needs: Sequence[Need]) -> None:
    """Note on each need whether it is `agreed`, and whether something is `late`; two queries, however many."""
    ids = [need.pk for need in needs]
    agreed = set(_agreed().filter(need__in=ids).values_list("need", flat=True))
    late = set(_late().filter(agreement__need__in=ids).values_list("agreement__need", flat=True))
    for need in needs:
        need.agreed, need.late = need.pk in agreed, need.pk in late  # type: ignore[attr-defined]


def need_list(
    identity: Identity, chosen: NeedFilter, *, after: Cursor | None = None
) -> tuple[list[Need], bool]:
    """Return a page of needs, newest first, each marked, and whether there are more; three queries."""
    found, more = page_of(narrowed(identity, chosen), "stated_at", after)
    mark_standing(found)
    return found, more


def narrowed(identity: Identity, chosen: NeedFilter) -> QuerySet[Need]:
    """Return the needs that a choice leaves for this reader, not marked yet."""
    rows = needs_of(identity).filter(_standing(chosen.standing), of_exercises(chosen.training))
    if chosen.theme:
        rows = rows.filter(or_under("theme", chosen.theme))
    if chosen.partner:
        supplied = Agreement.objects.filter(need=OuterRef("pk"), supplier=chosen.partner)
        rows = rows.filter(Q(partner=chosen.partner) | Exists(supplied))
    return rows


def _agreed() -> QuerySet[Agreement]:
    return Agreement.objects.filter(state=AgreementState.ACTIVE).order_by()


def _late() -> QuerySet[Delivery]:
    # The state of the deadline is named too: on it lies the index of what is open and late.
    return Delivery.objects.filter(
        state=DeliveryState.EXPECTED,
        deadline__state=DeadlineState.OPEN,
        deadline__late_after__lt=timezone.now(),
    ).order_by()


def just_stated(identity: Identity, sentence: str, theme: Theme) -> Need | None:
    """Return the same need from the same hand of a few minutes ago, when a form is sent twice."""
    return (
        needs_of(identity)
        .filter(
            sentence=sentence.strip(),
            theme=theme,
            stated_by=identity.person,
            stated_at__gte=timezone.now() - TWICE,
        )
        .first()
    )


def _standing(standing: Standing) -> Q:
    running = Q(state=NeedState.OPEN)
    return {
        Standing.RUNNING: running,
        Standing.NOT_AGREED: running & ~Q(pk__in=_agreed().values("need")),
        Standing.AGREED: running & Q(pk__in=_agreed().values("need")),
        Standing.LATE: running & Q(pk__in=_late().values("agreement__need")),
        Standing.BARRED: Q(state=NeedState.BARRED),
        Standing.ENDED: Q(state=NeedState.ENDED),
    }[standing]


def themes_of(identity: Identity) -> QuerySet[Theme]:
    """Return the themes that something can be about, by safety field."""
    return Theme.objects.filter(municipality=identity.municipality, ended_at=None).order_by("field", "name")


def partners_of(identity: Identity) -> QuerySet[Organisation]:
    """Return the organisations that can supply something, by name."""
    return Organisation.objects.filter(municipality=identity.municipality, ended_at=None).order_by("name")


@dataclass(frozen=True)
class WhatCame:
    """What came of a need.

    Attributes:
        agreements: all of them, those that run first.
        deliveries: the last that came or were due.
        items: the last that came, each with `ratings`: the readings of those who rated it.
    """

    agreements: list[Agreement]
    deliveries: list[Delivery]
    items: list[Item]


def what_came_of(identity: Identity, need: Need) -> WhatCame:
    """Return agreements, last deliveries and last items of a need; four queries whatever their number."""
    agreements = list(
        Agreement.objects.filter(readable(identity), need=need)
        .select_related("supplier")
        .order_by("state", "-made_at")
    )
    for agreement in agreements:
        agreement.need = need
    deliveries = Delivery.objects.filter(readable(identity), agreement__in=agreements).select_related(
        "deadline", "supplier", "agreement"
    )
    past = Q(state=DeliveryState.RECEIVED) | Q(
        state=DeliveryState.EXPECTED, deadline__due_at__lte=timezone.now()
    )
    items = (
        Item.objects.filter(items_readable(identity), delivery__agreement__in=agreements)
        .select_related("supplier", "theme", "delivery__deadline")
        .prefetch_related(rated())
        .order_by("-received_at")
    )
    return WhatCame(
        agreements=agreements,
        deliveries=list(
            deliveries.filter(past).order_by(F("deadline__due_at").desc(nulls_last=True), "-received_at")[
                :RECENT
            ]
        ),
        items=list(items[:RECENT]),
    )
