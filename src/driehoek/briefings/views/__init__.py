"""Pages of the weekly briefing, and what they share."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from driehoek.access.gate import IdentifiedRequest
from driehoek.briefings import queries
from driehoek.briefings.models import Briefing, Line


def briefing_or_404(request: IdentifiedRequest, briefing: uuid.UUID) -> Briefing:
    """Return a briefing that exists for the reader."""
    found = queries.find(request.identity, briefing)
    if found is None:
        raise Http404
    return found


def making_or_404(request: IdentifiedRequest, briefing: uuid.UUID) -> Briefing:
    """Return a briefing that is being made."""
    found = briefing_or_404(request, briefing)
    if found.sent_at is not None:
        raise Http404
    return found


def line_or_404(request: IdentifiedRequest, line: uuid.UUID) -> Line:
    """Return a line of a briefing that is being made, for who makes it."""
    found = queries.find_line(request.identity, line)
    if found is None or found.briefing.sent_at is not None:
        raise Http404
    return found


def draft_url(briefing: Briefing) -> str:
    """Return the address at which a briefing is made."""
    return reverse("briefings:draft", args=[briefing.pk])


def changed(request: IdentifiedRequest) -> HttpResponse:
    """Say that someone else was first, and show what there is now."""
    messages.error(request, _("Iemand anders was u voor. Kijk eerst wat er nu staat."))
    return redirect("briefings:list")


def conflict_of(briefing: Briefing) -> dict[str, Any]:
    """Say who was first, for the second editor."""
    last = queries.last_change(briefing)
    return {"who": last[0], "when": last[1]} if last else {"who": "", "when": None}
