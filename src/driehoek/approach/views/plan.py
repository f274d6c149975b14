"""Pages of the plan of approach and its editions (CX07)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.approach import composing, differences, rows, services
from driehoek.approach.forms import AdoptForm, PlanForm
from driehoek.approach.models import Plan, PlanEdition
from driehoek.approach.paper import plan_pdf
from driehoek.approach.queries import writing
from driehoek.approach.queries.actions import owners_for, visible_actions, works_on
from driehoek.approach.views.common import conflict_of, form_page, worked_case
from driehoek.cases.models import Case, CompartmentKind
from driehoek.cases.parts import tabs_for
from driehoek.cases.views import READERS, case_or_404
from driehoek.ledger.versions import VersionConflict
from driehoek.web.forms import posted_version, sent_again


@require_GET
@for_functions(*READERS)
def page(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Show the plan, what it misses, its editions, and what stands around it."""
    case = case_or_404(request, problem)
    plan, definition = writing.plan_of(case), writing.definition_of(case)
    editions = writing.editions_of(case)
    context = {
        "case": case,
        "tabs": tabs_for(request, case, "plan"),
        "plan": plan,
        "texts": composing.plan_texts(plan, definition) if plan else (),
        "missing": composing.missing_in_plan(plan),
        "basis": composing.basis_of(request.identity, case),
        "partners": _partners(case, editions),
        "editions": [rows.edition_row(one) for one in editions],
        "changed": bool(plan and editions and editions[0].plan_version != plan.version),
        "works": works_on(request.identity, case.pk),
        "definition": definition,
        "steps": writing.products_of(case),
    }
    return render(request, "approach/plan.html", context)


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def change(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Write the plan; who comes second is told, and keeps the text."""
    case = worked_case(request, problem)
    found, conflict = writing.plan_of(case), None
    owners = owners_for(request.identity, case)
    form = PlanForm(request.POST or None, owners=owners, initial=PlanForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.save_plan(
                identity=request.identity,
                case=case,
                version=posted_version(request),
                values=form.cleaned_data,
            )
        except VersionConflict:
            found = _plan(case)
            stored = [(one.label, one.text) for one in composing.plan_texts(found, None)]
            conflict = conflict_of(found, stored)
            form = PlanForm(sent_again(request, found.version), owners=owners)
        else:
            messages.success(request, _("Het plan is bewaard."))
            return redirect("approach:plan", case.pk)
    return form_page(
        request,
        form,
        title=_("Plan van aanpak"),
        lead=_("Acties zet u op het tabblad Acties. U mag tussendoor bewaren."),
        submit=_("Bewaren"),
        back=(reverse("approach:plan", args=[case.pk]), case.problem.title),
        conflict=conflict,
    )


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def adopt(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Ask once more, then freeze the plan as its next edition."""
    case = worked_case(request, problem)
    plan = _plan(case)
    form = AdoptForm(request.POST or None, initial={"version": plan.version})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.adopt_plan(
                identity=request.identity,
                plan=plan,
                version=posted_version(request),
                note=form.cleaned_data["note"],
            )
        except services.IncompleteError:
            messages.error(request, _("Het plan is nog niet af. Vul eerst aan wat ontbreekt."))
            return redirect("approach:plan", case.pk)
        except VersionConflict:
            stored = [(one.label, one.text) for one in composing.plan_texts(plan, None)]
            conflict = conflict_of(plan, stored)
            form = AdoptForm(sent_again(request, plan.version))
            return _adopt_page(request, case, form, conflict)
        messages.success(request, _("Het plan is vastgesteld als versie %(n)s.") % {"n": made.number})
        return redirect("approach:edition", case.pk, made.number)
    return _adopt_page(request, case, form, None)


def _adopt_page(request: IdentifiedRequest, case: Case, form: AdoptForm, conflict: object) -> HttpResponse:
    return form_page(
        request,
        form,
        title=_("Plan vaststellen?"),
        lead=_(
            "De tekst, de partners en de gedeelde acties van nu worden bewaard. Deze versie verandert niet meer."
        ),
        submit=_("Ja, stel vast"),
        back=(reverse("approach:plan", args=[case.pk]), _("Plan van aanpak")),
        conflict=conflict,  # type: ignore[arg-type]  # a conflict or none
    )


@require_GET
@for_functions(*READERS)
def edition(request: IdentifiedRequest, problem: uuid.UUID, number: int) -> HttpResponse:
    """Show an edition, with what differs from the one before, word by word."""
    case = case_or_404(request, problem)
    found, before = _edition(case, number), None
    if number > 1:
        before = _edition(case, number - 1)
    snapshot = rows.snapshot_of(found)
    context = {
        "case": case,
        "tabs": tabs_for(request, case, "plan"),
        "edition": found,
        "snapshot": snapshot,
        "actions": [rows.frozen_row(one) for one in snapshot.actions],
        "changes": differences.between(rows.snapshot_of(before), snapshot) if before else [],
        "before": before,
    }
    return render(request, "approach/edition.html", context)


@require_GET
@for_functions(*READERS)
def pdf(request: IdentifiedRequest, problem: uuid.UUID, number: int) -> HttpResponse:
    """Give an edition on paper, with the actions of other compartments that are open to the reader, and no others."""
    case = case_or_404(request, problem)
    found = _edition(case, number)
    closed = visible_actions(request.identity).filter(case=case, compartment__kind=CompartmentKind.OWN)
    name = f"plan-{case.problem.number}-{number}.pdf"
    return HttpResponse(
        plan_pdf(found, list(closed[:200])),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _partners(case: Case, editions: list[PlanEdition]) -> list[str]:
    """Return who takes part; for who does not see that, the parties of the edition that was adopted last."""
    seen = composing.partners_of(case)
    return seen or (list(rows.snapshot_of(editions[0]).partners) if editions else [])


def _plan(case: Case) -> Plan:
    found = writing.plan_of(case)
    if found is None:
        raise Http404
    return found


def _edition(case: Case, number: int) -> PlanEdition:
    found = PlanEdition.objects.select_related("adopted_by").filter(case=case, number=number).first()
    if found is None:
        raise Http404
    return found
