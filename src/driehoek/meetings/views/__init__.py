"""Pages about the agenda: what waits, what was settled, and the same on paper."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.identity import Identity
from driehoek.access.rules import DRIEHOEK, KEEPERS_OF_POSITION
from driehoek.meetings import queries
from driehoek.meetings.models import AgendaPoint
from driehoek.problems.models import Problem
from driehoek.web.paging import keyset_cursor, next_page


@dataclass(frozen=True)
class Shown:
    """A point on a page, with the problem it is about and whether its words are the reader's to change."""

    point: AgendaPoint
    problem: Problem | None
    may_change: bool


def point_or_404(request: IdentifiedRequest, point: uuid.UUID) -> AgendaPoint:
    """Return a visible point; an invisible one does not exist."""
    found = queries.visible_points(request.identity).filter(pk=point).first()
    if found is None:
        raise Http404
    return found


@for_functions(*DRIEHOEK)
@require_GET
def agenda(request: IdentifiedRequest) -> HttpResponse:
    """Show what waits to be talked about, the open and the closed part apart, and what was settled today."""
    identity = request.identity
    points = list(queries.waiting_points(identity))
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    shown = _shown(identity, points)
    context = {
        "empty": not points,
        "parts": _parts(shown),
        "settled": queries.settled_since(identity, midnight),
        "may_keep": identity.holds(*KEEPERS_OF_POSITION),
    }
    return render(request, "meetings/agenda.html", context)


@for_functions(*DRIEHOEK)
@require_GET
def on_paper(request: IdentifiedRequest) -> HttpResponse:
    """Show the agenda for printing; `deel=open` leaves the closed part out."""
    open_only = request.GET.get("deel") == "open"
    points = list(queries.waiting_points(request.identity))
    if open_only:
        points = [point for point in points if not point.confidential]
    shown = _shown(request.identity, points)
    context = {"parts": _parts(shown), "open_only": open_only, "empty": not points}
    return render(request, "meetings/print.html", context)


@for_functions(*DRIEHOEK)
@require_GET
def settled(request: IdentifiedRequest) -> HttpResponse:
    """List what was handled or dropped, newest first."""
    points, more = queries.settled_points(request.identity, after=keyset_cursor(request))
    following = ""
    if more and points[-1].handled_at:
        following = next_page(request, points[-1].handled_at, points[-1].pk)
    context = {
        "rows": _shown(request.identity, points),
        "next_url": following,
        "may_keep": request.identity.holds(*KEEPERS_OF_POSITION),
    }
    return render(request, "meetings/settled.html", context)


def _shown(identity: Identity, points: list[AgendaPoint]) -> list[Shown]:
    problems = queries.problems_of(identity, points)
    return [
        Shown(
            point, problems.get(point.problem) if point.problem else None, queries.may_change(identity, point)
        )
        for point in points
    ]


def _parts(shown: list[Shown]) -> list[tuple[bool, list[Shown]]]:
    """Return the open part and the closed part, each that has points."""
    parts = [(closed, [one for one in shown if one.point.confidential == closed]) for closed in (False, True)]
    return [(closed, rows) for closed, rows in parts if rows]
