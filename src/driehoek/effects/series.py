"""The counts that a study is made of: read, put in order, sealed, and turned into arrays."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from driehoek.access.identity import Identity
from driehoek.areas.models import Area, AreaLevel
from driehoek.effects.models import Study
from driehoek.figures.models import Base, Frequency, Indicator, Observation, Series

if TYPE_CHECKING:
    from driehoek.statistics.interrupted import Floats, Problem

# JSON: see `inputs_of`.
Inputs = dict[str, Any]
Counts = dict[int, dict[date, float]]


def usable_indicators(identity: Identity) -> list[Indicator]:
    """Return the running indicators that count things per month in places of the municipality."""
    inside = Series.objects.filter(
        municipality=identity.municipality, area__municipality_code=identity.cbs_code
    ).exclude(area__level=AreaLevel.MUNICIPALITY)
    rows = Indicator.objects.filter(
        municipality=identity.municipality,
        ended_at=None,
        hidden=False,
        frequency=Frequency.MONTH,
        base=Base.ABSOLUTE,
        decimals=0,
        pk__in=inside.values("indicator"),
    )
    return list(rows.select_related("source").order_by("name"))


def areas_with(identity: Identity, indicator: Indicator) -> list[Area]:
    """Return the areas of the municipality that have a series of the indicator, districts first, by name."""
    has = Series.objects.filter(municipality=identity.municipality, indicator=indicator).values("area")
    rows = Area.objects.filter(pk__in=has, municipality_code=identity.cbs_code).defer("geometry")
    order = list(AreaLevel)
    return sorted(rows, key=lambda one: (order.index(AreaLevel(one.level)), one.name))


def counts_of(identity: Identity, indicator: Indicator, areas: Iterable[int]) -> Counts:
    """Return the known counts of areas by month, in one query."""
    rows = Observation.objects.filter(
        municipality=identity.municipality,
        series__indicator=indicator,
        series__area__in=list(areas),
        value__isnull=False,
    )
    found: Counts = {}
    for area, period, value in rows.values_list("series__area", "period", "value"):
        if value is not None:
            found.setdefault(area, {})[period] = value
    return found


def inputs_of(identity: Identity, study: Study) -> Inputs:
    """Return everything that an outcome follows from, as plain data: the choices and the counts.

    `months` are first days, one after another; each area has a count for each month, None where it has none.
    """
    ids = [*study.areas, *study.comparison, *study.neighbours]
    counts = counts_of(identity, study.indicator, ids)
    names = dict(Area.objects.filter(pk__in=ids).values_list("pk", "name"))
    known = sorted({month for area in counts.values() for month in area})
    months = months_between(known[0], known[-1]) if known else []

    def side(areas: list[int]) -> list[dict[str, Any]]:
        return [
            {"area": one, "name": names.get(one, ""), "counts": [counts.get(one, {}).get(m) for m in months]}
            for one in areas
        ]

    return {
        "indicator": str(study.indicator_id),
        "starts_on": study.starts_on.isoformat(),
        "before": study.before,
        "excluded": [one.isoformat() if one else None for one in (study.excluded_from, study.excluded_until)],
        "months": [one.isoformat() for one in months],
        "target": side(study.areas),
        "comparison": side(study.comparison),
        "neighbours": side(study.neighbours),
    }


def seal(inputs: Inputs) -> str:
    """Return the hash of inputs in their canonical form."""
    text = json.dumps(inputs, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def months_between(first: date, last: date) -> list[date]:
    """Return the first day of each month from `first` to `last`."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(one // 12, one % 12 + 1, 1) for one in numbers]


@dataclass(frozen=True)
class Asked:
    """A question for the statistics, with the neighbours' counts."""

    problem: Problem
    neighbours: Floats | None


def asked(inputs: Inputs) -> Asked | None:
    """Return inputs as the arrays that the statistics take; None when there is no month at all."""
    import numpy as np

    from driehoek.statistics.interrupted import Problem

    if not inputs["months"]:
        return None

    def table(side: str) -> Floats:
        rows = [[np.nan if one is None else one for one in area["counts"]] for area in inputs[side]]
        return np.array(rows, dtype=np.float64).reshape(len(rows), len(inputs["months"]))

    neighbours, comparison = table("neighbours"), table("comparison")
    problem = Problem(
        months=np.array([number(one) for one in inputs["months"]], dtype=np.int64),
        start=number(inputs["starts_on"]),
        target=table("target").sum(axis=0),
        areas=comparison if len(comparison) else None,
        excluded=excluded(inputs),
        before=inputs["before"],
    )
    return Asked(problem, neighbours if len(neighbours) else None)


def number(day: str | date) -> int:
    """Return the number of the month of a day (statistics.interrupted_design.month_number)."""
    found = date.fromisoformat(day) if isinstance(day, str) else day
    return found.year * 12 + found.month - 1


def excluded(inputs: Inputs) -> frozenset[int]:
    """Return the numbers of the months that are left out."""
    first, last = inputs["excluded"]
    return frozenset(range(number(first), number(last) + 1)) if first and last else frozenset()
