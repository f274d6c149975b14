"""Pages about the tree of themes (ST04)."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Function
from driehoek.problems import queries, services
from driehoek.problems.forms import ThemeForm
from driehoek.problems.models import SafetyField, Theme
from driehoek.web.forms import sent_again

EDITORS = (Function.SAFETY_ADVISER, Function.ADMIN)


def _theme_or_404(request: IdentifiedRequest, theme: uuid.UUID) -> Theme:
    found = Theme.objects.filter(municipality=request.identity.municipality, pk=theme).first()
    if found is None:
        raise Http404
    return found


@require_GET
def tree(request: IdentifiedRequest) -> HttpResponse:
    """Show the themes under the five safety fields."""
    may_edit = request.identity.holds(*EDITORS)
    context = {"fields": queries.theme_tree(request.identity, with_ended=may_edit), "may_edit": may_edit}
    return render(request, "problems/themes.html", context)


@for_functions(*EDITORS)
@require_http_methods(["GET", "POST"])
def new(request: IdentifiedRequest) -> HttpResponse:
    """Add a theme."""
    initial = {"field": request.GET.get("veld", SafetyField.LIVING), "parent": request.GET.get("onder", "")}
    form = ThemeForm(request.POST or None, identity=request.identity, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        theme = services.add_theme(
            municipality=request.identity.municipality,
            field=SafetyField(values["field"]),
            name=values["name"],
            parent=values["parent"],
        )
        messages.success(request, _("Het thema “%(name)s” is toegevoegd.") % {"name": theme.name})
        return redirect("problems:themes")
    return render(request, "web/form_page.html", _context(form, _("Thema toevoegen")))


@for_functions(*EDITORS)
@require_http_methods(["GET", "POST"])
def change(request: IdentifiedRequest, theme: uuid.UUID) -> HttpResponse:
    """Rename or move a theme."""
    found = _theme_or_404(request, theme)
    initial = {"name": found.name, "field": found.field, "parent": found.parent_id, "version": found.version}
    form = ThemeForm(request.POST or None, identity=request.identity, theme=found, initial=initial)
    conflict: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            services.change_theme(
                theme=found,
                version=values["version"] or 0,
                name=values["name"],
                parent=values["parent"],
                field=SafetyField(values["field"]),
            )
        except VersionConflict:
            form = ThemeForm(sent_again(request, found.version), identity=request.identity, theme=found)
            conflict = {"who": "", "when": None, "changes": [{"label": _("Naam"), "value": found.name}]}
        except ValueError:
            form.add_error("parent", _("Een thema kan niet onder zichzelf vallen."))
        else:
            messages.success(request, _("De wijziging is bewaard."))
            return redirect("problems:themes")
    context = _context(form, _("Thema wijzigen")) | {"conflict": conflict}
    return render(request, "web/form_page.html", context, status=409 if conflict else 200)


@for_functions(*EDITORS)
@require_POST
def end(request: IdentifiedRequest, theme: uuid.UUID) -> HttpResponse:
    """End a theme; restoring it is one button away."""
    found = _theme_or_404(request, theme)
    services.end_theme(theme=found)
    messages.success(
        request, _("Het thema “%(name)s” is beëindigd. U kunt het terugzetten.") % {"name": found.name}
    )
    return redirect("problems:themes")


@for_functions(*EDITORS)
@require_POST
def restore(request: IdentifiedRequest, theme: uuid.UUID) -> HttpResponse:
    """Bring an ended theme back."""
    found = _theme_or_404(request, theme)
    services.restore_theme(theme=found)
    messages.success(request, _("Het thema “%(name)s” is terug.") % {"name": found.name})
    return redirect("problems:themes")


def _context(form: ThemeForm, title: str) -> dict[str, Any]:
    back = reverse("problems:themes")
    return {
        "form": form,
        "title": title,
        "submit_label": _("Bewaren"),
        "cancel_url": back,
        "back_url": back,
        "back_label": _("Thema's"),
    }
