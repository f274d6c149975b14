"""Pages of the definition of a problem, and of what the driehoek decided on it (CX06)."""

from __future__ import annotations

import uuid
from typing import Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.approach import composing, rows, services
from driehoek.approach.forms import DecisionForm, DefinitionForm
from driehoek.approach.models import Definition, Outcome
from driehoek.approach.paper import definition_pdf
from driehoek.approach.queries import writing
from driehoek.approach.queries.actions import works_on
from driehoek.approach.views.common import conflict_of, form_page, tell_changed, worked_case
from driehoek.cases.models import Case
from driehoek.cases.parts import tabs_for
from driehoek.cases.views import READERS, case_or_404
from driehoek.ledger.versions import VersionConflict
from driehoek.meetings.models import AgendaPoint, PointState
from driehoek.parties.models import Function
from driehoek.web.forms import posted_version, sent_again

LEADERS: Final = (Function.MAYOR, Function.DEPUTY)


@require_GET
@for_functions(*READERS)
def page(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Show the definition on one page, where it stands, and what was decided."""
    case = case_or_404(request, problem)
    found = writing.definition_of(case)
    context = {
        "case": case,
        "tabs": tabs_for(request, case, "plan"),
        "definition": found,
        "texts": composing.definition_texts(found) if found else (),
        "missing": composing.missing_in(found),
        "works": works_on(request.identity, case.pk),
        "decides": _may_decide(request, case),
        "decisions": [rows.decision_entry(one) for one in writing.decisions_on(case)],
        "points": [rows.point_row(one) for one in writing.points_about(request.identity, case)],
    }
    return render(request, "approach/definition.html", context)


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def change(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Write the definition; who comes second is told, and keeps the text."""
    case = worked_case(request, problem)
    found, conflict = writing.definition_of(case), None
    form = DefinitionForm(request.POST or None, initial=DefinitionForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.save_definition(
                identity=request.identity, case=case, version=posted_version(request), values=form.values()
            )
        except VersionConflict:
            found = _definition(case)
            stored = [(one.label, one.text) for one in composing.definition_texts(found)]
            conflict = conflict_of(found, stored)
            form = DefinitionForm(sent_again(request, found.version))
        else:
            messages.success(request, _("De probleemstelling is bewaard."))
            return redirect("approach:definition", case.pk)
    return form_page(
        request,
        form,
        title=_("Probleemstelling"),
        lead=_("Op één pagina, voor de driehoek. U mag tussendoor bewaren."),
        submit=_("Bewaren"),
        back=(reverse("approach:definition", args=[case.pk]), case.problem.title),
        conflict=conflict,
    )


@require_POST
@for_functions(*READERS)
def offer(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Put the definition before the driehoek."""
    case = worked_case(request, problem)
    found = _definition(case)
    try:
        on_agenda = services.offer(
            identity=request.identity, definition=found, version=posted_version(request)
        )
    except services.IncompleteError:
        messages.error(request, _("De probleemstelling is nog niet af. Vul eerst aan wat ontbreekt."))
    except VersionConflict:
        tell_changed(request)
    else:
        said = _("De probleemstelling staat op de agenda van de driehoek.")
        if not on_agenda:
            said = _("De probleemstelling ligt klaar. Wie de agenda maakt, ziet haar als voorstel.")
        messages.success(request, said)
    return redirect("approach:definition", case.pk)


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def decide(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Record what the driehoek decided: at a point on the agenda, or by hand."""
    case = case_or_404(request, problem)
    if not _may_decide(request, case):
        raise PermissionDenied(_("Dit legt de burgemeester vast, of wie de casus leidt."))
    found = _definition(case)
    point = next(iter(writing.points_about(request.identity, case)), None)
    form = DecisionForm(request.POST or None, initial=_said_at(point))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.prioritise(
                identity=request.identity,
                definition=found,
                new=services.NewPrioritisation(
                    outcome=Outcome(values["outcome"]),
                    reason=values["reason"],
                    decided_on=values["decided_on"],
                    again_on=values["again_on"],
                    point=point.pk if point else None,
                ),
            )
        except services.IncompleteError:
            messages.error(request, _("De probleemstelling is nog niet af. Vul eerst aan wat ontbreekt."))
        else:
            messages.success(request, _("Het besluit is vastgelegd."))
        return redirect("approach:definition", case.pk)
    return form_page(
        request,
        form,
        title=_("Besluit van de driehoek"),
        lead=case.problem.title,
        submit=_("Leg vast"),
        back=(reverse("approach:definition", args=[case.pk]), _("Probleemstelling")),
    )


@require_GET
@for_functions(*READERS)
def pdf(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Give the definition as one A4."""
    case = case_or_404(request, problem)
    name = f"probleemstelling-{case.problem.number}.pdf"
    return HttpResponse(
        definition_pdf(_definition(case)),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _definition(case: Case) -> Definition:
    found = writing.definition_of(case)
    if found is None:
        raise Http404
    return found


def _may_decide(request: IdentifiedRequest, case: Case) -> bool:
    return request.identity.holds(*LEADERS) or works_on(request.identity, case.pk)


def _said_at(point: AgendaPoint | None) -> dict[str, object]:
    """Begin with what the minutes of the meeting say, when it was handled there."""
    if point is not None and point.state == PointState.HANDLED and point.handled_at is not None:
        return {"reason": point.outcome, "decided_on": timezone.localdate(point.handled_at)}
    return {"decided_on": timezone.localdate()}
