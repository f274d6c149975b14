"""Evaluation: goal by goal, the text, the cooperation, settling it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.cases.models import Case
from driehoek.cases.views import READERS, case_or_404
from driehoek.course import queries, services
from driehoek.course.forms import CooperationForm, EvaluationForm, GoalForm
from driehoek.course.models import Evaluation, GoalResult, Result
from driehoek.course.services.evaluating import UnfinishedError
from driehoek.course.views import changed_by_another, form_page
from driehoek.ledger.versions import VersionConflict
from driehoek.web.components import Change
from driehoek.web.confirm import confirm_page
from driehoek.web.forms import posted_version, sent_again


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def evaluation(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Write what the approach brought and what was learnt."""
    case = case_or_404(request, problem, Level.WORK)
    found = queries.evaluation_of(case)
    if found and found.settled_at:
        return _settled(request, case)
    initial = {"summary": found.summary, "lessons": found.lessons, "version": found.version} if found else {}
    form = EvaluationForm(request.POST or None, initial=initial)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.write_evaluation(
                identity=request.identity,
                case=case,
                version=posted_version(request),
                summary=form.cleaned_data["summary"],
                lessons=form.cleaned_data["lessons"],
            )
        except services.SettledError:
            return _settled(request, case)
        except VersionConflict:
            found = queries.evaluation_of(case)
            form = EvaluationForm(sent_again(request, found.version if found else 0))
            conflict = changed_by_another(case, case.problem_id, _changes(found))
        else:
            messages.success(request, _("De evaluatie is bewaard."))
            return redirect("course:page", problem)
    return form_page(request, case, form, title=_("Evaluatie"), submit=_("Bewaar"), conflict=conflict)


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def goal_new(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Judge one goal of the plan."""
    case = case_or_404(request, problem, Level.WORK)
    form = GoalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                services.add_goal_result(
                    identity=request.identity,
                    case=case,
                    goal=given["goal"],
                    result=Result(given["result"]),
                    evidence=given["evidence"],
                )
        except services.SettledError:
            return _settled(request, case)
        except IntegrityError:
            form.add_error("goal", _("Dit doel is al beoordeeld. Kies daar “Opnieuw beoordelen”."))
        else:
            messages.success(request, _("Het doel is beoordeeld."))
            return redirect("course:page", problem)
    return form_page(request, case, form, title=_("Doel beoordelen"), submit=_("Bewaar"))


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def goal_drop(request: IdentifiedRequest, problem: uuid.UUID, goal: uuid.UUID) -> HttpResponse:
    """Take a judged goal away, to judge it anew."""
    case = case_or_404(request, problem, Level.WORK)
    found = GoalResult.objects.filter(case=case, pk=goal).select_related("case").first()
    if found is None:
        raise Http404
    if request.method == "GET":
        return confirm_page(
            request,
            title=_("Dit doel opnieuw beoordelen?"),
            lead=found.goal,
            consequence=_("Het oordeel van nu verdwijnt. Daarna vult u het opnieuw in."),
            submit=_("Ja, opnieuw"),
            version=1,
            back=(reverse("course:page", args=[problem]), _("Verloop")),
        )
    try:
        services.drop_goal_result(identity=request.identity, found=found)
    except services.SettledError:
        return _settled(request, case)
    messages.success(request, _("Het oordeel is weg. Beoordeel het doel opnieuw."))
    return redirect("course:goal_new", problem)


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def settle(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Settle the evaluation, after a last look."""
    case = case_or_404(request, problem, Level.LEAD)
    found = queries.evaluation_of(case)
    if found is None:
        raise Http404
    if request.method == "GET":
        return confirm_page(
            request,
            title=_("De evaluatie vaststellen?"),
            consequence=_("De tekst en de doelen liggen dan vast. Latere casussen vinden de lessen terug."),
            submit=_("Ja, stel vast"),
            version=found.version,
            back=(reverse("course:page", args=[problem]), _("Verloop")),
        )
    try:
        services.settle_evaluation(identity=request.identity, found=found, version=posted_version(request))
    except UnfinishedError:
        messages.error(request, _("Beoordeel eerst ten minste één doel."))
    except VersionConflict:
        messages.error(request, _("De evaluatie is intussen gewijzigd. Kijk haar nog eens na."))
    else:
        messages.success(request, _("De evaluatie is vastgesteld."))
    return redirect("course:page", problem)


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def cooperation(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Ask who takes part how the cooperation went: one screen, once."""
    case = case_or_404(request, problem)
    place = queries.own_participation(request.identity, case)
    down = queries.scale_down_of(case)
    if place is None or down is None or down.announced_at is None:
        raise Http404
    if queries.has_answered(request.identity, case):
        messages.info(request, _("U hebt al gezegd hoe de samenwerking ging. Dank u wel."))
        return redirect("course:page", problem)
    form = CooperationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                services.answer_cooperation(
                    identity=request.identity,
                    participation=place,
                    answers=form.answers(),
                    remark=form.cleaned_data["remark"],
                )
        except IntegrityError:
            messages.info(request, _("Uw antwoord was er al."))
        else:
            messages.success(request, _("Dank u wel. Uw antwoord staat bij de evaluatie."))
        return redirect("course:page", problem)
    return form_page(
        request,
        case,
        form,
        title=_("Hoe ging de samenwerking?"),
        submit=_("Verstuur"),
        lead=_("De anderen in deze casus lezen wat uw organisatie antwoordt."),
    )


def _settled(request: IdentifiedRequest, case: Case) -> HttpResponse:
    messages.info(request, _("De evaluatie is vastgesteld en verandert niet meer."))
    return redirect("course:page", case.problem_id)


def _changes(found: Evaluation | None) -> list[Change]:
    if found is None:
        return []
    return [Change(_("Wat bracht de aanpak?"), found.summary), Change(_("Wat leerden wij?"), found.lessons)]
