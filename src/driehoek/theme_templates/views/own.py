"""A municipality's own templates: begin, look over, publish, archive."""

from __future__ import annotations

import uuid
from collections import Counter

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.ledger.versions import VersionConflict
from driehoek.theme_templates import services
from driehoek.theme_templates.checking import Fault, faults_of
from driehoek.theme_templates.fields import (
    PARTS,
    Part,
)
from driehoek.theme_templates.files import complete
from driehoek.theme_templates.forms.rows import HeadForm
from driehoek.theme_templates.kinds import Group
from driehoek.theme_templates.models import OwnTemplate
from driehoek.theme_templates.shown import theme_words
from driehoek.theme_templates.views import own_or_404, template_or_404
from driehoek.theme_templates.words import APPLIERS, MAKERS
from driehoek.web.components import Row, Tag
from driehoek.web.forms import posted_version

OWN = "theme_templates:own"


@for_functions(*MAKERS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest) -> HttpResponse:
    """Begin an empty template."""
    form = HeadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_template(identity=request.identity, content=complete(form.row()))
        except services.TooManyError:
            form.add_error(None, too_many_words())
        else:
            messages.success(request, _("Het sjabloon is begonnen. Vul nu de delen in."))
            return redirect(OWN, made.pk)
    back = reverse("theme_templates:list")
    context = {
        "form": form,
        "title": _("Nieuw sjabloon"),
        "lead": _("Begin leeg, of maak een kopie van een sjabloon dat erop lijkt."),
        "submit_label": _("Begin"),
        "cancel_url": back,
        "back_url": back,
        "back_label": _("Themasjablonen"),
    }
    return render(request, "web/form_page.html", context)


@for_functions(*MAKERS)
@require_POST
def copy(request: IdentifiedRequest, key: str) -> HttpResponse:
    """Begin a template as a copy of another; what was copied stays as it is."""
    found = template_or_404(request, key)
    name = _("%(name)s (eigen)") % {"name": found.name[:70]}
    try:
        made = services.make_template(
            identity=request.identity, content={**found.content, "name": name}, copied_from=found.key
        )
    except services.TooManyError:
        messages.error(request, too_many_words())
        return redirect("theme_templates:template", key)
    messages.success(request, _("Dit is uw kopie. Alleen u en andere makers zien haar, tot u publiceert."))
    return redirect(OWN, made.pk)


def too_many_words() -> str:
    """Say that no more templates fit."""
    return _("Uw gemeente heeft te veel eigen sjablonen. Wijzig er een die u niet meer gebruikt.")


@for_functions(*MAKERS)
@require_GET
def template(request: IdentifiedRequest, template: uuid.UUID) -> HttpResponse:
    """Show all parts of a template, what is still missing, and what can be done with it."""
    found = own_or_404(request, template)
    faults = faults_of(found.content)
    context = {
        "template": found,
        "theme": theme_words(found.content),
        "groups": [
            (group, [_part_row(found, part, faults) for part in PARTS if part.group == group])
            for group in Group
        ],
        "head_url": reverse("theme_templates:head", args=[found.pk]),
        "faults": [(fault.place, fault.words, _fault_url(found, fault)) for fault in faults],
        "changed": found.content != found.published,
        "applies": request.identity.holds(*APPLIERS),
    }
    return render(request, "theme_templates/own.html", context)


@for_functions(*MAKERS)
@require_POST
def publish(request: IdentifiedRequest, template: uuid.UUID) -> HttpResponse:
    """Publish a template to colleagues."""
    found = own_or_404(request, template)
    try:
        number = services.publish(identity=request.identity, template=found, version=posted_version(request))
    except services.UnfinishedError:
        messages.error(request, _("Het sjabloon is nog niet af. Kijk hieronder wat er ontbreekt."))
    except VersionConflict:
        messages.error(request, _("Iemand anders was u voor. Kijk eerst wat er nu staat."))
    else:
        messages.success(
            request,
            _("Uitgave %(number)s is gepubliceerd. Collega's kunnen haar overnemen.") % {"number": number},
        )
    return redirect(OWN, found.pk)


@for_functions(*MAKERS)
@require_POST
def archive(request: IdentifiedRequest, template: uuid.UUID) -> HttpResponse:
    """Take a template off the list; its page offers to bring it back."""
    found = own_or_404(request, template)
    try:
        services.archive(identity=request.identity, template=found, version=posted_version(request))
    except VersionConflict:
        messages.error(request, _("Iemand anders was u voor. Kijk eerst wat er nu staat."))
    else:
        messages.success(
            request, _("Het sjabloon ligt in het archief. Wat ermee is overgenomen, loopt door.")
        )
    return redirect(OWN, found.pk)


@for_functions(*MAKERS)
@require_POST
def restore(request: IdentifiedRequest, template: uuid.UUID) -> HttpResponse:
    """Bring a template back from the archive."""
    found = own_or_404(request, template)
    if found.archived_at is None:
        raise Http404
    try:
        services.restore(identity=request.identity, template=found, version=posted_version(request))
    except VersionConflict:
        messages.error(request, _("Iemand anders was u voor. Kijk eerst wat er nu staat."))
    else:
        messages.success(request, _("Het sjabloon is terug."))
    return redirect(OWN, found.pk)


def _part_row(found: OwnTemplate, part: Part, faults: list[Fault]) -> Row:
    wrong = Counter(fault.part for fault in faults)[part.name]
    rows = len(found.content.get(part.name) or [])
    tags = [Tag(_("klopt nog niet"), "ask")] if wrong else []
    return Row(
        title=str(part.label),
        url=reverse("theme_templates:part", args=[found.pk, part.name]),
        kind=_("leeg") if not rows else str(rows),
        text=str(part.help),
        tags=tags,
    )


def _fault_url(found: OwnTemplate, fault: Fault) -> str:
    if fault.part:
        return reverse("theme_templates:part", args=[found.pk, fault.part])
    return reverse("theme_templates:head", args=[found.pk])
