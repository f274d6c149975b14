"""Pages for actions: one's own, those of others, one action with its story."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.ledger.versions import VersionConflict
from driehoek.meetings.forms.minutes import FinishForm, MoveForm
from driehoek.meetings.models import Action, ActionState, ActionStep, StepKind
from driehoek.meetings.queries import gatherings
from driehoek.meetings.queries import minutes as queries
from driehoek.meetings.services import actions as services
from driehoek.meetings.views.common import SEATED, conflict_of, form_page
from driehoek.meetings.views.gatherings import tell_changed
from driehoek.web import formatting
from driehoek.web.components import Entry, Pair, Row, Tag
from driehoek.web.forms import posted_version, sent_again
from driehoek.web.paging import keyset_cursor, next_page


@for_functions(*SEATED)
@require_GET
def action_list(request: IdentifiedRequest) -> HttpResponse:
    """List what the reader has to do from meetings, then what others have to do."""
    context = {
        "own": [_row(one) for one in queries.own_actions(request.identity)],
        "others": [_row(one, owner=True) for one in queries.open_actions_of_others(request.identity)],
    }
    return render(request, "meetings/actions.html", context)


@for_functions(*SEATED)
@require_GET
def done_list(request: IdentifiedRequest) -> HttpResponse:
    """List what is done, last done on top."""
    found, more = queries.done_actions(request.identity, after=keyset_cursor(request))
    last = found[-1].done_at if found else None
    context = {
        "rows": [_row(one, owner=True) for one in found],
        "next_url": next_page(request, last, found[-1].pk) if more and last else "",
    }
    return render(request, "meetings/done.html", context)


@for_functions(*SEATED)
@require_GET
def action(request: IdentifiedRequest, action: uuid.UUID) -> HttpResponse:
    """Show an action: what, who, by when, and what happened to it."""
    found = _action_or_404(request, action)
    steps = list(ActionStep.objects.filter(action=found).select_related("person").order_by("-at"))
    meeting = gatherings.find_meeting(request.identity, found.meeting_id)
    context = {
        "action": found,
        "late": _is_late(found),
        "pairs": [
            Pair(_("Wie"), found.owner.name),
            Pair(_("Uiterlijk op"), _day(found)),
        ],
        "meeting": meeting,
        "entries": [_step_entry(step) for step in steps],
        "may_act": queries.may_act(request.identity, found),
        "form": FinishForm(initial={"version": found.version}),
    }
    return render(request, "meetings/action.html", context)


@for_functions(*SEATED)
@require_POST
def done(request: IdentifiedRequest, action: uuid.UUID) -> HttpResponse:
    """Say that an action is done."""
    found = _action_or_404(request, action)
    note = request.POST.get("note", "").strip()[:500]
    try:
        services.finish_action(
            identity=request.identity, action=found, version=posted_version(request), note=note
        )
        messages.success(request, _("Gedaan. U kunt dat op deze pagina terugdraaien."))
    except VersionConflict:
        tell_changed(request)
    return redirect("meetings:action", found.pk)


@for_functions(*SEATED)
@require_POST
def undo(request: IdentifiedRequest, action: uuid.UUID) -> HttpResponse:
    """Say that an action is not done after all."""
    found = _action_or_404(request, action)
    try:
        services.reopen_action(identity=request.identity, action=found, version=posted_version(request))
        messages.success(request, _("De actie loopt weer."))
    except VersionConflict:
        tell_changed(request)
    return redirect("meetings:action", found.pk)


@for_functions(*SEATED)
@require_http_methods(["GET", "POST"])
def move(request: IdentifiedRequest, action: uuid.UUID) -> HttpResponse:
    """Give an action another day, with the reason; who comes second is told, and keeps the text."""
    found = _action_or_404(request, action)
    services.require_may_act(request.identity, found)
    initial = {"due_on": found.due_on, "version": found.version}
    form = MoveForm(request.POST or None, initial=initial)
    conflict = None
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.move_action(
                identity=request.identity,
                action=found,
                version=values["version"],
                due_on=values["due_on"],
                reason=values["reason"],
            )
        except VersionConflict:
            found = _action_or_404(request, action)
            stored = {"label": _("Staat nu op"), "value": _day(found)}
            conflict = conflict_of(found.pk, found.municipality_id) | {"changes": [stored]}
            form = MoveForm(sent_again(request, found.version))
        else:
            messages.success(request, _("De datum is verzet."))
            return redirect("meetings:action", found.pk)
    return form_page(
        request,
        form,
        title=_("Andere datum"),
        submit=_("Verzet"),
        lead=found.text,
        back=reverse("meetings:action", args=[found.pk]),
        back_label=_("Actie"),
        conflict=conflict,
    )


def _action_or_404(request: IdentifiedRequest, action: uuid.UUID) -> Action:
    found = queries.find_action(request.identity, action)
    if found is None:
        raise Http404
    return found


def _row(one: Action, *, owner: bool = False) -> Row:
    tags = [Tag(_("te laat"), "ask")] if _is_late(one) else []
    return Row(
        one.text,
        reverse("meetings:action", args=[one.pk]),
        _("uiterlijk %(day)s") % {"day": _day(one)},
        tags=tags,
        meta=one.owner.name if owner else "",
    )


def _is_late(one: Action) -> bool:
    return one.state == ActionState.OPEN and one.due_on < timezone.localdate()


def _day(one: Action) -> str:
    return formatting.date_long(one.due_on, language=formatting.known(get_language()))


def _step_entry(step: ActionStep) -> Entry:
    text = step.note
    if step.kind == StepKind.MOVED and step.before and step.after:
        language = formatting.known(get_language())
        days = _("Van %(before)s naar %(after)s.") % {
            "before": formatting.date_long(step.before, language=language),
            "after": formatting.date_long(step.after, language=language),
        }
        text = f"{days} {step.note}".strip()
    return Entry(step.at, str(step.get_kind_display()), text, step.person.name)
