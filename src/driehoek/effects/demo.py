"""Effect studies for the demo municipality, on whichever figures it has: one compared, one whose data are too thin."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Final

from driehoek.access.identity import Identity, acting_as
from driehoek.areas.models import Area, AreaLevel
from driehoek.cases.models import Case
from driehoek.effects import proposals, series, services
from driehoek.effects.models import Study
from driehoek.figures.models import Indicator
from driehoek.parties.models import Function, Person

# How many months after the start there are in the two studies.
LONG: Final = 14
SHORT: Final = 3
LEAST_AREAS: Final = 4
LEAST_MEAN: Final = 8.0


def make_effects(home: uuid.UUID, people: Mapping[Function, Person], cases: Mapping[str, Case]) -> None:
    """Make two studies as the analyst, and lay the first beside the youth group as its director."""
    with acting_as(person=people[Function.ANALYST].pk, municipality=home) as identity:
        place = _place(identity)
        if place is None:
            return
        indicator, areas, counts = place
        last = max(counts[areas[0].pk])
        study = _study(identity, indicator, areas[0], _back(last, LONG))
        own, others = proposals.same_kind(identity, study)
        near = proposals.neighbours_of(own, others)
        beside = {one.pk for one in near}
        alike = proposals.alike(identity, study, [one for one in others if one.pk not in beside])
        values = {
            "comparison": sorted(one.area.pk for one in alike[:5]),
            "comparison_reason": "Het meest gelijk in de jaren ervoor. Daar begon in dit voorbeeld niets.",
            "neighbours": sorted(beside)[:3],
            "excluded_from": date(2020, 3, 1),
            "excluded_until": date(2021, 6, 1),
            "excluded_reason": "Lockdowns: toen was alles anders.",
        }
        services.change_study(identity=identity, study=study, version=study.version, values=values)
        services.run_study(identity=identity, study=study)
        second = max(counts[areas[1].pk])
        thin = _study(
            identity, indicator, areas[1], _back(second, SHORT), "Voorbeeld: licht achter de winkels"
        )
        services.run_study(identity=identity, study=thin)
    if "youth" in cases:
        with acting_as(person=people[Function.CASE_DIRECTOR].pk, municipality=home) as identity:
            services.link(identity=identity, case=cases["youth"], study=study)


def _study(
    identity: Identity,
    indicator: Indicator,
    area: Area,
    start: date,
    title: str = "Voorbeeld: toezicht op straat",
) -> Study:
    return services.start_study(
        identity=identity,
        values={
            "title": title,
            "happened": f"Verzonnen start in {area.name}, om te laten zien wat een studie zegt en wat niet.",
            "indicator": indicator,
            "areas": [area.pk],
            "starts_on": start,
        },
    )


def _place(identity: Identity) -> tuple[Indicator, list[Area], series.Counts] | None:
    """Return an indicator that many areas of one kind count well, with those areas, the busiest first."""
    best: tuple[int, Indicator, list[Area], series.Counts] | None = None
    for indicator in series.usable_indicators(identity):
        areas = series.areas_with(identity, indicator)
        counts = series.counts_of(identity, indicator, [one.pk for one in areas])
        for level in (AreaLevel.DISTRICT, AreaLevel.NEIGHBOURHOOD):
            busy = [
                one for one in areas if one.level == level and _mean(counts.get(one.pk, {})) >= LEAST_MEAN
            ]
            busy.sort(key=lambda one: (-_mean(counts[one.pk]), one.code))
            if len(busy) >= LEAST_AREAS and (best is None or len(busy) > best[0]):
                best = (len(busy), indicator, busy, counts)
    return best[1:] if best else None


def _mean(counts: Mapping[date, float]) -> float:
    return sum(counts.values()) / len(counts) if counts else 0.0


def _back(last: date, months: int) -> date:
    """Return the first day of the month from which there are `months` until `last`."""
    number = last.year * 12 + last.month - months
    return date(number // 12, number % 12 + 1, 1)
