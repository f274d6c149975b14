"""Reporting, one's own signals, and the page of one (CX01, CX16)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.cases.models import Compartment
from driehoek.cases.views import READERS
from driehoek.signals import queries, rows, services
from driehoek.signals.forms.sending import ALIKE, SignalForm
from driehoek.signals.models import Signal, SignalState
from driehoek.signals.rights import REPORTERS
from driehoek.signals.views import may_handle, signal_or_404
from driehoek.web.paging import keyset_cursor, next_page, page_of


@for_functions(*REPORTERS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest) -> HttpResponse:
    """Report a signal; the receipt is its page."""
    form = SignalForm(request.POST or None, identity=request.identity)
    if request.method == "POST" and form.is_valid():
        sent = services.send(identity=request.identity, new=form.new())
        messages.success(
            request,
            _("Gemeld onder nummer %(number)s. U hoort hier wat ermee gebeurt.") % {"number": sent.number},
        )
        return redirect("signals:signal", sent.pk)
    asked = ALIKE if ALIKE in form.fields else ""
    context = {"form": form, "asked": asked, "alike": form.alike}
    return render(request, "signals/new.html", context)


@for_functions(*REPORTERS)
@require_GET
def mine(request: IdentifiedRequest) -> HttpResponse:
    """List what the reader reported and what came of it."""
    found, more = page_of(queries.mine(request.identity), "sent_at", keyset_cursor(request))
    following = next_page(request, found[-1].sent_at, found[-1].pk) if more else ""
    context = {"rows": [rows.own_row(one) for one in found], "next_url": following}
    return render(request, "signals/mine.html", context)


@for_functions(*READERS)
@require_GET
def signal_page(request: IdentifiedRequest, signal: uuid.UUID) -> HttpResponse:
    """Show one signal: to the sender what became of it, to who judges what to do."""
    found = signal_or_404(request, signal)
    lines = [rows.entry(one) for one in found.milestones.all()]
    own = found.reporter_id in request.identity.persons
    if own:
        services.see(identity=request.identity, signal=found)
    handles = may_handle(request, found)
    part = _part_of(found)
    context = {
        "signal": found,
        "own": own,
        "handles": handles,
        "part": part,
        "tag": rows.state_tag(found),
        "pairs": rows.pairs(found),
        "lines": lines,
        "judgements": [rows.judgement_entry(one) for one in queries.judgements_of(request.identity, found)],
        "alike": queries.alike_for_judge(request.identity, found) if handles else [],
        "open": found.state == SignalState.RECEIVED,
        "ended": found.state in (SignalState.REFERRED, SignalState.REJECTED),
    }
    return render(request, "signals/signal.html", context)


def _part_of(signal: Signal) -> Compartment | None:
    """Return where a signal hangs, for a reader to whom that part is open."""
    if signal.compartment_id is None:
        return None
    return Compartment.objects.filter(pk=signal.compartment_id).select_related("case__problem").first()
