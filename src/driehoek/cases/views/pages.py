"""The list of one's cases and the page of one."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.cases import queries
from driehoek.cases.parts import parts_for, tabs_for
from driehoek.cases.views import READERS, case_or_404
from driehoek.web.paging import keyset_cursor, next_page, page_of


@require_GET
@for_functions(*READERS)
def mine(request: IdentifiedRequest) -> HttpResponse:
    """List the cases that the reader may see, newest state first."""
    rows, more = page_of(queries.visible_to(request.identity), "stage_since", keyset_cursor(request))
    following = next_page(request, rows[-1].stage_since, rows[-1].pk) if more else ""
    return render(request, "cases/mine.html", {"rows": rows, "next_url": following})


@require_GET
@for_functions(*READERS)
def page(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Show one case: where it stands, what is asked, how it goes, what is known."""
    case = case_or_404(request, problem)
    context = {
        "case": case,
        "tabs": tabs_for(request, case, "page"),
        "shown": parts_for(request, case),
    }
    return render(request, "cases/page.html", context)
