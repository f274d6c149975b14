"""A tip as its reader gets it: words, where they rest on, and what can be done with them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from driehoek.access.identity import Identity
from driehoek.guide.defaults import Source, source_of
from driehoek.guide.queries.tips import MOST, fitting, may_act, shelf_of
from driehoek.guide.shapes import GuideKind, Part, Place, Tip
from driehoek.guide.words import ACTION_LABELS


@dataclass(frozen=True)
class Card:
    """A tip with what this reader can do with it.

    Attributes:
        do_label: the words of the button; empty when there is nothing this reader can do.
        problem: the problem at hand, which the act is then about.
        hidden: the reader has had enough of it.
    """

    tip: Tip
    source: Source
    do_label: str
    problem: uuid.UUID | None = None
    hidden: bool = False


def cards_for(
    request: HttpRequest,
    place: Place,
    *,
    kind: GuideKind | None = None,
    part: Part | None = None,
    problem: uuid.UUID | None = None,
    most: int = MOST,
) -> list[Card]:
    """Return the tips for a place and this reader; nobody in particular gets none."""
    identity: Identity | None = getattr(request, "identity", None)
    if identity is None:
        return []
    shelf = shelf_of(request, identity)
    found = fitting(
        shelf.tips,
        functions=identity.functions,
        hidden=shelf.hidden,
        place=place,
        kind=kind,
        part=part,
        most=most,
    )
    return cards(identity, found, problem=problem)


def cards(
    identity: Identity,
    tips: Iterable[Tip],
    *,
    problem: uuid.UUID | None = None,
    hidden: frozenset[str] = frozenset(),
) -> list[Card]:
    """Return tips as cards."""
    return [
        Card(
            tip,
            source_of(tip),
            str(ACTION_LABELS[tip.action.kind]) if may_act(identity, tip.action.kind) else "",
            problem,
            tip.key in hidden,
        )
        for tip in tips
    ]
