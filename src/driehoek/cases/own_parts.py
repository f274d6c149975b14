"""What this room shows on the page of a case, and on the page of a complex problem."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.models import Level
from driehoek.access.queries import level_on
from driehoek.cases import queries, rows, services
from driehoek.cases.models import Case, Compartment, CompartmentKind, Move
from driehoek.cases.parts import PagePart, Tab
from driehoek.cases.queries.gate import gate_of
from driehoek.cases.requirements import label_of
from driehoek.cases.table import Step as TableStep
from driehoek.problems import parts as problem_parts
from driehoek.problems.models import Kind, Problem
from driehoek.problems.queries import timeline
from driehoek.problems.views.access import MAY_STATE_PURPOSE
from driehoek.web.components import Row, Step, Tag

SHOWN_ACTS: Final = 8
SHOWN_MOVES: Final = 5


def _level(request: IdentifiedRequest, case: Case) -> Level:
    """Return how far the reader may go on the problem of the case; asked once per request."""
    known: dict[Any, Level] = request.__dict__.setdefault("case_levels", {})
    if case.pk not in known:
        known[case.pk] = level_on(request.identity, case.pk) or Level.OVERVIEW
    return known[case.pk]


def next_part(request: IdentifiedRequest, case: Case) -> dict[str, Any] | None:
    """The moves that are allowed from here, with what each requires and how that stands."""
    level = _level(request, case)
    steps = queries.table_of(case.model).steps_from(case.stage)
    if not steps:
        return None
    checked = {one.key: one for step in steps for one in services.checks_of(case, step)}
    return {
        "moves": [_move(case, step, checked, level) for step in steps],
        "may_move": level >= Level.WORK,
    }


def _move(case: Case, step: TableStep, checked: dict[str, services.Checked], level: Level) -> dict[str, Any]:
    needed = [checked[key] for key in step.requires]
    may = level >= (Level.LEAD if step.who == "lead" else Level.WORK)
    return {
        "label": step.label,
        "url": reverse("cases:move", args=[case.problem_id, step.after]) if may else "",
        "checks": rows.check_steps(needed, links=level >= Level.WORK),
        "ready": all(one.met for one in needed),
    }


def stages_part(request: IdentifiedRequest, case: Case) -> dict[str, Any]:
    """Where it stands as steps, what everyone knows of it, and what was passed over on the way."""
    lead = _level(request, case) >= Level.LEAD
    newer = queries.newer_version(case) if lead else None
    return {
        "steps": rows.stage_steps(case),
        "facts": rows.facts(case, may_lead=lead),
        "tags": rows.standing_tags(case),
        "newer_url": reverse("cases:follow", args=[case.problem_id]) if newer else "",
        "passed": _passed(case),
    }


def _passed(case: Case) -> list[Row]:
    """The moves in which something was passed over, newest first: that stays visible."""
    names = {state.key: state.name for state in queries.table_of(case.model).states}
    found = Move.objects.filter(case=case).exclude(overruled=[])[:SHOWN_MOVES]
    return [
        Row(
            title=_("Naar %(stage)s") % {"stage": names.get(one.after, one.after)},
            tags=(Tag(_("niet alles was in orde"), "barred"),),
            text=" ".join(label_of(key) for key in one.overruled),
            meta=f"{rows.day(one.moved_at)} · {one.reason}",
        )
        for one in found
    ]


def gate_part(request: IdentifiedRequest, case: Case) -> dict[str, Any]:
    """The legal gate: purpose, basis, covenant and DPIA as steps; without them nobody enriches (CX03)."""
    gate = gate_of(case)
    return {
        "steps": [Step(one.label, "done" if one.holds else "barred", words=one.said) for one in gate.checks],
        "open": gate.open,
        "url": gate.url if _level(request, case) >= Level.WORK else "",
        "sources": ", ".join(dict.fromkeys(one.organisation.name for one in gate.sources)),
    }


def partners_part(request: IdentifiedRequest, case: Case) -> dict[str, Any]:
    """Who takes part; a number of parties for who has the overview alone."""
    people = list(queries.participations(case))
    return {
        "rows": [
            Row(
                title=one.person.name,
                kind=one.organisation.name,
                meta=_("doet mee tot en met %(day)s") % {"day": rows.day(one.until)},
            )
            for one in people
        ],
        "count": len({one.organisation_id for one in people})
        or queries.partner_counts([case.pk]).get(case.pk, 0),
        "url": reverse("cases:partners", args=[case.problem_id]) if takes_part(request, case) else "",
    }


def compartments_part(request: IdentifiedRequest, case: Case) -> dict[str, Any] | None:
    """The compartments that are open to the reader; for the overview alone, how to open with a purpose (CX11)."""
    found = open_compartments(request, case)
    if found:
        return {"rows": [compartment_row(one) for one in found], "open_url": ""}
    if not request.identity.holds(*MAY_STATE_PURPOSE):
        return None
    here = reverse("cases:page", args=[case.problem_id])
    return {"rows": [], "open_url": f"{reverse('problems:open', args=[case.problem_id])}?next={here}"}


def open_compartments(request: IdentifiedRequest, case: Case) -> list[Compartment]:
    """Return the compartments open to the reader; read once per request."""
    known: dict[Any, list[Compartment]] = request.__dict__.setdefault("case_compartments", {})
    if case.pk not in known:
        known[case.pk] = list(queries.compartments_open_to(request.identity, case))
    return known[case.pk]


def takes_part(request: IdentifiedRequest, case: Case) -> bool:
    """Tell whether the reader sees more than the overview: then the pages of partners and compartments are theirs."""
    return bool(open_compartments(request, case))


def compartment_row(one: Compartment) -> Row:
    """A compartment in a list."""
    shared = one.kind == CompartmentKind.SHARED
    return Row(
        title=one.name,
        tags=(Tag(_("iedereen in deze casus"), "calm") if shared else Tag(_("besloten"), "accent"),),
        text=one.purpose,
    )


def timeline_part(_request: IdentifiedRequest, case: Case) -> dict[str, Any]:
    """What happened, newest first; what lies in a compartment is not in it."""
    entries, before = timeline(case.problem, limit=SHOWN_ACTS)
    return {
        "entries": entries,
        "more_url": reverse("problems:timeline", args=[case.problem_id]) if before else "",
    }


PARTS: Final = (
    PagePart("cases-next", "asked", 10, "cases/parts/next.html", next_part),
    PagePart("cases-stages", "goes", 0, "cases/parts/stages.html", stages_part),
    PagePart("cases-timeline", "goes", 90, "cases/parts/timeline.html", timeline_part),
    PagePart("cases-gate", "contents", 5, "cases/parts/gate.html", gate_part),
    PagePart("cases-compartments", "contents", 10, "cases/parts/compartments.html", compartments_part),
    PagePart("cases-partners", "contents", 90, "cases/parts/partners.html", partners_part),
)
TABS: Final = (
    Tab("page", gettext_lazy("Overzicht"), "cases:page", 0),
    Tab("partners", gettext_lazy("Partners"), "cases:partners", 80, takes_part),
    Tab("compartments", gettext_lazy("Compartimenten"), "cases:compartments", 85, takes_part),
)


def process_part(request: IdentifiedRequest, problem: Problem, level: Level) -> dict[str, Any] | None:
    """On the page of a complex problem: its case and where that stands, or how to begin one."""
    if problem.kind != Kind.COMPLEX:
        return None
    case = queries.visible_to(request.identity).filter(pk=problem.pk).first()
    if case is None:
        start = reverse("cases:start", args=[problem.pk]) if level >= Level.LEAD else ""
        return {"row": None, "start_url": start}
    return {"row": rows.case_row(case), "start_url": ""}


PROBLEM_PART: Final = problem_parts.PagePart("case", "process", 5, "cases/parts/process.html", process_part)
