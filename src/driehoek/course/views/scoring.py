"""Life domains: the course of one person, planning moments, scoring them."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.cases.models import Case
from driehoek.cases.queries import compartments_open_to
from driehoek.cases.views import READERS, case_or_404, compartment_or_404
from driehoek.course import queries, rows, services
from driehoek.course.forms import PlanScoringForm, ScoreForm
from driehoek.course.models import Scoring
from driehoek.course.queries import PersonCourse
from driehoek.course.views import changed_by_another, form_page
from driehoek.ledger.versions import VersionConflict
from driehoek.subjects.services.reading import reading
from driehoek.web.confirm import confirm_page
from driehoek.web.forms import posted_version


@for_functions(*READERS)
@require_GET
def person(request: IdentifiedRequest, problem: uuid.UUID, subject: uuid.UUID) -> HttpResponse:
    """Show how one person goes: the scores by life domain, what comes next."""
    case = case_or_404(request, problem)
    found = _course_or_404(request, case, subject)
    columns, scores = rows.domain_table(found)
    context = {
        "case": case,
        "course": found,
        "lead": rows.moved(found.moved) if found.moved else "",
        "columns": columns,
        "scores": scores if found.scored else [],
        "scored": found.scored,
        "planned": [rows.planned_row(one) for one in found.scorings if one.scored_at is None],
        "may_score": _may_score(request, case, found.subject.compartment_id),
    }
    with reading(
        municipality=request.identity.municipality, persons=[found.subject.pk], name=_("Leefgebieden gelezen")
    ):
        return render(request, "course/person.html", context)


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def scoring_new(request: IdentifiedRequest, problem: uuid.UUID, subject: uuid.UUID) -> HttpResponse:
    """Plan a moment, or the usual ones of a year."""
    case = case_or_404(request, problem)
    found = _course_or_404(request, case, subject)
    compartment_or_404(request, case, found.subject.compartment_id, Level.WORK)
    form = PlanScoringForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                for moment, day in form.moments():
                    services.plan_scoring(
                        identity=request.identity, subject=found.subject, moment=moment, planned_on=day
                    )
        except IntegrityError:
            form.add_error("planned_on", _("Op een van deze dagen is al een moment gepland."))
        else:
            messages.success(request, _("Het staat gepland, met een termijn."))
            return redirect("course:person", problem, subject)
    return form_page(request, case, form, title=_("Leefgebieden plannen"), submit=_("Plan"))


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def score(request: IdentifiedRequest, problem: uuid.UUID, scoring: uuid.UUID) -> HttpResponse:
    """Score the life domains at a moment; what was scored is corrected beside it."""
    case = case_or_404(request, problem)
    found = _scoring_or_404(request, case, scoring)
    compartment_or_404(request, case, found.compartment_id, Level.WORK)
    form = ScoreForm(request.POST or None, scoring=found)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                services.score(
                    identity=request.identity,
                    scoring=found,
                    version=posted_version(request),
                    scores=form.scores(),
                    remark=form.cleaned_data["remark"],
                )
        except (VersionConflict, IntegrityError):
            messages.error(
                request,
                _("Iemand anders heeft dit moment intussen gescoord. Kijk het na en verbeter zo nodig."),
            )
            conflict = changed_by_another(case, found.pk, [])
        else:
            messages.success(request, _("De leefgebieden zijn gescoord."))
            return redirect("course:person", problem, found.subject_id)
    title = _("Score verbeteren") if found.scored_at else _("Leefgebieden scoren")
    return form_page(
        request, case, form, title=title, submit=_("Bewaar"), lead=found.subject.label, conflict=conflict
    )


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def scoring_drop(request: IdentifiedRequest, problem: uuid.UUID, scoring: uuid.UUID) -> HttpResponse:
    """Take away a moment that was not scored, after asking once more."""
    case = case_or_404(request, problem)
    found = _scoring_or_404(request, case, scoring)
    compartment_or_404(request, case, found.compartment_id, Level.WORK)
    if request.method == "GET":
        return confirm_page(
            request,
            title=_("Dit moment laten vervallen?"),
            consequence=_("Het moment en zijn termijn zijn dan weg. U kunt een nieuw moment plannen."),
            submit=_("Ja, laat vervallen"),
            version=found.version,
            back=(reverse("course:person", args=[problem, found.subject_id]), _("Leefgebieden")),
        )
    try:
        services.withdraw_scoring(identity=request.identity, scoring=found)
    except VersionConflict:
        messages.error(request, _("Dit moment is intussen gescoord."))
    else:
        messages.success(request, _("Het moment is vervallen."))
    return redirect("course:person", problem, found.subject_id)


def _course_or_404(request: IdentifiedRequest, case: Case, subject: uuid.UUID) -> PersonCourse:
    found = queries.course_of(request.identity, case, subject)
    if found is None:
        raise Http404
    return found


def _scoring_or_404(request: IdentifiedRequest, case: Case, scoring: uuid.UUID) -> Scoring:
    found = queries.scoring_of(request.identity, case, scoring)
    if found is None:
        raise Http404
    return found


def _may_score(request: IdentifiedRequest, case: Case, compartment: uuid.UUID) -> bool:
    return compartments_open_to(request.identity, case, level=Level.WORK).filter(pk=compartment).exists()
