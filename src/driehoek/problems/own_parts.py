"""This room's own parts of the page of a problem."""

from __future__ import annotations

from typing import Any, Final

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.models import Level
from driehoek.access.queries import grants_on
from driehoek.problems import queries, regimes
from driehoek.problems.models import Problem, Status
from driehoek.problems.parts import PagePart
from driehoek.problems.sentences import role_rows, sight_rows, typing_rows
from driehoek.web.components import Row

SHOWN_ACTS: Final = 15


def roles_part(request: IdentifiedRequest, problem: Problem, level: Level) -> dict[str, Any]:
    """Who does what; who works on the problem hands out roles."""
    held = queries.roles_of(problem)
    works = level >= Level.WORK
    return {
        "rows": role_rows(problem, held),
        "unshared": not held,
        "proposed": len(queries.proposed_roles(request.identity, problem, held)) if works else 0,
    }


def sight_part(_request: IdentifiedRequest, problem: Problem, level: Level) -> dict[str, Any]:
    """Who sees this problem: by function for every reader, by name for who leads it."""
    if level >= Level.LEAD:
        return {"rows": sight_rows(grants_on(problem.pk)), "by_name": True}
    handed = [one for one in regimes.sight_of(problem.kind) if one.level]
    return {"rows": [Row(str(one.function.label), kind=one.words) for one in handed], "by_name": False}


def kind_part(_request: IdentifiedRequest, problem: Problem, _level: Level) -> dict[str, Any]:
    """Of which kind the problem is, who decided that and why, and what it was before."""
    rows = typing_rows(queries.typings_of(problem))
    return {"latest": rows[:1], "earlier": rows[1:], "regime": regimes.regime_of(problem.kind)}


def status_part(_request: IdentifiedRequest, problem: Problem, level: Level) -> dict[str, Any]:
    """Where the problem stands and since when; the buttons that change it."""
    others = [choice for choice in Status.choices if choice[0] != problem.status]
    return {"statuses": others if level >= Level.WORK else []}


def timeline_part(_request: IdentifiedRequest, problem: Problem, _level: Level) -> dict[str, Any]:
    """What happened, newest first."""
    entries, before = queries.timeline(problem, limit=SHOWN_ACTS)
    return {"entries": entries, "before": before}


def dossier_part(_request: IdentifiedRequest, problem: Problem, level: Level) -> dict[str, Any]:
    """The dossier, for whom it is; for others how to open it with a purpose."""
    may_read = level >= Level.FILE
    return {"may_read_file": may_read, "dossier": queries.dossier_of(problem) if may_read else None}


PARTS: Final = (
    PagePart("problem-roles", "role", 10, "problems/parts/roles.html", roles_part),
    PagePart("problem-sight", "role", 20, "problems/parts/sight.html", sight_part),
    PagePart("problem-kind", "process", 10, "problems/parts/kind.html", kind_part),
    PagePart("problem-status", "process", 20, "problems/parts/status.html", status_part),
    PagePart("problem-timeline", "process", 90, "problems/parts/timeline.html", timeline_part),
    PagePart("problem-dossier", "information", 50, "problems/parts/dossier.html", dossier_part),
)
