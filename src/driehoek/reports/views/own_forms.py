"""The municipality's own forms, and choosing one for an agreement."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.ledger.versions import VersionConflict
from driehoek.position.models import Agreement
from driehoek.reports import queries, services
from driehoek.reports.forms.own import READY, ChooseForm, FormForm, heading_forms, headings_in
from driehoek.reports.models import Form
from driehoek.reports.services import UnfitFormError
from driehoek.reports.views import agreement_or_404, too_late
from driehoek.web.components import Conflict, Row
from driehoek.web.forms import posted_version, sent_again

WHY_NOT = {
    "personal_data": gettext_lazy(
        "In deze afspraak zitten persoonsgegevens, die na een tijd vervallen. Een vastgesteld rapport blijft juist. "
        "Daarom gaat dit niet met een formulier."
    ),
    "event": gettext_lazy("Deze afspraak heeft geen vaste dag. Daarom is er geen rapport om in te vullen."),
}


@for_functions(*KEEPERS_OF_POSITION)
@require_GET
def form_list(request: IdentifiedRequest) -> HttpResponse:
    """List the municipality's forms, and the ready-made ones it has not taken over."""
    context = {
        "rows": [_form_row(one) for one in queries.forms_of(request.identity)],
        "ready": [
            (one, " · ".join(heading.label for heading in one.headings))
            for one in queries.ready_to_take(request.identity)
        ],
    }
    return render(request, "reports/forms.html", context)


@for_functions(*KEEPERS_OF_POSITION)
@require_POST
def form_take(request: IdentifiedRequest) -> HttpResponse:
    """Take a ready-made form over, to use or to change it."""
    try:
        taken = services.take_form(identity=request.identity, key=request.POST.get("key", ""))
    except KeyError as error:
        raise Http404 from error
    except UnfitFormError:
        messages.error(request, _("U hebt al een formulier met deze naam. Geef dat eerst een andere naam."))
        return redirect("reports:forms")
    messages.success(request, _("Overgenomen. U kunt de rubrieken nu aanpassen."))
    return redirect("reports:form_change", taken.pk)


@for_functions(*KEEPERS_OF_POSITION)
@require_http_methods(["GET", "POST"])
def form_new(request: IdentifiedRequest) -> HttpResponse:
    """Make a form of the municipality's own."""
    return _form_page(request, None)


@for_functions(*KEEPERS_OF_POSITION)
@require_http_methods(["GET", "POST"])
def form_change(request: IdentifiedRequest, form: uuid.UUID) -> HttpResponse:
    """Change a form; reports that were sent keep the headings that they had."""
    found = queries.form_or_none(request.identity, form)
    if found is None:
        raise Http404
    return _form_page(request, found)


@for_functions(*KEEPERS_OF_POSITION)
@require_http_methods(["GET", "POST"])
def choose(request: IdentifiedRequest, agreement: uuid.UUID) -> HttpResponse:
    """Choose the form of an agreement, and the figures that are filled in beforehand."""
    found = agreement_or_404(request, agreement)
    address = reverse("position:agreement", args=[found.pk])
    choice = queries.form_of(found)
    form = ChooseForm(
        request.POST or None, identity=request.identity, choice=choice, theme=found.need.theme_id
    )
    if request.method == "POST" and form.is_valid():
        try:
            _choose(request, found, form)
        except UnfitFormError as error:
            form.add_error(None, str(WHY_NOT.get(str(error), _("Kies andere cijfers."))))
        except VersionConflict:
            return too_late(request, "position:agreement", found.pk)
        else:
            messages.success(request, _("De leverancier vult voortaan dit formulier in."))
            return redirect(address)
    context = {
        "form": form,
        "agreement": found,
        "choice": choice,
        "title": _("Formulier voor deze afspraak"),
        "lead": found.what,
        "submit_label": _("Gebruik dit formulier"),
        "cancel_url": address,
        "back_url": address,
        "back_label": found.what,
    }
    return render(request, "reports/choose.html", context)


@for_functions(*KEEPERS_OF_POSITION)
@require_POST
def drop(request: IdentifiedRequest, agreement: uuid.UUID) -> HttpResponse:
    """Let an agreement go on without a form."""
    found = agreement_or_404(request, agreement)
    try:
        services.drop_form(identity=request.identity, agreement=found, version=posted_version(request))
    except VersionConflict:
        return too_late(request, "position:agreement", found.pk)
    messages.success(request, _("De leverancier levert weer zonder formulier. Wat er al was, blijft."))
    return redirect("position:agreement", found.pk)


def _choose(request: IdentifiedRequest, agreement: Agreement, form: ChooseForm) -> None:
    """Take a ready-made form over when one is chosen, and choose it; both or neither."""
    given = form.cleaned_data["form"]
    with transaction.atomic():
        if given.startswith(READY):
            wanted = services.take_form(identity=request.identity, key=given.removeprefix(READY))
        else:
            own = queries.form_or_none(request.identity, uuid.UUID(given))
            if own is None:
                raise Http404
            wanted = own
        services.choose_form(
            identity=request.identity,
            agreement=agreement,
            form=wanted,
            indicators=form.indicators(),
            version=form.cleaned_data["version"],
        )


def _form_page(request: IdentifiedRequest, found: Form | None) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    initial = _initial(found) if found else {}
    form, rows = FormForm(posted, initial=initial), heading_forms(found, posted)
    conflict = None
    if posted is not None and form.is_valid() and rows.is_valid():
        new = form.new_form(headings_in(rows))
        try:
            if found is None:
                services.make_form(identity=request.identity, new=new)
            else:
                services.change_form(
                    identity=request.identity, form=found, version=form.cleaned_data["version"] or 0, new=new
                )
        except UnfitFormError as error:
            _say_unfit(form, str(error))
        except VersionConflict:
            now = queries.form_or_none(request.identity, found.pk) if found else None
            form = FormForm(sent_again(request, now.version if now else 0))
            conflict = Conflict()
        else:
            messages.success(
                request, _("Het formulier is bewaard. Het volgende rapport heeft deze rubrieken.")
            )
            return redirect("reports:forms")
    context: dict[str, Any] = {
        "form": form,
        "rows": rows,
        "conflict": conflict,
        "title": found.name if found else _("Nieuw formulier"),
        "submit_label": _("Bewaar het formulier"),
        "back_url": reverse("reports:forms"),
        "back_label": _("Rapportformulieren"),
        "wrong": form.is_bound and (bool(form.errors) or rows.total_error_count() > 0),
    }
    return render(request, "reports/form.html", context, status=409 if conflict else 200)


def _initial(found: Form) -> dict[str, Any]:
    return {
        "version": found.version,
        "name": found.name,
        "asks_status": found.asks_status,
        "with_figures": found.with_figures,
    }


def _say_unfit(form: FormForm, code: str) -> None:
    if code == "name":
        form.add_error("name", _("Er is al een formulier met deze naam. Kies een andere."))
    else:
        form.add_error(None, _("Vul minstens één rubriek in, en hooguit twaalf."))


def _form_row(form: Form) -> Row:
    uses = form.uses  # type: ignore[attr-defined]  # queries.forms.forms_of adds it
    used = (
        ngettext("bij %(n)s afspraak", "bij %(n)s afspraken", uses) % {"n": uses}
        if uses
        else _("nog bij geen afspraak")
    )
    return Row(
        title=form.name,
        url=reverse("reports:form_change", args=[form.pk]),
        text=" · ".join(one.label for one in queries.headings_of(form)),
        meta=used,
    )
