"""What the registers say of an area and a theme: counted figures and what deviates now, to begin a finding with."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.access.rules import READERS_OF_FIGURES
from driehoek.analysis.models import Coverage, Deviation
from driehoek.analysis.queries import deviations_of
from driehoek.analysis.queries.lines import muted
from driehoek.areas.models import Area
from driehoek.problems.models import Theme

# More than these say nothing more about one place.
MOST: Final = 6
# The year up to the last period and the year before it, only when each of their periods is there.
FIGURES: Final = """
SELECT i.id, i.name, i.unit, i.decimals, i.frequency, b.name, b.attribution, b.simulated, l.period,
       bool_or(o.status = 'p') FILTER (WHERE o.period > l.period - interval '1 year'),
       sum(o.value) FILTER (WHERE o.period > l.period - interval '1 year'),
       sum(o.value) FILTER (WHERE o.period <= l.period - interval '1 year'),
       count(o.value) FILTER (WHERE o.period > l.period - interval '1 year'),
       count(o.value) FILTER (WHERE o.period <= l.period - interval '1 year')
  FROM figures_series s
  JOIN figures_indicator i ON i.id = s.indicator_id AND i.ended_at IS NULL AND NOT i.hidden
  JOIN problems_theme t ON t.id = i.theme_id
  JOIN figures_source b ON b.id = i.source_id
  JOIN areas_area a ON a.id = s.area_id AND a.code = %(area)s AND a.year = coalesce(b.area_year, a.year)
 CROSS JOIN LATERAL (SELECT period FROM figures_observation WHERE series_id = s.id ORDER BY period DESC LIMIT 1) l
  JOIN figures_observation o ON o.series_id = s.id AND o.period > l.period - interval '2 years'
 WHERE s.municipality_id = %(municipality)s AND %(theme)s IN (t.id, t.parent_id)
   AND i.frequency IN ('month', 'quarter') AND i.decimals = 0
 GROUP BY i.id, b.id, l.period
 ORDER BY 11 DESC NULLS LAST, i.name
 LIMIT %(most)s
"""
PERIODS: Final = {"month": 12, "quarter": 4}


@dataclass(frozen=True)
class Figure:
    """A count over a year beside the year before, as it stood when it was read.

    Attributes:
        indicator: id of the indicator, for its page.
        total, before: the year up to `period` and the year before it; None unless each period is there.
        period: first day of the last period.
        provisional: whether the publisher may still change it.
    """

    indicator: str
    name: str
    unit: str
    total: float | None
    before: float | None
    period: date
    frequency: str
    source: str
    provisional: bool

    def as_json(self) -> dict[str, Any]:
        """Return what is stored with a finding."""
        return asdict(self) | {"period": self.period.isoformat()}

    @staticmethod
    def of(stored: dict[str, Any]) -> Figure:
        """Return a figure as it was stored."""
        return Figure(**(stored | {"period": date.fromisoformat(stored["period"])}))


def figures_for(identity: Identity, area: Area | None, theme: Theme) -> list[Figure]:
    """Return the largest counts of a theme (and what falls under it) in an area; one query.

    Without an area there is nothing to say of one place.
    """
    if area is None or not identity.holds(*READERS_OF_FIGURES):
        return []
    given: dict[str, Any] = {
        "area": area.code,
        "theme": theme.pk,
        "municipality": identity.municipality,
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, given)
        return [_figure(row) for row in cursor.fetchall()]


def _figure(row: tuple[Any, ...]) -> Figure:
    key, name, unit, _decimals, frequency, _source, attribution, simulated, period, provisional = row[:10]
    total, before, periods, periods_before = row[10:]
    whole = PERIODS[frequency]
    return Figure(
        indicator=str(key),
        name=name,
        unit=unit,
        total=total if periods == whole else None,
        before=before if periods_before == whole else None,
        period=period,
        frequency=frequency,
        source="simulated" if simulated else attribution,
        provisional=bool(provisional),
    )


def standing_deviations(identity: Identity) -> QuerySet[Deviation]:
    """Return what deviates now in the figures, muted things left out; for readers of figures."""
    rows = deviations_of(identity)
    if not identity.holds(*READERS_OF_FIGURES):
        return rows.none()
    current = Coverage.objects.filter(
        source=OuterRef("series__indicator__source"), frequency=OuterRef("series__indicator__frequency")
    )
    newest = Subquery(current.order_by("-latest").values("latest")[:1])
    rows = rows.filter(~muted(on=timezone.localdate()), withdrawn_at=None, period=newest)
    return rows.filter(series__indicator__ended_at=None).order_by("-rank", "id")


def deviations_in(identity: Identity, area: Area | None, theme: uuid.UUID) -> list[Deviation]:
    """Return what deviates now in an area (or what lies in it) on a theme, the strongest first; one query."""
    if area is None:
        return []
    rows = standing_deviations(identity).filter(series__indicator__theme=theme)
    here = rows.filter(series__area__code=area.code) | rows.filter(series__area__parent__code=area.code)
    return list(here[:MOST])
