"""Making a barrier model by keyboard: its steps, what is in them, and their order (CX13)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.barriers import queries, rows, services
from driehoek.barriers.forms import ElementForm, StepForm
from driehoek.barriers.models import Element, Step
from driehoek.barriers.rights import MAKERS
from driehoek.barriers.views import address, changeable, form_page, model_or_404, saved
from driehoek.ledger.versions import VersionConflict
from driehoek.web.components import Change, Conflict
from driehoek.web.confirm import confirm_page
from driehoek.web.forms import posted_version, sent_again


@for_functions(*MAKERS)
@require_http_methods(["GET", "POST"])
def step_new(request: IdentifiedRequest, model: uuid.UUID) -> HttpResponse:
    """Add a step."""
    found = model_or_404(request, model, change=True)
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_step(identity=request.identity, model=found, name=form.cleaned_data["name"])
        except services.FullError:
            messages.warning(request, _("Meer stappen passen niet in één plaat."))
        return redirect("barriers:model", found.pk)
    return form_page(request, form, _("Stap toevoegen"), _("Toevoegen"), address(found))


def _step_or_404(request: IdentifiedRequest, step: uuid.UUID) -> Step:
    found = queries.step_of(request.identity, step)
    if found is None:
        raise Http404
    changeable(request, found.model)
    return found


def _element_or_404(request: IdentifiedRequest, element: uuid.UUID) -> Element:
    found = queries.element_of(request.identity, element)
    if found is None:
        raise Http404
    changeable(request, found.step.model)
    return found


@for_functions(*MAKERS)
@require_http_methods(["GET", "POST"])
def step_change(request: IdentifiedRequest, step: uuid.UUID) -> HttpResponse:
    """Give a step another name."""
    found = _step_or_404(request, step)
    form = StepForm(request.POST or None, initial={"name": found.name, "version": found.version})

    def act() -> None:
        given = form.cleaned_data
        services.change_step(
            identity=request.identity, step=found, version=given["version"] or 0, name=given["name"]
        )

    def again() -> HttpResponse:
        now = _step_or_404(request, step)
        held = StepForm(sent_again(request, now.version))
        stored = Conflict(changes=[Change(_("Naam van de stap"), now.name)])
        return form_page(request, held, _("Stap wijzigen"), _("Bewaren"), address(now.model), stored)

    if request.method == "POST" and form.is_valid():
        return saved(request, act, again, found.model)
    return form_page(request, form, _("Stap wijzigen"), _("Bewaren"), address(found.model))


@for_functions(*MAKERS)
@require_http_methods(["GET", "POST"])
def step_remove(request: IdentifiedRequest, step: uuid.UUID) -> HttpResponse:
    """Take an empty step away, after asking once more."""
    found = _step_or_404(request, step)
    if request.method == "POST":
        try:
            with transaction.atomic():
                services.remove_step(identity=request.identity, step=found, version=posted_version(request))
        except VersionConflict:
            messages.warning(
                request, _("Deze stap is niet leeg, of net gewijzigd. Haal eerst weg wat erin staat.")
            )
        else:
            messages.success(request, _("De stap is weg."))
        return redirect("barriers:model", found.model_id)
    return confirm_page(
        request,
        title=_("Stap weghalen?"),
        consequence=_("De stap verdwijnt uit de plaat. Dat kan alleen als er niets meer in staat."),
        submit=_("Ja, weghalen"),
        version=found.version,
        back=(address(found.model), found.model.title),
        lead=found.name,
    )


@for_functions(*MAKERS)
@require_http_methods(["GET", "POST"])
def element_new(request: IdentifiedRequest, step: uuid.UUID) -> HttpResponse:
    """Add something to a step."""
    found = _step_or_404(request, step)
    form = ElementForm(request.POST or None, identity=request.identity)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_element(identity=request.identity, step=found, new=form.new())
        except services.FullError:
            messages.warning(request, _("Meer past niet in deze stap."))
        return redirect(f"{address(found.model)}#stap-{found.pk}")
    return form_page(
        request,
        form,
        _("Toevoegen aan %(step)s") % {"step": found.name},
        _("Toevoegen"),
        address(found.model),
    )


@for_functions(*MAKERS)
@require_http_methods(["GET", "POST"])
def element_change(request: IdentifiedRequest, element: uuid.UUID) -> HttpResponse:
    """Change something in a step; for a barrier its history stands below."""
    found = _element_or_404(request, element)
    initial = {
        "text": found.text, "status": found.status, "owner": found.owner_id, "effect": found.effect,
        "version": found.version,
    }  # fmt: skip
    form = ElementForm(request.POST or None, identity=request.identity, element=found, initial=initial)

    def act() -> None:
        services.change_element(
            identity=request.identity,
            element=found,
            version=form.cleaned_data["version"] or 0,
            new=form.new(),
        )

    def again() -> HttpResponse:
        now = _element_or_404(request, element)
        held = ElementForm(sent_again(request, now.version), identity=request.identity, element=now)
        stored = Conflict(changes=rows.stored(now))
        return _element_page(request, now, held, stored)

    if request.method == "POST" and form.is_valid():
        return saved(request, act, again, found.step.model)
    return _element_page(request, found, form)


def _element_page(
    request: IdentifiedRequest, found: Element, form: ElementForm, conflict: Conflict | None = None
) -> HttpResponse:
    context = {
        "history": [rows.change_entry(one) for one in queries.history_of(found)],
        "element": found,
    }
    return form_page(
        request,
        form,
        str(found.get_kind_display()),
        _("Bewaren"),
        address(found.step.model),
        conflict,
        template="barriers/element.html",
        more=context,
    )


@for_functions(*MAKERS)
@require_http_methods(["GET", "POST"])
def element_remove(request: IdentifiedRequest, element: uuid.UUID) -> HttpResponse:
    """Take something out of a step, after asking once more."""
    found = _element_or_404(request, element)
    model = found.step.model
    if request.method == "POST":
        try:
            with transaction.atomic():
                services.remove_element(
                    identity=request.identity, element=found, version=posted_version(request)
                )
        except VersionConflict:
            messages.warning(request, _("Iemand anders wijzigde dit net. Kijk het na."))
        else:
            messages.success(request, _("Weggehaald."))
        return redirect("barriers:model", model.pk)
    return confirm_page(
        request,
        title=_("Weghalen uit het model?"),
        consequence=_("Dit verdwijnt uit de plaat. Hoe het stond, blijft bewaard."),
        submit=_("Ja, weghalen"),
        version=found.version,
        back=(address(model), model.title),
        lead=found.text,
    )


@for_functions(*MAKERS)
@require_POST
def step_shift(request: IdentifiedRequest, step: uuid.UUID, way: str) -> HttpResponse:
    """Let a step change places with its neighbour."""
    found = _step_or_404(request, step)
    services.shift(identity=request.identity, thing=found, up=way == "omhoog")
    return redirect(f"{address(found.model)}#stap-{found.pk}")


@for_functions(*MAKERS)
@require_POST
def element_shift(request: IdentifiedRequest, element: uuid.UUID, way: str) -> HttpResponse:
    """Let something in a step change places with its neighbour of the same kind."""
    found = _element_or_404(request, element)
    services.shift(identity=request.identity, thing=found, up=way == "omhoog")
    return redirect(f"{address(found.step.model)}#stap-{found.step_id}")
