"""Ready-made sets of indicators, and taking one over."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.figures.models import Indicator
from driehoek.standard import services
from driehoek.standard import sets as ready
from driehoek.standard.views import SET_TAKERS
from driehoek.standard.words import SET_WORDS
from driehoek.web.components import Cell, Column


@for_functions(*SET_TAKERS)
@require_GET
def sets(request: IdentifiedRequest) -> HttpResponse:
    """Show the ready-made sets, and which of their indicators are here already."""
    rows = Indicator.objects.filter(
        municipality=request.identity.municipality, source__key__in=ready.by_source()
    )
    there = set(rows.values_list("source__key", "key", "frequency"))
    shown = []
    for one in ready.sets().values():
        name, text = SET_WORDS[one.key]
        missing = [row for row in one.indicators if (one.source_key, row.key, row.frequency) not in there]
        shown.append(
            {
                "key": one.key,
                "name": name,
                "text": text,
                "source": one.source_name,
                "missing": len(missing),
                "rows": [_row(row, here=row not in missing) for row in one.indicators],
            }
        )
    columns = [
        Column(_("Indicator")),
        Column(_("Eenheid")),
        Column(_("Richting")),
        Column(_("Thema")),
        Column(_("In Driehoek")),
    ]
    return render(request, "standard/sets.html", {"sets": shown, "columns": columns})


@for_functions(*SET_TAKERS)
@require_POST
def take(request: IdentifiedRequest) -> HttpResponse:
    """Make the indicators of a set that are not there yet."""
    wanted = ready.sets().get(request.POST.get("set", ""))
    if wanted is None:
        raise Http404
    taken = services.take_set(identity=request.identity, wanted=wanted)
    made, there = len(taken.made), len(taken.there)
    parts = []
    if made:
        parts.append(
            ngettext("%(n)s indicator is toegevoegd.", "%(n)s indicatoren zijn toegevoegd.", made)
            % {"n": made}
        )
    if there:
        parts.append(
            ngettext("%(n)s was er al: %(names)s.", "%(n)s waren er al: %(names)s.", there)
            % {"n": there, "names": ", ".join(taken.there)}
        )
    messages.success(request, " ".join(parts))
    return redirect("standard:sets")


def _row(one: ready.ReadyIndicator, *, here: bool) -> list[Cell]:
    return [
        Cell(one.name),
        Cell(one.unit),
        Cell(str(one.direction.label)),
        Cell(": ".join(one.theme)),
        Cell(_("staat er al"), tag="calm") if here else Cell(_("nog niet"), tag="unknown"),
    ]
