"""Sessions about a worked case: prepare, run on a screen in the room, keep what was agreed (HR05)."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import DRIEHOEK, KEEPERS_OF_POSITION
from driehoek.guide.forms import CASE_CHANGE_FIELDS, WorkshopForm
from driehoek.guide.models import Workshop, WorkshopState
from driehoek.guide.queries import workshops as queries
from driehoek.guide.queries.texts import cases
from driehoek.guide.reading import Wrong
from driehoek.guide.services import workshops as services
from driehoek.guide.shapes import Case
from driehoek.guide.words import LEADERS
from driehoek.ledger.versions import VersionConflict
from driehoek.web.components import Step
from driehoek.web.forms import is_number, posted_version, sent_again


def workshop_or_404(request: IdentifiedRequest, workshop: uuid.UUID) -> tuple[Workshop, Case]:
    """Return a session with its case."""
    found = queries.workshop_of(request.identity, workshop)
    case = queries.case_of(found) if found else None
    if found is None or case is None:
        raise Http404
    return found, case


@for_functions(*DRIEHOEK)
@require_GET
def workshop_list(request: IdentifiedRequest) -> HttpResponse:
    """List the sessions and the cases that there are."""
    context = {
        "rows": list(queries.workshops(request.identity)),
        "cases": cases(request.identity),
        "may_lead": request.identity.holds(*LEADERS),
    }
    return render(request, "guide/workshops.html", context)


@for_functions(*LEADERS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest) -> HttpResponse:
    """Prepare a session."""
    known = cases(request.identity)
    initial = {"case": request.GET.get("casus", ""), "planned_on": timezone.localdate()}
    form = WorkshopForm(request.POST or None, cases=known, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        case = next(one for one in known if one.key == values["case"])
        try:
            made = services.prepare(
                identity=request.identity,
                case=case,
                title=values["title"] or case.title,
                planned_on=values["planned_on"],
                situation=values["situation"] or case.situation,
            )
        except Wrong as error:
            form.add_error(None, "; ".join(error.errors.values()))
        else:
            messages.success(request, _("De werksessie staat klaar."))
            return redirect("guide:workshop", made.pk)
    context = _form_page(form, _("Werksessie voorbereiden"), reverse("guide:workshops"), _("Werksessies"))
    return render(request, "web/form_page.html", context)


@for_functions(*LEADERS)
@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, workshop: uuid.UUID) -> HttpResponse:
    """Change title, date and situation; a second editor is told, and keeps the text."""
    found, case = workshop_or_404(request, workshop)
    initial = {
        "title": found.title,
        "planned_on": found.planned_on,
        "situation": case.situation,
        "version": found.version,
    }
    form, conflict = WorkshopForm(request.POST or None, initial=initial), None
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in CASE_CHANGE_FIELDS}
        try:
            services.change_workshop(
                identity=request.identity,
                workshop=found,
                case=case,
                version=posted_version(request),
                **values,
            )
        except Wrong as error:
            form.add_error(None, "; ".join(error.errors.values()))
        except VersionConflict:
            conflict = {
                "changes": [
                    {"label": _("Titel"), "value": found.title},
                    {"label": _("De situatie"), "value": case.situation},
                ]
            }
            form = WorkshopForm(sent_again(request, found.version))
        else:
            messages.success(request, _("De wijziging is bewaard."))
            return redirect("guide:workshop", found.pk)
    page = reverse("guide:workshop", args=[found.pk])
    context = _form_page(form, _("Werksessie wijzigen"), page, found.title) | {"conflict": conflict}
    return render(request, "web/form_page.html", context, status=409 if conflict else 200)


@for_functions(*DRIEHOEK)
@require_GET
def page(request: IdentifiedRequest, workshop: uuid.UUID) -> HttpResponse:
    """Show a session: the case, its steps, what was noted and what was kept."""
    found, case = workshop_or_404(request, workshop)
    return render(request, "guide/workshop.html", _page_context(request, found, case))


@for_functions(*DRIEHOEK)
@require_GET
def report(request: IdentifiedRequest, workshop: uuid.UUID) -> HttpResponse:
    """Show the same on paper: what was asked, noted and agreed."""
    found, case = workshop_or_404(request, workshop)
    return render(request, "guide/workshop_report.html", _page_context(request, found, case))


@for_functions(*LEADERS)
@require_POST
def start(request: IdentifiedRequest, workshop: uuid.UUID) -> HttpResponse:
    """Begin a session, or take up one that was ended."""
    found, _case = workshop_or_404(request, workshop)
    try:
        services.start(identity=request.identity, workshop=found, version=posted_version(request))
    except VersionConflict:
        messages.info(request, _("Iemand anders is met deze werksessie bezig. Hier ziet u de stand."))
        return redirect("guide:workshop", found.pk)
    return redirect("guide:workshop_step", found.pk, found.step)


@for_functions(*LEADERS)
@require_POST
def end(request: IdentifiedRequest, workshop: uuid.UUID) -> HttpResponse:
    """End a session; the same page offers to take it up again."""
    found, _case = workshop_or_404(request, workshop)
    try:
        services.end(identity=request.identity, workshop=found, version=posted_version(request))
        messages.success(request, _("De werksessie is afgerond. Hieronder staat wat u bewaarde."))
    except VersionConflict:
        messages.error(request, _("Deze werksessie is net gewijzigd. Kijk eerst wat er veranderd is."))
    return redirect("guide:workshop", found.pk)


@for_functions(*LEADERS)
@require_http_methods(["GET", "POST"])
def step(request: IdentifiedRequest, workshop: uuid.UUID, number: int) -> HttpResponse:
    """Run one step: big words for the screen in the room, and a place for notes."""
    found, case = workshop_or_404(request, workshop)
    if not 1 <= number <= len(case.steps):
        raise Http404
    # What was typed while someone else ended the session is not thrown away: it comes back as a conflict.
    if found.state != WorkshopState.RUNNING and request.method == "GET":
        messages.info(request, _("Begin de werksessie eerst, of neem haar weer op."))
        return redirect("guide:workshop", found.pk)
    conflict, text, version = None, found.notes.get(str(number), ""), found.version
    if request.method == "POST":
        text = request.POST.get("text", "")
        try:
            return _note(request, found, case, number, text)
        except VersionConflict:
            conflict = {"changes": [{"label": _("Notities"), "value": found.notes.get(str(number), "")}]}
    context = {
        "workshop": found,
        "case": case,
        "step": case.steps[number - 1],
        "number": number,
        "total": len(case.steps),
        "text": text,
        "version": version,
        "conflict": conflict,
        "outcomes": [one for one in queries.outcomes(found) if one.step == number],
        "may_follow": True,
        "proposals": list(enumerate(case.proposals)) if number == len(case.steps) else [],
        "back": request.path,
    }
    return render(request, "guide/workshop_step.html", context, status=409 if conflict else 200)


def _note(request: IdentifiedRequest, workshop: Workshop, case: Case, number: int, text: str) -> HttpResponse:
    """Keep the notes and go where the button says."""
    wanted = request.POST.get("go", "")
    target = {"next": number + 1, "back": number - 1}.get(wanted, number)
    target = min(max(target, 1), len(case.steps))
    services.note(
        identity=request.identity,
        workshop=workshop,
        version=posted_version(request),
        step=number,
        text=text,
        go_to=target,
    )
    if wanted == "end":
        services.end(identity=request.identity, workshop=workshop, version=workshop.version)
        messages.success(request, _("De werksessie is afgerond. Hieronder staat wat u bewaarde."))
        return redirect("guide:workshop", workshop.pk)
    if wanted in {"need", "agreement", "agenda"}:
        return redirect("guide:workshop_keep", workshop.pk, number, wanted)
    if wanted.startswith("proposal-") and is_number(wanted.removeprefix("proposal-")):
        address = reverse("guide:workshop_keep", args=[workshop.pk, number, _kind_of(case, wanted)])
        return redirect(f"{address}?voorstel={wanted.removeprefix('proposal-')}")
    return redirect("guide:workshop_step", workshop.pk, target)


def _kind_of(case: Case, wanted: str) -> str:
    place = int(wanted.removeprefix("proposal-"))
    if place >= len(case.proposals):
        raise Http404
    kind = case.proposals[place].kind.value
    return "agreement" if kind == "standing_case" else kind


def _page_context(request: IdentifiedRequest, workshop: Workshop, case: Case) -> dict[str, Any]:
    noted = [
        (number, one, workshop.notes.get(str(number), "")) for number, one in enumerate(case.steps, start=1)
    ]
    may_lead = request.identity.holds(*LEADERS)
    return {
        "workshop": workshop,
        "case": case,
        "noted": noted,
        "steps": _steps(workshop, case),
        "minutes": sum(one.minutes for one in case.steps),
        "outcomes": list(queries.outcomes(workshop)),
        "may_lead": may_lead,
        "may_follow": request.identity.holds(*KEEPERS_OF_POSITION),
        "may_change": may_lead and workshop.state != WorkshopState.DONE,
        "back_url": reverse("guide:workshops"),
    }


def _steps(workshop: Workshop, case: Case) -> list[Step]:
    running = workshop.state == WorkshopState.RUNNING
    done = workshop.state == WorkshopState.DONE
    return [
        Step(
            one.title,
            "done" if done or (running and number < workshop.step) else
            "now" if running and number == workshop.step else "todo",
            words=_("%(minutes)d minuten") % {"minutes": one.minutes},
        )
        for number, one in enumerate(case.steps, start=1)
    ]  # fmt: skip


def _form_page(form: WorkshopForm, title: str, back: str, label: str) -> dict[str, Any]:
    return {
        "form": form,
        "title": title,
        "submit_label": _("Bewaren"),
        "cancel_url": back,
        "back_url": back,
        "back_label": label,
    }
