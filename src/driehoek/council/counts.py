"""The counts behind a council version, area by area and period by period, before anything is hidden."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import QuerySet

from driehoek.access.identity import Identity
from driehoek.areas.models import Area, AreaLevel
from driehoek.figures.models import Base, Frequency, Indicator, Observation, ObservationStatus, Series

LEVELS: Final = (AreaLevel.MUNICIPALITY, AreaLevel.DISTRICT, AreaLevel.NEIGHBOURHOOD)
QUARTERS: Final = 5
MONTHS: Final = 12


@dataclass(frozen=True)
class Period:
    """A quarter of a year, with what is shown beside it."""

    year: int
    quarter: int

    @property
    def quarters(self) -> tuple[str, ...]:
        """The quarter, the three before it, and the same one a year earlier; oldest first."""
        index = self.year * 4 + self.quarter - 1
        return tuple(f"{one // 4}-Q{one % 4 + 1}" for one in range(index - QUARTERS + 1, index + 1))

    @property
    def months(self) -> tuple[date, ...]:
        """The twelve months up to the end of the quarter, oldest first."""
        return self._months(MONTHS)

    @property
    def all_months(self) -> tuple[date, ...]:
        """Every month of every quarter that is shown."""
        return self._months(QUARTERS * 3)

    def _months(self, number: int) -> tuple[date, ...]:
        last = self.year * 12 + self.quarter * 3 - 1
        return tuple(date(one // 12, one % 12 + 1, 1) for one in range(last - number + 1, last + 1))


def quarter_of(month: date) -> str:
    """Return the quarter of a month, as it is written in a table."""
    return f"{month.year}-Q{(month.month - 1) // 3 + 1}"


def month_key(month: date) -> str:
    """Return a month as it is written in a table: 2026-07."""
    return f"{month:%Y-%m}"


@dataclass(frozen=True)
class Counts:
    """What is known of one indicator.

    Attributes:
        areas: the municipality first, then its districts, then its neighbourhoods; by code within each.
        by_month: counts by area code and month; a month that the source does not give is not there.
        provisional: whether the publisher may still change one of them.
    """

    indicator: Indicator
    areas: tuple[Area, ...]
    by_month: dict[tuple[str, date], float] = field(default_factory=dict)
    provisional: bool = False

    def by_quarter(self, period: Period) -> dict[tuple[str, str], float]:
        """Return counts by area code and quarter; of a quarter each month must be there."""
        found: dict[tuple[str, str], list[float]] = defaultdict(list)
        for (code, month), value in self.by_month.items():
            found[code, quarter_of(month)].append(value)
        return {
            key: sum(values)
            for key, values in found.items()
            if len(values) == 3 and key[1] in period.quarters
        }

    def has_whole(self, period: Period) -> bool:
        """Tell whether the last quarter of the whole municipality is complete."""
        whole = self.areas[0] if self.areas and self.areas[0].level == AreaLevel.MUNICIPALITY else None
        return whole is not None and (whole.code, period.quarters[-1]) in self.by_quarter(period)


def offered(identity: Identity) -> QuerySet[Indicator]:
    """Return the indicators that a council version can show: whole counts per month, of one kind.

    Sums over kinds are not offered: beside the kinds themselves they would give away what is hidden in one.
    """
    return (
        Indicator.objects.filter(
            municipality=identity.municipality,
            frequency=Frequency.MONTH,
            base=Base.ABSOLUTE,
            decimals=0,
            is_total=False,
            hidden=False,
            ended_at=None,
            pk__in=Series.objects.values("indicator"),
        )
        .select_related("theme", "source")
        .order_by("theme__field", "theme__name", "name")
    )


def read(identity: Identity, indicators: Sequence[Indicator], period: Period) -> dict[uuid.UUID, Counts]:
    """Read the counts of indicators in a fixed number of queries."""
    series = list(
        Series.objects.filter(
            indicator__in=indicators,
            area__municipality_code=identity.cbs_code,
            area__level__in=LEVELS,
        )
        .select_related("area", "area__parent")
        .defer("area__geometry", "area__parent__geometry")
    )
    by_indicator: dict[uuid.UUID, list[Series]] = defaultdict(list)
    for one in series:
        by_indicator[one.indicator_id].append(one)
    observations: dict[int, list[Observation]] = defaultdict(list)
    months = period.all_months
    wanted = Observation.objects.filter(series__in=series, period__range=(months[0], months[-1]))
    for row in wanted.only("series_id", "period", "value", "status"):
        observations[row.series_id].append(row)
    return {
        indicator.pk: _counts(indicator, by_indicator[indicator.pk], observations) for indicator in indicators
    }


def _counts(indicator: Indicator, series: list[Series], observations: dict[int, list[Observation]]) -> Counts:
    division = indicator.source.area_year or max((one.area.year for one in series), default=0)
    here = [one for one in series if one.area.year == division]
    rows = [(one.area.code, row) for one in here for row in observations[one.pk] if row.value is not None]
    return Counts(
        indicator=indicator,
        areas=tuple(sorted((one.area for one in here), key=_place)),
        by_month={(code, row.period): float(row.value) for code, row in rows if row.value is not None},
        provisional=any(row.status == ObservationStatus.PROVISIONAL for _code, row in rows),
    )


def _place(area: Area) -> tuple[int, str]:
    return LEVELS.index(AreaLevel(area.level)), area.code


def newest_quarter(identity: Identity, indicators: Iterable[Indicator]) -> Period | None:
    """Return the last quarter of which each month has figures for the whole municipality; None without figures."""
    rows = Observation.objects.filter(
        series__indicator__in=list(indicators),
        series__area__municipality_code=identity.cbs_code,
        series__area__level=AreaLevel.MUNICIPALITY,
        value__isnull=False,
    )
    newest = rows.order_by("-period").values_list("period", flat=True).first()
    if newest is None:
        return None
    index = newest.year * 4 + (newest.month - 1) // 3
    if newest.month % 3:
        index -= 1
    return Period(index // 4, index % 4 + 1)
