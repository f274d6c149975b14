"""Everything that norms are judged from, for many norms at once, in a fixed number of queries."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.analysis.models import Coverage, Deviation, ExpectedRange, SignalValue
from driehoek.analysis.models import Judgement as SeriesJudgement
from driehoek.analysis.models import Rule as SignalRule
from driehoek.analysis.periods import PER_YEAR, number_of
from driehoek.figures.models import Frequency, Indicator
from driehoek.standard.checks import Figures, Reading
from driehoek.standard.models import Norm, NormType

# How many periods are judged at most, so how long a run can be told.
PERIODS: Final[dict[Frequency, int]] = {
    Frequency.WEEK: 52,
    Frequency.MONTH: 24,
    Frequency.QUARTER: 12,
    Frequency.YEAR: 8,
}
DELIVERIES: Final = 24

SERIES: Final = """
SELECT s.id, s.indicator_id, s.area_id, a.code, a.inhabitants
  FROM figures_series s JOIN areas_area a ON a.id = s.area_id
 WHERE s.municipality_id = %(here)s AND s.indicator_id = ANY(%(indicators)s::uuid[])
   AND (a.code = %(code)s OR s.area_id = ANY(%(areas)s::bigint[]))
 ORDER BY a.year
"""
READINGS: Final = """
SELECT w.id, o.period, o.value, o.status
  FROM unnest(%(series)s::bigint[], %(take)s::int[]) AS w(id, take)
 CROSS JOIN LATERAL (SELECT period, value, status FROM figures_observation
                      WHERE series_id = w.id ORDER BY period DESC LIMIT w.take) o
"""
BASES: Final = """
SELECT w.id, w.year, sum(o.value), count(o.value)
  FROM unnest(%(series)s::bigint[], %(years)s::int[]) AS w(id, year)
  JOIN figures_observation o ON o.series_id = w.id
   AND o.period >= make_date(w.year, 1, 1) AND o.period < make_date(w.year + 1, 1, 1)
 GROUP BY w.id, w.year
"""
# What is due and not dropped; what may still come without being late says nothing yet.
DUE: Final = """
SELECT w.id, d.period_end, l.due_at, l.late_after, d.received_at
  FROM unnest(%(agreements)s::uuid[]) AS w(id)
 CROSS JOIN LATERAL (SELECT * FROM position_delivery x
                      WHERE x.agreement_id = w.id AND x.state <> 'dropped' AND x.deadline_id IS NOT NULL
                      ORDER BY x.period_end DESC NULLS LAST LIMIT %(most)s) d
  JOIN deadlines_deadline l ON l.id = d.deadline_id
 WHERE d.received_at IS NOT NULL OR l.late_after < statement_timestamp()
 ORDER BY w.id, l.due_at
"""


@dataclass(frozen=True)
class Due:
    """One delivery that is due or came: when it should have, and when it did."""

    due_at: datetime
    late_after: datetime
    received_at: datetime | None

    def days_late(self, now: datetime) -> int:
        """Return how many days late it came, or is by now; 0 when it was on time."""
        over = (self.received_at or now) - self.late_after
        return max(0, -(-over // timedelta(days=1)))


@dataclass
class Material:
    """What was read for a number of norms.

    Attributes:
        own: the series of the whole municipality by indicator; `series` any series by indicator and area.
        figures: the figures by series.
        bases: what a base year came to by series and year, with how many periods had a figure.
        newest: first day of the newest period that a source has, by source and rhythm.
        flags: what surveillance found by series, newest first.
        judged: series that surveillance can say something about.
        due: what was due by agreement, oldest first.
    """

    own: dict[uuid.UUID, int] = field(default_factory=dict)
    series: dict[tuple[uuid.UUID, int], int] = field(default_factory=dict)
    figures: dict[int, Figures] = field(default_factory=dict)
    bases: dict[tuple[int, int], tuple[float | None, int]] = field(default_factory=dict)
    newest: dict[tuple[uuid.UUID, str], date] = field(default_factory=dict)
    flags: dict[int, list[Deviation]] = field(default_factory=lambda: defaultdict(list))
    judged: set[int] = field(default_factory=set)
    due: dict[uuid.UUID, list[Due]] = field(default_factory=lambda: defaultdict(list))

    def series_of(self, indicator: uuid.UUID, area: int | None) -> int | None:
        """Return the series of an indicator in an area (None: the whole municipality), or None."""
        return self.own.get(indicator) if area is None else self.series.get((indicator, area))


def read(identity: Identity, norms: Sequence[Norm], also: Iterable[Indicator] = ()) -> Material:
    """Read what `norms` are judged from, and the figures of the indicators in `also`; at most eight queries."""
    found = Material()
    indicators = {norm.indicator.pk: norm.indicator for norm in norms if norm.indicator is not None}
    indicators |= {one.pk: one for one in also}
    if indicators:
        _read_series(identity, norms, indicators, found)
        _read_bases(norms, found)
        _read_newest(indicators.values(), found)
        _read_flags([norm for norm in norms if norm.type == NormType.SIGNAL], found)
    _read_due([norm.agreement_id for norm in norms if norm.agreement_id], found)
    return found


def _read_series(
    identity: Identity, norms: Sequence[Norm], indicators: dict[uuid.UUID, Indicator], found: Material
) -> None:
    areas = {area for norm in norms for area in (norm.area_id, norm.reference_area_id) if area}
    rows = _rows(
        SERIES,
        {
            "here": identity.municipality,
            "code": identity.cbs_code,
            "indicators": list(indicators),
            "areas": list(areas),
        },
    )
    shapes: dict[int, tuple[Frequency, bool, int | None]] = {}
    for series, indicator, area, code, inhabitants in rows:
        found.series[indicator, area] = series
        if code == identity.cbs_code:
            found.own[indicator] = series
        of = indicators[indicator]
        shapes[series] = Frequency(of.frequency), of.decimals == 0, inhabitants
    take = [PERIODS[rhythm] + PER_YEAR[rhythm] for rhythm, _counts, _inhabitants in shapes.values()]
    readings: dict[int, dict[int, Reading]] = {series: {} for series in shapes}
    for series, period, value, status in _rows(READINGS, {"series": list(shapes), "take": take}):
        readings[series][number_of(period, shapes[series][0])] = Reading(value, status == "p")
    for series, (rhythm, counts, inhabitants) in shapes.items():
        found.figures[series] = Figures(readings[series], PER_YEAR[rhythm], counts, inhabitants)


def _read_bases(norms: Sequence[Norm], found: Material) -> None:
    wanted = [
        (series, norm.base_year)
        for norm in norms
        if norm.type == NormType.TREND
        and norm.indicator_id
        and (series := found.series_of(norm.indicator_id, norm.area_id)) is not None
    ]
    if not wanted:
        return
    values = {"series": [one[0] for one in wanted], "years": [one[1] for one in wanted]}
    for series, year, total, periods in _rows(BASES, values):
        found.bases[series, year] = total, periods


def _read_newest(indicators: Iterable[Indicator], found: Material) -> None:
    sources = {one.source_id for one in indicators}
    rows = Coverage.objects.filter(source__in=sources).order_by().values("source", "frequency")
    for row in rows.annotate(newest=Max("latest")):
        found.newest[row["source"], row["frequency"]] = row["newest"]


def _read_flags(norms: Sequence[Norm], found: Material) -> None:
    places = {
        series: norm
        for norm in norms
        if norm.indicator_id and (series := found.series_of(norm.indicator_id, norm.area_id)) is not None
    }
    if not places:
        return
    for deviation in Deviation.objects.filter(series__in=places, withdrawn_at=None).order_by(
        "-period", "rule"
    ):
        found.flags[deviation.series_id].append(deviation)
    ranges = ExpectedRange.objects.filter(series__in=places, judgement=SeriesJudgement.JUDGED)
    found.judged |= set(ranges.values_list("series", flat=True))
    own_rules = SignalValue.objects.filter(
        indicator__in=[norm.indicator_id for norm in places.values()],
        rule__in=[SignalRule.FIXED, SignalRule.CHANGE],
        ended_at=None,
    )
    ruled = set(own_rules.values_list("indicator", "area"))
    for (indicator, area), series in found.series.items():
        if ruled & {(indicator, None), (indicator, area)}:
            found.judged.add(series)


def _read_due(agreements: list[uuid.UUID], found: Material) -> None:
    if not agreements:
        return
    for agreement, _end, due_at, late_after, received_at in _rows(
        DUE, {"agreements": agreements, "most": DELIVERIES}
    ):
        found.due[agreement].append(Due(due_at, late_after, received_at))


def newest_due(found: Material, indicator: Indicator, figures: Figures | None) -> int | None:
    """Return the number of the newest period that can be known, or None when there is nothing to go by.

    Of a yearly figure that is last year, or a later year that is there already; of any other the newest period
    that its source has.
    """
    rhythm = Frequency(indicator.frequency)
    known = [max(figures.readings)] if figures and figures.readings else []
    if rhythm == Frequency.YEAR:
        return max([timezone.localdate().year - 1, *known])
    if newest := found.newest.get((indicator.source_id, indicator.frequency)):
        known.append(number_of(newest, rhythm))
    return max(known, default=None)


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
