"""Pages of contact routes: along whom an organisation is reached when something stays late."""

from __future__ import annotations

import uuid
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.ledger.versions import VersionConflict
from driehoek.oversight import queries, services
from driehoek.oversight.forms import ChangeStepForm, ContactStepForm
from driehoek.parties.models import ContactStep, Function, Organisation
from driehoek.web.components import Change, Conflict, Pair
from driehoek.web.forms import sent_again

KEEPERS: Final = (Function.ADMIN, Function.SAFETY_ADVISER)


@for_functions(*KEEPERS)
@require_GET
def route_list(request: IdentifiedRequest) -> HttpResponse:
    """List the organisations with the length of their route."""
    context = {"rows": queries.organisations_with_routes(request.identity)}
    return render(request, "oversight/routes.html", context)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def route(request: IdentifiedRequest, organisation: uuid.UUID) -> HttpResponse:
    """Show one route with who is reached now, and add a step."""
    found: Organisation | None = queries.organisations(request.identity).filter(pk=organisation).first()
    if found is None:
        raise Http404
    form = ContactStepForm(request.POST or None, identity=request.identity, organisation=found)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_step(identity=request.identity, organisation=found, **form.cleaned_data)
        except services.NotAllowed:
            form.add_error("person", _("Deze persoon staat net op de route, of werkt hier niet meer."))
        else:
            messages.success(request, _("%(name)s staat op de route.") % {"name": made.person.name})
            return redirect("oversight:route", found.pk)
    steps, advisers = queries.route_now(request.identity, found)
    context = {"organisation": found, "steps": steps, "advisers": advisers, "form": form}
    return render(request, "oversight/route.html", context)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, step: uuid.UUID) -> HttpResponse:
    """Change how long a step waits and how to reach who stands there; a second editor is told, and keeps the text."""
    found = _step_or_404(request, step)
    back = reverse("oversight:route", args=[found.organisation_id])
    form = ChangeStepForm(request.POST or None, initial=ChangeStepForm.initial_of(found))
    conflict: Conflict | None = None
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version")
        try:
            changed = services.change_step(
                identity=request.identity, step=found, version=version, values=values
            )
        except VersionConflict:
            conflict = _conflict(found, form)
            form = ChangeStepForm(sent_again(request, found.version))
        else:
            messages.success(
                request, _("De wijziging is bewaard.") if changed else _("Er is niets gewijzigd.")
            )
            return redirect(back)
    context = {
        "form": form,
        "conflict": conflict,
        "title": found.person.name,
        "lead": _("Stap op de contactroute van %(name)s.") % {"name": found.organisation.name},
        "submit_label": _("Bewaren"),
        "cancel_url": back,
        "back_url": back,
        "back_label": found.organisation.name,
    }
    return render(request, "web/form_page.html", context, status=409 if conflict else 200)


def _conflict(step: ContactStep, form: ChangeStepForm) -> Conflict:
    """Say who was first, and lay the stored values beside those of the form where they differ."""
    who, when = queries.last_change(step.pk) or ("", None)
    stored = ChangeStepForm.initial_of(step)
    return Conflict(
        who,
        when,
        [
            Change(str(form.fields[name].label), str(stored[name]))
            for name in services.STEP_FIELDS
            if stored[name] != form.cleaned_data[name]
        ],
    )


@for_functions(*KEEPERS)
@require_POST
def move(request: IdentifiedRequest, step: uuid.UUID) -> HttpResponse:
    """Move a step up or down; the other button undoes it."""
    found = _step_or_404(request, step)
    direction = request.POST.get("richting", "")
    if direction not in {"omhoog", "omlaag"}:
        raise Http404
    if not services.move_step(identity=request.identity, step=found, up=direction == "omhoog"):
        messages.info(request, _("Deze stap staat al aan het eind van de rij."))
    return redirect("oversight:route", found.organisation_id)


@for_functions(*KEEPERS)
@require_http_methods(["GET", "POST"])
def remove(request: IdentifiedRequest, step: uuid.UUID) -> HttpResponse:
    """Ask, then take a step off the route."""
    found = _step_or_404(request, step)
    back = reverse("oversight:route", args=[found.organisation_id])
    if request.method == "POST":
        services.remove_step(identity=request.identity, step=found)
        messages.success(request, _("%(name)s is van de route gehaald.") % {"name": found.person.name})
        return redirect(back)
    context = {
        "title": _("Van de route halen?"),
        "consequence_title": _("Dit werkt meteen"),
        "consequence": _("Driehoek slaat deze stap voortaan over. U kunt de persoon opnieuw toevoegen."),
        "summary": [
            Pair(_("Organisatie"), found.organisation.name),
            Pair(_("Wie"), found.person.name),
        ],
        "submit_label": _("Haal van de route"),
        "negative": True,
        "cancel_url": back,
        "back_url": back,
        "back_label": found.organisation.name,
    }
    return render(request, "web/confirm.html", context)


def _step_or_404(request: IdentifiedRequest, step: uuid.UUID) -> ContactStep:
    found = queries.step_of(request.identity, step)
    if found is None:
        raise Http404
    return found
