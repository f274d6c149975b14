"""What a reader does with a deviation: take note, mute, follow, and take each back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.analysis import sentences, services
from driehoek.analysis.forms import AcknowledgeForm, MuteForm
from driehoek.analysis.models import Deviation, Follow, Mute
from driehoek.analysis.queries import READERS, active_mutes
from driehoek.analysis.views import MUTERS, deviation_or_404
from driehoek.areas.models import Area
from driehoek.figures.models import Series
from driehoek.problems.models import Theme


@for_functions(*READERS)
@require_http_methods(["GET", "POST"])
def acknowledge(request: IdentifiedRequest, deviation: uuid.UUID) -> HttpResponse:
    """Take note of a deviation, with a reason."""
    found = deviation_or_404(request.identity, deviation)
    form = AcknowledgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.acknowledge(identity=request.identity, deviation=found, reason=form.reason())
        messages.success(
            request,
            _("Vastgelegd: u hebt dit gezien. Op de pagina van de afwijking kunt u dit terugdraaien."),
        )
        return redirect("analysis:deviations")
    lead = _("Daarna staat deze afwijking niet meer op uw eerste pagina. In de lijst blijft zij te vinden.")
    return _form_page(
        request, found, form, title=_("Gezien"), lead=lead, submit=_("Vastleggen dat ik dit zag")
    )


@for_functions(*READERS)
@require_POST
def undo_acknowledgement(request: IdentifiedRequest, deviation: uuid.UUID) -> HttpResponse:
    """Take "seen" back."""
    found = deviation_or_404(request.identity, deviation)
    if services.undo_acknowledgement(identity=request.identity, deviation=found):
        messages.success(request, _("Teruggedraaid. De afwijking staat weer op uw eerste pagina."))
    return redirect("analysis:deviation", found.pk)


@for_functions(*MUTERS)
@require_http_methods(["GET", "POST"])
def mute(request: IdentifiedRequest, deviation: uuid.UUID) -> HttpResponse:
    """Silence the series of a deviation for a while, for everyone, with a reason."""
    found = deviation_or_404(request.identity, deviation)
    area = found.series.area
    form = MuteForm(request.POST or None, area=area)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        services.mute(
            identity=request.identity,
            indicator=found.series.indicator,
            area=area if values["scope"] == MuteForm.HERE else None,
            reason=values["reason"],
            until=values["until"],
        )
        messages.success(request, _("Gedempt. Bij “Dempingen” kunt u dit terugdraaien."))
        return redirect("analysis:deviation", found.pk)
    lead = _("Niemand ziet deze reeks dan nog op de eerste pagina. Nieuwe afwijkingen worden wel bewaard.")
    return _form_page(request, found, form, title=_("Dempen"), lead=lead, submit=_("Demp deze reeks"))


@for_functions(*READERS)
@require_GET
def mutes(request: IdentifiedRequest) -> HttpResponse:
    """List the mutes in force: what is silent, until when, who decided and why."""
    rows, more = active_mutes(request.identity)
    context = {"mutes": rows, "more": more, "may_mute": request.identity.holds(*MUTERS)}
    return render(request, "analysis/mutes.html", context)


@for_functions(*MUTERS)
@require_POST
def end_mute(request: IdentifiedRequest, mute: uuid.UUID) -> HttpResponse:
    """End a mute before its date."""
    found = get_object_or_404(Mute, pk=mute, municipality=request.identity.municipality)
    if services.end_mute(identity=request.identity, mute=found):
        messages.success(request, _("De demping is opgeheven."))
    return _back(request, reverse("analysis:mutes"))


@for_functions(*READERS)
@require_POST
def follow(request: IdentifiedRequest) -> HttpResponse:
    """Follow a theme or an area: its deviations stand higher for this reader."""
    identity = request.identity
    theme, area = request.POST.get("theme", ""), request.POST.get("area", "")
    if bool(theme) == bool(area):
        raise Http404
    if theme:
        found = get_object_or_404(Theme, pk=_uuid_or_404(theme), municipality=identity.municipality)
        services.follow(identity=identity, theme=found)
        name = found.name
    else:
        place = _area_or_404(identity.municipality, area)
        services.follow(identity=identity, area=place)
        name = place.name
    messages.success(
        request, _("U volgt nu %(name)s. Afwijkingen daar staan hoger op uw pagina.") % {"name": name}
    )
    return _back(request, reverse("analysis:deviations"))


@for_functions(*READERS)
@require_POST
def unfollow(request: IdentifiedRequest, follow: uuid.UUID) -> HttpResponse:
    """Stop following; someone else's following does not exist for this reader."""
    found = get_object_or_404(Follow, pk=follow, person=request.identity.person)
    services.unfollow(identity=request.identity, follow=found)
    messages.success(request, _("U volgt dit niet meer."))
    return _back(request, reverse("analysis:deviations"))


def _uuid_or_404(given: str) -> uuid.UUID:
    try:
        return uuid.UUID(given)
    except ValueError as error:
        raise Http404 from error


def _area_or_404(municipality: uuid.UUID, given: str) -> Area:
    """Return an area that the municipality has figures of."""
    if not (given.isascii() and given.isdigit() and len(given) < 18):
        raise Http404
    series = Series.objects.filter(municipality=municipality, area=int(given)).select_related("area")
    found = series.defer("area__geometry").first()
    if found is None:
        raise Http404
    return found.area


def _back(request: IdentifiedRequest, otherwise: str) -> HttpResponse:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(wanted if safe else otherwise)


def _form_page(
    request: IdentifiedRequest,
    deviation: Deviation,
    form: AcknowledgeForm | MuteForm,
    *,
    title: str,
    lead: str,
    submit: str,
) -> HttpResponse:
    back = reverse("analysis:deviation", args=[deviation.pk])
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "submit_label": submit,
        "cancel_url": back,
        "back_url": back,
        "back_label": sentences.title(deviation),
    }
    return render(request, "web/form_page.html", context)
