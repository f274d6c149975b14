"""Pages of the area scan: the list, one scan with its map, its paper, and what the map is made of."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import DRIEHOEK, KEEPERS_OF_POSITION
from driehoek.areas.queries import shapes_of
from driehoek.meetings.queries import open_points
from driehoek.problems.views import OPENERS
from driehoek.scans import places, queries, services, words
from driehoek.scans.models import Finding, FindingKind, Priority, Scan, Session, SessionKind
from driehoek.scans.rights import READERS
from driehoek.scans.rows import compared_row, priority_row, scan_row
from driehoek.scans.services.priorities import ORIGIN
from driehoek.scans.views.common import scan_or_404
from driehoek.web import formatting
from driehoek.web.components import Row, Step
from driehoek.web.maps import geojson
from driehoek.web.paging import keyset_cursor, next_page


@for_functions(*READERS)
@require_GET
def scan_list(request: IdentifiedRequest) -> HttpResponse:
    """List the scans, the last begun first."""
    found, more = queries.scan_list(request.identity, after=keyset_cursor(request))
    context = {
        "rows": [scan_row(scan) for scan in found],
        "next_url": next_page(request, found[-1].made_at, found[-1].pk) if more else "",
        "may_write": queries.may_write(request.identity),
    }
    return render(request, "scans/list.html", context)


@for_functions(*READERS)
@require_GET
def page(request: IdentifiedRequest, scan: uuid.UUID) -> HttpResponse:
    """Show a scan: its priorities, what they rest on, map and list, and the scan before it."""
    identity = request.identity
    found = scan_or_404(request, scan)
    findings = queries.findings_of(identity, found)
    priorities = queries.priorities_of(identity, found)
    sessions = queries.sessions_of(found)
    times = queries.times_in_a_row(findings)
    may_write = queries.may_write(identity) and not found.is_fixed
    later = queries.superseded_by(found) if found.is_fixed else None
    context = {
        "scan": found,
        "title": words.name(found),
        "lead": words.places(found),
        "edition": words.edition(found),
        "tag": words.state_tag(queries.state_of(found), replaced=later is not None),
        "later": later,
        "later_words": words.edition(later) if later else "",
        "steps": _steps(found, sessions, may_write=may_write),
        "sessions": [_session_row(one) for one in sessions],
        "lacking": services.lacking(found) if may_write else [],
        "priorities": _priority_rows(request, priorities, may_write=may_write, fixed=found.is_fixed),
        "caveat": words.caveat(priorities),
        "warning": words.warning(priorities),
        "map": places.view(identity, found, findings, times),
        "kinds": [(kind.value, str(kind.label)) for kind in FindingKind],
        "may_write": may_write,
        "may_correct": queries.may_write(identity) and found.is_fixed and later is None,
        **_comparison(request, found, findings, times),
    }
    return render(request, "scans/page.html", context)


@for_functions(*READERS)
@require_GET
def map_data(request: IdentifiedRequest, scan: uuid.UUID) -> HttpResponse:
    """Give the map of a scan as GeoJSON (CRS84), to who may see the scan."""
    found = scan_or_404(request, scan)
    findings = queries.findings_of(request.identity, found)
    view = places.view(request.identity, found, findings, {})
    return geojson(view.areas, view.items)


@for_functions(*READERS)
@require_GET
def ground(request: IdentifiedRequest) -> HttpResponse:
    """Give the areas of the municipality as GeoJSON, to choose a place on."""
    return geojson(places.ground(shapes_of(request.identity.cbs_code)), ())


@for_functions(*READERS)
@require_GET
def pdf(request: IdentifiedRequest, scan: uuid.UUID) -> HttpResponse:
    """Give a scan on paper; a concept says on each page that it is one. Taking it is noted."""
    from driehoek.scans.paper import scan_pdf

    found = scan_or_404(request, scan)
    response = HttpResponse(scan_pdf(request.identity, found), content_type="application/pdf")
    services.take_copy(identity=request.identity, scan=found)
    mark = str(found.number) if found.number else "concept"
    response["Content-Disposition"] = f'inline; filename="gebiedsscan-{found.year}-{mark}.pdf"'
    return response


def _steps(scan: Scan, sessions: Sequence[Session], *, may_write: bool) -> list[Step]:
    if scan.is_fixed:
        return []
    held = {one.kind: one for one in sessions}
    current = next((kind for kind in SessionKind if kind not in held), None)
    found = []
    for kind in SessionKind:
        url = reverse("scans:session", args=[scan.pk, kind.value]) if may_write else ""
        done = held.get(kind)
        said = _day(done) if done else ""
        found.append(
            Step(session_words(kind), "done" if done else "now" if kind == current else "todo", url, said)
        )
    found.append(Step(_("Vaststellen"), "todo" if current else "now"))
    return found


def session_words(kind: SessionKind) -> str:
    """Say what a session is for."""
    return {
        SessionKind.SYSTEM: _("Systeemkennis: wat zeggen de registers?"),
        SessionKind.STREET: _("Straatkennis: wat weten mensen op straat?"),
        SessionKind.PRIORITIES: _("Prioriteiten: wat komt eerst?"),
    }[kind]


def _day(session: Session) -> str:
    return _("gehouden op %(day)s") % {"day": formatting.date_long(session.held_on, language=words.spoken())}


def _session_row(session: Session) -> Row:
    names = ", ".join(sorted(one.name for one in session.organisations.all()))
    return Row(
        title=session_words(SessionKind(session.kind)),
        text=session.conclusion,
        meta=" · ".join(filter(None, (_day(session), names))),
    )


def _priority_rows(
    request: IdentifiedRequest, priorities: Sequence[Priority], *, may_write: bool, fixed: bool
) -> list[Row]:
    identity = request.identity
    may = {
        "agenda": fixed and identity.holds(*DRIEHOEK),
        "need": fixed and identity.holds(*KEEPERS_OF_POSITION),
        "problem": fixed and identity.holds(*OPENERS),
    }
    waiting: set[str] = set()
    if may["agenda"] and priorities:
        names = [str(one.pk) for one in priorities]
        points = open_points(identity).filter(origin=ORIGIN, origin_id__in=names)
        waiting = set(points.values_list("origin_id", flat=True))
    last = max((one.rank for one in priorities), default=0)
    return [
        priority_row(one, may_write=may_write, on_agenda=str(one.pk) in waiting, last=last, may=may)
        for one in priorities
    ]


def _comparison(
    request: IdentifiedRequest, scan: Scan, findings: Sequence[Finding], times: dict[uuid.UUID, int]
) -> dict[str, Any]:
    """Lay the scan beside the one before it; the findings that came back carry in how many scans in a row."""
    found = queries.compared(request.identity, scan, findings)
    if found is None or scan.previous is None:
        return {"previous": None}
    return {
        "previous": scan.previous,
        "previous_words": f"{words.name(scan.previous)}, {words.edition(scan.previous)}",
        "back": [compared_row(one, times=times.get(one.pk, 1)) for one in found.back],
        "new": [compared_row(one) for one in found.new],
        "gone": [compared_row(one) for one in found.gone],
    }
