"""Pages of the administrator: people, functions, substitutes, organisations (TZ06)."""

from __future__ import annotations

import uuid

from allauth.account.forms import ResetPasswordForm
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.oversight import queries, services
from driehoek.oversight.forms import (
    AppointmentForm,
    OrganisationForm,
    PersonForm,
    SubstitutionForm,
    end_of,
    start_of,
)
from driehoek.parties.models import Function, Person, Substitution


@for_functions(Function.ADMIN)
@require_GET
def people_list(request: IdentifiedRequest) -> HttpResponse:
    """List the people with their functions."""
    context = {"people": queries.people(request.identity), "now": timezone.now()}
    return render(request, "oversight/people.html", context)


@for_functions(Function.ADMIN)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest) -> HttpResponse:
    """Give someone an account and a function; the password is set by mail, never by the administrator."""
    form = PersonForm(request.POST or None, identity=request.identity)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        person, is_new = services.add_person(
            identity=request.identity,
            email=values["email"],
            name=values["name"],
            organisation=values["organisation"],
            function=Function(values["function"]),
            valid_until=values["until"],
        )
        if is_new:
            reset = ResetPasswordForm({"email": person.email})
            if reset.is_valid():
                reset.save(request)
            messages.success(
                request, _("%(name)s krijgt een bericht om zich aan te melden.") % {"name": person.name}
            )
        else:
            messages.success(
                request, _("%(name)s had al een account en heeft nu deze functie.") % {"name": person.name}
            )
        return redirect("oversight:people")
    return render(
        request, "web/form_page.html", _context(form, _("Iemand toevoegen"), "oversight:people", _("Mensen"))
    )


@for_functions(Function.ADMIN)
@require_http_methods(["GET", "POST"])
def appoint(request: IdentifiedRequest, person: uuid.UUID) -> HttpResponse:
    """Give someone a further function."""
    found: Person | None = queries.people(request.identity).filter(pk=person).first()
    if found is None:
        raise Http404
    form = AppointmentForm(request.POST or None, identity=request.identity)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        services.appoint(
            identity=request.identity,
            person=found,
            organisation=values["organisation"],
            function=Function(values["function"]),
            valid_until=values["until"],
        )
        messages.success(request, _("%(name)s heeft deze functie.") % {"name": found.name})
        return redirect("oversight:people")
    title = _("Functie voor %(name)s") % {"name": found.name}
    return render(request, "web/form_page.html", _context(form, title, "oversight:people", _("Mensen")))


@for_functions(Function.ADMIN)
@require_http_methods(["GET", "POST"])
def end_appointment(request: IdentifiedRequest, appointment: uuid.UUID) -> HttpResponse:
    """Ask, then end a function; what it gave access to ends with it."""
    found = queries.appointment(request.identity, appointment)
    if found is None:
        raise Http404
    if request.method == "POST":
        try:
            services.end_appointment(identity=request.identity, appointment=found)
            messages.success(request, _("De functie is beëindigd."))
        except services.NotAllowed:
            messages.error(request, _("Dit is de laatste beheerder. Geef eerst iemand anders deze functie."))
        return redirect("oversight:people")
    context = {
        "title": _("Functie beëindigen?"),
        "consequence_title": _("Dit werkt meteen"),
        "consequence": _("Wat deze functie aan toegang gaf, eindigt nu. Het logboek blijft bestaan."),
        "summary": [
            {"label": _("Wie"), "value": found.person.name},
            {"label": _("Functie"), "value": found.get_function_display()},
            {"label": _("Organisatie"), "value": found.organisation.name},
        ],
        "submit_label": _("Functie beëindigen"),
        "negative": True,
        "cancel_url": reverse("oversight:people"),
        "back_url": reverse("oversight:people"),
        "back_label": _("Mensen"),
    }
    return render(request, "web/confirm.html", context)


@for_functions(Function.ADMIN)
@require_http_methods(["GET", "POST"])
def substitutions(request: IdentifiedRequest) -> HttpResponse:
    """List who stands in for whom, and arrange it."""
    form = SubstitutionForm(request.POST or None, identity=request.identity)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        services.substitute(
            identity=request.identity,
            principal=values["principal"],
            by=values["substitute"],
            valid_from=start_of(values["first_day"]),
            valid_until=end_of(values["last_day"]),
        )
        messages.success(request, _("De vervanging is geregeld."))
        return redirect("oversight:substitutions")
    context = {"form": form, "rows": queries.substitutions(request.identity), "now": timezone.now()}
    return render(request, "oversight/substitutions.html", context)


@for_functions(Function.ADMIN)
@require_POST
def end_substitution(request: IdentifiedRequest, substitution: uuid.UUID) -> HttpResponse:
    """End a substitution now."""
    found: Substitution | None = queries.substitutions(request.identity).filter(pk=substitution).first()
    if found is None:
        raise Http404
    services.end_substitution(identity=request.identity, substitution=found)
    messages.success(request, _("De vervanging is beëindigd."))
    return redirect("oversight:substitutions")


@for_functions(Function.ADMIN)
@require_http_methods(["GET", "POST"])
def organisations(request: IdentifiedRequest) -> HttpResponse:
    """List the organisations, and add one."""
    form = OrganisationForm(request.POST or None, identity=request.identity)
    if request.method == "POST" and form.is_valid():
        made = services.add_organisation(identity=request.identity, **form.cleaned_data)
        messages.success(request, _("%(name)s is toegevoegd.") % {"name": made.name})
        return redirect("oversight:organisations")
    context = {"form": form, "rows": queries.organisations(request.identity)}
    return render(request, "oversight/organisations.html", context)


def _context(form: PersonForm, title: str, back: str, back_label: str) -> dict[str, object]:
    return {
        "form": form,
        "title": title,
        "submit_label": _("Bewaren"),
        "cancel_url": reverse(back),
        "back_url": reverse(back),
        "back_label": back_label,
    }
