"""Editing a template part by part, without code and without a script."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.ledger.versions import VersionConflict
from driehoek.theme_templates import services
from driehoek.theme_templates.checking import faults_of
from driehoek.theme_templates.fields import BY_NAME, MOST_ROWS, Part
from driehoek.theme_templates.forms.rows import HeadForm, LinesForm, RowForms
from driehoek.theme_templates.models import OwnTemplate
from driehoek.theme_templates.shown import title_of
from driehoek.theme_templates.views import own_or_404
from driehoek.theme_templates.words import MAKERS
from driehoek.web.components import Change, Conflict
from driehoek.web.forms import posted_version

OWN = "theme_templates:own"


@for_functions(*MAKERS)
@require_http_methods(["GET", "POST"])
def head(request: IdentifiedRequest, template: uuid.UUID) -> HttpResponse:
    """Change the name, the theme and the purpose of a template."""
    found = _open(request, template)
    form = HeadForm(request.POST or None, content=found.content)
    if request.method == "POST" and form.is_valid():
        values = {"figures_only": False, **form.row()}
        if _stored(request, found, values):
            return redirect(OWN, found.pk)
        found = own_or_404(request, template)
        return _simple_page(request, found, form, _("Naam en thema"), conflict=_conflict(found))
    return _simple_page(request, found, form, _("Naam en thema"))


@for_functions(*MAKERS)
@require_http_methods(["GET", "POST"])
def part(request: IdentifiedRequest, template: uuid.UUID, part: str) -> HttpResponse:
    """Change the rows of one part."""
    found = _open(request, template)
    known = BY_NAME.get(part)
    if known is None:
        raise Http404
    return _lines(request, found, known) if known.plain else _rows(request, found, known)


def _open(request: IdentifiedRequest, template: uuid.UUID) -> OwnTemplate:
    found = own_or_404(request, template)
    if found.archived_at is not None:
        raise Http404
    return found


def _lines(request: IdentifiedRequest, found: OwnTemplate, part: Part) -> HttpResponse:
    form = LinesForm(request.POST or None, initial={"lines": "\n".join(found.content.get(part.name) or [])})
    form.fields["lines"].label = str(part.label)
    if request.method == "POST" and form.is_valid():
        if _stored(request, found, {part.name: form.cleaned_data["lines"]}):
            return redirect(OWN, found.pk)
        found = own_or_404(request, found.pk)
        conflict = _conflict(found, part)
        return _simple_page(request, found, form, str(part.label), lead=str(part.help), conflict=conflict)
    return _simple_page(request, found, form, str(part.label), lead=str(part.help))


def _rows(request: IdentifiedRequest, found: OwnTemplate, part: Part) -> HttpResponse:
    posted = request.method == "POST"
    rows = RowForms(part, found.content, request.POST if posted else None)
    version = posted_version(request) if posted else found.version
    if posted and not rows.acted and rows.is_valid():
        values = {part.name: rows.rows()}
        # Faults between rows are told here and do not keep anything from being stored: the rest may follow later.
        told = rows.show(faults_of(found.content | values))
        if not told or "anyway" in request.POST:
            if _stored(request, found, values):
                return redirect(OWN, found.pk)
            found = own_or_404(request, found.pk)
            return _rows_page(request, found, rows, found.version, conflict=_conflict(found, part))
        return _rows_page(request, found, rows, version, unfinished=True)
    return _rows_page(request, found, rows, version)


def _stored(request: IdentifiedRequest, found: OwnTemplate, values: dict[str, Any]) -> bool:
    """Store what was filled in; tell whether that went well, and not over someone else's change."""
    try:
        changed = services.change_template(
            identity=request.identity, template=found, version=posted_version(request), values=values
        )
    except VersionConflict:
        return False
    if changed:
        messages.success(request, _("Bewaard. Collega's zien het na publiceren."))
    else:
        messages.info(request, _("Er is niets veranderd."))
    return True


def _conflict(found: OwnTemplate, part: Part | None = None) -> Conflict:
    stored = [title_of(part, row) for row in found.content.get(part.name) or []] if part else [found.name]
    label = str(part.label) if part else _("Naam")
    return Conflict(
        who=found.changed_by.name, when=found.changed_at, changes=[Change(label, "\n".join(stored))]
    )


def _simple_page(
    request: IdentifiedRequest,
    found: OwnTemplate,
    form: Any,
    title: str,
    *,
    lead: str = "",
    conflict: Conflict | None = None,
) -> HttpResponse:
    back = reverse(OWN, args=[found.pk])
    posted = request.method == "POST" and conflict is None
    context = {
        "form": form,
        "conflict": conflict,
        "title": title,
        "lead": lead,
        "version": posted_version(request) if posted else found.version,
        "submit_label": _("Bewaar"),
        "cancel_url": back,
        "back_url": back,
        "back_label": found.name,
    }
    return render(request, "theme_templates/edit_form.html", context, status=409 if conflict else 200)


def _rows_page(
    request: IdentifiedRequest,
    found: OwnTemplate,
    rows: RowForms,
    version: int,
    *,
    unfinished: bool = False,
    conflict: Conflict | None = None,
) -> HttpResponse:
    context = {
        "template": found,
        "part": rows.part,
        "rows": rows,
        "full": len(rows.forms) >= MOST_ROWS,
        "version": version,
        "unfinished": unfinished,
        "conflict": conflict,
        "broken": [form for form in rows.forms if form.is_bound and form.errors],
        "dirty": rows.acted or bool(conflict),
    }
    return render(request, "theme_templates/part.html", context, status=409 if conflict else 200)
