"""The page "Verloop" of a case, and the lessons of cases that ended."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.cases.models import ENDED_PHASES
from driehoek.cases.parts import tabs_for
from driehoek.cases.queries import compartments_open_to
from driehoek.cases.views import READERS, case_or_404
from driehoek.course import queries, rows
from driehoek.course.paper import evaluation_pdf
from driehoek.course.views import may_lead, may_work
from driehoek.course.words import LEARNERS
from driehoek.subjects.services.reading import reading
from driehoek.web.components import Column


@for_functions(*READERS)
@require_GET
def page(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Show how a case goes and how it ends: life domains, scaling down, what is left, evaluation."""
    case = case_or_404(request, problem)
    leads, works = may_lead(request, case), may_work(request, case)
    courses = queries.courses_of(request.identity, case)
    down, evaluation = queries.scale_down_of(case), queries.evaluation_of(case)
    goals, cooperation = queries.goals_of(case), queries.cooperation_of(case)
    settled = bool(evaluation and evaluation.settled_at)
    columns, answers = rows.cooperation_table(cooperation)
    totals = queries.totals(courses)
    context = {
        "case": case,
        "tabs": tabs_for(request, case, "course"),
        "may_lead": leads,
        "sees_persons": compartments_open_to(request.identity, case).exists(),
        "persons": [rows.person_row(one) for one in courses],
        "total_columns": [
            Column(_("Leefgebied")),
            *(
                Column(label, numeric=True)
                for label in (_("vooruit"), _("gelijk"), _("achteruit"), _("onbekend"))
            ),
        ],
        "total_rows": rows.total_table(totals) if totals else [],
        "scale_down": down,
        "scale_down_pairs": rows.scale_down_pairs(down) if down else [],
        "rest_rows": [
            rows.rest_action_row(one, may_work=works, may_lead=leads) for one in queries.rest_actions_of(case)
        ],
        "evaluation": evaluation,
        "settled": settled,
        "goal_rows": [rows.goal_row(one, may_drop=leads and not settled) for one in goals],
        "cooperation": cooperation,
        "cooperation_columns": columns,
        "cooperation_rows": answers if cooperation else [],
        "may_end": leads and case.phase in ENDED_PHASES and queries.running_participations(case) > 0,
    }
    with reading(
        municipality=request.identity.municipality,
        persons=[one.subject.pk for one in courses],
        name=_("Verloop van een casus gelezen"),
    ):
        return render(request, "course/page.html", context)


@for_functions(*READERS)
@require_GET
def pdf(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Give the evaluation on paper."""
    case = case_or_404(request, problem)
    name = _("evaluatie") + f"-{case.problem.number}.pdf"
    return HttpResponse(
        evaluation_pdf(request.identity, case),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@for_functions(*LEARNERS)
@require_GET
def lessons(request: IdentifiedRequest) -> HttpResponse:
    """List what cases taught that ended."""
    found = queries.lessons(request.identity)
    return render(request, "course/lessons.html", {"rows": [rows.lesson_row(one) for one in found]})
