"""What the position adds to the page of a problem: what is asked, what is needed, what arrived, who may ask."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.models import Level
from driehoek.access.rules import CONTENTLESS, KEEPERS_OF_POSITION
from driehoek.parties.models import Organisation
from driehoek.position import gap_words, sentences
from driehoek.position.gap import TAGS, next_step
from driehoek.position.models import Item, NeedState
from driehoek.position.models import Need as NeedModel
from driehoek.position.queries import questions as asked
from driehoek.position.queries.items import items_of
from driehoek.position.queries.matrix import lines_of_problem
from driehoek.position.queries.matrix_shapes import Line
from driehoek.position.queries.measuring import scope_of
from driehoek.position.question_rows import question_row
from driehoek.position.views.questions import PREPARERS
from driehoek.problems.models import Problem
from driehoek.problems.parts import PagePart
from driehoek.problems.regimes import regime_of
from driehoek.problems.sentences import line_rows
from driehoek.web.components import Action, Row, Tag

SHOWN: Final = 5


def asked_part(request: IdentifiedRequest, problem: Problem, _level: Level) -> dict[str, Any] | None:
    """Questions and decisions about the problem that wait: for the reader first, on top of the page."""
    found = asked.open_about(request.identity, problem)
    if not found:
        return None
    return {"rows": [question_row(question, request.identity) for question in found]}


def needs_part(request: IdentifiedRequest, problem: Problem, level: Level) -> dict[str, Any]:
    """What is needed about the problem, the gap of each, and the step that would close it."""
    lines = lines_of_problem(request.identity, problem.pk, works=level >= Level.WORK)
    ids = {line.partner for line in lines if line.partner}
    names = dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    keeps = request.identity.holds(*KEEPERS_OF_POSITION)
    missing = [] if _has_regime(problem) else line_rows(regime_of(problem.kind).lines)
    query = urlencode({"probleem": str(problem.pk), "thema": str(problem.theme_id)})
    return {
        "rows": [_need_row(request, line, names) for line in lines],
        "keeps": keeps,
        "regime": missing,
        "may_take_over": keeps and bool(missing),
        "new_url": f"{reverse('position:need_new')}?{query}" if keeps else "",
    }


def items_part(request: IdentifiedRequest, problem: Problem, _level: Level) -> dict[str, Any] | None:
    """What arrived about the problem last."""
    found: list[Item] = list(
        items_of(request.identity).filter(problem=problem).order_by("-received_at")[:SHOWN]
    )
    return {"rows": [sentences.item_row(item) for item in found]} if found else None


def ask_part(request: IdentifiedRequest, problem: Problem, _level: Level) -> dict[str, Any] | None:
    """The ways to ask about the problem: a question, or a decision of the mayor."""
    if request.identity.functions <= CONTENTLESS:
        return None
    query = "?" + urlencode({"over": "problems.problem", "id": str(problem.pk)})
    prepares = request.identity.holds(*PREPARERS)
    return {
        "question_url": reverse("position:question_new") + query,
        "decision_url": reverse("position:decision_new") + query if prepares else "",
    }


def _need_row(request: IdentifiedRequest, line: Line, names: dict[Any, str]) -> Row:
    seat = scope_of(request.identity).seat
    step = next_step(line.kind, line.handles, seat=seat)
    return Row(
        title=line.sentence,
        tags=(Tag(str(line.kind.label), TAGS[line.kind]),),
        text=gap_words.why(line, seat=seat),
        meta=names.get(line.partner, _("nog niemand")) if line.partner else _("nog niemand"),
        actions=(Action(step.words, step.url, about=line.sentence),) if step.url else (),
    )


def _has_regime(problem: Problem) -> bool:
    return (
        NeedModel.objects.filter(problem=problem, regime=problem.kind).exclude(state=NeedState.ENDED).exists()
    )


PARTS: Final = (
    PagePart("position-asked", "asked", 10, "position/parts/asked.html", asked_part),
    PagePart("position-ask", "process", 15, "position/parts/ask.html", ask_part),
    PagePart("position-needs", "information", 10, "position/parts/needs.html", needs_part),
    PagePart("position-items", "information", 20, "position/parts/items.html", items_part),
)
