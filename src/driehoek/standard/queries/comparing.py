"""Figures of a theme beside those of elsewhere and of a year before (ST13, ST14); only what is in the database."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from driehoek.access.identity import Identity
from driehoek.analysis.periods import PER_YEAR
from driehoek.areas.models import AreaLevel
from driehoek.figures.models import Frequency, Indicator, Series
from driehoek.figures.queries import rate
from driehoek.problems.models import Theme

ALIKE: Final = 3

# The year that ends with the newest own figure, and the year before it; a year of weeks has 52.
BESIDE: Final = """
WITH own AS (
    SELECT DISTINCT ON (s.indicator_id) s.indicator_id, o.period AS newest,
           CASE i.frequency WHEN 'week' THEN interval '364 days' ELSE interval '1 year' END AS step
      FROM figures_series s
      JOIN figures_indicator i ON i.id = s.indicator_id
      JOIN areas_area a ON a.id = s.area_id AND a.code = %(code)s
     CROSS JOIN LATERAL (SELECT period FROM figures_observation
                          WHERE series_id = s.id AND value IS NOT NULL ORDER BY period DESC LIMIT 1) o
     WHERE s.municipality_id = %(here)s AND s.indicator_id = ANY(%(indicators)s::uuid[])
     ORDER BY s.indicator_id, a.year DESC)
SELECT s.indicator_id, a.code, a.name, a.level, a.inhabitants, own.newest, y.*
  FROM own
  JOIN figures_series s ON s.indicator_id = own.indicator_id
  JOIN areas_area a ON a.id = s.area_id AND a.level IN ('municipality', 'country')
 CROSS JOIN LATERAL (
    SELECT sum(value) FILTER (WHERE period > own.newest - own.step) AS total,
           count(value) FILTER (WHERE period > own.newest - own.step) AS periods,
           sum(value) FILTER (WHERE period <= own.newest - own.step) AS total_before,
           count(value) FILTER (WHERE period <= own.newest - own.step) AS periods_before,
           max(value) FILTER (WHERE period = own.newest) AS value,
           max(value) FILTER (WHERE period = (own.newest - own.step)::date) AS value_before,
           bool_or(status = 'p') FILTER (WHERE period > own.newest - own.step) AS provisional
      FROM figures_observation
     WHERE series_id = s.id AND period <= own.newest AND period > own.newest - 2 * own.step) y
 ORDER BY a.year
"""


@dataclass(frozen=True)
class Beside:
    """An area in the comparison of one indicator.

    Attributes:
        code, name, level: which area.
        inhabitants: how many people live there, for finding places of about the same size.
        newest: first day of the newest own period.
        year, year_before: the year up to then and the year before: a count per 1,000 inhabitants, anything
            else as it is measured; None when a period of it is missing.
        value, value_before: the newest period itself and the same period a year before, as published.
        change: how much the year differs from the year before, as a share; None when one of them is missing.
        total, total_before: the same years summed as published; None when a period is missing. A count without
            a number of inhabitants has these and no rate.
        provisional: the publisher may still change the year.
    """

    code: str
    name: str
    level: AreaLevel
    inhabitants: int | None
    newest: date
    year: float | None
    year_before: float | None
    value: float | None
    value_before: float | None
    change: float | None
    total: float | None
    total_before: float | None
    provisional: bool


@dataclass(frozen=True)
class Comparison:
    """One indicator beside other areas.

    Attributes:
        own: the own municipality; None without figures.
        country: the Netherlands; None when its figures are not there.
        alike: the municipalities nearest in size of which there are figures.
    """

    indicator: Indicator
    own: Beside | None
    country: Beside | None
    alike: tuple[Beside, ...]


def indicators_with_series(identity: Identity, theme: Theme) -> list[Indicator]:
    """Return the running indicators of a theme that have figures, with their sources."""
    found = Indicator.objects.filter(
        municipality=identity.municipality,
        theme=theme,
        ended_at=None,
        pk__in=Series.objects.filter(municipality=identity.municipality).values("indicator"),
    )
    return list(found.select_related("source", "theme").order_by("name", "frequency"))


def compared(identity: Identity, indicators: Sequence[Indicator]) -> list[Comparison]:
    """Put the figures of the own municipality beside those of elsewhere; one query."""
    values: dict[str, Any] = {
        "here": identity.municipality,
        "code": identity.cbs_code,
        "indicators": [one.pk for one in indicators],
    }
    by_id = {one.pk: one for one in indicators}
    # The newest division of an area stands last, and replaces the older ones.
    rows: dict[uuid.UUID, dict[str, Beside]] = {one.pk: {} for one in indicators}
    with connection.cursor() as cursor:
        cursor.execute(BESIDE, values)
        for row in cursor.fetchall():
            beside = _beside(by_id[row[0]], row)
            rows[row[0]][beside.code] = beside
    return [_comparison(one, rows[one.pk], identity.cbs_code) for one in indicators]


def _comparison(indicator: Indicator, rows: dict[str, Beside], code: str) -> Comparison:
    own = rows.get(code)
    size = own.inhabitants if own and own.inhabitants else 0
    others = [one for one in rows.values() if one.code != code and one.level == AreaLevel.MUNICIPALITY]
    others.sort(key=lambda one: (abs((one.inhabitants or 0) - size), one.name))
    country = next((one for one in rows.values() if one.level == AreaLevel.COUNTRY), None)
    return Comparison(indicator, own, country, tuple(others[:ALIKE]))


def _beside(indicator: Indicator, row: tuple[Any, ...]) -> Beside:
    _pk, code, name, level, inhabitants, newest, total, periods, total_before, periods_before = row[:10]
    value, value_before, provisional = row[10:]
    per_year = PER_YEAR[Frequency(indicator.frequency)]
    now, before = (
        total if periods == per_year else None,
        total_before if periods_before == per_year else None,
    )

    def year(summed: float | None) -> float | None:
        if summed is None or indicator.decimals == 0:
            return rate(summed, inhabitants)
        return summed / per_year

    return Beside(
        code=code,
        name=name,
        level=AreaLevel(level),
        inhabitants=inhabitants,
        newest=newest,
        year=year(now),
        year_before=year(before),
        value=value,
        value_before=value_before,
        change=now / before - 1 if now is not None and before else None,
        total=now,
        total_before=before,
        provisional=bool(provisional),
    )
