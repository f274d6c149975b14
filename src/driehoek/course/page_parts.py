"""What this room adds to the page of a case: what is asked of a partner, and how the case ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from driehoek.access.gate import IdentifiedRequest
from driehoek.cases.models import Case
from driehoek.cases.parts import PagePart
from driehoek.course import queries, rows
from driehoek.web.components import Row


def asked_part(request: IdentifiedRequest, case: Case) -> Mapping[str, Any] | None:
    """Ask who takes part how the cooperation went, once the case is scaled down."""
    found = queries.scale_down_of(case)
    if found is None or found.announced_at is None:
        return None
    place = queries.own_participation(request.identity, case)
    if place is None or queries.has_answered(request.identity, case):
        return None
    asked = Row(
        title=_("Hoe ging de samenwerking?"),
        url=reverse("course:cooperation", args=[case.problem_id]),
        text=_("Vijf stellingen, één scherm. De anderen lezen het antwoord van uw organisatie."),
    )
    return {"rows": [asked], "message": found.message}


def ends_part(_request: IdentifiedRequest, case: Case) -> Mapping[str, Any] | None:
    """Show how the case is scaled down, once that was told."""
    found = queries.scale_down_of(case)
    if found is None or found.announced_at is None:
        return None
    return {"pairs": rows.scale_down_pairs(found), "url": reverse("course:page", args=[case.problem_id])}


PARTS: Final = (
    PagePart("course-asked", "asked", 60, "course/parts/asked.html", asked_part),
    PagePart("course-ends", "ends", 20, "course/parts/ends.html", ends_part),
)
