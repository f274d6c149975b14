"""The page on which dossiers are searched; what is typed is sent in the form, never in an address."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.cases.views import READERS
from driehoek.documents import search, sentences
from driehoek.documents.forms import SearchForm
from driehoek.documents.search import Group, Wanted
from driehoek.problems.models import Theme
from driehoek.web.paging import Cursor

EACH: Final = 5
PAGE: Final = 20


@require_http_methods(["GET", "POST"])
@for_functions(*READERS)
def search_page(request: IdentifiedRequest) -> HttpResponse:
    """Search what the reader may see, grouped by kind; one kind by itself goes on page after page."""
    themes = Theme.objects.filter(municipality=request.identity.municipality, ended_at=None)
    posted = request.method == "POST"
    form = SearchForm(request.POST if posted else None, themes=themes)
    context: dict[str, Any] = {"form": form, "searched": False}
    if posted and form.is_valid():
        context |= _found(request, form)
    return render(request, "documents/search.html", context)


def _found(request: IdentifiedRequest, form: SearchForm) -> dict[str, Any]:
    values = form.cleaned_data
    kind: str = values["kind"]
    shown = PAGE if kind else EACH
    theme = values["theme"]
    wanted = Wanted(
        text=values["text"],
        since=timezone.now() - timedelta(days=form.days) if form.days else None,
        theme=theme.pk if theme else None,
        training=values["training"],
        shown=shown,
    )
    if kind:
        wanted = replace(wanted, after=_cursor(request))
    groups = search.find(request.identity, wanted, kind=kind, shown=shown)
    return {
        "searched": True,
        "wanted": wanted,
        "kind": kind,
        "continued": wanted.after is not None,
        "hidden": [(name, form.data.get(name, "")) for name in ("text", "period", "theme", "training")],
        "groups": [_shown(group, kind) for group in groups],
    }


def _shown(group: Group, kind: str) -> dict[str, Any]:
    last = group.hits[-1]
    left = group.more or group.number > len(group.hits)
    return {
        "key": group.key,
        "label": group.label,
        "note": sentences.number_words(group),
        "rows": [sentences.hit_row(one) for one in group.hits],
        "left": left,
        # Within one kind the next page begins after the last hit; from the overview one goes to the kind first.
        "after": f"{last.at.isoformat()}_{last.id}" if kind else "",
    }


def _cursor(request: IdentifiedRequest) -> Cursor | None:
    moment, _sep, identifier = request.POST.get("after", "").partition("_")
    try:
        at, last = datetime.fromisoformat(moment), uuid.UUID(identifier)
    except ValueError:
        return None
    return None if at.tzinfo is None else (at, last)
