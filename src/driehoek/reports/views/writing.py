"""The one screen on which a report is written, saved and sent (ST10, ST11, ST12, ST20)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.ledger.versions import VersionConflict
from driehoek.position import sentences as position_words
from driehoek.position.forms.items import ReceivedForm
from driehoek.position.models import DeliveryState
from driehoek.reports import sentences, services
from driehoek.reports.content import BegunElsewhereError, Content, IncompleteError, NotAtThisStageError
from driehoek.reports.forms.writing import ReportForm, section_name
from driehoek.reports.models import CONTENT_OPEN, Report, ReportState
from driehoek.reports.rights import WRITERS, on_behalf, require_writer
from driehoek.reports.views import delivery_or_404, last_writer, report_or_404
from driehoek.reports.writing import Screen, screen_of, supplement_screen
from driehoek.web.components import Change, Conflict
from driehoek.web.forms import posted_version, sent_again

Save = Callable[[int | None, Content], Report]


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def write(request: IdentifiedRequest, delivery: uuid.UUID) -> HttpResponse:
    """Write the report on a delivery: figures stand there, the rest is headings."""
    found = delivery_or_404(request, delivery)
    require_writer(request.identity, found.supplier_id)
    screen = screen_of(request.identity, found)
    if screen is None:
        return redirect("position:delivery", found.pk)

    def save(version: int | None, content: Content) -> Report:
        return services.save(identity=request.identity, delivery=found, version=version, content=content)

    return _written(request, screen, save, again=lambda: screen_of(request.identity, found))


@for_functions(*WRITERS)
@require_http_methods(["GET", "POST"])
def supplement(request: IdentifiedRequest, report: uuid.UUID) -> HttpResponse:
    """Write a supplement to a fixed report, which itself stays as it is."""
    fixed = report_or_404(request, report)
    require_writer(request.identity, fixed.supplier_id)
    if fixed.state != ReportState.FIXED or fixed.supplements_id is not None:
        raise Http404
    screen = supplement_screen(request.identity, fixed)

    def save(version: int | None, content: Content) -> Report:
        return services.supplement(identity=request.identity, report=fixed, version=version, content=content)

    return _written(request, screen, save, again=lambda: supplement_screen(request.identity, fixed))


def _written(
    request: IdentifiedRequest, screen: Screen, save: Save, *, again: Callable[[], Screen | None]
) -> HttpResponse:
    if screen.report is not None and screen.report.state not in CONTENT_OPEN:
        return _sent_already(request, screen.report)
    if screen.report is None and screen.delivery.state == DeliveryState.DROPPED:
        return _not_awaited(request, screen)
    received = _received_form(request, screen)
    if request.method != "POST":
        return _page(request, screen, ReportForm(screen=screen), received)
    if "copy" in request.POST:
        return _page(request, screen, _copied(request, screen), received, dirty=True)
    sending = "send" in request.POST
    form = ReportForm(request.POST, screen=screen, sending=sending)
    if not form.is_valid() or (sending and received is not None and not received.is_valid()):
        return _page(request, screen, form, received)
    try:
        with transaction.atomic():
            return _act(request, screen, form, save, received if sending else None, sending=sending)
    except VersionConflict:
        return _conflict(request, again() or screen, received)
    except BegunElsewhereError:
        form.add_error(
            None, _("De leverancier is zelf al aan dit rapport begonnen. Overleg wie het verstuurt.")
        )
    except IncompleteError as error:
        form.say_incomplete(error)
    except NotAtThisStageError:
        messages.warning(request, _("Dit rapport was al verstuurd. Er is niets dubbel opgeslagen."))
        return redirect("position:delivery", screen.delivery.pk)
    return _page(request, screen, form, received)


def _act(
    request: IdentifiedRequest,
    screen: Screen,
    form: ReportForm,
    save: Save,
    received: ReceivedForm | None,
    *,
    sending: bool,
) -> HttpResponse:
    content, version = form.content(), posted_version(request)
    if not sending:
        save(version or None, content)
        messages.success(
            request,
            _("Bewaard als concept. Alleen u en de leverancier zien het.")
            if on_behalf(request.identity, screen.delivery.supplier_id)
            else _("Bewaard als concept. Niemand buiten uw organisatie ziet het."),
        )
        return redirect(request.path)
    report = screen.report
    if report is None or not version:
        report = save(version or None, content)
        version = report.version
    sent = services.send(
        identity=request.identity,
        report=report,
        version=version,
        content=content,
        # The form has asked whether what it found may stand there.
        confirmed=True,
        received_at=_moment(received),
    )
    told = bool(content.flags)
    messages.success(
        request,
        _("Verstuurd. De burgemeester krijgt nu bericht over wat niet kan wachten.")
        if told
        else _("Verstuurd. De adviseur controleert het rapport, dan ziet de burgemeester het."),
    )
    return redirect("reports:report", sent.pk)


def _moment(received: ReceivedForm | None) -> datetime | None:
    return received.received_at() if received is not None else None


def _received_form(request: IdentifiedRequest, screen: Screen) -> ReceivedForm | None:
    """Return the question when it came, for the adviser who registers a report that came another way."""
    behalf = on_behalf(request.identity, screen.delivery.supplier_id)
    if not behalf or screen.delivery.state != DeliveryState.EXPECTED:
        return None
    return ReceivedForm(request.POST if request.method == "POST" else None)


def _copied(request: IdentifiedRequest, screen: Screen) -> ReportForm:
    """Return the form as it was typed, with what stood under one heading last time put there."""
    typed: dict[str, Any] = {key: value for key, value in request.POST.items() if key != "copy"}
    wanted = request.POST["copy"]
    heading = next((one for one in screen.headings if one.key == wanted), None)
    if heading is None or wanted not in screen.previous:
        raise Http404
    typed[section_name(heading)] = screen.previous[wanted]
    return ReportForm(initial=typed, screen=screen)


def _conflict(request: IdentifiedRequest, screen: Screen, received: ReceivedForm | None) -> HttpResponse:
    """Show what was typed beside what someone else stored meanwhile."""
    report = screen.report
    if report is None or report.state not in CONTENT_OPEN:
        return _sent_already(request, report) if report else _not_awaited(request, screen)
    form = ReportForm(sent_again(request, report.version), screen=screen, sending=False)
    stored = {section_name(one): (one.label, "") for one in screen.headings}
    stored |= {f"section_{one.key}": (one.label, one.text) for one in report.sections.all()}
    changes = [
        Change(label, text)
        for name, (label, text) in stored.items()
        if text.strip() != request.POST.get(name, "").strip()
    ]
    who, when = last_writer(report)
    return _page(request, screen, form, received, conflict=Conflict(who, when, changes))


def _sent_already(request: IdentifiedRequest, report: Report) -> HttpResponse:
    if request.method == "POST":
        messages.warning(request, _("Dit rapport was al verstuurd. Er is niets dubbel opgeslagen."))
    return redirect("reports:report", report.pk)


def _not_awaited(request: IdentifiedRequest, screen: Screen) -> HttpResponse:
    messages.info(request, _("Dit rapport wordt niet meer verwacht. Er is niets opgeslagen."))
    return redirect("position:delivery", screen.delivery.pk)


def _page(
    request: IdentifiedRequest,
    screen: Screen,
    form: ReportForm,
    received: ReceivedForm | None,
    *,
    conflict: Conflict | None = None,
    dirty: bool = False,
) -> HttpResponse:
    delivery = screen.delivery
    back = reverse("position:delivery", args=[delivery.pk])
    context = {
        "screen": screen,
        "form": form,
        "received": received,
        "conflict": conflict,
        "dirty": dirty or bool(conflict) or form.is_bound,
        "wrong": (form.is_bound and bool(form.errors))
        or (received is not None and received.is_bound and bool(received.errors)),
        "title": _title(screen),
        "lead": position_words.opening(position_words.period_words(delivery)),
        "due": position_words.due_words(delivery) if delivery.state == DeliveryState.EXPECTED else "",
        "figures": [
            (sentences.line_value(line), line, field, asked) for line, field, asked in form.figure_blocks()
        ],
        "previous_name": sentences.previous_name(screen.previous_report) if screen.previous_report else "",
        "told": [(flag, sentences.opened_words(flag)) for flag in screen.told],
        "returned": screen.report is not None and screen.report.state == ReportState.RETURNED,
        "behalf": delivery.supplier.name if on_behalf(request.identity, delivery.supplier_id) else "",
        "action": request.path,
        "back_url": reverse("reports:report", args=[screen.supplements.pk]) if screen.supplements else back,
        "back_label": screen.supplements.number if screen.supplements else delivery.agreement.what,
    }
    return render(request, "reports/write.html", context, status=409 if conflict else 200)


def _title(screen: Screen) -> str:
    if screen.supplements is not None:
        return _("Aanvulling op %(number)s") % {"number": screen.supplements.number}
    return screen.delivery.agreement.what
