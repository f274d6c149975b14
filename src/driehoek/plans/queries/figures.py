"""The figures of a quarter: for each norm its value, the one of the period before, and those of the parts of town."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection

from driehoek.access.identity import Identity
from driehoek.figures.models import Frequency, Indicator, ObservationStatus
from driehoek.figures.words import said_period, said_source
from driehoek.plans.quarters import Quarter, quarter_of
from driehoek.plans.snapshot import AreaValue, FigurePart
from driehoek.standard import sentences
from driehoek.standard.models import Norm
from driehoek.standard.norms import State
from driehoek.standard.queries import Judged

# How many months before its newest figure an indicator is read back: two quarters before the running one; of a
# yearly figure, which may be measured every other year, four years.
READINGS: Final = """
WITH own AS (
    SELECT s.indicator_id, max(n.period) AS newest
      FROM figures_series s
      JOIN areas_area a ON a.id = s.area_id AND a.code = %(code)s
     CROSS JOIN LATERAL (SELECT period FROM figures_observation
                          WHERE series_id = s.id AND period < %(until)s AND value IS NOT NULL
                          ORDER BY period DESC LIMIT 1) n
     WHERE s.municipality_id = %(here)s AND s.indicator_id = ANY(%(indicators)s::uuid[])
     GROUP BY s.indicator_id)
SELECT s.indicator_id, s.area_id, a.code, a.name, a.level, a.year, o.period, o.value, o.status
  FROM own
  JOIN figures_indicator i ON i.id = own.indicator_id
  JOIN figures_series s ON s.indicator_id = own.indicator_id AND s.municipality_id = %(here)s
  JOIN areas_area a ON a.id = s.area_id
   AND (a.code = %(code)s OR a.municipality_code = %(code)s OR s.area_id = ANY(%(areas)s::bigint[]))
  JOIN figures_observation o ON o.series_id = s.id AND o.period <= own.newest
   AND o.period >= date_trunc('quarter', own.newest)
                   - CASE i.frequency WHEN 'year' THEN interval '4 years' ELSE interval '6 months' END
 ORDER BY a.year
"""
_PERIODS: Final = {Frequency.MONTH: 3, Frequency.QUARTER: 1}


@dataclass(frozen=True)
class _Reading:
    period: date
    value: float | None
    provisional: bool


@dataclass(frozen=True)
class _Place:
    """An area with its readings of one indicator; of several divisions of the country the newest."""

    code: str
    name: str
    level: str
    readings: dict[date, _Reading]


@dataclass(frozen=True)
class _Value:
    """What a time came to.

    Attributes:
        start: first day of the quarter or period.
    """

    start: date
    value: float
    provisional: bool


def figure_parts(
    identity: Identity, judged: Sequence[Judged], quarter: Quarter
) -> dict[uuid.UUID, FigurePart]:
    """Return for each norm on a figure what stands in a report about `quarter`, by norm; one query.

    A count is that of the newest quarter that is complete, up to and with `quarter`, beside the one before it; a
    mark, a share or a yearly figure is the newest one beside the one before. The period says which time it is.
    """
    norms = [one.norm for one in judged if one.norm.indicator is not None]
    places = _places(identity, norms, quarter)
    found = {}
    for one in judged:
        if one.norm.indicator is not None:
            found[one.norm.pk] = _part(identity, one, one.norm.indicator, places)
    return found


def _part(
    identity: Identity, one: Judged, indicator: Indicator, places: dict[tuple[uuid.UUID, str], _Place]
) -> FigurePart:
    code = one.norm.area.code if one.norm.area else identity.cbs_code
    place = places.get((indicator.pk, code))
    values = _values(indicator, place)
    now, before = (values[0] if values else None), (values[1] if len(values) > 1 else None)
    summed = _is_summed(indicator)
    return FigurePart(
        key=str(indicator.pk) if one.norm.area is None else f"{indicator.pk}:{code}",
        label=sentences.what(one.norm),
        unit=indicator.unit,
        decimals=indicator.decimals,
        period=_said(indicator, now.start, summed=summed) if now else "",
        value=now.value if now else None,
        before_period=_said(indicator, before.start, summed=summed) if before else "",
        before=before.value if before else None,
        norm_sentence=sentences.sentence(one),
        state=_state(one).value,
        source=said_source(indicator.source),
        provisional=bool(now and now.provisional),
        areas=_areas(identity, indicator, places, now) if now and one.norm.area is None else (),
    )


def _state(one: Judged) -> State:
    """Return how the norm was judged last; the sentence says what is known of the newest period."""
    check = one.judgement.check
    if check is None:
        return one.judgement.state
    return State.BROKEN if check.broken else State.MET


def _areas(
    identity: Identity, indicator: Indicator, places: dict[tuple[uuid.UUID, str], _Place], now: _Value
) -> tuple[AreaValue, ...]:
    """Return the values of the parts of town: the districts where they have figures, else the neighbourhoods."""
    parts = [
        place for (of, code), place in places.items() if of == indicator.pk and code != identity.cbs_code
    ]
    districts = [place for place in parts if place.level == "district"]
    chosen = districts or [place for place in parts if place.level == "neighbourhood"]
    return tuple(
        AreaValue(
            place.code, place.name, found.value if (found := _at(indicator, place, now.start)) else None
        )
        for place in sorted(chosen, key=lambda place: place.code)
    )


def _at(indicator: Indicator, place: _Place, start: date) -> _Value | None:
    return next((one for one in _values(indicator, place) if one.start == start), None)


def _values(indicator: Indicator, place: _Place | None) -> list[_Value]:
    """Return the values that can be shown, the newest first."""
    if place is None:
        return []
    readings = sorted(place.readings.values(), key=lambda one: one.period, reverse=True)
    if not _is_summed(indicator):
        return [_Value(one.period, one.value, one.provisional) for one in readings if one.value is not None]
    by_quarter: dict[date, list[_Reading]] = defaultdict(list)
    for one in readings:
        by_quarter[quarter_of(one.period).first].append(one)
    summed = (_summed(Frequency(indicator.frequency), start, rows) for start, rows in by_quarter.items())
    return sorted((one for one in summed if one), key=lambda one: one.start, reverse=True)


def _summed(rhythm: Frequency, start: date, rows: Sequence[_Reading]) -> _Value | None:
    """Add up a quarter; None when a period of it is missing."""
    values = [one.value for one in rows if one.value is not None]
    needed = _PERIODS.get(rhythm) or _mondays(quarter_of(start))
    if len(values) < needed:
        return None
    return _Value(start, sum(values), any(one.provisional for one in rows))


def _mondays(quarter: Quarter) -> int:
    """Return how many weeks begin in a quarter."""
    days = (quarter.last - quarter.first).days + 1
    return sum(1 for day in range(days) if (quarter.first + timedelta(days=day)).weekday() == 0)


def _is_summed(indicator: Indicator) -> bool:
    return indicator.decimals == 0 and indicator.frequency != Frequency.YEAR


def _said(indicator: Indicator, start: date, *, summed: bool) -> str:
    return said_period(Frequency.QUARTER if summed else indicator.frequency, start)


def _places(
    identity: Identity, norms: Sequence[Norm], quarter: Quarter
) -> dict[tuple[uuid.UUID, str], _Place]:
    parameters: dict[str, Any] = {
        "here": identity.municipality,
        "code": identity.cbs_code,
        "until": quarter.next().first,
        "indicators": list({norm.indicator_id for norm in norms if norm.indicator_id}),
        "areas": [norm.area_id for norm in norms if norm.area_id],
    }
    found: dict[tuple[uuid.UUID, str], _Place] = {}
    with connection.cursor() as cursor:
        cursor.execute(READINGS, parameters)
        for indicator, _area, code, name, level, _year, period, value, status in cursor.fetchall():
            place = found.setdefault((indicator, code), _Place(code, name, level, {}))
            reading = _Reading(period, value, status == ObservationStatus.PROVISIONAL)
            # The newest division of an area stands last, and replaces the older ones.
            place.readings[period] = reading
    return found
