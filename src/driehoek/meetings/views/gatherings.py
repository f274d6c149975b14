"""Pages about meetings: what comes, one meeting, moving and cancelling it, answering the invitation."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.ledger.versions import VersionConflict
from driehoek.meetings.forms.meetings import DeclineForm, MeetingForm
from driehoek.meetings.models import Attendee, Edition, Invitation, Meeting, MeetingState
from driehoek.meetings.queries import gatherings, packs, points
from driehoek.meetings.services import gatherings as services
from driehoek.meetings.views.common import (
    SEATED,
    conflict_of,
    form_page,
    kept_or_403,
    meeting_or_404,
    meeting_url,
    state_tag,
    when,
)
from driehoek.web.components import Action, Pair, Row, Tag
from driehoek.web.forms import posted_version, sent_again
from driehoek.web.paging import keyset_cursor, next_page

ANSWERED = {
    Invitation.INVITED: "ask",
    Invitation.ACCEPTED: "calm",
    Invitation.DECLINED: "",
}


@for_functions(*SEATED)
@require_GET
def meeting_list(request: IdentifiedRequest) -> HttpResponse:
    """List the meetings to come with what the reader has to do for each, and the way to the series."""
    identity = request.identity
    found = gatherings.coming(identity)
    seats = gatherings.own_seats(identity, found)
    numbers = gatherings.numbers_of_points(identity, found)
    keeper = identity.holds(*KEEPERS_OF_POSITION)
    rows = [_row(one, seats.get(one.pk), numbers.get(one.pk, 0), keeper=keeper) for one in found]
    context = {"rows": rows, "may_keep": keeper}
    return render(request, "meetings/meetings.html", context)


@for_functions(*SEATED)
@require_GET
def past(request: IdentifiedRequest) -> HttpResponse:
    """List the meetings that were, newest first."""
    found, more = gatherings.past(request.identity, after=keyset_cursor(request))
    context = {
        "rows": [
            Row(one.series.name, meeting_url(one), tags=[state_tag(one)], meta=when(one.starts_at))
            for one in found
        ],
        "next_url": next_page(request, found[-1].starts_at, found[-1].pk) if more else "",
    }
    return render(request, "meetings/past.html", context)


@for_functions(*SEATED)
@require_GET
def meeting(request: IdentifiedRequest, meeting: uuid.UUID) -> HttpResponse:
    """Show a meeting: its agenda as the reader may see it, who comes, its pack and its minutes."""
    identity = request.identity
    found = meeting_or_404(request, meeting)
    agenda = gatherings.points_of(identity, found)
    problems = points.problems_of(identity, agenda)
    people = gatherings.attendees(found)
    own = next((seat for seat in people if seat.person_id in identity.persons), None)
    keeper = gatherings.may_keep(identity, found)
    shown = [(point, problems.get(point.problem) if point.problem else None) for point in agenda]
    editions = packs.editions(found)
    context = {
        "meeting": found,
        "when": when(found.starts_at),
        "tag": state_tag(found),
        "parts": [
            (closed, [one for one in shown if one[0].confidential == closed])
            for closed in (False, True)
            if any(one[0].confidential == closed for one in shown)
        ],
        "minutes": sum(point.minutes for point in agenda),
        "people": [_seat_row(seat) for seat in people],
        "own": own,
        "may_answer": own is not None and found.state in {MeetingState.PLANNED, MeetingState.CALLED},
        "may_keep": keeper,
        "may_order": identity.holds(*KEEPERS_OF_POSITION),
        "may_compose": keeper and gatherings.can_be_composed(found),
        "may_move": keeper and found.state in {MeetingState.PLANNED, MeetingState.CALLED},
        "editions": [_edition_row(found, one) for one in editions],
        "unsent": packs.unsent_changes(identity, found, agenda) if editions and keeper else None,
        "has_minutes": found.state in {MeetingState.HELD, MeetingState.CLOSED},
    }
    return render(request, "meetings/meeting.html", context)


@for_functions(*SEATED)
@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, meeting: uuid.UUID) -> HttpResponse:
    """Move a meeting; a second editor is told, and keeps what was filled in."""
    found = kept_or_403(request, meeting)
    form = MeetingForm(request.POST or None, initial=MeetingForm.initial_of(found))
    conflict = None
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            changed = services.change_meeting(
                identity=request.identity,
                meeting=found,
                version=values["version"],
                starts_at=form.starts_at(),
                minutes=values["minutes"],
                place=values["place"],
            )
        except VersionConflict:
            stored = {"label": _("Staat nu op"), "value": f"{when(found.starts_at)} {found.place}".strip()}
            conflict = conflict_of(found.pk, found.municipality_id) | {"changes": [stored]}
            form = MeetingForm(sent_again(request, found.version))
        else:
            messages.success(
                request, _("De wijziging is bewaard.") if changed else _("Er is niets gewijzigd.")
            )
            return redirect(meeting_url(found))
    return form_page(
        request,
        form,
        title=_("Overleg verzetten"),
        submit=_("Bewaren"),
        lead=_("Wie de stukken al heeft, krijgt bericht."),
        back=meeting_url(found),
        back_label=found.series.name,
        conflict=conflict,
    )


@for_functions(*SEATED)
@require_http_methods(["GET", "POST"])
def cancel(request: IdentifiedRequest, meeting: uuid.UUID) -> HttpResponse:
    """Ask before a meeting is cancelled, and cancel it."""
    found = kept_or_403(request, meeting)
    services.require_state(found, *services.BEFORE)
    if request.method == "POST":
        try:
            services.cancel_meeting(identity=request.identity, meeting=found, version=posted_version(request))
            messages.success(request, _("Dit overleg gaat niet door. U kunt dat hieronder terugdraaien."))
        except VersionConflict:
            tell_changed(request)
        return redirect(meeting_url(found))
    context = {
        "title": _("Gaat dit overleg niet door?"),
        "consequence_title": _("Wat er gebeurt"),
        "consequence": _(
            "De punten gaan terug naar de lijst. Wie de stukken al heeft, krijgt bericht. Daarna kunt u het "
            "overleg weer laten doorgaan, met een nieuwe agenda."
        ),
        "summary": [Pair(found.series.name, when(found.starts_at))],
        "submit_label": _("Zeg het overleg af"),
        "negative": True,
        "action": f"{reverse('meetings:cancel', args=[found.pk])}",
        "cancel_url": meeting_url(found),
        "version": found.version,
    }
    return render(request, "meetings/confirm.html", context)


@for_functions(*SEATED)
@require_POST
def restore(request: IdentifiedRequest, meeting: uuid.UUID) -> HttpResponse:
    """Let a cancelled meeting take place after all."""
    found = kept_or_403(request, meeting)
    try:
        services.restore_meeting(identity=request.identity, meeting=found, version=posted_version(request))
        messages.success(request, _("Het overleg gaat weer door. Stel de agenda opnieuw samen."))
    except VersionConflict:
        tell_changed(request)
    except services.NotAtThisStage as error:
        messages.error(request, str(error))
    return redirect(meeting_url(found))


@for_functions(*SEATED)
@require_POST
def accept(request: IdentifiedRequest, meeting: uuid.UUID) -> HttpResponse:
    """Say that one comes."""
    found = meeting_or_404(request, meeting)
    services.accept(identity=request.identity, meeting=found)
    messages.success(request, _("U komt. U kunt dat op de pagina van het overleg nog wijzigen."))
    return redirect(meeting_url(found))


@for_functions(*SEATED)
@require_http_methods(["GET", "POST"])
def decline(request: IdentifiedRequest, meeting: uuid.UUID) -> HttpResponse:
    """Say that one does not come, and who comes instead."""
    found = meeting_or_404(request, meeting)
    seat = gatherings.own_seats(request.identity, [found]).get(found.pk)
    if seat is None:
        raise PermissionDenied(_("U bent voor dit overleg niet uitgenodigd."))
    form = DeclineForm(request.POST or None, choices=gatherings.stand_ins(request.identity, seat))
    if request.method == "POST" and form.is_valid():
        services.decline(identity=request.identity, meeting=found, substitute=form.chosen())
        messages.success(request, _("U komt niet. U kunt dat op de pagina van het overleg nog wijzigen."))
        return redirect(meeting_url(found))
    return form_page(
        request,
        form,
        title=_("Ik kom niet"),
        submit=_("Verstuur"),
        lead=f"{found.series.name}, {when(found.starts_at)}",
        back=meeting_url(found),
        back_label=found.series.name,
    )


def tell_changed(request: IdentifiedRequest) -> None:
    """Say that someone else was first."""
    messages.error(request, _("Iemand anders heeft dit net gewijzigd. Kijk eerst wat er veranderd is."))


def _row(one: Meeting, seat: Attendee | None, number: int, *, keeper: bool) -> Row:
    tags = [state_tag(one)]
    actions = []
    ahead = one.state in {MeetingState.PLANNED, MeetingState.CALLED}
    if seat and seat.invitation == Invitation.INVITED and ahead:
        tags.append(Tag(_("uw antwoord gevraagd"), "ask"))
        actions.append(
            Action(_("Ik kom"), reverse("meetings:accept", args=[one.pk]), post=True, about=one.series.name)
        )
        decline_url = reverse("meetings:decline", args=[one.pk])
        actions.append(Action(_("Ik kom niet"), decline_url, about=one.series.name))
    if keeper and ahead:
        compose_url = reverse("meetings:compose", args=[one.pk])
        actions.append(Action(_("Agenda samenstellen"), compose_url, about=one.series.name))
    text = ngettext("%(n)s punt", "%(n)s punten", number) % {"n": number} if number else _("Nog geen agenda")
    return Row(
        one.series.name,
        meeting_url(one),
        text,
        kind=when(one.starts_at),
        tags=tags,
        meta=one.place,
        actions=actions,
    )


def _seat_row(seat: Attendee) -> Row:
    answer = Invitation(seat.invitation)
    instead = ""
    if seat.stands_for:
        instead = _("in plaats van %(name)s") % {"name": seat.stands_for.person.name}
    return Row(
        seat.person.name,
        text=instead,
        tags=[Tag(str(answer.label).lower(), ANSWERED[answer])],  # type: ignore[arg-type]  # kinds of tag
        kind="" if seat.closed else _("open deel"),
    )


def _edition_row(found: Meeting, edition: Edition) -> Row:
    return Row(
        _("Versie %(number)s") % {"number": edition.number},
        reverse("meetings:pack", args=[found.pk, edition.number]),
        meta=_("Verstuurd door %(name)s, %(when)s")
        % {"name": edition.sent_by.name, "when": when(edition.sent_at)},
    )
