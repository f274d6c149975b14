"""Adding, changing and taking away a link."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.models import Level
from driehoek.cases.models import Case
from driehoek.cases.views import READERS
from driehoek.ledger.versions import VersionConflict
from driehoek.subjects import queries, rows, services
from driehoek.subjects.forms import EndForm, LinkForm
from driehoek.subjects.models import Link, Subject
from driehoek.subjects.services import GateClosedError
from driehoek.subjects.views import (
    contents_or_404,
    link_or_404,
    reading,
    subject_or_404,
    suppliers,
    workable_or_403,
)
from driehoek.web.components import Change, Conflict, Pair
from driehoek.web.forms import posted_version, sent_again

ASKED: Final = ("GET", "POST")
# So many records can be chosen from; a case with more than this is linked from the other end.
CHOICES: Final = 500


@for_functions(*READERS)
@require_http_methods(ASKED)
def add(request: IdentifiedRequest, problem: uuid.UUID, subject: uuid.UUID) -> HttpResponse:
    """Tie a record to another of its case."""
    case = contents_or_404(request, problem)
    found = subject_or_404(request, case, subject)
    workable_or_403(request, case)
    others = list(queries.of_case(request.identity, case).exclude(pk=found.pk)[:CHOICES])
    with reading(request, [found, *others], _("verbinding vastleggen")):
        form = LinkForm(
            request.POST or None,
            others=_choices(others),
            organisations=suppliers(request, case),
        )
        if request.method == "POST" and form.is_valid() and _tied(request, form, found, others):
            messages.success(request, _("De verbinding is vastgelegd."))
            return redirect("subjects:one", case.pk, found.pk)
        back = reverse("subjects:one", args=[case.pk, found.pk])
        context = {
            "case": case,
            "form": form,
            "title": _("Verbinding vastleggen"),
            "lead": found.label,
            "submit_label": _("Leg vast"),
            "cancel_url": back,
            "back_url": back,
            "back_label": found.label,
        }
        return render(request, "subjects/form.html", context)


def _choices(others: list[Subject]) -> list[tuple[str, str]]:
    named = [(str(one.pk), f"{one.label} ({str(one.get_kind_display()).lower()})") for one in others]
    return sorted(named, key=lambda choice: choice[1].casefold())


def _tied(request: IdentifiedRequest, form: LinkForm, found: Subject, others: list[Subject]) -> bool:
    chosen = next(one for one in others if str(one.pk) == form.cleaned_data["other"])
    try:
        services.add_link(identity=request.identity, one=found, other=chosen, values=form.link_values())
    except GateClosedError as closed:
        form.add_error(None, closed.stands.text)
        return False
    return True


@for_functions(*READERS)
@require_http_methods(ASKED)
def change(request: IdentifiedRequest, problem: uuid.UUID, link: uuid.UUID) -> HttpResponse:
    """Change what a link says; a second editor is told, and keeps what was typed."""
    case = contents_or_404(request, problem)
    found = link_or_404(request, case, link, Level.WORK)
    with reading(request, [found.from_subject, found.to_subject], _("verbinding wijzigen")):
        form = _form(request, case, found, request.POST or None)
        conflict = None
        if request.method == "POST" and form.is_valid():
            try:
                services.change_link(
                    identity=request.identity,
                    link=found,
                    version=posted_version(request),
                    values=form.link_values(),
                )
            except GateClosedError as closed:
                form.add_error(None, closed.stands.text)
            except VersionConflict:
                found = link_or_404(request, case, link, Level.WORK)
                conflict = Conflict(changes=_changes(form, found))
                form = _form(request, case, found, sent_again(request, found.version))
            else:
                messages.success(request, _("Bewaard."))
                return redirect("subjects:one", case.pk, found.from_subject_id)
        back = reverse("subjects:one", args=[case.pk, found.from_subject_id])
        context = {
            "case": case,
            "form": form,
            "conflict": conflict,
            "title": _("Verbinding wijzigen"),
            "lead": _title(found),
            "submit_label": _("Bewaar"),
            "cancel_url": back,
            "back_url": back,
            "back_label": found.from_subject.label,
        }
        return render(request, "subjects/form.html", context, status=409 if conflict else 200)


def _title(link: Link) -> str:
    return rows.sentence_of(link, one=link.from_subject.label, other=link.to_subject.label)


def _form(request: IdentifiedRequest, case: Case, found: Link, data: Any) -> LinkForm:
    initial = {
        name: getattr(found, name) for name in ("kind", "certainty", "since", "until", "note", "version")
    } | {"source": found.source_id}
    return LinkForm(data, others=(), organisations=suppliers(request, case), link=found, initial=initial)


def _changes(form: LinkForm, found: Link) -> list[Change]:
    """Return what of a link is stored otherwise than was typed."""
    typed = form.cleaned_data
    stored = {
        "kind": (found.kind, str(found.get_kind_display())),
        "certainty": (found.certainty, str(found.get_certainty_display())),
        "since": (found.since, rows.day(found.since) if found.since else ""),
        "until": (found.until, rows.day(found.until) if found.until else ""),
        "note": (found.note, found.note),
    }
    return [
        Change(str(form.fields[name].label), words)
        for name, (value, words) in stored.items()
        if typed[name] != value
    ]


@for_functions(*READERS)
@require_http_methods(ASKED)
def end(request: IdentifiedRequest, problem: uuid.UUID, link: uuid.UUID) -> HttpResponse:
    """Take a link out of the picture, after asking once more."""
    case = contents_or_404(request, problem)
    found = link_or_404(request, case, link, Level.WORK)
    form = EndForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            services.end_link(
                identity=request.identity,
                link=found,
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
            )
        except VersionConflict:
            messages.warning(request, _("Dit is net door iemand anders gewijzigd. Kijk eerst wat er staat."))
        else:
            messages.success(request, _("Weggehaald. U kunt de verbinding hieronder terugzetten."))
        return redirect("subjects:one", case.pk, found.from_subject_id)
    with reading(request, [found.from_subject, found.to_subject], _("verbinding weghalen")):
        back = reverse("subjects:one", args=[case.pk, found.from_subject_id])
        context = {
            "form": form,
            "title": _("Deze verbinding weghalen?"),
            "consequence_title": _("Dit gebeurt er"),
            "consequence": _("De verbinding gaat uit het netwerk. Bij het record blijft staan wat er stond."),
            "summary": [Pair(_("Verbinding"), _title(found))],
            "submit_label": _("Haal weg"),
            "cancel_url": back,
            "back_url": back,
            "back_label": found.from_subject.label,
        }
        return render(request, "web/confirm.html", context)


@for_functions(*READERS)
@require_POST
def reopen(request: IdentifiedRequest, problem: uuid.UUID, link: uuid.UUID) -> HttpResponse:
    """Put a link back that was taken away."""
    case = contents_or_404(request, problem)
    found = link_or_404(request, case, link, Level.WORK)
    try:
        services.reopen_link(identity=request.identity, link=found, version=posted_version(request))
    except VersionConflict:
        messages.warning(request, _("Dit is net door iemand anders gewijzigd. Kijk eerst wat er staat."))
    else:
        messages.success(request, _("De verbinding staat er weer."))
    return redirect("subjects:one", case.pk, found.from_subject_id)
