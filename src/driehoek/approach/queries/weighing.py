"""Cases weighed against each other and against capacity (CX05): every number with its reason, never a person."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from driehoek.access.identity import Identity
from driehoek.approach.models import Capacity, Criterion, Demand, Score, Shift
from driehoek.cases.models import ENDED_PHASES, Case
from driehoek.cases.queries import visible_to
from driehoek.parties.models import Organisation

HIGHEST = 5


def criteria(identity: Identity) -> list[Criterion]:
    """Return what the municipality weighs cases on, in order."""
    return list(Criterion.objects.filter(municipality=identity.municipality))


def capacities(identity: Identity) -> QuerySet[Capacity]:
    """Return what organisations have, the newest period first."""
    return Capacity.objects.filter(municipality=identity.municipality).select_related("organisation")


def newest_scores(cases: Iterable[uuid.UUID]) -> dict[tuple[uuid.UUID, uuid.UUID], Score]:
    """Return the newest score of each case on each criterion; one query."""
    rows = Score.objects.filter(case__in=list(cases)).select_related("scored_by")
    rows = rows.order_by("case_id", "criterion_id", "-scored_at").distinct("case_id", "criterion_id")
    return {(one.case_id, one.criterion_id): one for one in rows}


def newest_demands(cases: Iterable[uuid.UUID]) -> dict[uuid.UUID, dict[uuid.UUID, int]]:
    """Return how many hours a week each case asks of each organisation now; one query."""
    rows = Demand.objects.filter(case__in=list(cases))
    rows = rows.order_by("case_id", "organisation_id", "-stated_at").distinct("case_id", "organisation_id")
    found: dict[uuid.UUID, dict[uuid.UUID, int]] = {}
    for one in rows:
        if one.hours:
            found.setdefault(one.case_id, {})[one.organisation_id] = one.hours
    return found


@dataclass(frozen=True)
class Ranked:
    """A case in the ranking.

    Attributes:
        place: 1 is on top.
        points: 0 to 100: the weighted scores as a share of what is possible.
        scores: the newest score by criterion id.
        missing: how many criteria that count have no score yet; then `points` is of the others.
        shift: why it does not stand where its points put it.
        hours: hours a week by organisation id.
        short: names of the organisations that have no hours left for it; empty when it fits.
    """

    case: Case
    place: int
    points: int
    scores: Mapping[uuid.UUID, Score]
    missing: int
    shift: Shift | None = None
    hours: Mapping[uuid.UUID, int] = field(default_factory=dict)
    short: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ranking:
    """All weighed cases in order, with where capacity ends.

    Attributes:
        line: the place of the first case for which someone has no hours left; None when all fit.
        unweighed: cases without any score.
        free: per organisation with stated capacity: its name, the hours, and what the cases above the line take.
    """

    rows: list[Ranked]
    line: int | None
    unweighed: list[Case]
    free: list[tuple[str, int, int]]


def points(found: Sequence[Criterion], scores: Mapping[uuid.UUID, Score]) -> int:
    """Return the weighted mean of the scores, 0 to 100; a criterion without score or weight is left out."""
    total = weights = 0
    for one in found:
        if one.weight and one.pk in scores:
            value = scores[one.pk].value
            total += one.weight * (HIGHEST - value if one.inverse else value - 1)
            weights += one.weight
    return round(100 * total / (weights * (HIGHEST - 1))) if weights else 0


def ranking(identity: Identity, on: date) -> Ranking:
    """Rank the running cases that the reader sees, with the capacity that holds on a day; a fixed number of queries."""
    cases = list(visible_to(identity).filter(problem__training=False).exclude(phase__in=ENDED_PHASES))
    return rank(
        cases,
        criteria(identity),
        newest_scores([one.pk for one in cases]),
        list(Shift.objects.filter(case__in=cases).select_related("shifted_by", "above__problem")),
        newest_demands([one.pk for one in cases]),
        capacity_on(identity, on),
    )


def capacity_on(identity: Identity, on: date) -> dict[uuid.UUID, Capacity]:
    """Return what each organisation has on a day; of periods that overlap the one that began last."""
    rows = capacities(identity).filter(first__lte=on, last__gte=on)
    return {one.organisation_id: one for one in rows.order_by("first")}


def rank(
    cases: Sequence[Case],
    found: Sequence[Criterion],
    scores: Mapping[tuple[uuid.UUID, uuid.UUID], Score],
    shifts: Sequence[Shift],
    demands: Mapping[uuid.UUID, Mapping[uuid.UUID, int]],
    has: Mapping[uuid.UUID, Capacity],
) -> Ranking:
    """Order cases by points, then by the moves that people made with a reason, then lay capacity over them."""
    of_case: dict[uuid.UUID, dict[uuid.UUID, Score]] = {}
    for (about, criterion), score in scores.items():
        of_case.setdefault(about, {})[criterion] = score
    weighed = [one for one in cases if one.pk in of_case]
    value = {one.pk: points(found, of_case[one.pk]) for one in weighed}
    weighed.sort(key=lambda one: (-value[one.pk], one.opened_at, str(one.pk)))
    ordered, moved = _shifted(weighed, shifts)
    left = {pk: one.hours for pk, one in has.items()}
    rows, line = [], None
    counted = [one.pk for one in found if one.weight]
    for place, case in enumerate(ordered, start=1):
        asks = demands.get(case.pk, {})
        short = tuple(
            sorted(has[pk].organisation.name for pk, hours in asks.items() if pk in left and hours > left[pk])
        )
        if short and line is None:
            line = place
        if line is None:
            left = {pk: hours - asks.get(pk, 0) for pk, hours in left.items()}
        known = of_case[case.pk]
        missing = sum(pk not in known for pk in counted)
        rows.append(Ranked(case, place, value[case.pk], known, missing, moved.get(case.pk), asks, short))
    free = sorted((one.organisation.name, one.hours, one.hours - left[pk]) for pk, one in has.items())
    return Ranking(rows, line, [one for one in cases if one.pk not in of_case], free)


def _shifted(ordered: list[Case], shifts: Sequence[Shift]) -> tuple[list[Case], dict[uuid.UUID, Shift]]:
    """Put each moved case right above the other, where it stands below it; return who stands there by a move."""
    moved: dict[uuid.UUID, Shift] = {}
    for one in sorted(shifts, key=lambda shift: shift.shifted_at):
        places = {case.pk: place for place, case in enumerate(ordered)}
        if one.case_id not in places or one.above_id not in places:
            continue
        if places[one.case_id] > places[one.above_id]:
            case = ordered.pop(places[one.case_id])
            ordered.insert(places[one.above_id], case)
            moved[one.case_id] = one
    return ordered, moved


def parties_of(identity: Identity, case: Case) -> list[Organisation]:
    """Return the organisations of which a case may ask hours: with stated capacity, or taking part."""
    stated = capacities(identity).values("organisation")
    part = case.participations.filter(ended_at=None).values("organisation")
    rows = Organisation.objects.filter(municipality=identity.municipality, ended_at=None)
    return list((rows.filter(pk__in=stated) | rows.filter(pk__in=part)).distinct().order_by("name"))
