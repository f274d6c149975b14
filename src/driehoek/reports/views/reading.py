"""Reading reports: the list, one report, and the same on paper."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.position import sentences as position_words
from driehoek.position.queries.needs import themes_of
from driehoek.position.views import uuid_of
from driehoek.reports import paper, queries, sentences
from driehoek.reports.due import writing_url
from driehoek.reports.models import CONTENT_OPEN, Report, ReportState
from driehoek.reports.queries.reports import last_events, supplements_of
from driehoek.reports.rights import CHECKERS, READERS_AND_WRITERS, may_write, supplies
from driehoek.reports.services.taking import take_copy
from driehoek.reports.services.writing import deadline_of_return
from driehoek.web import formatting
from driehoek.web.components import Entry, Pair
from driehoek.web.paging import keyset_cursor, next_page

# Which states someone can meet at all, so that the list offers no empty choice.
OF_READERS = (ReportState.FIXED,)
OF_CHECKERS = (ReportState.SENT, ReportState.RETURNED, ReportState.CHECKED, ReportState.FIXED)


@for_functions(*READERS_AND_WRITERS)
@require_GET
def report_list(request: IdentifiedRequest) -> HttpResponse:
    """List reports as far as the reader may see them, the last changed on top."""
    chosen = _filter(request)
    rows, more = queries.report_list(request.identity, chosen, after=keyset_cursor(request))
    keeps = request.identity.holds(*KEEPERS_OF_POSITION)
    context = {
        "rows": [sentences.report_row(one) for one in rows],
        "next_url": next_page(request, rows[-1].saved_at, rows[-1].pk) if more else "",
        "chosen": chosen,
        "narrowed": chosen != queries.ReportFilter(),
        "state_choices": [(one.value, one.label) for one in _states(request)],
        "partner_choices": queries.suppliers_with_reports(request.identity),
        "theme_choices": themes_of(request.identity),
        "late": queries.late_count(request.identity),
        "checks": request.identity.holds(*CHECKERS),
        "keeps": keeps,
        "waits": len(queries.to_check(request.identity)[0]) if request.identity.holds(*CHECKERS) else 0,
    }
    return render(request, "reports/reports.html", context)


@for_functions(*READERS_AND_WRITERS)
@require_GET
def report(request: IdentifiedRequest, report: uuid.UUID) -> HttpResponse:
    """Show a report: what must be known first, then what it says, then how it came here."""
    found = report_or_redirect(request, report)
    if isinstance(found, HttpResponse):
        return found
    return render(request, "reports/report.html", _context(request, found))


@for_functions(*READERS_AND_WRITERS)
@require_GET
def pdf(request: IdentifiedRequest, report: uuid.UUID) -> HttpResponse:
    """Hand out a fixed report as a PDF; that it was taken stands on the ledger."""
    found = queries.report_or_none(request.identity, report)
    if found is None or found.state != ReportState.FIXED:
        raise Http404
    content = paper.report_pdf(request.identity, found)
    take_copy(identity=request.identity, report=found)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="rapport-{found.number}.pdf"'
    return answer


def report_or_redirect(request: IdentifiedRequest, report: uuid.UUID) -> Report | HttpResponse:
    """Return a report to read; who is writing it comes to the screen where it is written."""
    found = queries.report_or_none(request.identity, report)
    if found is None:
        raise Http404
    if found.problem is not None and found.problem.training:
        request.training = True  # type: ignore[attr-defined]
    if found.state == ReportState.DRAFT and may_write(request.identity, found.supplier_id):
        return redirect(writing_url(found))
    return found


def _context(request: IdentifiedRequest, found: Report) -> dict[str, Any]:
    identity = request.identity
    checks = identity.holds(*CHECKERS)
    writes = may_write(identity, found.supplier_id)
    between = checks or supplies(identity, found.supplier_id)
    return {
        "report": found,
        "title": sentences.name_of(found),
        "lead": sentences.lead_of(found),
        "tags": sentences.tags_of(found),
        "facts": _facts(found),
        "flags": [(flag, sentences.opened_words(flag)) for flag in found.flags.all()],
        "figures": [(one, sentences.value_of(one)) for one in found.figures.all()],
        "sections": list(found.sections.all()),
        "remarks": queries.remarks_of(found) if between else [],
        "answer_due": _answer_due(found) if between else "",
        "history": [
            Entry(when=one.at, title=one.words, source=one.who) for one in last_events(found, drafts=writes)
        ],
        "supplements": [sentences.report_row(one) for one in supplements_of(identity, found)],
        "may_check": checks and found.state == ReportState.SENT,
        "may_fix": checks and found.state in (ReportState.SENT, ReportState.CHECKED),
        "writing_url": writing_url(found) if writes and found.state in CONTENT_OPEN else "",
        "may_supplement": writes and found.state == ReportState.FIXED and found.supplements_id is None,
        "is_fixed": found.state == ReportState.FIXED,
        "waits_for_adviser": writes and not checks and found.state in (ReportState.SENT, ReportState.CHECKED),
        "ratings": sentences.ratings_of(found),
    }


def _facts(report: Report) -> list[Pair]:
    facts = [
        Pair(_("Van wie"), f"{report.supplier.name} ({report.author.name})"),
        Pair(_("Thema"), report.theme.name),
        Pair(_("Formulier"), report.form_name),
        Pair(_("Binnen"), sentences.received_words(report)),
    ]
    facts += [
        Pair(label, f"{who.name}, {formatting.moment(when, language=position_words.language())}")
        for label, who, when in (
            (_("Gecontroleerd"), report.checked_by, report.checked_at),
            (_("Vastgesteld"), report.fixed_by, report.fixed_at),
        )
        if who is not None and when is not None
    ]
    if report.status:
        facts.insert(0, Pair(_("Stand"), sentences.standing_tag(report).label))
    return facts + position_words.context_pairs(report.delivery.agreement, report.problem)


def _answer_due(report: Report) -> str:
    """Say until when the supplier has to answer, while the report is back there."""
    if report.state != ReportState.RETURNED:
        return ""
    deadline = deadline_of_return(report)
    if deadline is None:
        return ""
    return sentences.answer_due_words(deadline)


def _states(request: IdentifiedRequest) -> tuple[ReportState, ...]:
    if request.identity.holds(*CHECKERS):
        return OF_CHECKERS
    return tuple(ReportState) if not request.identity.holds(*KEEPERS_OF_POSITION) else OF_READERS


def _filter(request: HttpRequest) -> queries.ReportFilter:
    state = request.GET.get("stand", "")
    return queries.ReportFilter(
        state=state if state in ReportState.values else "",
        supplier=uuid_of(request.GET.get("partner", "")),
        theme=uuid_of(request.GET.get("thema", "")),
        training=request.GET.get("oefening") == "ja",
    )
