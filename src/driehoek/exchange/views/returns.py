"""Notices of return (BIJ): the list, writing one down, the weighing, the advice and the decision (OM07)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import SUPPLIERS
from driehoek.exchange import return_rows as rows
from driehoek.exchange.crypt import UnreadableError
from driehoek.exchange.forms.returns import AccountForm, AdviceForm, MeasureForm, QuestionForm, RiskForm
from driehoek.exchange.models import Advice, Measure, Part, ProvisionState, ReturnNotice
from driehoek.exchange.parties import PARTIES, RECEIVERS
from driehoek.exchange.queries import returns as queries
from driehoek.exchange.queries.planned import own_organisation
from driehoek.exchange.queries.provisions import readings_of
from driehoek.exchange.services import receiving
from driehoek.exchange.services import returns as services
from driehoek.exchange.services.notices import is_shielded
from driehoek.ledger.versions import VersionConflict
from driehoek.meetings.queries.gatherings import last_act
from driehoek.parties.models import Function
from driehoek.web.components import Conflict
from driehoek.web.forms import sent_again
from driehoek.web.paging import keyset_cursor, next_page, page_of

DECIDERS: Final = (Function.MAYOR, Function.DEPUTY)
# A text is not kept by the browser, nor by anything between it and the server.
unkept = cache_control(no_store=True, no_cache=True, must_revalidate=True, private=True)


@dataclass(frozen=True)
class Filled:
    """What the page of a notice shows besides what is stored: a form with errors, or a text that was opened."""

    risk: RiskForm | None = None
    question: QuestionForm | None = None
    measure: MeasureForm | None = None
    account: AccountForm | None = None
    text: str = ""
    conflict: Conflict | None = None

    @property
    def wrong(self) -> BaseForm | None:
        """The form that was sent, for the list of errors."""
        return self.risk or self.question or self.measure or self.account


@for_functions(*PARTIES)
@require_GET
def returns(request: IdentifiedRequest) -> HttpResponse:
    """List the notices for the municipality, or the advice that was asked of another party."""
    if not request.identity.holds(*RECEIVERS):
        return _advice_list(request)
    running = request.GET.get("toon") != "besloten"
    found, more = queries.page_of_notices(request.identity, running=running, after=keyset_cursor(request))
    # What is to be decided: the soonest return first.
    shown = sorted(found, key=lambda one: one.returns_on) if running else found
    context = {
        "rows": [rows.notice_row(one) for one in shown],
        "running": running,
        "next_url": next_page(request, found[-1].made_at, found[-1].pk) if more else "",
    }
    return render(request, "exchange/returns/list.html", context)


def _advice_list(request: IdentifiedRequest) -> HttpResponse:
    found, more = queries.page_of_advices(request.identity, keyset_cursor(request))
    context = {
        "rows": [rows.advice_row(one) for one in found],
        "notify_url": _notify_url(request),
        "next_url": next_page(request, found[-1].asked_at, found[-1].pk) if more else "",
    }
    return render(request, "exchange/returns/advices.html", context)


def _notify_url(request: IdentifiedRequest) -> str:
    """Return where the reader's organisation gives a notice in Driehoek itself; nothing when the law knows no way."""
    town = queries.town_for(request.identity)
    return (
        f"{reverse('exchange:provision_new')}?{urlencode({'soort': 'bij', 'aan': str(town.pk)})}"
        if town
        else ""
    )


@for_functions(*RECEIVERS)
@unkept
@require_GET
def notice(request: IdentifiedRequest, notice: uuid.UUID) -> HttpResponse:
    """Show the weighing; the facts about the person open with a button of their own."""
    return _page(request, _found(request, notice))


@for_functions(*RECEIVERS)
@unkept
@require_POST
def read(request: IdentifiedRequest, notice: uuid.UUID, part: uuid.UUID) -> HttpResponse:
    """Open the facts about the person; who does so, and when, is written down before they are shown."""
    found = _found(request, notice)
    sealed = Part.objects.filter(provision=found.provision_id, pk=part).first()
    if sealed is None:
        raise Http404
    sealed.provision = found.provision
    form = None
    if is_shielded(found.provision):
        form = AccountForm(request.POST)
        if not form.is_valid():
            return _page(request, found, Filled(account=form))
    try:
        text = receiving.read_part(
            identity=request.identity, part=sealed, reason=form.cleaned_data["reason"] if form else ""
        )
    except (receiving.NotReadableError, UnreadableError):
        messages.warning(request, _("De gegevens van de persoon zijn niet meer te lezen."))
        return redirect("exchange:return", found.pk)
    return _page(request, found, Filled(text=text))


@for_functions(*RECEIVERS)
@require_POST
def weigh(request: IdentifiedRequest, notice: uuid.UUID) -> HttpResponse:
    """Keep the risk for public order."""
    found = _found(request, notice)
    form = RiskForm(request.POST)
    if not form.is_valid():
        return _page(request, found, Filled(risk=form))
    given = form.cleaned_data
    try:
        services.weigh(
            identity=request.identity, notice=found, version=given["version"], order_risk=given["order_risk"]
        )
    except VersionConflict:
        now = _found(request, notice)
        return _page(
            request,
            now,
            Filled(risk=RiskForm(sent_again(request, now.version)), conflict=_conflict(request, now)),
        )
    except services.NotDecidedError as error:
        return _said_no(request, found, error.args[0])
    messages.success(request, _("De weging is bewaard."))
    return redirect("exchange:return", found.pk)


@for_functions(*RECEIVERS)
@require_POST
def ask(request: IdentifiedRequest, notice: uuid.UUID) -> HttpResponse:
    """Ask police or probation for advice, without the person's facts."""
    found = _found(request, notice)
    form = QuestionForm(request.POST, advisers=queries.advisers(found))
    if not form.is_valid():
        return _page(request, found, Filled(question=form))
    given = form.cleaned_data
    try:
        services.ask_advice(
            identity=request.identity,
            notice=found,
            organisation=given["organisation"],
            question=given["question"],
        )
    except services.NotDecidedError as error:
        return _said_no(request, found, error.args[0])
    messages.success(
        request, _("Gevraagd. %(who)s heeft vijf werkdagen.") % {"who": given["organisation"].name}
    )
    return redirect("exchange:return", found.pk)


@for_functions(*DECIDERS)
@require_POST
def decide(request: IdentifiedRequest, notice: uuid.UUID) -> HttpResponse:
    """Write down what the mayor decides, in the mayor's own name."""
    found = _found(request, notice)
    form = MeasureForm(request.POST)
    if not form.is_valid():
        return _page(request, found, Filled(measure=form))
    given = form.cleaned_data
    try:
        services.decide_measure(
            identity=request.identity,
            notice=found,
            version=given["version"],
            measure=Measure(given["measure"]),
            words=given["words"],
            until=given["until"],
        )
    except VersionConflict:
        now = _found(request, notice)
        data = sent_again(request, now.version)
        data["decide-version"] = str(now.version)
        return _page(request, now, Filled(measure=MeasureForm(data), conflict=_conflict(request, now)))
    except services.NotDecidedError as error:
        return _said_no(request, found, error.args[0])
    messages.success(request, _("Het besluit is vastgelegd."))
    return redirect("exchange:return", found.pk)


@for_functions(*SUPPLIERS)
@require_http_methods(["GET", "POST"])
def advice(request: IdentifiedRequest, advice: uuid.UUID) -> HttpResponse:
    """Answer with advice: the number, the date and the question are all that the asked side gets."""
    found = queries.advices(request.identity).filter(pk=advice).first()
    if found is None:
        raise Http404
    if request.method == "GET":
        return _advice_page(request, found)
    form = AdviceForm(request.POST)
    if not form.is_valid():
        return _advice_page(request, found, form)
    try:
        services.give_advice(
            identity=request.identity,
            advice=found,
            version=form.cleaned_data["version"],
            words=form.cleaned_data["words"],
        )
    except VersionConflict:
        messages.error(request, _("Een collega gaf dit advies al. Uw tekst is niet bewaard."))
        return redirect("exchange:return_advice", found.pk)
    messages.success(request, _("Uw advies is verstuurd."))
    return redirect("exchange:return_advice", found.pk)


@for_functions(Function.DPO)
@require_GET
def openings(request: IdentifiedRequest) -> HttpResponse:
    """Show the officer what was opened though it is kept for accountability only, and why."""
    found, more = page_of(queries.openings(request.identity), "at", keyset_cursor(request))
    context = {
        "rows": [rows.opening_row(one) for one in found],
        "next_url": next_page(request, found[-1].at, found[-1].pk) if more else "",
    }
    return render(request, "exchange/returns/openings.html", context)


def _found(request: IdentifiedRequest, pk: uuid.UUID) -> ReturnNotice:
    found = queries.notice_or_none(request.identity, pk)
    if found is None:
        raise Http404
    return found


def _said_no(request: IdentifiedRequest, found: ReturnNotice, code: str) -> HttpResponse:
    said = {
        "risk": _("Schrijf eerst op welk risico er is voor de openbare orde. Besluit daarna."),
        "words": _("Schrijf iets meer op: minstens 10 tekens."),
        "until": _("Kies de dag waarop de maatregel eindigt."),
    }
    over = _("Dit bericht is al besloten, of het is uit gebruik. Er is niets gewijzigd.")
    messages.error(request, said.get(code, over))
    return redirect("exchange:return", found.pk)


def _conflict(request: IdentifiedRequest, found: ReturnNotice) -> Conflict:
    last = last_act(found.pk, request.identity.municipality)
    return Conflict(
        who=last[0] if last else "", when=last[1] if last else None, changes=rows.stored_now(found)
    )


def _page(request: IdentifiedRequest, found: ReturnNotice, filled: Filled | None = None) -> HttpResponse:
    filled = filled or Filled()
    identity, provision = request.identity, found.provision
    shielded = is_shielded(provision)
    running = provision.state == ProvisionState.RELEASED and not shielded
    open_now = running and found.measure == Measure.OPEN
    asked = queries.advices_about(found)
    advisers = queries.advisers(found) if open_now else []
    parts = queries.parts_of(found) if provision.state == ProvisionState.RELEASED else []
    context: dict[str, Any] = {
        "notice": found,
        "provision": provision,
        "says": rows.says(found),
        "tags": rows.tags_of(found),
        "facts": rows.facts_of(found),
        "dates": rows.dates_of(found),
        "advices": asked,
        "decided": rows.decision_of(found),
        "entries": rows.timeline_of(found, asked, readings_of(provision)),
        "parts": parts,
        "shielded": shielded,
        "text": filled.text,
        "reader": str(request.user),
        "account": (filled.account or AccountForm()) if shielded else None,
        "risk": _risk(found, filled) if open_now else None,
        "question": (filled.question or QuestionForm(advisers=advisers)) if advisers else None,
        "measure": _measure(found, filled) if open_now and identity.holds(*DECIDERS) else None,
        "waits_for_mayor": open_now and not identity.holds(*DECIDERS),
        "may_confirm": running and provision.received_at is None,
        "may_plan": running and own_organisation(identity) is not None,
        "conflict": filled.conflict,
        "form": filled.wrong,
    }
    status = 409 if filled.conflict else 200
    return render(request, "exchange/returns/page.html", context, status=status)


def _risk(found: ReturnNotice, filled: Filled) -> RiskForm:
    now = {"order_risk": found.order_risk, "version": found.version}
    return filled.risk or RiskForm(initial=now)


def _measure(found: ReturnNotice, filled: Filled) -> MeasureForm | None:
    """The decision comes after the weighing."""
    if not found.order_risk:
        return None
    return filled.measure or MeasureForm(initial={"version": found.version})


def _advice_page(request: IdentifiedRequest, found: Advice, form: AdviceForm | None = None) -> HttpResponse:
    waits = found.given_at is None
    context = {
        "advice": found,
        "row": rows.advice_row(found),
        "day": rows.long_day(found.returns_on) if found.returns_on else "",
        "form": (form or AdviceForm(initial={"version": found.version})) if waits else None,
        "address": reverse("exchange:return_advice", args=[found.pk]),
    }
    return render(request, "exchange/returns/advice.html", context)
