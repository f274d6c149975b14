"""Pages of actions: those of a case, one with its story, those of the reader over all cases (CX08)."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.approach import rows, services
from driehoek.approach.forms import ActionForm, AgreedForm, BottleneckForm
from driehoek.approach.models import FINISHED, Action, ActionState
from driehoek.approach.queries import actions as queries
from driehoek.approach.views.common import (
    action_or_404,
    form_page,
    local_address,
    own_action_or_404,
    tell_changed,
)
from driehoek.cases.models import Case
from driehoek.cases.parts import tabs_for
from driehoek.cases.queries import compartments_open_to
from driehoek.cases.views import READERS, case_or_404
from driehoek.ledger.versions import VersionConflict
from driehoek.web.components import Change, Conflict, Row
from driehoek.web.forms import posted_version, sent_again

AFTER = "na"


@require_GET
@for_functions(*READERS)
def mine(request: IdentifiedRequest) -> HttpResponse:
    """List what is expected of the reader over all cases, the first due on top."""
    found, more = queries.mine(request.identity, _after(request))
    done = queries.done_lately(request.identity)
    problems = queries.bottlenecks_of(request.identity, found)
    here = reverse("approach:mine")
    context = {
        "rows": [
            rows.action_row(one, bottleneck=problems.get(one.pk), acts=True, here=here, with_case=True)
            for one in found
        ],
        "done": [rows.finished_row(one, acts=True, here=here) for one in done],
        "next_url": _next(request, found) if more else "",
    }
    return render(request, "approach/mine.html", context)


@require_GET
@for_functions(*READERS)
def tab(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """List the actions of a case that the reader sees, its bottlenecks, and what the mayor is asked."""
    case = case_or_404(request, problem)
    finished = request.GET.get("toon") == "klaar"
    found, more = queries.of_case(request.identity, case, finished=finished, after=_after(request))
    works = queries.works_on(request.identity, case.pk)
    open_in = compartments_open_to(request.identity, case, level=Level.WORK)
    writable = set(open_in.values_list("pk", flat=True))
    problems = queries.bottlenecks_of(request.identity, found)
    here = reverse("approach:actions", args=[case.pk])
    context = {
        "case": case,
        "tabs": tabs_for(request, case, "actions"),
        "rows": [
            _row(request, one, works=works, writable=writable, problems=problems, here=here) for one in found
        ],
        "finished": finished,
        "bottlenecks": [rows.bottleneck_row(one) for one in queries.open_bottlenecks(request.identity, case)],
        "questions": [rows.question_row(one) for one in queries.waiting_questions(request.identity, case)],
        "may_add": bool(writable),
        "next_url": _next(request, found) if more else "",
    }
    return render(request, "approach/actions.html", context)


def _row(
    request: IdentifiedRequest, action: Action, *, works: bool, writable: set[uuid.UUID], problems: rows.ByAction,
    here: str,
) -> Row:  # fmt: skip
    """Make the row of an action, with its buttons for who may press them; no query of its own."""
    identity = request.identity
    does = action.owner_id in identity.organisations or action.person_id in identity.persons
    acts = action.compartment_id in writable and (does or works)
    if action.state in FINISHED:
        return rows.finished_row(action, acts=acts, here=here)
    return rows.action_row(action, bottleneck=problems.get(action.pk), acts=acts, here=here)


@require_GET
@for_functions(*READERS)
def page(request: IdentifiedRequest, problem: uuid.UUID, action: uuid.UUID) -> HttpResponse:
    """Show an action: what was agreed, how it stands, and what happened to it."""
    case = case_or_404(request, problem)
    found = action_or_404(request, case, action)
    bottlenecks = queries.visible_bottlenecks(request.identity).filter(action=found)
    context = {
        "case": case,
        "tabs": tabs_for(request, case, "actions"),
        "action": found,
        "pairs": rows.action_pairs(found),
        "acts": queries.may_act(request.identity, found),
        "is_finished": found.state in FINISHED,
        "entries": [rows.step_entry(one) for one in queries.steps_of(found)],
        "bottlenecks": [rows.bottleneck_row(one) for one in bottlenecks[:30]],
    }
    return render(request, "approach/action.html", context)


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def new(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Add an action to a compartment in which the reader works."""
    case = case_or_404(request, problem)
    compartments = compartments_open_to(request.identity, case, level=Level.WORK).order_by("-kind", "name")
    if not compartments:
        raise PermissionDenied(
            _("U mag deze casus zien, maar geen actie toevoegen. Vraag het de procesregisseur.")
        )
    form = ActionForm(
        request.POST or None,
        owners=queries.owners_for(request.identity, case),
        compartments=compartments,
        initial={"compartment": compartments[0]},
    )
    if request.method == "POST" and form.is_valid():
        services.add_action(
            identity=request.identity,
            case=case,
            compartment=form.cleaned_data["compartment"],
            values=form.values(),
        )
        messages.success(request, _("De actie staat erbij. Wie haar doet, ziet haar bij “Mijn acties”."))
        return redirect("approach:actions", case.pk)
    return form_page(
        request,
        form,
        title=_("Nieuwe actie"),
        lead=case.problem.title,
        submit=_("Zet erbij"),
        back=(reverse("approach:actions", args=[case.pk]), _("Acties")),
    )


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def change(request: IdentifiedRequest, problem: uuid.UUID, action: uuid.UUID) -> HttpResponse:
    """Change what was agreed; who comes second is told, and keeps what was filled in."""
    case = case_or_404(request, problem)
    found, conflict = own_action_or_404(request, case, action), None
    form = AgreedForm(request.POST or None, initial=AgreedForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_action(
                identity=request.identity, action=found, version=posted_version(request), values=form.agreed()
            )
        except VersionConflict:
            found = action_or_404(request, case, action)
            conflict = Conflict(changes=[Change(one.label, one.value) for one in rows.action_pairs(found)])
            form = AgreedForm(sent_again(request, found.version))
        else:
            messages.success(request, _("De actie is gewijzigd."))
            return redirect("approach:action", case.pk, found.pk)
    return form_page(
        request,
        form,
        title=_("Actie wijzigen"),
        submit=_("Bewaren"),
        back=(reverse("approach:action", args=[case.pk, found.pk]), _("Actie")),
        conflict=conflict,
    )


@require_POST
@for_functions(*READERS)
def state(request: IdentifiedRequest, problem: uuid.UUID, action: uuid.UUID) -> HttpResponse:
    """Say with one tap how an action stands, or take that back."""
    case = case_or_404(request, problem)
    found = own_action_or_404(request, case, action)
    given, version = request.POST.get("state", ""), posted_version(request)
    try:
        if given == "undo":
            services.undo_done(identity=request.identity, action=found, version=version)
            messages.success(request, _("Teruggezet. De actie staat weer open."))
        elif given in {ActionState.RUNNING, ActionState.DONE, ActionState.DROPPED}:
            services.set_state(
                identity=request.identity, action=found, version=version, state=ActionState(given)
            )
            messages.success(request, rows.said_of(found))
        else:
            messages.error(request, _("Kies “Gedaan”, “Loopt” of “Lukt niet”."))
    except VersionConflict:
        tell_changed(request)
    return redirect(local_address(request, reverse("approach:action", args=[case.pk, found.pk])))


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def bottleneck(request: IdentifiedRequest, problem: uuid.UUID, action: uuid.UUID) -> HttpResponse:
    """Say in one field why an action does not get on."""
    case = case_or_404(request, problem)
    found = own_action_or_404(request, case, action)
    form = BottleneckForm(request.POST or None, initial={"version": found.version})
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            services.report_bottleneck(
                identity=request.identity,
                action=found,
                version=posted_version(request),
                text=form.cleaned_data["text"],
            )
        except VersionConflict:
            found = action_or_404(request, case, action)
            conflict = Conflict(changes=[Change(_("Stand"), found.get_state_display())])
            form = BottleneckForm(sent_again(request, found.version))
        else:
            messages.success(request, _("Het knelpunt is gemeld aan de procesregisseur."))
            return redirect("approach:action", case.pk, found.pk)
    return form_page(
        request,
        form,
        title=_("Lukt niet"),
        lead=found.title,
        submit=_("Meld het knelpunt"),
        back=(_back(case, found), _("Actie")),
        conflict=conflict,
    )


def _back(case: Case, action: Action) -> str:
    return reverse("approach:action", args=[case.pk, action.pk])


def _after(request: IdentifiedRequest) -> queries.Place | None:
    """Return the day and id of the last row of the page before; None on the first, or when it makes no sense."""
    day, _sep, last = request.GET.get(AFTER, "").partition("_")
    try:
        return date.fromisoformat(day), uuid.UUID(last)
    except ValueError:
        return None


def _next(request: IdentifiedRequest, found: list[Action]) -> str:
    kept = {key: str(value) for key, value in request.GET.items() if key != AFTER}
    return "?" + urlencode(kept | {AFTER: f"{found[-1].due_on.isoformat()}_{found[-1].pk}"})
