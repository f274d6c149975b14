"""What this room adds to the page of a problem: whether data may come in, and how long one's own opening lasts."""

from __future__ import annotations

from typing import Any, Final

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.models import Level
from driehoek.access.queries import own_opening
from driehoek.grounds.views.sources import sources_part
from driehoek.problems.models import Problem
from driehoek.problems.parts import PagePart
from driehoek.problems.purposes import power_words


def opening_part(request: IdentifiedRequest, problem: Problem, _level: Level) -> dict[str, Any] | None:
    """Show until when the reader opened the file, and for what they said it was."""
    found = own_opening(request.identity, problem.pk)
    return None if found is None else {"opening": found, "power": power_words(found.power)}


PARTS: Final = (
    PagePart("opening", "asked", 5, "grounds/parts/opening.html", opening_part),
    PagePart("sources", "information", 45, "grounds/parts/sources.html", sources_part),
)
