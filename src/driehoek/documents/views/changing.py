"""Placing documents and versions, changing what is said about them, offering one for the agenda."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.cases.models import Case
from driehoek.cases.views import READERS, case_or_404
from driehoek.documents import queries, services
from driehoek.documents.filetypes import RefusedFile
from driehoek.documents.forms import ChangeForm, NewDocumentForm, PutForwardForm, VersionForm
from driehoek.documents.models import Document
from driehoek.documents.services.documents import LockedByOther
from driehoek.documents.views import document_or_404
from driehoek.ledger.versions import VersionConflict
from driehoek.web.components import Change, Conflict
from driehoek.web.forms import posted_version, sent_again


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def new(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Place a document in a compartment in which the reader works."""
    case = case_or_404(request, problem)
    open_ones = queries.open_compartments(request.identity, level=Level.WORK)
    compartments = list(open_ones.filter(case=case, ended_at=None).order_by("-kind", "name"))
    if not compartments:
        raise PermissionDenied(_("U mag hier lezen, maar niets plaatsen. Vraag het de procesregisseur."))
    posted = request.method == "POST"
    form = NewDocumentForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        case=case,
        compartments=compartments,
        gate_open=services.allows_personal(request.identity, case),
        initial={"compartment": str(compartments[0].pk)},
    )
    if posted and form.is_valid():
        values = form.cleaned_data
        place = next(one for one in compartments if str(one.pk) == values["compartment"])
        try:
            made, is_new = services.add_document(
                identity=request.identity,
                case=case,
                compartment=place,
                new=services.NewDocument(
                    title=values["title"],
                    kind=values["kind"],
                    classification=values["classification"],
                    no_personal=values["no_personal"],
                    file=_given(values),
                ),
            )
        except services.GateClosed as error:
            form.add_error("no_personal", str(error))
        except RefusedFile as error:
            form.add_error("file", str(error))
        else:
            said = _("Het document is geplaatst.") if is_new else _("Dit bestand stond hier al. Dit is het.")
            messages.success(request, said)
            return redirect("documents:document", case.pk, made.pk)
    context = {
        "form": form,
        "title": _("Document plaatsen"),
        "submit_label": _("Plaatsen"),
        "cancel_url": reverse("documents:list", args=[case.pk]),
    }
    return render(request, "web/form_page.html", context)


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def new_version(request: IdentifiedRequest, problem: uuid.UUID, document: uuid.UUID) -> HttpResponse:
    """Store the next version of a document."""
    case, found = document_or_404(request, problem, document, Level.WORK)
    gate_open = services.allows_personal(request.identity, case)
    if request.method == "GET":
        form = VersionForm(gate_open=gate_open, initial={"version": found.version})
        return _version_page(request, case, found, form)
    form = VersionForm(request.POST, request.FILES, gate_open=gate_open)
    if not form.is_valid():
        return _version_page(request, case, found, form)
    try:
        is_new = services.add_version(
            identity=request.identity,
            document=found,
            version=form.cleaned_data["version"],
            file=_given(form.cleaned_data),
            no_personal=form.cleaned_data["no_personal"],
        )
    except services.GateClosed as error:
        form.add_error("no_personal", str(error))
        return _version_page(request, case, found, form)
    except (RefusedFile, LockedByOther) as error:
        form.add_error("file", str(error))
        return _version_page(request, case, found, form)
    except VersionConflict:
        found.refresh_from_db()
        newest = queries.versions_of(found)[0]
        again = VersionForm(sent_again(request, found.version), gate_open=gate_open)
        changes = (
            Change(_("Nieuwste versie"), f"{newest.number}. {newest.note or newest.file_name}"),
            Change(_("Wat u nu doet"), _("Bekijk die versie eerst. Kies daarna uw bestand opnieuw.")),
        )
        conflict = Conflict(who=newest.by.name, when=newest.at, changes=changes)
        return _version_page(request, case, found, again, conflict=conflict, status=409)
    messages.success(
        request,
        _("De nieuwe versie is bewaard.") if is_new else _("Dit bestand is al de nieuwste versie."),
    )
    return redirect("documents:document", case.pk, found.pk)


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def change(request: IdentifiedRequest, problem: uuid.UUID, document: uuid.UUID) -> HttpResponse:
    """Change the title, kind or classification of a document."""
    case, found = document_or_404(request, problem, document, Level.WORK)
    names = services.documents.CHANGEABLE
    if request.method == "GET":
        initial = {name: getattr(found, name) for name in names} | {"version": found.version}
        return _form_page(
            request, case, found, ChangeForm(case=case, initial=initial), _("Gegevens wijzigen")
        )
    form = ChangeForm(request.POST, case=case)
    if not form.is_valid():
        return _form_page(request, case, found, form, _("Gegevens wijzigen"))
    try:
        services.change_document(
            identity=request.identity,
            document=found,
            version=form.cleaned_data["version"],
            values={name: form.cleaned_data[name] for name in names},
        )
    except VersionConflict:
        found.refresh_from_db()
        again = ChangeForm(sent_again(request, found.version), case=case)
        conflict = Conflict(changes=(Change(_("Titel"), found.title),))
        return _form_page(request, case, found, again, _("Gegevens wijzigen"), conflict=conflict, status=409)
    return redirect("documents:document", case.pk, found.pk)


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def agenda(request: IdentifiedRequest, problem: uuid.UUID, document: uuid.UUID) -> HttpResponse:
    """Offer a document for the agenda of the driehoek under a title without names, or take that back."""
    case, found = document_or_404(request, problem, document, Level.WORK)
    title = _("Voorstellen voor de driehoek")
    if request.method == "GET":
        initial = {"title": found.table_title, "version": found.version}
        return _form_page(request, case, found, PutForwardForm(initial=initial), title)
    form = PutForwardForm(request.POST)
    if not form.is_valid():
        return _form_page(request, case, found, form, title)
    try:
        services.put_forward(
            identity=request.identity,
            document=found,
            version=posted_version(request),
            title=form.cleaned_data["title"],
        )
    except VersionConflict:
        found.refresh_from_db()
        again = PutForwardForm(sent_again(request, found.version))
        conflict = Conflict(changes=(Change(_("Titel op de agenda"), found.table_title),))
        return _form_page(request, case, found, again, title, conflict=conflict, status=409)
    return redirect("documents:document", case.pk, found.pk)


def _given(values: dict[str, Any]) -> services.Given:
    return services.Given(values["file"].name, values["file"].read(), values["note"])


def _version_page(
    request: IdentifiedRequest,
    case: Case,
    document: Document,
    form: VersionForm,
    *,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    return _form_page(request, case, document, form, _("Nieuwe versie"), conflict=conflict, status=status)


def _form_page(
    request: IdentifiedRequest,
    case: Case,
    document: Document,
    form: Any,
    title: str,
    *,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "lead": document.title,
        "submit_label": _("Bewaren"),
        "conflict": conflict,
        "cancel_url": reverse("documents:document", args=[case.pk, document.pk]),
    }
    return render(request, "web/form_page.html", context, status=status)
