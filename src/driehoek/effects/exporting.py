"""Incidents per area as a table that can be exported, with the same counts hidden as on the map."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.access.rules import READERS_OF_FIGURES
from driehoek.areas.models import AreaLevel
from driehoek.effects import incidents
from driehoek.exports.tables import Filter, Filters, Line, Table, TypedColumn, ValueKind
from driehoek.figures.words import said_source


def _rows(identity: Identity, filters: Filters) -> Iterator[Line]:
    chosen = incidents.chosen(identity, filters)
    if chosen is None:
        return
    found = incidents.table(identity, *chosen)
    for one in found.rows:
        shown = str(_("niet getoond")) if one.count is None else ""
        per = None if one.per_thousand is None else round(one.per_thousand, 1)
        when = (found.choice.year, found.choice.months)
        yield Line((found.indicator.name, *when, one.area.name, one.area.code, one.count, per, shown))


def _indicators(identity: Identity) -> dict[str, str]:
    return {str(one.pk): one.name for one in incidents.indicators(identity)}


def _years(identity: Identity) -> dict[str, str]:
    found = {
        one.year
        for indicator in incidents.indicators(identity)[:1]
        for one in incidents.years(identity, indicator)
    }
    return {str(year): str(year) for year in sorted(found, reverse=True)}


def _levels(_identity: Identity) -> dict[str, str]:
    return {level.value: str(AreaLevel(level).label) for level in incidents.LEVELS}


def _page(filters: Filters) -> str:
    query = {key: filters[key] for key in ("indicator", "jaar", "niveau") if key in filters}
    return reverse("effects:map") + (f"?{urlencode(query)}" if query else "")


def _sources(identity: Identity, filters: Filters) -> list[str]:
    chosen = incidents.chosen(identity, filters)
    return [f"{said_source(chosen[0].source, chosen[1].until, 'month')}."] if chosen else []


TABLE: Final = Table(
    key="incidents",
    title=_("Incidenten per gebied"),
    row=_("Eén rij per gebied in één jaar. Kleine aantallen, en wat ze zou verraden, staan er niet in."),
    columns=(
        TypedColumn(_("Indicator")),
        TypedColumn(_("Jaar"), ValueKind.NUMBER),
        TypedColumn(_("Maanden geteld"), ValueKind.NUMBER),
        TypedColumn(_("Gebied")),
        TypedColumn(_("Code")),
        TypedColumn(_("Aantal"), ValueKind.NUMBER),
        TypedColumn(_("Per 1.000 inwoners"), ValueKind.NUMBER, decimals=1),
        TypedColumn(_("Let op")),
    ),
    rows=_rows,
    url=_page,
    who=READERS_OF_FIGURES,
    filters=(
        Filter("indicator", _("Indicator"), _indicators, required=True),
        Filter("jaar", _("Jaar"), _years),
        Filter("niveau", _("Niveau"), _levels),
    ),
    sources=_sources,
)
