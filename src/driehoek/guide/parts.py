"""Tips on the page of a problem, under role, process and information."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.models import Level
from driehoek.guide.cards import cards_for
from driehoek.guide.shapes import GuideKind, Part, Place
from driehoek.problems.models import Problem
from driehoek.problems.parts import PagePart, PartName, register

LAST: Final = 90
NAMES: Final[dict[PartName, Part]] = {
    "role": Part.ROLE,
    "process": Part.PROCESS,
    "information": Part.INFORMATION,
}


def register_parts() -> None:
    """Put the tips under each of the three parts of a problem's page, below everything else."""
    for name, part in NAMES.items():
        register(PagePart(f"guide-{name}", name, LAST, "guide/problem_tips.html", partial(tips_part, part)))


def tips_part(
    part: Part,
    request: IdentifiedRequest,
    problem: Problem,
    level: Level,  # noqa: ARG001 - tips are for every level
) -> Mapping[str, Any] | None:
    """Return the tips for a part of a problem's page, or None when there is none for this reader."""
    cards = cards_for(
        request, Place.PROBLEM_PAGE, kind=GuideKind(problem.kind), part=part, problem=problem.pk, most=1
    )
    if not cards:
        return None
    return {"cards": cards, "back": request.path, "tips_id": f"tips-{part.value}", "problem_id": problem.pk}
