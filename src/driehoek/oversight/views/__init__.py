"""Pages of oversight: is the ledger whole, who opened what and why."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.ledger.events import words_for
from driehoek.oversight import queries
from driehoek.parties.models import Function
from driehoek.web.forms import is_number


@for_functions(Function.ADMIN, Function.DPO)
@require_GET
def chain(request: IdentifiedRequest) -> HttpResponse:
    """Prove that the ledger is unbroken (TZ08)."""
    return render(request, "oversight/chain.html", {"state": queries.chain_state(request.identity)})


@for_functions(Function.ADMIN, Function.DPO)
@require_GET
def events(request: IdentifiedRequest) -> HttpResponse:
    """Show the part of the ledger that is not about a problem: functions, themes, figures, access rules."""
    given = request.GET.get("voor", "")
    rows, names = queries.recent_events(request.identity, before=int(given) if is_number(given) else None)
    entries = [
        {
            "when": row.at,
            "title": words_for(row.action),
            "text": f"{row.sequence} · {row.action}",
            "source": names.get(row.actor, "Driehoek") if row.actor else "Driehoek",
        }
        for row in rows
    ]
    older = rows[-1].sequence if len(rows) == queries.PAGE else None
    return render(request, "oversight/events.html", {"entries": entries, "older": older})


@for_functions(Function.DPO)
@require_GET
def openings(request: IdentifiedRequest) -> HttpResponse:
    """Show who opened a dossier with a purpose or in an emergency, as it happens (TZ03)."""
    try:
        before = datetime.fromisoformat(request.GET["voor"]) if "voor" in request.GET else None
    except ValueError:
        before = None
    rows = queries.openings(request.identity, before=before)
    older = rows[-1].when.isoformat() if len(rows) == queries.PAGE else ""
    return render(request, "oversight/openings.html", {"rows": rows, "older": older})
