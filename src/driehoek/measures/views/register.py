"""The register of measures, and the measures and reports of one case (CX15)."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.access.queries import level_on
from driehoek.cases.parts import tabs_for
from driehoek.cases.views import READERS, case_or_404
from driehoek.measures import measure_rows, report_rows
from driehoek.measures.forms.measures import kind_choices
from driehoek.measures.models import AdministrativeMeasure
from driehoek.measures.queries import measures as queries
from driehoek.measures.queries import reports as report_queries
from driehoek.measures.services.reports import target_days
from driehoek.measures.words import KEEPERS, REGISTER
from driehoek.web.components import Row
from driehoek.web.paging import keyset_cursor, next_page

SHOWS = ("loopt", "bezwaar", "voorbij")
AT_CASE = 50


@require_GET
@for_functions(*REGISTER)
def register(request: IdentifiedRequest) -> HttpResponse:
    """List the measures of the reader's cases; no personal data."""
    kind = request.GET.get("soort", "")
    kind = kind if kind in dict(kind_choices()) else ""
    show = request.GET.get("toon", "loopt")
    show = show if show in (*SHOWS, "alles") else "loopt"
    found, more = queries.page_of_measures(
        request.identity, kind=kind, show=show, after=keyset_cursor(request)
    )
    shows = {
        "loopt": _("Loopt"),
        "bezwaar": _("In bezwaar of beroep"),
        "voorbij": _("Voorbij"),
        "alles": _("Alles"),
    }
    context = {
        "rows": _rows(found),
        "next_url": next_page(request, found[-1].made_at, found[-1].pk) if more else "",
        "shows": [
            (words, "?" + urlencode({"toon": key, "soort": kind} if kind else {"toon": key}), key == show)
            for key, words in shows.items()
        ],
        "kinds": kind_choices(),
        "kind": kind,
        "show": show,
        "may_keep": request.identity.holds(*KEEPERS),
        "narrowed": bool(kind) or show != "loopt",
    }
    return render(request, "measures/register.html", context)


def _rows(found: list[AdministrativeMeasure], *, with_case: bool = True) -> list[Row]:
    clocks = queries.next_clocks(found)
    return [measure_rows.measure_row(one, clocks.get(one.pk), with_case=with_case) for one in found]


@require_GET
@for_functions(*READERS)
def of_case(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """List the measures of a case, and the reports in what is open to the reader."""
    case = case_or_404(request, problem)
    identity = request.identity
    target = target_days(identity.municipality)
    works = (level_on(identity, problem) or 0) >= Level.WORK
    context = {
        "case": case,
        "tabs": tabs_for(request, case, "measures"),
        "rows": _rows(list(queries.of_case(identity, case)[:AT_CASE]), with_case=False),
        "reports": [
            report_rows.report_row(one, target=target)
            for one in report_queries.of_case(identity, case)[:AT_CASE]
        ],
        "new_url": reverse("measures:new", args=[problem]) if works else "",
    }
    return render(request, "measures/of_case.html", context)
