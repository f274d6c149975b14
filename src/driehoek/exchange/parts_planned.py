"""What the page of a problem says of planned powers."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.models import Level
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.exchange.planned_rows import planned_row
from driehoek.exchange.queries import planned as queries
from driehoek.problems.models import Problem
from driehoek.problems.parts import PagePart

SHOWN: Final = 5


def planned_part(request: IdentifiedRequest, problem: Problem, _level: Level) -> dict[str, Any] | None:
    """What is planned about the problem, and the way to put something new to the prosecution service."""
    identity = request.identity
    if not identity.holds(*queries.READERS):
        return None
    rows = [planned_row(one, identity) for one in queries.about(identity, problem)[:SHOWN]]
    keeps = identity.holds(*KEEPERS_OF_POSITION)
    if not rows and not keeps:
        return None
    query = urlencode({"probleem": str(problem.pk)})
    return {"rows": rows, "new_url": f"{reverse('exchange:planned_new')}?{query}" if keeps else ""}


PARTS: Final = (PagePart("exchange-planned", "process", 40, "exchange/parts/planned.html", planned_part),)
