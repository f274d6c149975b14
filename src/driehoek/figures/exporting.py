"""The figures of an indicator as a table that can be exported: every area, every period."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from driehoek.access.identity import Identity
from driehoek.access.rules import READERS_OF_FIGURES
from driehoek.exports.tables import Filter, Filters, Line, Table, TypedColumn, Value, ValueKind
from driehoek.figures import queries
from driehoek.figures.models import Indicator, Observation
from driehoek.figures.words import said_period, said_source

INDICATOR: Final = "indicator"


def _indicator(identity: Identity, filters: Filters) -> Indicator | None:
    return queries.indicator_or_none(identity, uuid.UUID(filters[INDICATOR]))


def _rows(identity: Identity, filters: Filters) -> Iterator[Line]:
    indicator = _indicator(identity, filters)
    if indicator is None or indicator.hidden:
        return
    for line in queries.area_lines(identity, indicator):
        area = line.area
        for row in queries.observations_of(line.latest.series).iterator(chunk_size=1000):
            yield Line((area.name, area.code, str(area.get_level_display()), *_values(indicator, row)))


def _values(indicator: Indicator, row: Observation) -> tuple[Value, ...]:
    return (
        row.period,
        said_period(indicator.frequency, row.period),
        row.value,
        indicator.unit,
        str(row.get_status_display()),
        str(row.get_flag_display()) if row.flag else "",
        row.run.file_name,
        row.line,
    )


def _sources(identity: Identity, filters: Filters) -> list[str]:
    indicator = _indicator(identity, filters)
    if indicator is None:
        return []
    state = queries.state_of(indicator.source)
    return [f"{said_source(indicator.source, state, indicator.frequency)}."]


def _indicators(identity: Identity) -> dict[str, str]:
    rows = Indicator.objects.filter(municipality=identity.municipality)
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


def _page(filters: Filters) -> str:
    if INDICATOR not in filters:
        return reverse("figures:list")
    return reverse("figures:indicator", args=[filters[INDICATOR]])


TABLE: Final = Table(
    key="observations",
    title=_("Cijfers van een indicator"),
    row=_("Eén rij per gebied en periode, met het bestand waar het cijfer vandaan komt."),
    columns=(
        TypedColumn(_("Gebied")),
        TypedColumn(_("Code")),
        TypedColumn(_("Niveau")),
        TypedColumn(_("Periode vanaf"), ValueKind.DAY),
        TypedColumn(_("Periode")),
        TypedColumn(_("Waarde"), ValueKind.NUMBER),
        TypedColumn(_("Eenheid")),
        TypedColumn(_("Zekerheid")),
        TypedColumn(_("Let op")),
        TypedColumn(_("Bestand")),
        TypedColumn(pgettext_lazy("file", "Regel"), ValueKind.NUMBER),
    ),
    rows=_rows,
    url=_page,
    who=READERS_OF_FIGURES,
    filters=(Filter(INDICATOR, _("Indicator"), _indicators, required=True),),
    sources=_sources,
)
