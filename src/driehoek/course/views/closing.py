"""Scaling down: writing it, telling the partners, what is left, ending what partners see."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.cases.models import ENDED_PHASES, Case
from driehoek.cases.views import READERS, case_or_404
from driehoek.course import queries, rows, services
from driehoek.course.forms import RestActionForm, ScaleDownForm
from driehoek.course.models import RestAction
from driehoek.course.views import changed_by_another, form_page, require_work
from driehoek.ledger.versions import VersionConflict
from driehoek.web.components import Change
from driehoek.web.confirm import confirm_page
from driehoek.web.forms import posted_version, sent_again


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def scale_down(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Write how the case is scaled down, or change it while the partners were not told."""
    case = case_or_404(request, problem, Level.WORK)
    found = queries.scale_down_of(case)
    if found and found.announced_at:
        messages.info(request, _("De partners zijn al ingelicht. Dit ligt nu vast."))
        return redirect("course:page", problem)
    form = ScaleDownForm(
        request.POST or None, identity=request.identity, initial=ScaleDownForm.initial_of(found)
    )
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.write_scale_down(
                identity=request.identity, case=case, new=form.new(), version=posted_version(request)
            )
        except (VersionConflict, services.SettledError):
            found = queries.scale_down_of(case)
            form = ScaleDownForm(
                sent_again(request, found.version if found else 0), identity=request.identity
            )
            stored = rows.scale_down_pairs(found) if found else []
            conflict = changed_by_another(
                case, case.problem_id, [Change(pair.label, pair.value) for pair in stored]
            )
        else:
            messages.success(request, _("Het afschalen is opgeschreven. De partners weten het nog niet."))
            return redirect("course:page", problem)
    return form_page(request, case, form, title=_("Afschalen"), submit=_("Bewaar"), conflict=conflict)


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def announce(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Tell the partners, after a last look."""
    case = case_or_404(request, problem, Level.WORK)
    found = queries.scale_down_of(case)
    if found is None:
        raise Http404
    if request.method == "GET":
        count = queries.running_participations(case)
        return confirm_page(
            request,
            title=_("De partners vertellen dat wordt afgeschaald?"),
            consequence=ngettext(
                "Eén partner leest dit en krijgt vijf stellingen over de samenwerking. Het ligt dan vast.",
                "%(n)s partners lezen dit en krijgen vijf stellingen over de samenwerking. Het ligt dan vast.",
                count,
            )
            % {"n": count},
            submit=_("Ja, vertel het"),
            version=found.version,
            back=(reverse("course:page", args=[problem]), _("Verloop")),
            summary=rows.scale_down_pairs(found),
        )
    try:
        services.announce(identity=request.identity, found=found, version=posted_version(request))
    except VersionConflict:
        messages.error(request, _("Dit is intussen gewijzigd of al verteld. Kijk het nog eens na."))
    else:
        messages.success(request, _("De partners weten dat wordt afgeschaald."))
    return redirect("course:page", problem)


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def rest_action_new(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Write down what is left."""
    case = case_or_404(request, problem, Level.WORK)
    form = RestActionForm(request.POST or None, identity=request.identity)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        services.add_rest_action(
            identity=request.identity,
            case=case,
            what=given["what"],
            organisation=given["organisation"],
            due_on=given["due_on"],
        )
        messages.success(request, _("De restactie staat erbij, met een termijn."))
        return redirect("course:page", problem)
    return form_page(request, case, form, title=_("Restactie toevoegen"), submit=_("Voeg toe"))


@for_functions(*READERS)
@require_POST
def rest_action_mark(request: IdentifiedRequest, problem: uuid.UUID, action: uuid.UUID) -> HttpResponse:
    """Tick a rest action off with one tap, or take that back."""
    case = case_or_404(request, problem)
    require_work(request, case)
    found = _action_or_404(case, action)
    done = request.POST.get("done") == "1"
    if services.mark_rest_action(identity=request.identity, action=found, done=done):
        messages.success(request, _("Gedaan.") if done else _("De restactie staat weer open."))
    return redirect("course:page", problem)


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def rest_action_drop(request: IdentifiedRequest, problem: uuid.UUID, action: uuid.UUID) -> HttpResponse:
    """Take away a rest action that was not done, after asking once more."""
    case = case_or_404(request, problem, Level.WORK)
    found = _action_or_404(case, action)
    if request.method == "GET":
        return confirm_page(
            request,
            title=_("Deze restactie laten vervallen?"),
            lead=found.what,
            consequence=_("De actie en haar termijn zijn dan weg."),
            submit=_("Ja, laat vervallen"),
            version=1,
            back=(reverse("course:page", args=[problem]), _("Verloop")),
        )
    try:
        services.drop_rest_action(identity=request.identity, action=found)
    except VersionConflict:
        messages.error(request, _("Deze restactie is intussen gedaan."))
    else:
        messages.success(request, _("De restactie is vervallen."))
    return redirect("course:page", problem)


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def end_participations(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """End what every partner sees of a case that ended, after asking once more."""
    case = case_or_404(request, problem, Level.LEAD)
    if case.phase not in ENDED_PHASES:
        messages.error(request, _("Sluit de casus eerst af. Tot dan werken de partners eraan mee."))
        return redirect("course:page", problem)
    if request.method == "GET":
        return confirm_page(
            request,
            title=_("De deelname van alle partners beëindigen?"),
            consequence=_("Zij zien de casus daarna niet meer. Wie terugkomt, nodigt u opnieuw uit."),
            submit=_("Ja, beëindig"),
            version=case.version,
            back=(reverse("course:page", args=[problem]), _("Verloop")),
        )
    count = services.end_participations(identity=request.identity, case=case)
    messages.success(
        request,
        ngettext(
            "De deelname van één partner is beëindigd.", "De deelname van %(n)s partners is beëindigd.", count
        )
        % {"n": count},
    )
    return redirect("course:page", problem)


def _action_or_404(case: Case, action: uuid.UUID) -> RestAction:
    found = queries.rest_action(case, action)
    if found is None:
        raise Http404
    return found
