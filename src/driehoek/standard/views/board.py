"""All themes with their norms, exceptions first (ST01, ST02)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.standard import queries
from driehoek.standard.rows import theme_row
from driehoek.standard.views import KEEPERS, READERS, SET_TAKERS
from driehoek.web.components import Row, Tag


@for_functions(*READERS)
@require_GET
def norms(request: IdentifiedRequest) -> HttpResponse:
    """Show the themes whose norm is broken; `alles=ja` shows the others too."""
    everything = request.GET.get("alles") == "ja"
    found = queries.board(request.identity)
    context = {
        "exceptions": [theme_row(line) for line in found.exceptions],
        "others": [theme_row(line) for line in found.others] if everything else [],
        "without": [
            Row(
                title=theme.name,
                url=reverse("standard:theme", args=[theme.pk]),
                tags=(Tag(_("Geen norm"), "unknown"),),
                text=str(theme.get_field_display()),
            )
            for theme in found.without
        ]
        if everything
        else [],
        "everything": everything,
        "left_out": _left_out(found),
        "any_norm": bool(found.exceptions or found.others),
        "keeps": request.identity.holds(*KEEPERS),
        "takes_sets": request.identity.holds(*SET_TAKERS),
    }
    return render(request, "standard/norms.html", context)


def _left_out(found: queries.Board) -> str:
    """Say what the exceptions leave out, so that silence is no claim."""
    met = len(found.others) - found.unjudged
    parts = []
    if met:
        parts.append(ngettext("%(n)s thema haalt de norm.", "%(n)s thema’s halen de norm.", met) % {"n": met})
    if found.unjudged:
        words = ngettext(
            "Bij %(n)s thema is nog niet alles te zeggen.",
            "Bij %(n)s thema’s is nog niet alles te zeggen.",
            found.unjudged,
        )
        parts.append(words % {"n": found.unjudged})
    if found.without:
        without = len(found.without)
        words = ngettext(
            "%(n)s thema met cijfers heeft geen norm.", "%(n)s thema’s met cijfers hebben geen norm.", without
        )
        parts.append(words % {"n": without})
    return " ".join(parts)
