"""The list of deviations as a table that can be exported."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.access.rules import READERS_OF_FIGURES
from driehoek.analysis import sentences
from driehoek.analysis.queries import DeviationFilter, State, filter_choices
from driehoek.analysis.queries.lists import narrowed
from driehoek.exports.tables import (
    Filter,
    Filters,
    Line,
    Table,
    TypedColumn,
    ValueKind,
    choices_of,
    listed_at,
)


def _chosen(filters: Filters) -> DeviationFilter:
    return DeviationFilter(
        state=State(filters.get("staat", State.NEW)),
        theme=uuid.UUID(filters["thema"]) if "thema" in filters else None,
        area=int(filters["gebied"]) if "gebied" in filters else None,
        period=date.fromisoformat(filters["periode"]) if "periode" in filters else None,
    )


def _rows(identity: Identity, filters: Filters) -> Iterator[Line]:
    rows = narrowed(identity, _chosen(filters)).order_by("-period", "-rank", "-id")
    for found in rows.iterator(chunk_size=1000):
        indicator = found.series.indicator
        yield Line(
            (
                indicator.name,
                sentences.area_name(found.series.area),
                found.period,
                str(indicator.get_frequency_display()),
                str(found.get_sense_display()),
                found.observed,
                found.expected,
                found.lower,
                found.upper,
                indicator.unit,
                found.run_length,
                str(_("voorlopig") if found.provisional else _("definitief")),
                indicator.source.attribution,
                found.found_at,
            )
        )


def _sources(identity: Identity, filters: Filters) -> list[str]:
    named = (
        narrowed(identity, _chosen(filters))
        .order_by()
        .values_list("series__indicator__source__attribution", "series__indicator__source__simulated")
    )
    return [
        f"{attribution} ({_('gesimuleerde cijfers')})." if simulated else f"{attribution}."
        for attribution, simulated in sorted(set(named))
    ]


TABLE: Final = Table(
    key="deviations",
    title=_("Afwijkingen"),
    row=_("Eén rij per cijfer dat anders is dan te verwachten was."),
    columns=(
        TypedColumn(_("Indicator"), wide=True),
        TypedColumn(_("Gebied")),
        TypedColumn(_("Periode vanaf"), ValueKind.DAY),
        TypedColumn(_("Ritme")),
        TypedColumn(_("Richting")),
        TypedColumn(_("Gemeten"), ValueKind.NUMBER),
        TypedColumn(_("Verwacht"), ValueKind.NUMBER, decimals=1),
        TypedColumn(_("Ondergrens"), ValueKind.NUMBER, decimals=1),
        TypedColumn(_("Bovengrens"), ValueKind.NUMBER, decimals=1),
        TypedColumn(_("Eenheid")),
        TypedColumn(_("Perioden achter elkaar"), ValueKind.NUMBER),
        TypedColumn(_("Zekerheid")),
        TypedColumn(_("Bron")),
        TypedColumn(_("Gevonden"), ValueKind.MOMENT),
    ),
    rows=_rows,
    url=listed_at("analysis:deviations"),
    who=READERS_OF_FIGURES,
    filters=(
        Filter("staat", _("Staat"), choices_of(State)),
        Filter(
            "thema", _("Thema"), lambda who: {str(one.pk): one.name for one in filter_choices(who).themes}
        ),
        Filter(
            "gebied", _("Gebied"), lambda who: {str(one.pk): one.name for one in filter_choices(who).areas}
        ),
        Filter(
            "periode",
            _("Periode"),
            lambda who: {day.isoformat(): day.isoformat() for day in filter_choices(who).periods},
        ),
    ),
    sources=_sources,
)
