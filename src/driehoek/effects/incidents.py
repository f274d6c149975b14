"""Incidents per area in one year, with small counts hidden, and others where a total would give them away (OV07).

Years do not overlap, so that two of them cannot be taken from each other. Counts that belong to no smaller area (an
unknown address) are a cell of their own in the table of who looks: what is left of a total can be worked out too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Max, QuerySet, Sum
from django.db.models.functions import ExtractYear

from driehoek.access.identity import Identity
from driehoek.areas.models import Area, AreaLevel
from driehoek.effects.series import usable_indicators
from driehoek.figures.models import Indicator, Observation
from driehoek.figures.queries import rate

SMALLEST: Final = 5
MOST_YEARS: Final = 5
YEAR: Final = 12
LEVELS: Final = (AreaLevel.NEIGHBOURHOOD, AreaLevel.DISTRICT)


@dataclass(frozen=True)
class YearChoice:
    """A year that can be shown: `months` of it are known."""

    year: int
    months: int
    until: date


@dataclass(frozen=True)
class AreaCount:
    """An area with its count as anyone may see it.

    Attributes:
        area: the area.
        count: the count; None when it is not shown.
        per_thousand: per 1,000 inhabitants; None when the count is not shown or too few people live there.
        above: whether it is more than half as much again as the mean of the shown areas of its level.
    """

    area: Area
    count: int | None
    per_thousand: float | None
    above: bool = False


@dataclass(frozen=True)
class Table:
    """Everything of one indicator in one year.

    Attributes:
        indicator, choice: what and when.
        level: which areas the rows are.
        rows: highest first, those not shown last.
        total: of the municipality; None when it is not known or not shown.
        hidden: how many rows are not shown.
    """

    indicator: Indicator
    choice: YearChoice
    level: str
    rows: tuple[AreaCount, ...]
    total: int | None

    @property
    def hidden(self) -> int:
        """How many areas have a count that is not shown."""
        return sum(one.count is None for one in self.rows)


def indicators(identity: Identity) -> list[Indicator]:
    """Return the indicators that can be put on the map."""
    return usable_indicators(identity)


def years(identity: Identity, indicator: Indicator) -> list[YearChoice]:
    """Return the years with figures, the newest first."""
    rows = (
        _observations(identity, indicator)
        .annotate(year=ExtractYear("period"))
        .values("year")
        .annotate(months=Count("period", distinct=True), until=Max("period"))
        .order_by("-year")[:MOST_YEARS]
    )
    return [YearChoice(row["year"], row["months"], row["until"]) for row in rows]


def table(identity: Identity, indicator: Indicator, choice: YearChoice, level: str) -> Table:
    """Return the counts of a year with what must be hidden left out; three queries however many areas there are."""
    sums = (
        _observations(identity, indicator)
        .filter(period__year=choice.year, value__isnull=False)
        .values("series__area")
        .annotate(total=Sum("value"), months=Count("period"))
    )
    totals = {row["series__area"]: row["total"] for row in sums if row["months"] == choice.months}
    rows = Area.objects.filter(pk__in=totals).defer("geometry").order_by("code")
    areas = {area.pk: area for area in rows}
    # Two divisions of one source would count the same ground twice.
    newest = max((area.year for area in areas.values()), default=0)
    areas = {pk: area for pk, area in areas.items() if area.year == newest}
    shown = _shown(areas, totals)
    found = [_row(area, shown) for area in areas.values() if area.level == level]
    whole = next((area for area in areas.values() if area.level == AreaLevel.MUNICIPALITY), None)
    return Table(indicator, choice, level, _ordered(found), shown[whole.pk] if whole else None)


def levels_of(identity: Identity, indicator: Indicator) -> list[str]:
    """Return the levels at which an indicator is counted inside the municipality, the smallest first."""
    has = _observations(identity, indicator).values_list("series__area__level", flat=True).distinct()
    found = set(has)
    return [level.value for level in LEVELS if level in found]


def _observations(identity: Identity, indicator: Indicator) -> QuerySet[Observation]:
    return Observation.objects.filter(
        municipality=identity.municipality,
        series__indicator=indicator,
        series__area__municipality_code=identity.cbs_code,
    )


def _row(area: Area, shown: Mapping[int, int | None]) -> AreaCount:
    count = shown[area.pk]
    return AreaCount(area, count, None if count is None else rate(count, area.inhabitants))


def _ordered(found: Iterable[AreaCount]) -> tuple[AreaCount, ...]:
    rows = sorted(found, key=lambda one: (one.count is None, -(one.count or 0), one.area.name))
    known = [one.count for one in rows if one.count is not None]
    limit = 1.5 * sum(known) / len(known) if known else 0.0
    return tuple(
        AreaCount(one.area, one.count, one.per_thousand, one.count is not None and one.count > limit)
        for one in rows
    )


def _shown(areas: Mapping[int, Area], totals: Mapping[int, float]) -> dict[int, int | None]:
    """Return each area's count, None where it has to be hidden."""
    # The solver is heavy to load, and only this page needs it.
    import numpy as np

    from driehoek.statistics.suppression import Rule, UnprotectedError, suppress
    from driehoek.statistics.suppression import Table as Cells

    order, parents, values = _tree(areas, totals)
    if not order:
        return {}
    cells = Cells(np.array(values, dtype=np.float64).reshape(-1, 1), tuple(parents))
    try:
        hidden = suppress(cells, Rule(minimum=SMALLEST)).hidden[:, 0]
    except UnprotectedError:
        # No choice of cells keeps the small ones hidden, so none is shown.
        hidden = np.ones(len(order), bool)
    return {
        pk: None if secret else int(value)
        for pk, value, secret in zip(order, values, hidden, strict=False)
        if pk is not None
    }


def _tree(
    areas: Mapping[int, Area], totals: Mapping[int, float]
) -> tuple[list[int | None], list[int], list[float]]:
    """Return areas, their places as parents, and counts, with a row for what belongs to no smaller area.

    A total that is less than its parts (figures of different days) is no total of them.
    """
    from driehoek.statistics.suppression import ROOT

    order: list[int | None] = list(areas)
    place = {pk: number for number, pk in enumerate(areas)}
    values = [float(totals[pk]) for pk in areas]
    children: dict[int, list[int]] = {}
    for pk, area in areas.items():
        above = _above(area, areas)
        if above is not None:
            children.setdefault(above, []).append(pk)
    parents = [ROOT] * len(order)
    for above, inside in children.items():
        rest = totals[above] - sum(totals[pk] for pk in inside)
        if rest < 0:
            continue
        for pk in inside:
            parents[place[pk]] = place[above]
        if rest > 0:
            order.append(None)
            parents.append(place[above])
            values.append(rest)
    return order, parents, values


def _above(area: Area, areas: Mapping[int, Area]) -> int | None:
    """Return the area that this one is part of and that has a count: the district, else the municipality."""
    if area.level == AreaLevel.MUNICIPALITY:
        return None
    if area.parent_id in areas:
        return area.parent_id
    whole = [pk for pk, one in areas.items() if one.level == AreaLevel.MUNICIPALITY]
    return whole[0] if whole else None


def chosen(identity: Identity, given: Mapping[str, str]) -> tuple[Indicator, YearChoice, str] | None:
    """Return the indicator, year and level that were asked, else the first of each; None when there are no figures."""
    found = indicators(identity)
    if not found:
        return None
    indicator = next((one for one in found if str(one.pk) == given.get("indicator")), found[0])
    there = years(identity, indicator)
    levels = levels_of(identity, indicator)
    if not there or not levels:
        return None
    # The newest whole year says more than the first months of one that runs.
    whole: Sequence[YearChoice] = [one for one in there if one.months == YEAR] or there
    choice = next((one for one in there if str(one.year) == given.get("jaar")), whole[0])
    level = given.get("niveau", "")
    return indicator, choice, level if level in levels else levels[0]
