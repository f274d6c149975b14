"""Adding, changing and ending a record of a case."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.cases.models import Case
from driehoek.cases.views import READERS
from driehoek.ledger.versions import VersionConflict
from driehoek.subjects import details, services
from driehoek.subjects.forms import EndForm, SubjectForm, form_for
from driehoek.subjects.models import Subject, SubjectKind
from driehoek.subjects.services import GateClosedError, NewSubject
from driehoek.subjects.views import contents_or_404, reading, subject_or_404, suppliers, workable_or_403
from driehoek.web.components import Change, Conflict, Pair
from driehoek.web.forms import posted_version, sent_again

ASKED = ("GET", "POST")


@for_functions(*READERS)
@require_http_methods(ASKED)
def add(request: IdentifiedRequest, problem: uuid.UUID) -> HttpResponse:
    """Write a record of one kind down; the address says which."""
    kind = request.GET.get("soort", "")
    if kind not in SubjectKind.values:
        raise Http404
    case = contents_or_404(request, problem)
    places = workable_or_403(request, case)
    form = form_for(kind)(request.POST or None, compartments=places, organisations=suppliers(request, case))
    if request.method == "POST" and form.is_valid():
        made = _made(request, form, kind)
        if made is not None:
            messages.success(request, _("Toegevoegd. Leg nu vast waarmee dit te maken heeft."))
            return redirect("subjects:one", case.pk, made.pk)
    back = reverse("subjects:list", args=[case.pk])
    context = {
        "case": case,
        "form": form,
        "title": _title(kind),
        "submit_label": _("Voeg toe"),
        "cancel_url": back,
        "back_url": back,
        "back_label": _("Personen en objecten"),
    }
    return render(request, "subjects/form.html", context)


def _title(kind: str) -> str:
    return {
        SubjectKind.PERSON: _("Persoon toevoegen"),
        SubjectKind.ADDRESS: _("Adres toevoegen"),
        SubjectKind.ORGANISATION: _("Organisatie toevoegen"),
        SubjectKind.VEHICLE: _("Voertuig toevoegen"),
        SubjectKind.GROUP: _("Groep toevoegen"),
    }[SubjectKind(kind)]


def _made(request: IdentifiedRequest, form: SubjectForm, kind: str) -> Subject | None:
    values = form.cleaned_data
    new = NewSubject(
        compartment=values["compartment"],
        kind=kind,
        details=form.details(),
        source=values["source"],
        note=values["note"],
        key=values.get("key") or uuid.uuid4(),
    )
    try:
        return services.add_subject(identity=request.identity, new=new)
    except GateClosedError as closed:
        form.add_error(None, closed.stands.text)
        return None


@for_functions(*READERS)
@require_http_methods(ASKED)
def change(request: IdentifiedRequest, problem: uuid.UUID, subject: uuid.UUID) -> HttpResponse:
    """Change a record; a second editor is told, and keeps what was typed."""
    case = contents_or_404(request, problem)
    found = subject_or_404(request, case, subject, Level.WORK)
    with reading(request, [found], _("record van een casus wijzigen")):
        form = _form(request, case, found, request.POST or None)
        conflict = None
        if request.method == "POST" and form.is_valid():
            try:
                _change(request, found, form)
            except GateClosedError as closed:
                form.add_error(None, closed.stands.text)
            except VersionConflict:
                found = subject_or_404(request, case, subject, Level.WORK)
                conflict = Conflict(changes=_changes(form, found))
                form = _form(request, case, found, sent_again(request, found.version))
            else:
                messages.success(request, _("Bewaard."))
                return redirect("subjects:one", case.pk, found.pk)
        back = reverse("subjects:one", args=[case.pk, found.pk])
        context = {
            "case": case,
            "form": form,
            "conflict": conflict,
            "title": _("%(label)s wijzigen") % {"label": found.label},
            "submit_label": _("Bewaar"),
            "cancel_url": back,
            "back_url": back,
            "back_label": found.label,
        }
        return render(request, "subjects/form.html", context, status=409 if conflict else 200)


def _change(request: IdentifiedRequest, found: Subject, form: SubjectForm) -> None:
    services.change_subject(
        identity=request.identity,
        subject=found,
        version=posted_version(request),
        details=form.details(),
        note=form.cleaned_data["note"],
        source=form.cleaned_data["source"],
        compartment=form.cleaned_data["compartment"],
    )


def _form(request: IdentifiedRequest, case: Case, found: Subject, data: Any) -> SubjectForm:
    places = workable_or_403(request, case)
    return form_for(found.kind)(
        data,
        compartments=places,
        organisations=suppliers(request, case),
        subject=found,
        initial=_initial(found),
    )


def _initial(found: Subject) -> dict[str, Any]:
    values: dict[str, Any] = dict(details.from_text(found.details))
    values |= {
        "note": found.note,
        "source": found.source_id,
        "compartment": found.compartment_id,
        "version": found.version,
    }
    if found.kind == SubjectKind.VEHICLE:
        values["foreign"] = "-" not in values.get("plate", "")
    return values


def _changes(form: SubjectForm, found: Subject) -> list[Change]:
    """Return the fields of which something else is stored now than was typed."""
    now, typed = details.from_text(found.details), form.details()
    changed = [
        Change(str(field.label), now.get(field.key, ""))
        for field in details.FIELDS[found.kind]
        if now.get(field.key, "") != typed.get(field.key, "")
    ]
    if found.note != form.cleaned_data["note"]:
        changed.append(Change(_("Toelichting"), found.note))
    return changed


@for_functions(*READERS)
@require_http_methods(ASKED)
def end(request: IdentifiedRequest, problem: uuid.UUID, subject: uuid.UUID) -> HttpResponse:
    """Take a record out of the picture, after asking once more."""
    case = contents_or_404(request, problem)
    found = subject_or_404(request, case, subject, Level.WORK)
    with reading(request, [found], _("record van een casus afsluiten")):
        label = found.label
    form = EndForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.end_subject(
                identity=request.identity,
                subject=found,
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
            )
        except VersionConflict:
            messages.warning(request, _("Dit is net door iemand anders gewijzigd. Kijk eerst wat er staat."))
        else:
            messages.success(request, _("Afgesloten. U kunt het hieronder weer openen."))
        return redirect("subjects:one", case.pk, found.pk)
    back = reverse("subjects:one", args=[case.pk, found.pk])
    context = {
        "form": form,
        "title": _("Dit record afsluiten?"),
        "consequence_title": _("Dit gebeurt er"),
        "consequence": _(
            "Het record en zijn verbindingen gaan uit het netwerk en uit de lijst. Er wordt niets gewist."
        ),
        "summary": [Pair(str(found.get_kind_display()), label)],
        "submit_label": _("Sluit af"),
        "cancel_url": back,
        "back_url": back,
        "back_label": label,
    }
    return render(request, "web/confirm.html", context)


@for_functions(*READERS)
@require_POST
def reopen(request: IdentifiedRequest, problem: uuid.UUID, subject: uuid.UUID) -> HttpResponse:
    """Take the end of a record back."""
    case = contents_or_404(request, problem)
    found = subject_or_404(request, case, subject, Level.WORK)
    try:
        services.reopen_subject(identity=request.identity, subject=found, version=posted_version(request))
    except VersionConflict:
        messages.warning(request, _("Dit is net door iemand anders gewijzigd. Kijk eerst wat er staat."))
    else:
        messages.success(request, _("Weer geopend."))
    return redirect("subjects:one", case.pk, found.pk)
