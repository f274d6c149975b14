"""What a question can be about: every line on a screen that has a page of its own (ST03)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.urls import reverse

from driehoek.access.identity import Identity
from driehoek.access.rules import READERS_OF_FIGURES
from driehoek.analysis import sentences
from driehoek.analysis.queries import deviations_of
from driehoek.figures.models import Indicator
from driehoek.parties.models import Organisation, OrganisationKind, Person
from driehoek.position.models import Agreement, Delivery, Item
from driehoek.position.queries.walls import items_readable, readable
from driehoek.problems.models import Problem
from driehoek.problems.queries import visible_to


@dataclass(frozen=True)
class Subject:
    """A line that can be asked about, as the asker sees it.

    Attributes:
        kind, id: which thing.
        title: the line in words.
        url: its page.
        problem: when it is about one problem; then only who may see that can be asked.
        person: who would know best, if someone does.
        organisation: the party who would, otherwise.
        figures: whether only readers of figures can be asked.
    """

    kind: str
    id: uuid.UUID
    title: str
    url: str
    problem: Problem | None = None
    person: Person | None = None
    organisation: Organisation | None = None
    figures: bool = False


def subject(identity: Identity, kind: str, given: str) -> Subject | None:
    """Return what `kind` and `given` (an id) name, or None when it is not there for this reader."""
    find = FINDERS.get(kind)
    try:
        return find(identity, uuid.UUID(given)) if find else None
    except ValueError:
        return None


def _problem(identity: Identity, given: uuid.UUID) -> Subject | None:
    found = visible_to(identity).select_related("owner").filter(pk=given).first()
    if found is None:
        return None
    url = reverse("problems:page", args=[found.pk])
    return Subject("problems.problem", given, found.title, url, problem=found, person=found.owner)


def _deviation(identity: Identity, given: uuid.UUID) -> Subject | None:
    if not identity.holds(*READERS_OF_FIGURES):
        return None
    found = deviations_of(identity).filter(pk=given).first()
    if found is None:
        return None
    return Subject(
        "analysis.deviation",
        given,
        sentences.title(found),
        reverse("analysis:deviation", args=[found.pk]),
        person=found.series.indicator.owner,
        organisation=_police(identity),
        figures=True,
    )


def _indicator(identity: Identity, given: uuid.UUID) -> Subject | None:
    if not identity.holds(*READERS_OF_FIGURES):
        return None
    found = (
        Indicator.objects.filter(municipality=identity.municipality, pk=given).select_related("owner").first()
    )
    if found is None:
        return None
    return Subject(
        "figures.indicator",
        given,
        found.name,
        reverse("figures:indicator", args=[found.pk]),
        person=found.owner,
        organisation=_police(identity),
        figures=True,
    )


def _supplied(
    identity: Identity,
    given: uuid.UUID,
    *,
    kind: str,
    rows: QuerySet[Any],
    wall: Callable[[Identity], Q],
    say: Callable[[Any], tuple[str, Person | None]],
) -> Subject | None:
    """Find something that a supplier is behind: an item, a delivery, an agreement."""
    found = rows.filter(wall(identity), pk=given).first()
    if found is None:
        return None
    title, person = say(found)
    url = reverse(kind.replace(".", ":"), args=[found.pk])
    return Subject(kind, given, title, url, problem=found.problem, person=person, organisation=found.supplier)


def _police(identity: Identity) -> Organisation | None:
    """Who knows the meaning of police figures when an indicator has no owner: the local team."""
    return Organisation.objects.filter(
        municipality=identity.municipality, kind=OrganisationKind.POLICE, ended_at=None
    ).first()


Finder = Callable[[Identity, uuid.UUID], Subject | None]
FINDERS: Final[dict[str, Finder]] = {
    "problems.problem": _problem,
    "analysis.deviation": _deviation,
    "figures.indicator": _indicator,
    "position.item": partial(
        _supplied,
        kind="position.item",
        rows=Item.objects.select_related("supplier", "problem"),
        wall=items_readable,
        say=lambda item: (item.title, None),
    ),
    "position.delivery": partial(
        _supplied,
        kind="position.delivery",
        rows=Delivery.objects.select_related("agreement__contact", "supplier", "problem"),
        wall=readable,
        say=lambda delivery: (delivery.agreement.what, delivery.agreement.contact),
    ),
    "position.agreement": partial(
        _supplied,
        kind="position.agreement",
        rows=Agreement.objects.select_related("contact", "supplier", "problem"),
        wall=readable,
        say=lambda agreement: (agreement.what, agreement.contact),
    ),
}
