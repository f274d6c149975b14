"""Pages of actions: those of the reader's organisation, one with its story, how it goes, what was agreed."""

from __future__ import annotations

import uuid
from datetime import date, time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.deadlines.calendar import at_local
from driehoek.figures.words import spoken
from driehoek.ledger.versions import VersionConflict
from driehoek.plans import queries, rows, services
from driehoek.plans.forms import ActionForm, StatusForm
from driehoek.plans.models import Action, ActionStatus, ActionStep, Goal, PlanState
from driehoek.plans.views.common import (
    action_or_404,
    conflict_of,
    form_page,
    goal_or_404,
    tell_changed,
)
from driehoek.web import formatting
from driehoek.web.components import Entry, Pair
from driehoek.web.confirm import confirm_page
from driehoek.web.forms import posted_version, sent_again
from driehoek.web.paging import keyset_cursor, next_page


@for_functions(*queries.OWNERS)
@require_GET
def own(request: IdentifiedRequest) -> HttpResponse:
    """List what the reader's organisations took upon them, the first due on top."""
    found, more = queries.own_actions(request.identity, after=keyset_cursor(request))
    last = found[-1] if more else None
    context = {
        "rows": [rows.action_row(action) for action in found],
        "next_url": next_page(request, at_local(last.due_on, time(12)), last.pk) if last else "",
    }
    return render(request, "plans/own.html", context)


@for_functions(*queries.OWNERS)
@require_GET
def action(request: IdentifiedRequest, action: uuid.UUID) -> HttpResponse:
    """Show an action: what was agreed, how it goes, and what happened to it."""
    found = action_or_404(request, action)
    keeps, open_plan = queries.may_keep(request.identity), found.plan.state != PlanState.CLOSED
    runs = found.agreed_at is not None and open_plan
    context = {
        "action": found,
        "tags": rows.status_tags(found),
        "pairs": _pairs(found),
        "entries": [_entry(step) for step in queries.steps_of(found)],
        "form": StatusForm(initial=_status_of(found))
        if runs and (keeps or queries.owns(request.identity, found))
        else None,
        "keeps": keeps and open_plan,
        "back_url": _back(request, found)[0],
        "back_label": _back(request, found)[1],
    }
    return render(request, "plans/action.html", context)


@for_functions(*queries.OWNERS)
@require_http_methods(["GET", "POST"])
def status(request: IdentifiedRequest, action: uuid.UUID) -> HttpResponse:
    """Say how it goes; who comes second is told, and keeps the text."""
    found = action_or_404(request, action)
    services.require_may_update(request.identity, found)
    services.require_running(found)
    form, conflict = StatusForm(request.POST or None, initial=_status_of(found)), None
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.set_status(
                identity=request.identity,
                action=found,
                version=values["version"],
                status=ActionStatus(values["status"]),
                note=values["note"],
            )
        except VersionConflict:
            found = action_or_404(request, action)
            stored = [(_("Hoe gaat het?"), found.get_status_display()), (_("Toelichting"), found.note)]
            conflict = conflict_of(request, found.pk, stored)
            form = StatusForm(sent_again(request, found.version))
        else:
            messages.success(request, _("Bewaard. Wat er eerder stond, staat bij de geschiedenis."))
            return redirect("plans:action", found.pk)
    return form_page(
        request,
        form,
        title=_("Hoe gaat het?"),
        lead=found.what,
        submit=_("Bewaren"),
        back=(reverse("plans:action", args=[found.pk]), _("Maatregel")),
        conflict=conflict,
    )


@for_functions(*queries.KEEPERS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest, goal: uuid.UUID) -> HttpResponse:
    """Add an action to a goal."""
    found = goal_or_404(request, goal)
    services.require_open(found.plan)
    form = ActionForm(request.POST or None, identity=request.identity, initial=_days_of(found))
    if request.method == "POST" and form.is_valid():
        services.add_action(identity=request.identity, goal=found, new=form.new_action())
        messages.success(request, _("De maatregel staat in het plan."))
        return redirect("plans:plan", found.plan_id)
    return form_page(
        request,
        form,
        title=_("Nieuwe maatregel"),
        lead=found.sentence,
        submit=_("Zet in het plan"),
        back=(reverse("plans:plan", args=[found.plan_id]), found.plan.title),
    )


@for_functions(*queries.KEEPERS)
@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, action: uuid.UUID) -> HttpResponse:
    """Change what was agreed; a second editor is told, and keeps what was filled in."""
    found = action_or_404(request, action)
    services.require_open(found.plan)
    form, conflict = (
        ActionForm(request.POST or None, identity=request.identity, initial=ActionForm.initial_of(found)),
        None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_action(
                identity=request.identity,
                action=found,
                version=posted_version(request),
                new=form.new_action(),
            )
        except VersionConflict:
            found = action_or_404(request, action)
            conflict = conflict_of(request, found.pk, [(one.label, one.value) for one in _pairs(found)])
            form = ActionForm(sent_again(request, found.version), identity=request.identity)
        except services.OwnerRemindedError as error:
            form.add_error("owner", str(error))
        else:
            messages.success(request, _("De maatregel is gewijzigd."))
            return redirect("plans:action", found.pk)
    return form_page(
        request,
        form,
        title=_("Maatregel wijzigen"),
        submit=_("Bewaren"),
        back=(reverse("plans:action", args=[found.pk]), _("Maatregel")),
        conflict=conflict,
    )


@for_functions(*queries.KEEPERS)
@require_http_methods(["GET", "POST"])
def remove(request: IdentifiedRequest, action: uuid.UUID) -> HttpResponse:
    """Ask once more, then take an action out of a draft."""
    found = action_or_404(request, action)
    services.require_unagreed(found)
    if request.method == "POST":
        plan = found.plan_id
        try:
            services.remove_action(identity=request.identity, action=found, version=posted_version(request))
            messages.success(request, _("De maatregel is uit het concept gehaald."))
        except VersionConflict:
            tell_changed(request)
        return redirect("plans:plan", plan)
    return confirm_page(
        request,
        title=_("Maatregel weghalen?"),
        consequence=_("De maatregel verdwijnt uit het concept. Dat kunt u niet terugdraaien."),
        submit=_("Ja, haal weg"),
        version=found.version,
        back=(reverse("plans:action", args=[found.pk]), _("Maatregel")),
        summary=[Pair(_("Maatregel"), found.what)],
    )


def _back(request: IdentifiedRequest, action: Action) -> tuple[str, str]:
    """Lead readers of plans back to the plan, and an owner to the own list."""
    if request.identity.holds(*queries.READERS):
        return reverse("plans:plan", args=[action.plan_id]), action.plan.title
    return reverse("plans:own"), _("Maatregelen van uw organisatie")


def _days_of(goal: Goal) -> dict[str, object]:
    """Offer today, or the first day of a year that is still to come, up to the last day of the year."""
    first = max(timezone.localdate(), date(goal.plan.year, 1, 1))
    return {"starts_on": first, "due_on": max(first, date(goal.plan.year, 12, 31))}


def _status_of(action: Action) -> dict[str, object]:
    return {"status": action.status, "note": action.note, "version": action.version}


def _pairs(action: Action) -> list[Pair]:
    said = [
        Pair(_("Doel"), action.goal.sentence),
        Pair(_("Thema"), action.goal.theme.name),
        Pair(_("Wie doet het"), action.owner.name),
        Pair(_("Verantwoordelijk"), action.person.name if action.person else _("nog niet bekend")),
        Pair(_("Begint op"), rows.day(action.starts_on)),
        Pair(_("Uiterlijk klaar op"), rows.day(action.due_on)),
    ]
    if action.instrument:
        said.append(Pair(_("Instrument"), action.instrument))
    if action.hours is not None:
        said.append(Pair(_("Uren"), formatting.number(action.hours, language=spoken())))
    if action.money is not None:
        said.append(Pair(_("Kosten"), f"€ {formatting.number(action.money, language=spoken())}"))
    if action.expected_effect:
        said.append(Pair(_("Verwacht effect"), action.expected_effect))
    return said


def _entry(step: ActionStep) -> Entry:
    """Tell one thing that happened: another status, another explanation, another day."""
    if step.due_after is not None:
        title = _("Andere datum")
        text = _("Van %(before)s naar %(after)s.") % {
            "before": rows.day(step.due_before),
            "after": rows.day(step.due_after),
        }
        return Entry(step.at, title, text, step.person.name)
    title = str(step.get_after_display())
    if step.before != step.after:
        before = str(step.get_before_display()).lower()
        title = _("%(after)s (was: %(before)s)") % {"after": title, "before": before}
    return Entry(step.at, title, step.note, step.person.name)
