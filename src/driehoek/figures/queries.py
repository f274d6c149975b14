"""Every read about figures; row-level security keeps to the municipality, these name it as well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from driehoek.access.identity import Identity
from driehoek.areas.models import Area, AreaLevel
from driehoek.figures.models import (
    ImportReject,
    ImportRun,
    Indicator,
    Observation,
    ObservationRevision,
    Series,
    Source,
)
from driehoek.problems.models import SafetyField

# Below this a rate says more about chance than about the area (analytics.md, section 5).
INHABITANTS_LEAST = 50
RUNS_SHOWN = 20
REVISIONS_SHOWN = 50

# The same period a year earlier: 52 weeks for weeks, else the same date.
LAST_YEAR = "CASE i.frequency WHEN 'week' THEN (o.period - 364) ELSE (o.period - interval '1 year')::date END"
LATEST = f"""
SELECT s.indicator_id, s.id AS series_id, s.area_id, o.period, o.value, o.status, o.flag,
       y.value AS year_before
  FROM figures_series s
  JOIN figures_indicator i ON i.id = s.indicator_id
  JOIN figures_source b ON b.id = i.source_id
  JOIN areas_area a ON a.id = s.area_id AND a.municipality_code = %(code)s
   AND a.year = coalesce(b.area_year, a.year)
 CROSS JOIN LATERAL (SELECT period, value, status, flag FROM figures_observation
                      WHERE series_id = s.id ORDER BY period DESC LIMIT 1) o
  LEFT JOIN figures_observation y ON y.series_id = s.id AND y.period = {LAST_YEAR}
 WHERE s.municipality_id = %(municipality)s
"""  # noqa: S608
WHOLE = LATEST + " AND a.level = 'municipality'"
BY_AREA = f"""
WITH latest AS ({LATEST} AND s.indicator_id = %(indicator)s)
SELECT latest.*, year.periods, year.total
  FROM latest
 CROSS JOIN LATERAL (SELECT count(w.value) AS periods, sum(w.value) AS total FROM figures_observation w
                      WHERE w.series_id = latest.series_id AND w.period <= latest.period
                        AND w.period > latest.period - interval '1 year') year
"""  # noqa: S608


@dataclass(frozen=True)
class Latest:
    """The last value of a series beside that of the same period a year earlier.

    Attributes:
        series: the series' id; `area` that of its area.
        period: the first day of the last period.
        value: the value then, None when the source says unknown.
        provisional: whether the publisher may still change it.
        year_before: the value of the same period a year earlier, None when there is none.
    """

    series: int
    area: int
    period: date
    value: float | None
    provisional: bool
    year_before: float | None


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator in the list, with the last value for the whole municipality where there is one."""

    indicator: Indicator
    latest: Latest | None


@dataclass(frozen=True)
class AreaLine:
    """An area in the table of one indicator.

    Attributes:
        area: the area.
        latest: its last value.
        year_total: the sum over the last year, None unless each period of that year is there.
        per_thousand: that sum per 1,000 inhabitants; None under 50 inhabitants or without their number.
    """

    area: Area
    latest: Latest
    year_total: float | None
    per_thousand: float | None


def indicators_of(identity: Identity, *, ended: bool = False) -> QuerySet[Indicator]:
    """Return the indicators of the municipality with source and theme, in the order of the themes."""
    return (
        Indicator.objects.filter(municipality=identity.municipality, ended_at__isnull=not ended)
        .select_related("source", "theme__parent")
        .order_by("theme__field", "theme__name", "name", "frequency")
    )


def indicator_list(
    identity: Identity, *, field: SafetyField | None = None, with_series_only: bool = False
) -> list[tuple[SafetyField, list[IndicatorLine]]]:
    """Return the running indicators by safety field, in two queries however many there are.

    Args:
        identity: who reads.
        field: only this safety field.
        with_series_only: leave out indicators that have no figures at all, but not hidden ones.
    """
    found = indicators_of(identity)
    if field:
        found = found.filter(theme__field=field)
    if with_series_only:
        found = found.filter(Q(hidden=True) | Q(pk__in=Series.objects.values("indicator")))
    latest = {row[0]: _latest(row) for row in _rows(WHOLE, _place(identity))}
    groups: dict[SafetyField, list[IndicatorLine]] = {}
    for indicator in found:
        line = IndicatorLine(indicator, latest.get(indicator.pk))
        groups.setdefault(SafetyField(indicator.theme.field), []).append(line)
    return [(name, groups[name]) for name in SafetyField if name in groups]


def indicator_or_none(identity: Identity, indicator: UUID) -> Indicator | None:
    """Return one indicator of the municipality, running or ended."""
    return (
        Indicator.objects.filter(municipality=identity.municipality, pk=indicator)
        .select_related("source", "theme__parent", "owner")
        .first()
    )


def area_lines(identity: Identity, indicator: Indicator) -> list[AreaLine]:
    """Return the last value of each area of the municipality, the municipality first, by code."""
    rows = _rows(BY_AREA, _place(identity) | {"indicator": indicator.pk})
    areas = Area.objects.filter(pk__in=[row[2] for row in rows]).defer("geometry").in_bulk()
    periods = {"week": 52, "month": 12, "quarter": 4, "year": 1}[indicator.frequency]
    lines = []
    for row in rows:
        area, total = areas[row[2]], row[9] if row[8] == periods else None
        lines.append(AreaLine(area, _latest(row), total, rate(total, area.inhabitants)))
    order = list(AreaLevel)
    return sorted(lines, key=lambda line: (order.index(AreaLevel(line.area.level)), line.area.code))


def rate(total: float | None, inhabitants: int | None) -> float | None:
    """Return a count per 1,000 inhabitants, or None where that would say more about chance than the area."""
    if total is None or inhabitants is None or inhabitants < INHABITANTS_LEAST:
        return None
    return total * 1000 / inhabitants


def observations_of(series: int) -> QuerySet[Observation]:
    """Return the observations of a series in order of time, with the import that each came from."""
    return Observation.objects.filter(series=series).select_related("run").order_by("period")


def revisions_of(series: int) -> list[ObservationRevision]:
    """Return what observations of a series were before, the last replaced first."""
    found = ObservationRevision.objects.filter(series=series).select_related("run", "replaced_by")
    return list(found.order_by("-replaced_at", "-period")[:REVISIONS_SHOWN])


def runs_of(identity: Identity) -> list[ImportRun]:
    """Return the last imports of the municipality."""
    runs = ImportRun.objects.filter(municipality=identity.municipality).select_related("source", "by")
    return list(runs[:RUNS_SHOWN])


def run_or_none(identity: Identity, run: UUID) -> ImportRun | None:
    """Return one import of the municipality."""
    return (
        ImportRun.objects.filter(municipality=identity.municipality, pk=run)
        .select_related("source", "by")
        .first()
    )


def rejects_of(run: ImportRun) -> QuerySet[ImportReject]:
    """Return the rejects of an import that were kept, in order of line."""
    return ImportReject.objects.filter(run=run).order_by("line", "pk")


def sources_of(identity: Identity) -> QuerySet[Source]:
    """Return the sources of the municipality."""
    return Source.objects.filter(municipality=identity.municipality)


def state_of(source: Source) -> date | None:
    """Return the first day of the last period that is loaded from a source: "stand augustus 2022"."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(o.period) FROM figures_series s JOIN figures_indicator i ON i.id = s.indicator_id "
            "CROSS JOIN LATERAL (SELECT period FROM figures_observation WHERE series_id = s.id "
            "ORDER BY period DESC LIMIT 1) o WHERE i.source_id = %s",
            [source.pk],
        )
        row = cursor.fetchone()
    last: date | None = row[0] if row else None
    return last


def _place(identity: Identity) -> dict[str, Any]:
    return {"code": identity.cbs_code, "municipality": identity.municipality}


def _rows(statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _latest(row: tuple[Any, ...]) -> Latest:
    _indicator, series, area, period, value, status, _flag, before = row[:8]
    return Latest(series, area, period, value, status == "p", before)
