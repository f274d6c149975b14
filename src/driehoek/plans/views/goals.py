"""Pages to add, change, give up and take up a goal."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.ledger.versions import VersionConflict
from driehoek.plans import queries, rows, services
from driehoek.plans.forms import GoalForm
from driehoek.plans.models import Goal, Plan
from driehoek.plans.queries.parts import measured_words
from driehoek.plans.views.common import (
    conflict_of,
    form_page,
    goal_or_404,
    plan_or_404,
    tell_changed,
)
from driehoek.web.components import Pair
from driehoek.web.confirm import confirm_page
from driehoek.web.forms import posted_version, sent_again


@for_functions(*queries.KEEPERS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest, plan: uuid.UUID) -> HttpResponse:
    """Add a goal to a plan."""
    found = plan_or_404(request, plan)
    services.require_open(found)
    form = GoalForm(request.POST or None, identity=request.identity)
    if request.method == "POST" and form.is_valid():
        goal = services.add_goal(identity=request.identity, plan=found, new=form.new_goal())
        messages.success(request, _("Het doel staat in het plan. Zet er nu een maatregel bij."))
        return redirect("plans:action_new", goal.pk)
    return form_page(request, form, title=_("Nieuw doel"), submit=_("Zet in het plan"), back=_to(found))


@for_functions(*queries.KEEPERS)
@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, goal: uuid.UUID) -> HttpResponse:
    """Change a goal; a second editor is told, and keeps what was filled in."""
    found = goal_or_404(request, goal)
    services.require_open(found.plan)
    form, conflict = (
        GoalForm(request.POST or None, identity=request.identity, initial=GoalForm.initial_of(found)),
        None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_goal(
                identity=request.identity, goal=found, version=posted_version(request), new=form.new_goal()
            )
        except VersionConflict:
            found = goal_or_404(request, goal)
            conflict = conflict_of(request, found.pk, _stored(found))
            form = GoalForm(sent_again(request, found.version), identity=request.identity)
        else:
            messages.success(request, _("Het doel is gewijzigd."))
            return redirect("plans:plan", found.plan_id)
    return form_page(
        request,
        form,
        title=_("Doel wijzigen"),
        submit=_("Bewaren"),
        back=_to(found.plan),
        conflict=conflict,
    )


@for_functions(*queries.KEEPERS)
@require_http_methods(["GET", "POST"])
def drop(request: IdentifiedRequest, goal: uuid.UUID) -> HttpResponse:
    """Ask once more, then give a goal up."""
    found = goal_or_404(request, goal)
    services.require_open(found.plan)
    if request.method == "POST":
        try:
            services.drop_goal(identity=request.identity, goal=found, version=posted_version(request))
            messages.success(request, _("Het doel is vervallen."))
        except VersionConflict:
            tell_changed(request)
        return redirect("plans:plan", found.plan_id)
    return confirm_page(
        request,
        title=_("Doel laten vervallen?"),
        consequence=_(
            "Het doel telt niet meer mee. De maatregelen lopen door tot u ze stopt. U kunt het doel terugzetten."
        ),
        submit=_("Ja, laat vervallen"),
        version=found.version,
        back=_to(found.plan),
        summary=[Pair(_("Doel"), found.sentence)],
    )


@for_functions(*queries.KEEPERS)
@require_POST
def restore(request: IdentifiedRequest, goal: uuid.UUID) -> HttpResponse:
    """Take up a goal again."""
    found = goal_or_404(request, goal)
    try:
        services.restore_goal(identity=request.identity, goal=found, version=posted_version(request))
        messages.success(request, _("Het doel telt weer mee."))
    except VersionConflict:
        tell_changed(request)
    return redirect("plans:plan", found.plan_id)


def _stored(goal: Goal) -> list[tuple[str, object]]:
    return [
        (_("Thema"), goal.theme.name),
        (_("Doel"), goal.sentence),
        (_("Gemeten aan"), measured_words(goal)),
        (_("Besluit"), f"{goal.get_decider_display()} {rows.day(goal.decision_on)}".strip()),
    ]


def _to(plan: Plan) -> tuple[str, str]:
    return reverse("plans:plan", args=[plan.pk]), plan.title
