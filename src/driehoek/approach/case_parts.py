"""What this room adds to the page of a case: what is asked of the reader, how it goes, and the tabs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import IdentifiedRequest
from driehoek.cases.models import Case
from driehoek.cases.parts import PagePart, Tab, register_tab
from driehoek.cases.parts import register as register_part

SHOWN = 5


def register() -> None:
    """Add the parts and the tabs."""
    register_tab(Tab("plan", _("Plan"), "approach:plan", 20))
    register_tab(Tab("actions", _("Acties"), "approach:actions", 25))
    register_part(PagePart("approach_asked", "asked", 20, "approach/parts/asked.html", asked))
    register_part(PagePart("approach_goes", "goes", 20, "approach/parts/goes.html", goes))


def asked(request: IdentifiedRequest, case: Case) -> Mapping[str, Any] | None:
    """Return what the reader is to do or decide in this case now; None when that is nothing."""
    from driehoek.approach import rows
    from driehoek.approach.models import FINISHED
    from driehoek.approach.queries import actions as queries
    from driehoek.approach.services.bottlenecks import may_answer

    waiting = [
        one for one in queries.waiting_questions(request.identity, case) if may_answer(request.identity, one)
    ]
    found = list(
        queries.visible_actions(request.identity)
        .filter(queries.own(request.identity), case=case)
        .exclude(state__in=FINISHED)
        .order_by("due_on", "pk")[:SHOWN]
    )
    if not waiting and not found:
        return None
    lines = [rows.question_row(one) for one in waiting]
    lines += [rows.action_row(one, bottleneck=None, acts=False, here="") for one in found]
    return {"rows": lines}


def goes(request: IdentifiedRequest, case: Case) -> Mapping[str, Any] | None:
    """Return how each organisation gets on, who is late first; None without actions."""
    from driehoek.approach import progress_words
    from driehoek.approach.queries import actions as queries

    found = queries.progress(request.identity, case)
    return {"rows": [progress_words.row(one, case) for one in found]} if found else None
