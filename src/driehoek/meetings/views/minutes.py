"""Pages for the minutes: writing, actions, the chair's confirmation, additions."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.ledger.versions import VersionConflict
from driehoek.meetings.forms.minutes import ActionForm, AdditionForm, EntryForm
from driehoek.meetings.models import Action, ActionState, AgendaPoint, Meeting, MeetingState, MinuteEntry
from driehoek.meetings.queries import gatherings
from driehoek.meetings.queries import minutes as queries
from driehoek.meetings.services import minutes as services
from driehoek.meetings.services.composing import OPEN_STATES
from driehoek.meetings.services.gatherings import NotAtThisStage, require_state
from driehoek.meetings.views.common import (
    SEATED,
    conflict_of,
    form_page,
    kept_or_403,
    meeting_or_404,
    when,
)
from driehoek.meetings.views.gatherings import tell_changed
from driehoek.parties.models import Person
from driehoek.web.forms import posted_version, sent_again


@for_functions(*SEATED)
@require_GET
def minutes(request: IdentifiedRequest, meeting: uuid.UUID) -> HttpResponse:
    """Show the minutes: per point what was said and decided, and who does what."""
    found = meeting_or_404(request, meeting)
    rows = queries.minutes_of(request.identity, found)
    keeper = gatherings.may_keep(request.identity, found)
    written = any(row.entry for row in rows)
    context = {
        "meeting": found,
        "when": when(found.starts_at),
        "confirmed": when(found.confirmed_at) if found.confirmed_at else "",
        "parts": [
            (closed, [row for row in rows if row.point.confidential == closed])
            for closed in (False, True)
            if any(row.point.confidential == closed for row in rows)
        ],
        "may_write": keeper and gatherings.can_be_composed(found),
        "may_add": keeper and found.state == MeetingState.CLOSED,
        "may_confirm": written
        and found.state == MeetingState.HELD
        and gatherings.is_chair(request.identity, found),
        "waits_for_chair": written and found.state == MeetingState.HELD,
    }
    return render(request, "meetings/minutes.html", context)


@for_functions(*SEATED)
@require_http_methods(["GET", "POST"])
def entry(request: IdentifiedRequest, meeting: uuid.UUID, point: uuid.UUID) -> HttpResponse:
    """Write the minutes of one point; a second writer is told, and keeps the text."""
    found = kept_or_403(request, meeting)
    require_state(found, *OPEN_STATES)
    about = _point_or_404(request, found, point)
    stored = queries.entry_of(request.identity, about)
    form = _entry_form(request, found, about, stored)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.record_entry(
                identity=request.identity,
                meeting=found,
                point=about,
                version=form.cleaned_data["version"],
                new=form.new_entry(),
            )
        except VersionConflict:
            stored = queries.entry_of(request.identity, about)
            conflict = _entry_conflict(found, stored)
            again = sent_again(request, stored.version if stored else 0)
            form = EntryForm(again, people=_deciders(found), always_closed=about.confidential)
        else:
            if "action" in request.POST:
                return redirect("meetings:action_new", made.pk)
            messages.success(request, _("Het verslag van dit punt is bewaard."))
            return redirect("meetings:minutes", found.pk)
    context = {
        "form": form,
        "title": about.title,
        "lead": _("Verslag van dit punt"),
        "submit_label": _("Bewaren"),
        "cancel_url": reverse("meetings:minutes", args=[found.pk]),
        "back_url": reverse("meetings:minutes", args=[found.pk]),
        "back_label": _("Verslag"),
        "conflict": conflict,
    }
    return render(request, "meetings/entry_form.html", context, status=409 if conflict else 200)


@for_functions(*SEATED)
@require_http_methods(["GET", "POST"])
def action_new(request: IdentifiedRequest, entry: uuid.UUID) -> HttpResponse:
    """Add an action to the minutes of a point."""
    found = _kept_entry(request, entry)
    require_state(found.meeting, *OPEN_STATES)
    form = ActionForm(request.POST or None, people=queries.people_for_actions(request.identity))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.add_action(
                identity=request.identity,
                entry=found,
                text=values["text"],
                owner=uuid.UUID(values["owner"]),
                due_on=values["due_on"],
            )
        except services.OwnerMayNotSee as error:
            form.add_error("owner", str(error))
        else:
            messages.success(request, _("De actie staat in het verslag."))
            return redirect("meetings:minutes", found.meeting_id)
    return form_page(
        request,
        form,
        title=_("Actie"),
        submit=_("Zet in het verslag"),
        lead=found.point.title,
        back=reverse("meetings:minutes", args=[found.meeting_id]),
        back_label=_("Verslag"),
    )


@for_functions(*SEATED)
@require_POST
def action_remove(request: IdentifiedRequest, entry: uuid.UUID, draft: uuid.UUID) -> HttpResponse:
    """Take an action out of minutes that are not confirmed yet; a second tap changes nothing more."""
    about = _kept_entry(request, entry)
    rows = queries.visible_actions(request.identity).filter(entry=about, pk=draft, state=ActionState.DRAFT)
    found: Action | None = rows.first()
    if found is not None:
        services.remove_action(identity=request.identity, action=found)
        messages.success(request, _("De actie is uit het verslag: %(text)s.") % {"text": found.text})
    return redirect("meetings:minutes", about.meeting_id)


@for_functions(*SEATED)
@require_POST
def confirm(request: IdentifiedRequest, meeting: uuid.UUID) -> HttpResponse:
    """Confirm the minutes as the chair, as they stand on the page that the button is on."""
    found = meeting_or_404(request, meeting)
    if not gatherings.is_chair(request.identity, found):
        raise PermissionDenied(
            _("Het verslag stelt de voorzitter vast: %(name)s.") % {"name": found.series.chair.name}
        )
    try:
        services.confirm(identity=request.identity, meeting=found, version=posted_version(request))
        messages.success(request, _("Het verslag is vastgesteld. De acties zijn naar wie ze doet."))
    except VersionConflict:
        tell_changed(request)
    except (NotAtThisStage, services.NothingToConfirm, services.PartUnseen) as error:
        messages.error(request, str(error))
    return redirect("meetings:minutes", found.pk)


@for_functions(*SEATED)
@require_http_methods(["GET", "POST"])
def addition(request: IdentifiedRequest, entry: uuid.UUID) -> HttpResponse:
    """Correct confirmed minutes by writing beside them."""
    found = _kept_entry(request, entry)
    require_state(found.meeting, MeetingState.CLOSED)
    form = AdditionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_to_minutes(identity=request.identity, entry=found, text=form.cleaned_data["text"])
        messages.success(request, _("De aanvulling staat bij het verslag."))
        return redirect("meetings:minutes", found.meeting_id)
    return form_page(
        request,
        form,
        title=_("Aanvulling op het verslag"),
        submit=_("Zet bij het verslag"),
        lead=found.point.title,
        back=reverse("meetings:minutes", args=[found.meeting_id]),
        back_label=_("Verslag"),
    )


def _kept_entry(request: IdentifiedRequest, entry: uuid.UUID) -> MinuteEntry:
    found = queries.find_entry(request.identity, entry)
    if found is None:
        raise Http404
    kept_or_403(request, found.meeting_id)
    return found


def _point_or_404(request: IdentifiedRequest, found: Meeting, point: uuid.UUID) -> AgendaPoint:
    rows = gatherings.points_of(request.identity, found)
    about = next((one for one in rows if one.pk == point), None)
    if about is None:
        raise Http404
    return about


def _entry_form(
    request: IdentifiedRequest, found: Meeting, about: AgendaPoint, stored: MinuteEntry | None
) -> EntryForm:
    return EntryForm(
        request.POST or None,
        initial=EntryForm.initial_of(stored, found.series.chair),
        people=_deciders(found),
        always_closed=about.confidential,
    )


def _deciders(found: Meeting) -> list[Person]:
    """Return who can decide at a meeting: who sits there, and its chair."""
    people = {seat.person_id: seat.person for seat in gatherings.attendees(found)}
    return list((people | {found.series.chair_id: found.series.chair}).values())


def _entry_conflict(found: Meeting, stored: MinuteEntry | None) -> dict[str, object]:
    if stored is None:
        return conflict_of(found.pk, found.municipality_id) | {"changes": []}
    changes = [
        {"label": _("Besluit"), "value": stored.decision},
        {"label": _("Wat er gezegd is"), "value": stored.said},
    ]
    return conflict_of(stored.pk, found.municipality_id) | {
        "changes": [change for change in changes if change["value"]]
    }
