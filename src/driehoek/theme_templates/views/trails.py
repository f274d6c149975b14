"""The trails: how far each theme is, what a template made, and its evaluation and end."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.ledger.versions import VersionConflict
from driehoek.theme_templates import queries, services
from driehoek.theme_templates.forms.trails import ChangeStepForm, CloseForm, EvaluateForm
from driehoek.theme_templates.models import Adoption, AdoptionState, Step, StepState
from driehoek.theme_templates.rows import (
    facts_of,
    goal_rows,
    made_rows,
    made_things,
    step_facts,
    step_rows,
    tip_rows,
    trail_row,
)
from driehoek.theme_templates.templates import evaluation_of, row_of_step
from driehoek.theme_templates.views import adoption_or_404, step_or_404
from driehoek.theme_templates.words import APPLIERS, READERS_OF_TRAILS
from driehoek.web.components import Change, Conflict
from driehoek.web.forms import posted_version, sent_again
from driehoek.web.paging import keyset_cursor, next_page, page_of


@for_functions(*READERS_OF_TRAILS)
@require_GET
def trails(request: IdentifiedRequest) -> HttpResponse:
    """List the trails, running ones first on request, the newest on top."""
    everything = request.GET.get("alles") == "ja"
    rows = queries.with_progress(queries.visible_adoptions(request.identity))
    if not everything:
        rows = rows.filter(state=AdoptionState.RUNNING)
    found, more = page_of(rows, "at", keyset_cursor(request))
    context = {
        "rows": [trail_row(one) for one in found],
        "everything": everything,
        "applies": request.identity.holds(*APPLIERS),
        "next_url": next_page(request, found[-1].at, found[-1].pk) if more else "",
    }
    return render(request, "theme_templates/trails.html", context)


@for_functions(*READERS_OF_TRAILS)
@require_GET
def trail(request: IdentifiedRequest, adoption: uuid.UUID) -> HttpResponse:
    """Show one trail: its steps, its goals, what it made."""
    found = adoption_or_404(request, adoption)
    identity = request.identity
    applies = identity.holds(*APPLIERS)
    steps = queries.steps_of(found)
    running = found.state == AdoptionState.RUNNING
    context = {
        "adoption": found,
        "facts": facts_of(found),
        "steps": step_rows(found, steps),
        "goals": goal_rows(found),
        "tips": tip_rows(found),
        "cautions": found.content.get("cautions") or [],
        "made": made_rows(identity, found) if applies else [],
        "applies": applies,
        "running": running,
        "evaluates": running and applies and evaluation_of(found.content) is not None,
        "may_undo": running and applies and services.may_undo(found),
        "next": getattr(found, "next", None),
    }
    return render(request, "theme_templates/trail.html", context)


@for_functions(*APPLIERS)
@require_http_methods(["GET", "POST"])
def evaluate(request: IdentifiedRequest, adoption: uuid.UUID) -> HttpResponse:
    """Look back at the effect and at the cooperation, and begin the next round if there is one."""
    found = adoption_or_404(request, adoption)
    back = reverse("theme_templates:trail", args=[found.pk])
    form = EvaluateForm(request.POST or None, initial={"version": found.version})
    status = 200
    conflict: Conflict | None = None
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            after = services.evaluate(
                identity=request.identity,
                adoption=found,
                version=values["version"],
                effect=values["effect"],
                cooperation=values["cooperation"],
                next_start=values["next_start"],
            )
        except services.StillOpenError as error:
            open_steps = int(str(error))
            words = ngettext(
                "Er staat nog %(n)s stap open. Sluit die eerst af, of sla haar over met een reden.",
                "Er staan nog %(n)s stappen open. Sluit die eerst af, of sla ze over met een reden.",
                open_steps,
            )
            form.add_error(None, words % {"n": open_steps})
        except VersionConflict:
            found = adoption_or_404(request, adoption)
            form = EvaluateForm(sent_again(request, found.version))
            stored = found.effect or found.get_state_display()
            conflict, status = Conflict(changes=[Change(_("Stand"), stored)]), 409
        else:
            messages.success(
                request,
                _("De evaluatie is bewaard. De nieuwe ronde is begonnen.")
                if after
                else _("De evaluatie is bewaard."),
            )
            return redirect("theme_templates:trail", (after or found).pk)
    context = {
        "form": form,
        "conflict": conflict,
        "title": _("Evalueren: %(name)s") % {"name": found.name},
        "lead": _("Kijk naar het effect én naar de samenwerking. Daarna verandert deze ronde niet meer."),
        "submit_label": _("Bewaar de evaluatie"),
        "cancel_url": back,
        "back_url": back,
        "back_label": found.name,
    }
    return render(request, "web/form_page.html", context, status=status)


@for_functions(*APPLIERS)
@require_http_methods(["GET", "POST"])
def undo(request: IdentifiedRequest, adoption: uuid.UUID) -> HttpResponse:
    """Take back what was taken over, within a day and while nothing arrived."""
    found = adoption_or_404(request, adoption)
    back = reverse("theme_templates:trail", args=[found.pk])
    if not services.may_undo(found):
        messages.info(request, _("Terugdraaien kan niet meer. U kunt het wel beëindigen."))
        return redirect(
            "theme_templates:end" if found.state == AdoptionState.RUNNING else "theme_templates:trail",
            found.pk,
        )
    if request.method == "POST":
        try:
            services.undo(identity=request.identity, adoption=found, version=posted_version(request))
        except (VersionConflict, services.TooLateError):
            messages.error(request, _("Iemand anders was u voor. Kijk eerst wat er nu staat."))
            return redirect(back)
        messages.success(request, _("Het sjabloon is teruggedraaid. Wat erdoor was gemaakt, is beëindigd."))
        return redirect("theme_templates:trails")
    made = found.made.count()
    context = {
        "adoption": found,
        "title": _("Terugdraaien: %(name)s") % {"name": found.name},
        "consequence": ngettext(
            "Dit beëindigt het %(n)s ding dat met het sjabloon is gemaakt.",
            "Dit beëindigt de %(n)s dingen die met het sjabloon zijn gemaakt.",
            made,
        )
        % {"n": made}
        + " "
        + _("Rapportformulieren blijven bestaan. Daarna kunt u het sjabloon opnieuw overnemen."),
        "submit_label": _("Draai terug"),
        "back_url": back,
        "back_label": found.name,
    }
    return render(request, "theme_templates/finish.html", context)


@for_functions(*APPLIERS)
@require_http_methods(["GET", "POST"])
def end(request: IdentifiedRequest, adoption: uuid.UUID) -> HttpResponse:
    """End a trail, and of what it made what is ticked, each by name."""
    found = adoption_or_404(request, adoption)
    back = reverse("theme_templates:trail", args=[found.pk])
    if found.state != AdoptionState.RUNNING:
        messages.info(request, _("Dit stappenplan is al gesloten."))
        return redirect(back)
    if request.method == "POST":
        chosen = {uuid.UUID(one) for one in request.POST.getlist("end") if _is_id(one)}
        try:
            ended = services.end(
                identity=request.identity, adoption=found, version=posted_version(request), ending=chosen
            )
        except VersionConflict:
            messages.error(request, _("Iemand anders was u voor. Kijk eerst wat er nu staat."))
            return redirect(back)
        messages.success(
            request,
            ngettext("%(n)s ding is beëindigd.", "%(n)s dingen zijn beëindigd.", ended) % {"n": ended},
        )
        return redirect(back)
    context = {
        "adoption": found,
        "title": _("Beëindigen: %(name)s") % {"name": found.name},
        "consequence": _(
            "De stappen vervallen. Vink aan wat ook moet stoppen; wat u niet aanvinkt, loopt door. Wat al binnen is, "
            "blijft."
        ),
        "things": made_things(request.identity, found),
        "submit_label": _("Beëindig"),
        "back_url": back,
        "back_label": found.name,
    }
    return render(request, "theme_templates/finish.html", context)


def _is_id(given: str) -> bool:
    try:
        uuid.UUID(given)
    except ValueError:
        return False
    return True


@for_functions(*READERS_OF_TRAILS)
@require_GET
def step(request: IdentifiedRequest, step: uuid.UUID) -> HttpResponse:
    """Show one step: what, who, what lies there afterwards, and how it stands."""
    return _step_page(request, step_or_404(request, step))


@for_functions(*READERS_OF_TRAILS)
@require_POST
def close(request: IdentifiedRequest, step: uuid.UUID) -> HttpResponse:
    """Say that a step is done, or skip it with a reason."""
    found = _own_step(request, step)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _step_page(request, found, close_form=form)
    values = form.cleaned_data
    try:
        services.close_step(
            identity=request.identity,
            step=found,
            version=values["version"],
            note=values["note"],
            skipped=values["how"] == "skipped",
        )
    except VersionConflict:
        found = step_or_404(request, step)
        again = CloseForm(sent_again(request, found.version))
        return _step_page(request, found, close_form=again, conflict=_conflict(found))
    messages.success(request, _("De stap is afgesloten."))
    return redirect("theme_templates:trail", found.adoption_id)


@for_functions(*READERS_OF_TRAILS)
@require_POST
def reopen(request: IdentifiedRequest, step: uuid.UUID) -> HttpResponse:
    """Take up a step again."""
    found = _own_step(request, step)
    try:
        services.reopen_step(step=found, version=posted_version(request))
    except VersionConflict:
        messages.error(request, _("Iemand anders was u voor. Kijk eerst wat er nu staat."))
    else:
        messages.success(request, _("De stap is weer open."))
    return redirect("theme_templates:step", found.pk)


@for_functions(*READERS_OF_TRAILS)
@require_POST
def change(request: IdentifiedRequest, step: uuid.UUID) -> HttpResponse:
    """Give a step another day or another owner."""
    found = _own_step(request, step)
    form = ChangeStepForm(request.POST, identity=request.identity)
    if not form.is_valid():
        return _step_page(request, found, change_form=form)
    values = form.cleaned_data
    try:
        services.change_step(
            step=found, version=values["version"], due_on=values["due_on"], owner=values["owner"].pk
        )
    except VersionConflict:
        found = step_or_404(request, step)
        again = ChangeStepForm(sent_again(request, found.version), identity=request.identity)
        return _step_page(request, found, change_form=again, conflict=_conflict(found))
    messages.success(request, _("De stap is gewijzigd."))
    return redirect("theme_templates:step", found.pk)


def _own_step(request: IdentifiedRequest, step: uuid.UUID) -> Step:
    """Return a step that the reader may act on."""
    found = step_or_404(request, step)
    if not queries.may_close(request.identity, found):
        raise PermissionDenied(
            _("Deze stap is van een collega. Vraag diegene, of de adviseur, om hem te wijzigen.")
        )
    return found


def _conflict(found: Step) -> Conflict:
    who = found.closed_by.name if found.closed_by else ""
    changes = [Change(_("Stand"), found.get_state_display()), Change(_("Uitkomst"), found.note)]
    return Conflict(who=who, when=found.closed_at, changes=changes) if who else Conflict(changes=changes)


def _step_page(
    request: IdentifiedRequest,
    found: Step,
    *,
    close_form: CloseForm | None = None,
    change_form: ChangeStepForm | None = None,
    conflict: Conflict | None = None,
) -> HttpResponse:
    adoption: Adoption = found.adoption
    may = adoption.state == AdoptionState.RUNNING and queries.may_close(request.identity, found)
    is_open = found.state == StepState.OPEN
    context: dict[str, Any] = {
        "step": found,
        "adoption": adoption,
        "content": row_of_step(adoption.content, found.key),
        "facts": step_facts(found),
        "may": may,
        "is_open": is_open,
        "conflict": conflict,
        "form": close_form or change_form,
        "evaluates": found.kind == "evaluation" and request.identity.holds(*APPLIERS),
    }
    if may and is_open:
        context["close_form"] = close_form or CloseForm(initial={"version": found.version, "how": "done"})
        context["change_form"] = change_form or ChangeStepForm(
            identity=request.identity,
            initial={"version": found.version, "due_on": found.due_on, "owner": found.owner_id},
            prefix=None,
        )
        context["late"] = found.due_on < timezone.localdate()
    return render(request, "theme_templates/step.html", context, status=409 if conflict else 200)
