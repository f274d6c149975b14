"""Checking a report: right, back with questions, or fixed."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.ledger.versions import VersionConflict
from driehoek.reports import queries, sentences, services
from driehoek.reports.content import NotAtThisStageError
from driehoek.reports.forms.checking import QuestionsForm
from driehoek.reports.models import Report, ReportState
from driehoek.reports.rights import CHECKERS
from driehoek.reports.views import report_or_404, too_late
from driehoek.web.components import Pair
from driehoek.web.forms import posted_version

PAGE = "reports:report"


@for_functions(*CHECKERS)
@require_GET
def to_check(request: IdentifiedRequest) -> HttpResponse:
    """List what was sent and waits, the longest waiting first."""
    rows, more = queries.to_check(request.identity)
    context = {
        "rows": [sentences.check_row(one) for one in rows],
        "more": more,
        "late": queries.late_count(request.identity),
    }
    return render(request, "reports/to_check.html", context)


@for_functions(*CHECKERS)
@require_POST
def check(request: IdentifiedRequest, report: uuid.UUID) -> HttpResponse:
    """Say that a report was read and is right."""
    found = report_or_404(request, report)
    try:
        services.check(identity=request.identity, report=found, version=posted_version(request))
        messages.success(request, _("Gecontroleerd. Stel het vast, dan ziet de burgemeester het."))
    except VersionConflict:
        return too_late(request, PAGE, found.pk)
    except NotAtThisStageError:
        _say_stage(request, found)
    return redirect(PAGE, found.pk)


@for_functions(*CHECKERS)
@require_http_methods(["GET", "POST"])
def fix(request: IdentifiedRequest, report: uuid.UUID) -> HttpResponse:
    """Say what fixing does, and fix."""
    found = report_or_404(request, report)
    address = reverse(PAGE, args=[found.pk])
    if found.state not in (ReportState.SENT, ReportState.CHECKED):
        _say_stage(request, found)
        return redirect(address)
    if request.method == "POST":
        return _fixed(request, found)
    context = {
        "version": found.version,
        "title": _("Rapport vaststellen"),
        "consequence_title": _("Wat dit doet"),
        "consequence": _(
            "Het rapport krijgt een nummer en gaat naar de burgemeester. "
            "Daarna verandert het niet meer. De leverancier kan het wel aanvullen."
        ),
        "summary": [
            Pair(_("Rapport"), sentences.name_of(found)),
            Pair(_("Van wie"), found.supplier.name),
            Pair(_("Periode"), sentences.period_of(found)),
        ],
        "submit_label": _("Stel vast"),
        "cancel_url": address,
        "back_url": address,
        "back_label": sentences.name_of(found),
    }
    return render(request, "position/turn.html", context)


@for_functions(*CHECKERS)
@require_http_methods(["GET", "POST"])
def send_back(request: IdentifiedRequest, report: uuid.UUID) -> HttpResponse:
    """Ask questions at the headings, and send the report back with them."""
    found = report_or_404(request, report)
    address = reverse(PAGE, args=[found.pk])
    if found.state not in (ReportState.SENT, ReportState.CHECKED):
        _say_stage(request, found)
        return redirect(address)
    form = QuestionsForm(request.POST or None, report=found, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.return_with_questions(
                identity=request.identity,
                report=found,
                version=form.cleaned_data["version"],
                questions=form.questions(),
            )
        except VersionConflict:
            return too_late(request, PAGE, found.pk)
        messages.success(request, _("Terug naar de leverancier. Die heeft twee werkdagen om te antwoorden."))
        return redirect(address)
    context = {
        "form": form,
        "title": _("Terug met vragen"),
        "lead": _(
            "Stel uw vraag bij de rubriek waar ze over gaat. De rest laat u leeg. Geen namen van personen."
        ),
        "submit_label": _("Stuur terug"),
        "cancel_url": address,
        "back_url": address,
        "back_label": sentences.name_of(found),
    }
    return render(request, "web/form_page.html", context)


def _fixed(request: IdentifiedRequest, found: Report) -> HttpResponse:
    try:
        fixed = services.fix(identity=request.identity, report=found, version=posted_version(request))
    except VersionConflict:
        return too_late(request, PAGE, found.pk)
    messages.success(
        request, _("Vastgesteld als %(number)s. De burgemeester ziet het nu.") % {"number": fixed.number}
    )
    return redirect(PAGE, fixed.pk)


def _say_stage(request: IdentifiedRequest, found: Report) -> None:
    """Say plainly why this cannot be done any more."""
    if found.state == ReportState.FIXED:
        words = _("Dit rapport is al vastgesteld als %(number)s.") % {"number": found.number}
    elif found.state == ReportState.RETURNED:
        words = _("Dit rapport ligt met vragen bij de leverancier.")
    else:
        words = _("Dit rapport is al gecontroleerd.")
    messages.info(request, words)
