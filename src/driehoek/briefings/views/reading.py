"""Reading a briefing: the list, one A4 on the screen and as a PDF, a rating."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.briefings import paper, queries, rows, services
from driehoek.briefings.forms import RateForm
from driehoek.briefings.models import Briefing
from driehoek.briefings.views import briefing_or_404, draft_url
from driehoek.briefings.words import READERS, name_of
from driehoek.position.models import Verdict
from driehoek.position.sentences import lower
from driehoek.web.paging import keyset_cursor, next_page


@for_functions(*READERS)
@require_GET
def listing(request: IdentifiedRequest) -> HttpResponse:
    """List the briefings that were sent, the newest first."""
    found, more = queries.sent(request.identity, after=keyset_cursor(request))
    last = found[-1] if found else None
    context = {
        "rows": [rows.row(one) for one in found],
        "making": queries.in_the_making(request.identity),
        "composes": queries.composes(request.identity),
        "next_url": next_page(request, last.sent_at, last.pk) if more and last and last.sent_at else "",
    }
    return render(request, "briefings/list.html", context)


@for_functions(*READERS)
@require_GET
def latest(request: IdentifiedRequest) -> HttpResponse:
    """Lead to the last briefing, or to the list when there is none."""
    found = queries.latest(request.identity)
    return redirect("briefings:briefing", found.pk) if found else redirect("briefings:list")


@for_functions(*READERS)
@require_GET
def briefing(request: IdentifiedRequest, briefing: uuid.UUID) -> HttpResponse:
    """Show a briefing with the lines that are for this reader, and leave a receipt."""
    found = briefing_or_404(request, briefing)
    if found.sent_at is None:
        return redirect(draft_url(found))
    receipt = None
    if _receives(request, found):
        receipt = services.open_briefing(identity=request.identity, briefing=found)
    lines = queries.lines_of(request.identity, found)
    makes = queries.composes(request.identity)
    context = {
        "briefing": found,
        "title": name_of(found),
        "note": rows.note_of(found),
        "rows": [rows.line_row(one) for one in lines],
        "empty": rows.empty_words(),
        "receipt": receipt,
        "my_rating": lower(Verdict(receipt.verdict).label) if receipt and receipt.verdict else "",
        "verdicts": Verdict.choices,
        "got": queries.got(found) if makes else [],
        "makes": makes,
    }
    return render(request, "briefings/briefing.html", context)


@for_functions(*READERS)
@require_GET
def pdf(request: IdentifiedRequest, briefing: uuid.UUID) -> HttpResponse:
    """Hand out a briefing as a PDF with the lines that are for this reader; that it was taken stands on the ledger."""
    found = briefing_or_404(request, briefing)
    content = paper.briefing_pdf(request.identity, found, queries.lines_of(request.identity, found))
    if found.sent_at is not None:
        if _receives(request, found):
            services.open_briefing(identity=request.identity, briefing=found)
        services.take_copy(identity=request.identity, briefing=found)
    answer = HttpResponse(content, content_type="application/pdf")
    name = f"weekbriefing-vertrouwelijk-{found.week:%G-%V}"
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


@for_functions(*READERS)
@require_POST
def rate(request: IdentifiedRequest, briefing: uuid.UUID) -> HttpResponse:
    """Say with one tap what the briefing was worth; the adviser sees it."""
    found = briefing_or_404(request, briefing)
    form = RateForm(request.POST)
    if found.sent_at is None or not _receives(request, found):
        raise Http404
    if form.is_valid():
        verdict = Verdict(form.cleaned_data["verdict"])
        services.rate(
            identity=request.identity, briefing=found, verdict=verdict, note=form.cleaned_data["note"]
        )
        words = _("Uw oordeel: %(verdict)s. De adviseur ziet dit. U kunt het nog wijzigen.")
        messages.success(request, words % {"verdict": lower(verdict.label)})
    else:
        messages.error(request, _("Kies een oordeel, en houd de toelichting onder 300 tekens."))
    return redirect("briefings:briefing", found.pk)


def _receives(request: IdentifiedRequest, found: Briefing) -> bool:
    """Tell whether it was sent to this reader, or to who they stand in for; its maker leaves no receipt."""
    return queries.is_reader(request.identity, found)
