"""Tips in place. `{% load guide %}{% tips "need_new" %}`."""

from __future__ import annotations

import uuid
from typing import Any

from django import template
from django.template.context import Context

from driehoek.guide.cards import cards_for
from driehoek.guide.shapes import GuideKind, Part, Place

register = template.Library()


@register.inclusion_tag("guide/tips.html", takes_context=True)
def tips(
    context: Context,
    place: str,
    *,
    kind: str = "",
    part: str = "",
    problem: uuid.UUID | None = None,
) -> dict[str, Any]:
    """Show at most two tips that fit the reader, the type of problem and the place.

    All places of one page together cost one query.

    Args:
        context: of the page; it needs `request`.
        place: a code of `guide.shapes.Place`.
        kind: a code of `guide.shapes.GuideKind`; empty for any.
        part: "role", "process" or "information"; empty for any.
        problem: id of the problem at hand, which an act is then about.

    Raises:
        ValueError: a place, kind or part that does not exist.
    """
    where = Place(place)
    wanted, about = GuideKind(kind) if kind else None, Part(part) if part else None
    request = context.get("request")
    cards = cards_for(request, where, kind=wanted, part=about, problem=problem) if request else []
    return {
        "cards": cards,
        "back": request.get_full_path() if request else "",
        "tips_id": f"tips-{where.value}{f'-{about.value}' if about else ''}",
        "csrf_token": context.get("csrf_token"),
    }
