"""What the pages of meetings share: the door, the meeting in the address, the form page."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.rules import CONTENTLESS
from driehoek.meetings.models import Meeting, MeetingState
from driehoek.meetings.queries import gatherings
from driehoek.parties.models import Function
from driehoek.web import formatting
from driehoek.web.components import Tag

# Everyone who can have a seat somewhere; which meetings someone sees follows from their seats.
SEATED: Final = tuple(function for function in Function if function not in CONTENTLESS)


def meeting_or_404(request: IdentifiedRequest, meeting: uuid.UUID) -> Meeting:
    """Return a visible meeting; an invisible one does not exist."""
    found = gatherings.find_meeting(request.identity, meeting)
    if found is None:
        raise Http404
    return found


def kept_or_403(request: IdentifiedRequest, meeting: uuid.UUID) -> Meeting:
    """Return a meeting that the reader keeps.

    Raises:
        Http404: it is not visible.
        PermissionDenied: it is visible, and for others to keep.
    """
    found = meeting_or_404(request, meeting)
    if not gatherings.may_keep(request.identity, found):
        raise PermissionDenied(_("Dit is voor de voorzitter, de burgemeester, de loco en de adviseur."))
    return found


def when(moment: datetime) -> str:
    """Say when a meeting is: "donderdag 26 november 2026, 10.00 uur"."""
    language = formatting.known(get_language())
    return f"{formatting.date_long(moment, language=language)}, {formatting.clock(moment, language=language)}"


def state_tag(meeting: Meeting) -> Tag:
    """Return where a meeting stands, as a tag."""
    kind = {MeetingState.CANCELLED: "barred", MeetingState.CLOSED: "calm", MeetingState.CALLED: "accent"}
    state = MeetingState(meeting.state)
    return Tag(str(state.label).lower(), kind.get(state, ""))  # type: ignore[arg-type]  # all of them are kinds of tag


def conflict_of(subject: uuid.UUID, municipality: uuid.UUID) -> dict[str, Any]:
    """Say who was first, for the second editor."""
    last = gatherings.last_act(subject, municipality)
    return {"who": last[0], "when": last[1]} if last else {"who": "", "when": None}


def form_page(
    request: IdentifiedRequest,
    form: forms.Form,
    *,
    title: str,
    submit: str,
    back: str,
    back_label: str,
    lead: str = "",
    conflict: dict[str, Any] | None = None,
) -> HttpResponse:
    """Answer with a page around one form; 409 when someone else was first."""
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "submit_label": submit,
        "conflict": conflict,
        "cancel_url": back,
        "back_url": back,
        "back_label": back_label,
    }
    return render(request, "web/form_page.html", context, status=409 if conflict else 200)


def meeting_url(meeting: Meeting) -> str:
    """Return the address of a meeting's page."""
    return reverse("meetings:meeting", args=[meeting.pk])
