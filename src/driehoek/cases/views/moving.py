"""Pages on which a case begins, moves, is judged, and on which its standing is kept."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.access.queries import level_on
from driehoek.cases import queries, rows, services
from driehoek.cases.forms import AdmissionForm, DirectorsForm, MoveForm, StandingForm, StartForm
from driehoek.cases.models import Admission, Case
from driehoek.cases.views import READERS, case_or_404
from driehoek.ledger.versions import VersionConflict
from driehoek.problems.models import Kind, Problem
from driehoek.problems.views import problem_or_404
from driehoek.web.components import Change, Conflict, Pair
from driehoek.web.confirm import confirm_page
from driehoek.web.forms import posted_version, sent_again


def frame(case: Case, title: str, submit: str, lead: str = "") -> dict[str, Any]:
    """Return what every form about a case needs."""
    back = reverse("cases:page", args=[case.problem_id])
    return {
        "case": case,
        "title": title,
        "lead": lead,
        "submit_label": submit,
        "cancel_url": back,
        "back_url": back,
        "back_label": case.problem.title,
    }


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def start(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Begin the case of a complex problem; who leads the problem chooses the process model and the directors."""
    found = problem_or_404(request, problem, Level.LEAD)
    if found.kind != Kind.COMPLEX:
        raise Http404
    if queries.visible_to(request.identity).filter(pk=problem).exists():
        return redirect("cases:page", problem)
    form = StartForm(
        request.POST or None,
        identity=request.identity,
        initial={"process_director": request.identity.person},
    )
    if request.method == "POST" and form.is_valid() and (done := _begin(request, found, form)):
        return done
    back = reverse("problems:page", args=[problem])
    context = {
        "form": form,
        "title": _("Casus beginnen"),
        "lead": _("Een procesmodel zegt welke stappen er zijn en wat elke stap vraagt."),
        "submit_label": _("Casus beginnen"),
        "cancel_url": back,
        "back_url": back,
        "back_label": found.title,
    }
    return render(request, "web/form_page.html", context)


def _begin(request: IdentifiedRequest, problem: Problem, form: StartForm) -> HttpResponse | None:
    """Begin the case; None when the form must say something first."""
    values = form.cleaned_data
    try:
        with transaction.atomic():
            model = services.latest_model(identity=request.identity, key=values["model"])
    except ProgrammingError:
        # The models that come with Driehoek are put in place by who keeps them, and nobody did so yet.
        form.add_error(
            "model", _("Dit model is nog niet overgenomen. Vraag het de beheerder of de procesregisseur.")
        )
        return None
    try:
        with transaction.atomic():
            services.open_case(
                identity=request.identity,
                new=services.NewCase(
                    problem=problem,
                    model=model,
                    process_director=values["process_director"],
                    content_director=values["content_director"],
                ),
            )
    except IntegrityError:
        # Sent twice, or a colleague was first: the case is there.
        return redirect("cases:page", problem.pk)
    messages.success(request, _("De casus is begonnen."))
    return redirect("cases:page", problem.pk)


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def move(request: IdentifiedRequest, problem: uuid.UUID, step: str) -> HttpResponse:
    """Take a case along one move of its table, after showing what the move requires."""
    case = case_or_404(request, problem, Level.WORK)
    try:
        chosen = services.step_to(case, step)
    except services.NoSuchStepError:
        if request.method == "POST":
            return _moved_meanwhile(request, problem)
        raise Http404 from None
    leads = level_on(request.identity, problem) == Level.LEAD
    if chosen.who == "lead" and not leads:
        raise PermissionDenied(_("Alleen wie deze casus leidt, zet deze stap. Vraag het de procesregisseur."))
    checks = services.checks_of(case, chosen)
    unmet = [one.key for one in checks if not one.met]
    form = MoveForm(
        request.POST or None,
        asks_reason=chosen.reason,
        unmet=bool(unmet),
        may_overrule=leads,
        initial={"version": case.version},
    )
    if request.method == "POST" and form.is_valid():
        passed = unmet if form.cleaned_data.get("overrule") else []
        if done := _move(request, case, step, form, passed):
            return done
    names = {state.key: state.name for state in queries.table_of(case.model).states}
    lead = _("Van %(before)s naar %(after)s.") % {"before": rows.stage_name(case), "after": names[step]}
    context = frame(case, chosen.label, chosen.label, lead) | {
        "form": form,
        "checks": rows.check_steps(checks, links=True),
        "blocked": bool(unmet) and not leads,
    }
    return render(request, "cases/move.html", context)


def _move(
    request: IdentifiedRequest, case: Case, step: str, form: MoveForm, passed: list[str]
) -> HttpResponse | None:
    """Make the move; None when the form must say something first."""
    values = form.cleaned_data
    try:
        services.move(
            identity=request.identity,
            case=case,
            version=values["version"],
            step=step,
            reason=values["reason"],
            overrule=passed,
        )
    except services.NotMetError:
        form.add_error(
            None, _("Nog niet alles is in orde. Maak het eerst in orde, of kies “Ik ga toch door”.")
        )
        return None
    except VersionConflict:
        return _moved_meanwhile(request, case.pk)
    messages.success(request, _("De casus staat nu in: %(stage)s.") % {"stage": rows.stage_name(case)})
    return redirect("cases:page", case.pk)


def _moved_meanwhile(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Say that someone was first, or that the same was sent twice; nothing is stored a second time."""
    messages.info(request, _("De casus is intussen gewijzigd. Kijk eerst waar zij nu staat."))
    return redirect("cases:page", problem)


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def criteria(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Answer the admission criteria of the process model; the answers before stay readable."""
    case = case_or_404(request, problem, Level.WORK)
    found = queries.table_of(case.model).criteria
    last = Admission.objects.filter(case=case).select_related("made_by").first()
    form = AdmissionForm(request.POST or None, criteria=found)
    if request.method == "POST" and form.is_valid():
        made = services.judge_admission(
            identity=request.identity, case=case, answers=form.answers(), reason=form.cleaned_data["reason"]
        )
        said = (
            _("De casus voldoet aan de criteria.")
            if made.admitted
            else _("De casus voldoet niet aan de criteria.")
        )
        messages.success(request, said)
        return redirect("cases:page", problem)
    context = frame(case, _("Criteria voor opname"), _("Bewaren"), case.model.name) | {
        "form": form,
        "last": _answered(last, found.questions) if last else [],
    }
    return render(request, "cases/criteria.html", context)


def _answered(last: Admission, questions: Any) -> list[Pair]:
    said = [
        Pair(questions.get(key, key), _("Ja") if answer else _("Nee")) for key, answer in last.answers.items()
    ]
    said.append(Pair(_("Uitkomst"), _("voldoet") if last.admitted else _("voldoet niet")))
    who = last.made_by.name if last.made_by else "Driehoek"
    return [*said, Pair(_("Door"), f"{who}, {rows.day(last.made_at)}")]


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def standing(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Keep what everyone with the overview sees: whether it is stuck and why, what is decided next and when."""
    case = case_or_404(request, problem, Level.WORK)
    initial = {
        "stuck": case.stuck_since is not None,
        "stuck_reason": case.stuck_reason,
        "next_decision": case.next_decision,
        "next_decision_on": case.next_decision_on,
        "version": case.version,
    }
    form = StandingForm(request.POST or None, initial=initial)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.change_case(
                identity=request.identity,
                case=case,
                version=posted_version(request),
                values=form.changes(case),
            )
        except VersionConflict:
            case.refresh_from_db()
            conflict = Conflict(
                changes=[
                    Change(_("Waarom het vastzit"), case.stuck_reason),
                    Change(_("Volgende besluit"), case.next_decision),
                ]
            )
            form = StandingForm(sent_again(request, case.version))
        else:
            messages.success(request, _("Bewaard."))
            return redirect("cases:page", problem)
    context = frame(case, _("Hoe staat het ervoor"), _("Bewaren"), rows.standing_words(case)) | {
        "form": form,
        "conflict": conflict,
    }
    return render(request, "web/form_page.html", context, status=409 if conflict else 200)


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def directors(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Let others direct the case."""
    case = case_or_404(request, problem, Level.LEAD)
    initial = {
        "version": case.version,
        "process_director": case.process_director_id,
        "content_director": case.content_director_id,
    }
    form = DirectorsForm(request.POST or None, identity=request.identity, initial=initial)
    conflict = None
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.appoint(
                identity=request.identity,
                case=case,
                version=values["version"],
                process_director=values["process_director"],
                content_director=values["content_director"],
            )
        except VersionConflict:
            case.refresh_from_db()
            now = [Change(_("Procesregisseur"), case.process_director.name)]
            if case.content_director:
                now.append(Change(_("Casusregisseur"), case.content_director.name))
            conflict = Conflict(changes=now)
            form = DirectorsForm(sent_again(request, case.version), identity=request.identity)
        else:
            messages.success(request, _("De regie is gewijzigd."))
            return redirect("cases:page", problem)
    context = frame(case, _("Wie de regie heeft"), _("Bewaren")) | {"form": form, "conflict": conflict}
    return render(request, "web/form_page.html", context, status=409 if conflict else 200)


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def follow(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Let the case follow the newest version of its process model, after asking once more."""
    case = case_or_404(request, problem, Level.LEAD)
    newer = queries.newer_version(case)
    if newer is None:
        return redirect("cases:page", problem)
    if request.method == "POST":
        try:
            services.follow_version(
                identity=request.identity, case=case, version=posted_version(request), model=newer
            )
        except VersionConflict:
            return _moved_meanwhile(request, problem)
        messages.success(request, _("De casus volgt nu versie %(n)s.") % {"n": newer.number})
        return redirect("cases:page", problem)
    return confirm_page(
        request,
        title=_("De nieuwe versie volgen?"),
        lead=f"{newer.name}, " + _("versie %(n)s") % {"n": newer.number},
        consequence=_(
            "De casus blijft in dezelfde stap staan. Wat de volgende stappen vragen, kan anders zijn."
        ),
        submit=_("Ja, volg de nieuwe versie"),
        version=case.version,
        back=(reverse("cases:page", args=[problem]), case.problem.title),
        summary=[Pair(_("Wat er is aangepast"), newer.note)],
    )
