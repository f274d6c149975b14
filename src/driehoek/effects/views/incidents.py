"""The map of figures (OV07)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from driehoek.access.gate import IdentifiedRequest, for_functions
from driehoek.access.rules import READERS_OF_FIGURES
from driehoek.areas.models import AreaLevel
from driehoek.effects import incidents, places
from driehoek.figures.words import said_source
from driehoek.web.maps import geojson


@for_functions(*READERS_OF_FIGURES)
@require_GET
def page(request: IdentifiedRequest) -> HttpResponse:
    """Show incidents per area in one year, on the map and as a list."""
    chosen = incidents.chosen(request.identity, request.GET)
    if chosen is None:
        return render(request, "effects/map.html", {"found": None})
    indicator, choice, level = chosen
    found = incidents.table(request.identity, *chosen)
    query = {"indicator": str(indicator.pk), "jaar": str(choice.year), "niveau": level}
    context: dict[str, Any] = {
        "found": found,
        "map": places.view(request.identity, found),
        "summary": places.summary(found),
        "source": said_source(indicator.source, choice.until, "month"),
        "indicators": [(str(one.pk), one.name) for one in incidents.indicators(request.identity)],
        "years": [
            (str(one.year), places.period_words(one)) for one in incidents.years(request.identity, indicator)
        ],
        "levels": [
            (one, str(AreaLevel(one).label)) for one in incidents.levels_of(request.identity, indicator)
        ],
        "chosen": query,
    }
    return render(request, "effects/map.html", context)


@for_functions(*READERS_OF_FIGURES)
@require_GET
def data(request: IdentifiedRequest) -> HttpResponse:
    """Answer the browser with the same areas and counts as the page."""
    chosen = incidents.chosen(request.identity, request.GET)
    if chosen is None:
        return geojson([], [])
    found = incidents.table(request.identity, *chosen)
    return geojson(places.ground(request.identity), places.items(found))
