"""Every read about items and what their readers did with them; all of it begins at `items_of`."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.parties.models import Organisation
from driehoek.position.models import Item, Reading
from driehoek.position.queries.walls import TWICE, items_readable, of_exercises, of_own, or_under
from driehoek.problems.models import Problem
from driehoek.problems.queries import visible_to
from driehoek.web.paging import Cursor, page_of

RECENT = 8


class Seen(models.TextChoices):
    """What the reader did with an item."""

    ALL = "alles", _("Alles")
    NEW = "nieuw", _("Nog niet gezien")
    UNRATED = "zonder-oordeel", _("Nog geen oordeel van u")


@dataclass(frozen=True)
class ItemFilter:
    """What the list of items can be narrowed to; None means all."""

    seen: Seen = Seen.ALL
    theme: uuid.UUID | None = None
    partner: uuid.UUID | None = None
    training: bool = False


def items_of(identity: Identity) -> QuerySet[Item]:
    """Return the items that a reader may see."""
    return Item.objects.filter(items_readable(identity)).select_related(
        "supplier",
        "theme",
        "problem",
        "provided_by",
        "delivery__deadline",
        "delivery__agreement__need",
    )


def item_list(
    identity: Identity, chosen: ItemFilter, *, after: Cursor | None = None
) -> tuple[list[Item], bool]:
    """Return a page of items, the last received first, each with `mine`: what the reader did; two queries."""
    rows = items_of(identity).filter(of_exercises(chosen.training))
    if chosen.seen != Seen.ALL:
        mine = Reading.objects.filter(item=OuterRef("pk"), person=identity.person)
        if chosen.seen == Seen.NEW:
            mine = mine.filter(Q(opened_at__isnull=False) | Q(acknowledged_at__isnull=False))
        else:
            mine = mine.exclude(verdict="")
        rows = rows.filter(~Exists(mine))
    if chosen.theme:
        rows = rows.filter(or_under("theme", chosen.theme))
    if chosen.partner:
        rows = rows.filter(supplier=chosen.partner)
    own = Reading.objects.filter(person=identity.person)
    return page_of(
        rows.prefetch_related(Prefetch("readings", to_attr="mine", queryset=own)), "received_at", after
    )


def readings_of(item: Item) -> list[Reading]:
    """Return what every reader did with an item, the first to open it on top; one query."""
    return list(
        Reading.objects.filter(item=item).select_related("person").order_by("opened_at", "person__name")
    )


def rated_of_own(identity: Identity) -> list[Reading]:
    """Return the last ratings of what the reader's organisations delivered; one query."""
    items = Item.objects.filter(items_readable(identity) & of_own(identity))
    ratings = Reading.objects.filter(of_own(identity), municipality=identity.municipality, item__in=items)
    return list(ratings.exclude(verdict="").select_related("item", "person").order_by("-rated_at")[:RECENT])


def just_sent(identity: Identity, supplier: Organisation, title: str, text: str) -> Item | None:
    """Return the same message from the same hand of a few minutes ago, when a form is sent twice."""
    return (
        items_of(identity)
        .filter(
            supplier=supplier,
            provided_by=identity.person,
            title=title.strip(),
            text=text,
            received_at__gte=timezone.now() - TWICE,
        )
        .first()
    )


def running_problems(identity: Identity) -> QuerySet[Problem]:
    """Return the running problems that an item can be about."""
    return visible_to(identity).exclude(status="closed").order_by("number")
