"""Signal values: when the municipality wants to hear of a figure (ST07)."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.analysis import queries, sentences, services
from driehoek.analysis.forms import SignalValueForm, ThresholdForm
from driehoek.analysis.models import Rule, SignalValue
from driehoek.analysis.views import RULE_SETTERS
from driehoek.ledger.versions import VersionConflict
from driehoek.web import formatting
from driehoek.web.components import Change, Conflict
from driehoek.web.forms import posted_version, sent_again


@for_functions(*RULE_SETTERS)
@require_GET
def signal_values(request: IdentifiedRequest) -> HttpResponse:
    """List the signal values in force."""
    rows, more = queries.signal_values(request.identity)
    context = {"values": [(row, _threshold_words(row)) for row in rows], "more": more}
    return render(request, "analysis/signal_values.html", context)


@for_functions(*RULE_SETTERS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest) -> HttpResponse:
    """Set a signal value."""
    form = SignalValueForm(request.POST or None, identity=request.identity, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.set_signal_value(
                identity=request.identity,
                indicator=values["indicator"],
                area=values["area"],
                rule=Rule(values["rule"]),
                threshold=values["threshold"],
                minimum_count=values["minimum_count"],
            )
        except services.AlreadySetError as error:
            messages.info(request, _("Die signaalwaarde is er al. U kunt haar hier wijzigen."))
            return redirect("analysis:signal_value_change", error.existing.pk)
        messages.success(request, _("De signaalwaarde is gezet.") + " " + _judged_again())
        return redirect("analysis:signal_values")
    context = _page(form, _("Signaalwaarde zetten"), _("Zetten"))
    return render(request, "web/form_page.html", context)


@for_functions(*RULE_SETTERS)
@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, signal_value: uuid.UUID) -> HttpResponse:
    """Change a signal value; a second editor is told, and keeps what was typed."""
    found = _found_or_404(request, signal_value)
    initial = {"threshold": found.threshold, "minimum_count": found.minimum_count, "version": found.version}
    form = ThresholdForm(request.POST or None, known_rule=Rule(found.rule), initial=initial)
    conflict: Conflict | None = None
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.change_signal_value(
                identity=request.identity,
                signal_value=found,
                version=values["version"] or 0,
                threshold=values["threshold"],
                minimum_count=values["minimum_count"],
            )
        except VersionConflict:
            conflict = _conflict(found)
            form = ThresholdForm(sent_again(request, found.version), known_rule=Rule(found.rule))
        else:
            messages.success(request, _("De signaalwaarde is gewijzigd.") + " " + _judged_again())
            return redirect("analysis:signal_values")
    context = _page(form, _name(found), _("Bewaren")) | {"conflict": conflict, "signal_value": found}
    return render(request, "analysis/signal_value.html", context, status=409 if conflict else 200)


@for_functions(*RULE_SETTERS)
@require_POST
def end(request: IdentifiedRequest, signal_value: uuid.UUID) -> HttpResponse:
    """End a signal value; what it flagged in the last year is withdrawn, not removed."""
    found = _found_or_404(request, signal_value)
    try:
        services.end_signal_value(
            identity=request.identity, signal_value=found, version=posted_version(request)
        )
    except VersionConflict:
        messages.error(
            request, _("Iemand anders heeft deze signaalwaarde net gewijzigd. Kijk eerst wat er staat.")
        )
        return redirect("analysis:signal_value_change", found.pk)
    messages.success(request, _("De signaalwaarde is beëindigd.") + " " + _judged_again())
    return redirect("analysis:signal_values")


def _found_or_404(request: IdentifiedRequest, signal_value: uuid.UUID) -> SignalValue:
    found = (
        SignalValue.objects.filter(pk=signal_value, municipality=request.identity.municipality, ended_at=None)
        .select_related("indicator", "area")
        .defer("area__geometry")
        .first()
    )
    if found is None:
        raise Http404
    return found


def _judged_again() -> str:
    return _(
        "De cijfers worden nu opnieuw bekeken. Binnen een minuut ziet u in de lijst wat de grens passeert."
    )


def _initial(request: IdentifiedRequest) -> dict[str, Any]:
    return {"indicator": request.GET.get("indicator"), "area": request.GET.get("gebied")}


def _name(signal_value: SignalValue) -> str:
    area = signal_value.area.name if signal_value.area else _("alle gebieden")
    return f"{signal_value.indicator.name}, {area}"


def _threshold_words(signal_value: SignalValue) -> str:
    language = sentences.language()
    minimum = _("Niet onder %(minimum)s.") % {"minimum": signal_value.minimum_count}
    if signal_value.rule == Rule.STATISTICAL:
        return _("Buiten het verwachte bereik.") + " " + minimum
    if signal_value.rule == Rule.FIXED:
        value = formatting.number(signal_value.threshold, language=language)
        return _("Vaste grens: %(threshold)s.") % {"threshold": value} + " " + minimum
    percent = formatting.percent((signal_value.threshold or 0) / 100, language=language)
    return _("Meer dan %(percent)s anders dan een jaar eerder.") % {"percent": percent} + " " + minimum


def _conflict(signal_value: SignalValue) -> Conflict:
    language = sentences.language()
    return Conflict(
        changes=[
            Change(_("Grens"), formatting.number(signal_value.threshold, language=language)),
            Change(_("Minimum aantal"), str(signal_value.minimum_count)),
        ]
    )


def _page(form: ThresholdForm, title: str, submit: str) -> dict[str, Any]:
    back = reverse("analysis:signal_values")
    return {
        "form": form,
        "title": title,
        "submit_label": submit,
        "cancel_url": back,
        "back_url": back,
        "back_label": _("Signaalwaarden"),
    }
