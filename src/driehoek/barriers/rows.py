"""Barrier models as rows, tables and lines on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from driehoek.barriers.models import BarrierModel, BarrierStatus, Element, ElementKind, StatusChange, Step
from driehoek.barriers.picture import SIGNS
from driehoek.barriers.queries import OfPartner
from driehoek.web.components import Cell, Change, Entry, Row, Tag, TagKind

LOOKS: Final[dict[str, TagKind]] = {
    BarrierStatus.STANDS: "accent",
    BarrierStatus.PLANNED: "",
    BarrierStatus.FAILS: "ask",
    BarrierStatus.PROPOSED: "unknown",
}


def model_row(model: BarrierModel) -> Row:
    """A model in a list."""
    return Row(model.title, reverse("barriers:model", args=[model.pk]), model.summary)


def status_words(one: Element) -> str:
    """Say how a barrier stands, with its sign; empty for anything else."""
    return f"{SIGNS[one.status]} {BarrierStatus(one.status).label}" if one.status else ""


@dataclass(frozen=True)
class ElementView:
    """Something in a step as the list below the picture shows it."""

    element: Element
    tags: tuple[Tag, ...]
    first: bool
    last: bool


@dataclass(frozen=True)
class StepView:
    """A step with what is in it, for changing by keyboard."""

    step: Step
    elements: list[ElementView]
    first: bool
    last: bool


def step_view(step: Step, at: int, number: int) -> StepView:
    """Return a step as the list below the picture shows it."""
    found: list[ElementView] = []
    for kind in ElementKind:
        held = [one for one in step.elements.all() if one.kind == kind]
        for place, one in enumerate(held):
            tags = [Tag(str(kind.label))]
            if one.status:
                tags.append(Tag(status_words(one), LOOKS[one.status]))
            found.append(ElementView(one, tuple(tags), place == 0, place == len(held) - 1))
    return StepView(step, found, at == 0, at == number - 1)


def header() -> list[str]:
    """The heads of the table that says the same as the picture."""
    return [_("Stap"), _("Soort"), _("Wat"), _("Stand"), _("Eigenaar"), _("Effect")]


def table_rows(steps: Sequence[Step]) -> list[list[Cell | str]]:
    """The picture as a table."""
    order = list(ElementKind.values)
    return [
        [
            f"{at}. {step.name}",
            str(one.get_kind_display()),
            one.text,
            status_words(one) or "–",
            one.owner.name if one.owner else "–",
            one.effect or "–",
        ]
        for at, step in enumerate(steps, start=1)
        for one in sorted(step.elements.all(), key=lambda one: order.index(one.kind))
    ]


def partner_header() -> list[str]:
    """The heads of the table per partner."""
    return [_("Organisatie"), *(f"{SIGNS[one]} {one.label}" for one in BarrierStatus)]


def partner_rows(found: Sequence[OfPartner]) -> list[list[str]]:
    """How the barriers stand per partner, as a table."""
    return [
        [one.owner or _("Nog niemand"), *(str(one.counts[status.value]) for status in BarrierStatus)]
        for one in found
    ]


def change_entry(one: StatusChange) -> Entry:
    """One line of the history of a barrier."""
    return Entry(one.changed_at, str(BarrierStatus(one.after).label), source=one.changed_by.name)


def stored(one: Element) -> list[Change]:
    """What is stored now of something in a step, for who was second."""
    found = [Change(_("In een paar woorden"), one.text)]
    if one.status:
        found += [
            Change(_("Stand"), str(BarrierStatus(one.status).label)),
            Change(_("Eigenaar"), one.owner.name if one.owner else ""),
            Change(_("Effect"), one.effect),
        ]
    return found
