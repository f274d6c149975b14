"""The list of one's cases, the page of one, and all complex problems as the mayor oversees them."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import CONTENTLESS
from driehoek.cases import queries, rows
from driehoek.cases.models import Case, Phase
from driehoek.cases.parts import parts_for, tabs_for
from driehoek.cases.queries import overview as complex_queries
from driehoek.cases.queries.overview import NO_CASE, Chosen
from driehoek.cases.views import READERS, case_or_404
from driehoek.parties.models import Function
from driehoek.problems.models import Problem
from driehoek.web.paging import keyset_cursor, next_page, page_of

# Who oversees complex problems; a guest has their one case.
OVERSEERS: Final = tuple(function for function in Function if function not in CONTENTLESS)


@require_GET
@for_functions(*READERS)
def mine(request: IdentifiedRequest) -> HttpResponse:
    """List the cases that the reader may see, newest state first."""
    found, more = page_of(queries.visible_to(request.identity), "stage_since", keyset_cursor(request))
    context = {
        "rows": [rows.case_row(case) for case in found],
        "next_url": next_page(request, found[-1].stage_since, found[-1].pk) if more else "",
    }
    return render(request, "cases/mine.html", context)


@require_GET
@for_functions(*READERS)
def page(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Show one case: where it stands, what is asked, how it goes, what is known."""
    case = case_or_404(request, problem)
    context = {
        "case": case,
        "tabs": tabs_for(request, case, "page"),
        "shown": parts_for(request, case),
        "tags": rows.standing_tags(case),
        "stage": rows.stage_name(case),
    }
    return render(request, "cases/page.html", context)


@require_GET
@for_functions(*OVERSEERS)
def overview(request: IdentifiedRequest) -> HttpResponse:
    """Show all complex problems: age, stage, stuck since and why, next decision, number of parties (CX10)."""
    chosen = chosen_of(request)
    after = keyset_cursor(request)
    found, more = complex_queries.overview(request.identity, chosen, after=after)
    stuck = [] if chosen.narrows or after else complex_queries.stuck(request.identity)
    counts = queries.partner_counts({one.pk for one in (*found, *stuck)})
    phases = complex_queries.per_phase(request.identity)
    context = {
        "rows": [_row(one, counts) for one in found],
        "stuck": [_row(one, counts) for one in stuck],
        "next_url": next_page(request, found[-1].opened_at, found[-1].pk) if more else "",
        "chosen": chosen,
        "phases": phase_choices(),
        "themes": complex_queries.themes(request.identity),
        "total": sum(number for _phase, number in phases),
        "chart": _chart(phases) if phases and not after else None,
    }
    return render(request, "cases/overview.html", context)


def chosen_of(request: HttpRequest) -> Chosen:
    """Read what the list is narrowed to; what makes no sense narrows nothing."""
    phase = request.GET.get("fase", "")
    try:
        theme = uuid.UUID(request.GET.get("thema", ""))
    except ValueError:
        theme = None
    known = {key for key, _label in phase_choices()}
    return Chosen(phase if phase in known else "", request.GET.get("vast") == "ja", theme)


def phase_choices() -> list[tuple[str, str]]:
    """Return the phases to choose from, with what has no case yet."""
    return [(NO_CASE, _("Nog geen proces")), *((one.value, str(one.label)) for one in Phase)]


def _row(problem: Problem, counts: dict[uuid.UUID, int]) -> Any:
    case: Case | None = getattr(problem, "case", None)
    return rows.complex_row(problem, case, counts.get(problem.pk, 0))


def _chart(phases: list[tuple[str, int]]) -> Any:
    """Draw how many stand in each phase; drawn here, so that commands start without the drawing library."""
    from driehoek.web.charts import Bar, BarChart, bar_chart

    words = dict(phase_choices())
    total = sum(number for _phase, number in phases)
    said = ", ".join(f"{words[phase].lower()} {number}" for phase, number in phases)
    summary = ngettext("%(n)s probleem: %(said)s.", "%(n)s problemen: %(said)s.", total)
    drawn = bar_chart(
        BarChart(
            title=_("Complexe problemen per fase"),
            unit=_("aantal"),
            bars=tuple(Bar(words[phase], number) for phase, number in phases),
            key="cases-phases",
        )
    )
    return replace(drawn, summary=summary % {"n": total, "said": said})
