"""Every read of publications; all of it begins at `visible_publications`."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from driehoek.access.identity import Identity
from driehoek.access.rules import CONTENTLESS, KEEPERS_OF_FIGURES, READERS_OF_FIGURES
from driehoek.areas.models import Area, AreaLevel
from driehoek.ledger.models import Event
from driehoek.parties.models import Function, Person
from driehoek.position.models import Delivery, DeliveryState, InfoKind, Item, Question, QuestionKind, Reading
from driehoek.position.queries.deliveries import deliveries_of
from driehoek.position.queries.items import items_of
from driehoek.position.queries.questions import waiting
from driehoek.position.queries.walls import of_own
from driehoek.position.words import READERS_OF_ITEMS
from driehoek.problems.models import Theme
from driehoek.publications.models import Audience, Draft, Edition, Publication, State
from driehoek.web.paging import Cursor, page_of

CONTENT: Final = tuple(function for function in Function if function not in CONTENTLESS)
AUDIENCES: Final[dict[Audience, tuple[Function, ...]]] = {
    Audience.MUNICIPALITY: READERS_OF_ITEMS,
    Audience.FIGURES: READERS_OF_FIGURES,
    Audience.EVERYONE: CONTENT,
}
UNFINISHED: Final = (State.DRAFT, State.OFFERED, State.CHECKED)
MOST_EXPECTED: Final = 30


def keeps(identity: Identity) -> bool:
    """Tell whether the reader writes and checks analyses: who keeps the figures."""
    return identity.holds(*KEEPERS_OF_FIGURES)


def audiences_of(identity: Identity) -> list[Audience]:
    """Return the audiences that the reader belongs to."""
    return [audience for audience, functions in AUDIENCES.items() if identity.holds(*functions)]


def visible_publications(identity: Identity) -> QuerySet[Publication]:
    """Return what `identity` may know of: what is out and meant for them; for keepers drafts too."""
    found = Publication.objects.filter(municipality=identity.municipality).select_related("theme", "author")
    if keeps(identity):
        return found
    return found.filter(number__gt=0, audience__in=audiences_of(identity))


def out(
    identity: Identity, *, theme: uuid.UUID | None = None, after: Cursor | None = None
) -> tuple[list[Publication], bool]:
    """Return a page of what is out, the newest first, and whether there is more; one query."""
    rows = visible_publications(identity).filter(number__gt=0)
    if theme:
        rows = rows.filter(Q(theme=theme) | Q(theme__parent=theme) | Q(theme__parent__parent=theme))
    return page_of(rows, "published_at", after)


def out_since(identity: Identity, moment: datetime, *, limit: int) -> list[Publication]:
    """Return what came out since `moment` and was not withdrawn, the newest first, at most `limit`."""
    rows = visible_publications(identity).filter(number__gt=0, published_at__gte=moment)
    return list(rows.exclude(state=State.WITHDRAWN).order_by("-published_at", "-id")[:limit])


def in_the_making(identity: Identity) -> list[Publication]:
    """Return the versions that are being made, for who keeps figures; the newest first (at most a page)."""
    if not keeps(identity):
        return []
    rows = visible_publications(identity).filter(state__in=UNFINISHED).select_related("draft")
    return list(rows.order_by("-started_at")[:MOST_EXPECTED])


def themes_with(identity: Identity) -> list[Theme]:
    """Return the themes of what is out, for narrowing the list."""
    used = visible_publications(identity).filter(number__gt=0).order_by().values("theme")
    return list(Theme.objects.filter(municipality=identity.municipality, pk__in=used).order_by("name"))


def find(identity: Identity, publication: uuid.UUID) -> Publication | None:
    """Return one visible publication."""
    rows = visible_publications(identity).select_related(
        "theme", "author", "withdrawn_by", "question", "delivery__agreement"
    )
    return rows.filter(pk=publication).first()


def draft_of(identity: Identity, publication: Publication) -> Draft | None:
    """Return the version in the making, for who keeps figures."""
    if not keeps(identity):
        return None
    return (
        Draft.objects.filter(publication=publication, municipality=identity.municipality)
        .select_related("publication__author", "theme", "checked_by")
        .prefetch_related("figures__indicator__source", "figures__area")
        .first()
    )


def editions(identity: Identity, publication: Publication) -> list[Edition]:
    """Return the editions of a publication that are for the reader, the newest first."""
    rows = Edition.objects.filter(publication=publication, municipality=identity.municipality)
    if not keeps(identity):
        rows = rows.filter(audience__in=audiences_of(identity))
    return list(rows.select_related("author", "checked_by").order_by("-number"))


def area_names(ids: Sequence[int]) -> list[str]:
    """Return the names of areas."""
    return list(Area.objects.filter(pk__in=ids).order_by("name").values_list("name", flat=True).distinct())


def choosable_areas(identity: Identity) -> QuerySet[Area]:
    """Return the districts of the municipality in the newest division, or its neighbourhoods without districts."""
    inside = Area.objects.filter(municipality_code=identity.cbs_code).defer("geometry")
    newest = inside.order_by("-year").values_list("year", flat=True).first()
    inside = inside.filter(year=newest or 0)
    districts = inside.filter(level=AreaLevel.DISTRICT)
    found = districts if districts.exists() else inside.filter(level=AreaLevel.NEIGHBOURHOOD)
    return found.order_by("name")


def answerable(identity: Identity) -> list[Question]:
    """Return the questions that wait for this writer's answer and that an analysis can answer."""
    return [one for one in waiting(identity) if one.kind == QuestionKind.QUESTION and one.problem_id is None]


def deliverable(identity: Identity) -> list[Delivery]:
    """Return the analytical deliveries about no problem that are expected of the writer's own organisation."""
    rows = deliveries_of(identity).filter(
        of_own(identity),
        state=DeliveryState.EXPECTED,
        problem=None,
        agreement__info_kind=InfoKind.ANALYTICAL,
        agreement__personal_data=False,
    )
    return list(rows.order_by("deadline__due_at", "id")[:MOST_EXPECTED])


def readable_item(identity: Identity, edition: Edition) -> Item | None:
    """Return what an edition brought to the mayor, as far as the reader may see it."""
    return items_of(identity).filter(pk=edition.item_id).first()


def readings_of(item: Item) -> list[Reading]:
    """Return what every reader did with it."""
    return list(Reading.objects.filter(item=item).select_related("person").order_by("opened_at"))


def last_change(publication: Publication) -> tuple[str, datetime] | None:
    """Return who changed a publication last, and when, for the person whose own change came too late."""
    events = Event.objects.filter(municipality=publication.municipality_id, subject=publication.pk)
    event = events.order_by("-sequence").first()
    if event is None:
        return None
    person = Person.objects.filter(pk=event.actor).first() if event.actor else None
    return (person.name if person else "Driehoek"), event.at
