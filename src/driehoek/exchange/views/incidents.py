"""The officer's list of what was told and not allowed: between whom and why not, never what was said."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.exchange import oral_rows as rows
from driehoek.exchange.forms.oral import SettleForm
from driehoek.exchange.models import OralIncident
from driehoek.exchange.queries import oral as queries
from driehoek.exchange.services import oral as services
from driehoek.grounds.outcomes import outcome_of
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Function
from driehoek.web.paging import keyset_cursor, next_page, page_of


@for_functions(Function.DPO)
@require_GET
def incident_list(request: IdentifiedRequest) -> HttpResponse:
    """List every incident, settled or not; none is ever hidden."""
    found, more = page_of(queries.incidents(request.identity), "recorded_at", keyset_cursor(request))
    context = {
        "rows": [rows.incident_row(one) for one in found],
        "next_url": next_page(request, found[-1].recorded_at, found[-1].pk) if more else "",
    }
    return render(request, "exchange/oral/incidents.html", context)


@for_functions(Function.DPO)
@require_http_methods(["GET", "POST"])
def incident(request: IdentifiedRequest, incident: uuid.UUID) -> HttpResponse:
    """Show what the law says of it, and settle it with words."""
    found = queries.incidents(request.identity).filter(pk=incident).first()
    if found is None:
        raise Http404
    if request.method == "GET":
        return _page(request, found)
    form = SettleForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    given = form.cleaned_data
    try:
        services.settle(
            identity=request.identity, incident=found, version=given["version"], words=given["words"]
        )
    except VersionConflict:
        messages.error(request, _("Een collega handelde dit net af. Uw tekst is niet bewaard."))
        return redirect("exchange:oral_incident", found.pk)
    messages.success(request, _("Afgehandeld."))
    return redirect("exchange:oral_incident", found.pk)


def _page(request: IdentifiedRequest, found: OralIncident, form: SettleForm | None = None) -> HttpResponse:
    row = rows.incident_row(found)
    open_now = found.settled_at is None
    context = {
        "incident": found,
        "row": row,
        "facts": rows.incident_facts(found),
        "outcome": outcome_of(found.decision.held()),
        "form": (form or SettleForm(initial={"version": found.version})) if open_now else None,
    }
    return render(request, "exchange/oral/incident.html", context)
