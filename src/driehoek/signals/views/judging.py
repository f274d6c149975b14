"""The list to judge, judging, taking up again, and telling the sender (CX02, CX16)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.cases.models import ProcessModel
from driehoek.cases.services import ensure_models
from driehoek.ledger.versions import VersionConflict
from driehoek.signals import queries, rows, services
from driehoek.signals.forms.judging import JudgeForm, ReasonForm, TellForm
from driehoek.signals.models import Signal, SignalState
from driehoek.signals.rights import JUDGES
from driehoek.signals.views import handled_or_404
from driehoek.web.components import Change, Conflict
from driehoek.web.forms import sent_again
from driehoek.web.paging import keyset_cursor, next_page, page_of


@for_functions(*JUDGES)
@require_GET
def intake(request: IdentifiedRequest) -> HttpResponse:
    """List the signals that wait for a judgement, or those that were judged."""
    done = request.GET.get("soort") == "beoordeeld"
    listed = queries.judged(request.identity) if done else queries.to_judge(request.identity)
    found, more = page_of(listed, "sent_at", keyset_cursor(request))
    following = next_page(request, found[-1].sent_at, found[-1].pk) if more else ""
    if not done:
        found.sort(key=lambda one: not one.urgent)
    context = {"rows": [rows.intake_row(one) for one in found], "next_url": following, "done": done}
    return render(request, "signals/intake.html", context)


@for_functions(*JUDGES)
@require_http_methods(["GET", "POST"])
def judge(request: IdentifiedRequest, signal: uuid.UUID) -> HttpResponse:
    """Judge a signal by the criteria of a process model."""
    found = handled_or_404(request, signal)
    if found.state != SignalState.RECEIVED:
        messages.info(request, _("Dit signaal is al beoordeeld. Er is niets gewijzigd."))
        return redirect("signals:signal", found.pk)
    models = _models(request)
    chosen = request.POST.get("model") or request.GET.get("model") or ""
    model = next((one for one in models if one.key == chosen), models[0])
    form = JudgeForm(
        request.POST or None, identity=request.identity, model=model, initial={"version": found.version}
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                verdict = form.verdict()
                services.judge(
                    identity=request.identity,
                    signal=found,
                    version=form.cleaned_data["version"],
                    verdict=verdict,
                )
        except VersionConflict:
            return _conflict(request, signal, model)
        except services.SignalError:
            form.add_error(
                None,
                _(
                    "De criteria van dit model laten geen casus toe. Kies een ander model, of een andere uitkomst."
                ),
            )
        else:
            messages.success(request, _said(verdict.outcome))
            return redirect("signals:signal", found.pk)
    return _judge_page(request, found, model, models, form)


def _said(outcome: SignalState) -> str:
    if outcome == SignalState.ACCEPTED:
        return _("Opgepakt. De melder hoort het.")
    if outcome == SignalState.REFERRED:
        return _("Doorverwezen. De melder hoort het.")
    return _("Niet opgepakt. De melder hoort waarom.")


def _models(request: IdentifiedRequest) -> list[ProcessModel]:
    """Return the newest version of each process model that is in use here."""
    rows_ = ProcessModel.objects.filter(municipality=request.identity.municipality, ended_at=None)
    if not rows_.exists():
        ensure_models(municipality=request.identity.municipality)
    newest: dict[str, ProcessModel] = {}
    for one in rows_.order_by("key", "-number"):
        newest.setdefault(one.key, one)
    return sorted(newest.values(), key=lambda one: one.name)


def _conflict(request: IdentifiedRequest, signal: uuid.UUID, model: ProcessModel) -> HttpResponse:
    """Show what was typed beside what someone else decided meanwhile."""
    found = handled_or_404(request, signal)
    form = JudgeForm(sent_again(request, found.version), identity=request.identity, model=model)
    last = queries.judgements_of(request.identity, found).first()
    conflict = Conflict(
        last.judged_by.name if last else "",
        last.judged_at if last else None,
        [Change(_("Stand"), str(SignalState(found.state).label))],
    )
    return _judge_page(request, found, model, _models(request), form, conflict)


def _judge_page(
    request: IdentifiedRequest,
    found: Signal,
    model: ProcessModel,
    models: list[ProcessModel],
    form: JudgeForm,
    conflict: Conflict | None = None,
) -> HttpResponse:
    context = {
        "signal": found,
        "pairs": rows.pairs(found),
        "alike": queries.alike_for_judge(request.identity, found),
        "form": form,
        "model": model,
        "models": models,
        "conflict": conflict,
        "back_url": reverse("signals:signal", args=[found.pk]),
    }
    return render(request, "signals/judge.html", context, status=409 if conflict else 200)


@for_functions(*JUDGES)
@require_http_methods(["GET", "POST"])
def reconsider(request: IdentifiedRequest, signal: uuid.UUID) -> HttpResponse:
    """Take a signal up again that was referred or not taken up."""
    found = handled_or_404(request, signal)
    form = ReasonForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                services.reconsider(
                    identity=request.identity,
                    signal=found,
                    version=form.cleaned_data["version"],
                    reason=form.cleaned_data["reason"],
                )
        except (VersionConflict, services.SignalError):
            messages.warning(request, _("Iemand anders was u voor. Kijk hoe het signaal er nu voor staat."))
        else:
            messages.success(request, _("Het signaal wacht weer op een beoordeling."))
        return redirect("signals:signal", found.pk)
    return _form_page(request, found, form, _("Opnieuw beoordelen?"), _("Opnieuw beoordelen"))


@for_functions(*JUDGES)
@require_http_methods(["GET", "POST"])
def tell(request: IdentifiedRequest, signal: uuid.UUID) -> HttpResponse:
    """Tell the sender what was done with their report."""
    found = handled_or_404(request, signal)
    form = TellForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.tell(identity=request.identity, signal=found, text=form.cleaned_data["text"])
        messages.success(request, _("Teruggemeld. De melder krijgt bericht."))
        return redirect("signals:signal", found.pk)
    return _form_page(request, found, form, _("Terugmelden aan de melder"), _("Terugmelden"))


def _form_page(
    request: IdentifiedRequest, found: Signal, form: ReasonForm | TellForm, title: str, submit: str
) -> HttpResponse:
    back = reverse("signals:signal", args=[found.pk])
    context = {
        "title": title,
        "lead": _("Signaal %(number)s") % {"number": found.number},
        "form": form,
        "submit_label": submit,
        "cancel_url": back,
        "back_url": back,
        "back_label": found.number,
    }
    return render(request, "web/form_page.html", context)
