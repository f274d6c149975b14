"""Figures that are filled in before the supplier writes what they mean (ST12); a fixed number of queries."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection
from django.utils import timezone, translation

from driehoek.access.identity import Identity
from driehoek.access.rules import READERS_OF_FIGURES
from driehoek.analysis import sentences as deviation_words
from driehoek.analysis.models import Deviation
from driehoek.analysis.queries import deviations_of
from driehoek.figures import words
from driehoek.figures.models import Indicator, ObservationStatus
from driehoek.figures.queries import LAST_YEAR, Latest
from driehoek.position.models import Delivery
from driehoek.reports.models import Figure, FormIndicator, Report
from driehoek.standard import sentences as norm_words
from driehoek.standard.queries import judged, running_norms

# What is frozen in a report is in the language of the record, whatever the screen is set to.
RECORD_LANGUAGE: Final = "nl"
LAST: Final = f"""
SELECT s.indicator_id, s.id, s.area_id, o.period, o.value, o.status, y.value
  FROM figures_series s
  JOIN figures_indicator i ON i.id = s.indicator_id
  JOIN figures_source b ON b.id = i.source_id
  JOIN areas_area a ON a.id = s.area_id AND a.municipality_code = %(code)s AND a.level = 'municipality'
   AND a.year = coalesce(b.area_year, a.year)
 CROSS JOIN LATERAL (SELECT period, value, status FROM figures_observation
                      WHERE series_id = s.id AND period <= %(until)s ORDER BY period DESC LIMIT 1) o
  LEFT JOIN figures_observation y ON y.series_id = s.id AND y.period = {LAST_YEAR}
 WHERE s.municipality_id = %(municipality)s AND s.indicator_id = ANY(%(indicators)s::uuid[])
 ORDER BY a.year
"""  # noqa: S608 - constants only


@dataclass(frozen=True)
class FigureLine:
    """A figure as the supplier finds it on the form.

    Attributes:
        indicator: what is measured.
        period: first day of the last period up to the end of what the report is about; None when there is none.
        value, year_before: in the indicator's unit; None when not known.
        provisional: whether the publisher may still change the value.
        comparison, deviation, norm, source: sentences in Dutch; empty when there is nothing to say.
        interpretation: what the supplier has written about it so far.
    """

    indicator: Indicator
    period: date | None = None
    value: float | None = None
    year_before: float | None = None
    provisional: bool = False
    comparison: str = ""
    deviation: str = ""
    norm: str = ""
    source: str = ""
    interpretation: str = ""

    def frozen(self) -> dict[str, Any]:
        """Return the fields of models.Figure that follow from this, without the interpretation."""
        return {
            "name": self.indicator.name,
            "unit": self.indicator.unit,
            "decimals": self.indicator.decimals,
            "frequency": self.indicator.frequency,
            "period": self.period,
            "value": self.value,
            "provisional": self.provisional,
            "year_before": self.year_before,
            "comparison": self.comparison,
            "deviation": self.deviation,
            "norm": self.norm,
            "source": self.source,
        }


@dataclass(frozen=True)
class _Last:
    series: int
    latest: Latest


def chosen_indicators(delivery: Delivery) -> list[Indicator]:
    """Return the indicators that are prefilled under the delivery's agreement, in order; one query."""
    rows = FormIndicator.objects.filter(
        choice__agreement=delivery.agreement_id, choice__form__with_figures=True
    )
    return [row.indicator for row in rows.select_related("indicator__source").order_by("place")]


def indicators_for(delivery: Delivery, report: Report | None) -> list[Indicator]:
    """Return the indicators of a report: those that are chosen now; one that was sent keeps its own. One query."""
    if report is None or report.sent_at is None:
        return chosen_indicators(delivery)
    rows = Figure.objects.filter(report=report).select_related("indicator__source").order_by("place")
    return [row.indicator for row in rows]


def prefill(identity: Identity, delivery: Delivery, report: Report | None = None) -> list[FigureLine]:
    """Return the figures that a report on `delivery` begins with, in the order chosen; one that was sent keeps its own.

    The last period that began by the end of the delivery's period, beside the same period a year earlier, with the
    deviation that surveillance found and the norm as it stands. A keeper chose the indicators for this supplier,
    which shows them to it; norms are said only to who reads norms.
    """
    indicators = indicators_for(delivery, report)
    if not indicators:
        return []
    until = min(delivery.period_end or timezone.localdate(), timezone.localdate())
    last = _last_of(identity, indicators, until)
    with translation.override(RECORD_LANGUAGE):
        deviations = _deviation_sentences(identity, last)
        norms = _norm_sentences(identity, indicators)
        return [_line(one, last.get(one.pk), deviations, norms) for one in indicators]


def with_interpretations(lines: Iterable[FigureLine], stored: Iterable[Figure]) -> list[FigureLine]:
    """Give each line what was written about it before."""
    written = {figure.indicator_id: figure.interpretation for figure in stored}
    return [
        FigureLine(**(vars(line) | {"interpretation": written.get(line.indicator.pk, "")})) for line in lines
    ]


def _line(
    indicator: Indicator, last: _Last | None, deviations: dict[int, str], norms: dict[uuid.UUID, str]
) -> FigureLine:
    norm = norms.get(indicator.pk, "")
    if last is None:
        return FigureLine(indicator, norm=norm, source=words.said_source(indicator.source))
    latest = last.latest
    return FigureLine(
        indicator=indicator,
        period=latest.period,
        value=latest.value,
        year_before=latest.year_before,
        provisional=latest.provisional,
        comparison=words.said_comparison(indicator, latest),
        deviation=deviations.get(last.series, ""),
        norm=norm,
        source=words.said_source(indicator.source, latest.period, indicator.frequency),
    )


def _last_of(identity: Identity, indicators: list[Indicator], until: date) -> dict[uuid.UUID, _Last]:
    values: dict[str, Any] = {
        "code": identity.cbs_code,
        "until": until,
        "municipality": identity.municipality,
        "indicators": [one.pk for one in indicators],
    }
    with connection.cursor() as cursor:
        cursor.execute(LAST, values)
        return {
            row[0]: _Last(
                row[1],
                Latest(row[1], row[2], row[3], row[4], row[5] == ObservationStatus.PROVISIONAL, row[6]),
            )
            for row in cursor.fetchall()
        }


def _deviation_sentences(identity: Identity, last: dict[uuid.UUID, _Last]) -> dict[int, str]:
    """Say the deviation of the very period that is shown; of more rules the highest in rank speaks."""
    periods = {one.series: one.latest.period for one in last.values()}
    found = deviations_of(identity).filter(
        series__in=periods, period__in=set(periods.values()), withdrawn_at=None
    )
    said: dict[int, Deviation] = {}
    for deviation in found.order_by("rank"):
        if periods[deviation.series_id] == deviation.period:
            said[deviation.series_id] = deviation
    return {series: deviation_words.sentence(deviation) for series, deviation in said.items()}


def _norm_sentences(identity: Identity, indicators: list[Indicator]) -> dict[uuid.UUID, str]:
    """Say how the norms of the whole municipality stand; the worst comes first and speaks."""
    if not identity.holds(*READERS_OF_FIGURES):
        return {}
    norms = list(running_norms(identity).filter(indicator__in=indicators, area=None))
    said: dict[uuid.UUID, str] = {}
    for one in judged(identity, norms) if norms else []:
        if one.norm.indicator_id:
            said.setdefault(one.norm.indicator_id, norm_words.sentence(one))
    return said
