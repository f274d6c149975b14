"""The list of records of a case, and the page of one."""

from __future__ import annotations

import unicodedata
import uuid
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.cases.models import Case
from driehoek.cases.parts import tabs_for
from driehoek.cases.queries import level_in
from driehoek.cases.views import READERS
from driehoek.subjects import queries, rows
from driehoek.subjects.models import Subject, SubjectKind
from driehoek.subjects.views import contents_or_404, reading, subject_or_404, workable
from driehoek.web.paging import PAGE, keyset_cursor, next_page, page_of

# A search shows no more than this; whoever has more narrows it.
FOUND: Final = 100
LONGEST: Final = 80


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def record_list(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """List the records of a case, newest first; a search is posted, so that no name stands in an address."""
    case = contents_or_404(request, problem)
    kind = request.GET.get("soort", "")
    kind = kind if kind in SubjectKind.values else ""
    ended = request.GET.get("afgesloten") == "ja"
    sought = " ".join(request.POST.get("zoek", "").split())[:LONGEST]
    found, more = _found(request, case, kind, ended=ended, sought=sought)
    with reading(request, found, _("lijst van een casus inzien")):
        shown = [rows.subject_row(one) for one in found]
    following = next_page(request, found[-1].made_at, found[-1].pk) if more and not sought else ""
    context = {
        "case": case,
        "tabs": tabs_for(request, case, "subjects"),
        "rows": shown,
        "next_url": following,
        "kinds": SubjectKind.choices,
        "chosen": kind,
        "ended": ended,
        "sought": sought,
        "cut": bool(sought and more),
        "limit": FOUND,
        "may_add": workable(request, case).exists(),
    }
    return render(request, "subjects/list.html", context)


def _found(
    request: IdentifiedRequest, case: Case, kind: str, *, ended: bool, sought: str
) -> tuple[list[Subject], bool]:
    visible = queries.of_case(request.identity, case, kind=kind, ended=ended)
    if not sought:
        return page_of(visible, "made_at", keyset_cursor(request))
    words = plain(sought).split()
    hits = [one for one in visible if all(word in plain(f"{one.label} {one.details}") for word in words)]
    return hits[:FOUND], len(hits) > FOUND


def plain(text: str) -> str:
    """Return text without capitals, accents and hyphens, so that a search finds what was meant."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in bare if not unicodedata.combining(sign) and sign != "-")


@for_functions(*READERS)
@require_GET
def record(request: IdentifiedRequest, problem: uuid.UUID, subject: uuid.UUID) -> HttpResponse:
    """Show a record: what it says, and what ties it to others."""
    case = contents_or_404(request, problem)
    found = subject_or_404(request, case, subject)
    links = list(queries.links_of(request.identity, found)[: PAGE * 10])
    joined = list(queries.joined_under(request.identity, found))
    may_work = (level_in(request.identity, found.compartment) or 0) >= Level.WORK
    places = set(workable(request, case).values_list("pk", flat=True)) if may_work else set()
    read = [found, *joined, *(end for link in links for end in (link.from_subject, link.to_subject))]
    with reading(request, read, _("record van een casus inzien")):
        context = {
            "case": case,
            "subject": found,
            "label": found.label,
            "tags": rows.tags_of(found),
            "facts": rows.fact_pairs(found),
            "links": [
                rows.link_row(one, at=found, may_change=one.compartment_id in places)
                for one in links
                if one.ended_at is None
            ],
            "ended_links": [
                rows.link_row(one, at=found, may_change=one.compartment_id in places)
                for one in links
                if one.ended_at is not None
            ],
            "joined": [rows.subject_row(one) for one in joined],
            "may_work": may_work,
            "tabs": tabs_for(request, case, "subjects"),
        }
    return render(request, "subjects/one.html", context)
