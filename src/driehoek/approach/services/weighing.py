"""Weighing: criteria and capacity of the municipality, scores and demands of a case, and moving one up (CX05)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.approach.models import Capacity, Criterion, Demand, Score, Shift
from driehoek.approach.queries.weighing import newest_demands, newest_scores
from driehoek.cases.models import Case
from driehoek.cases.services.common import record
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once
from driehoek.parties.models import Organisation

CRITERIA: Final = Path(__file__).parents[1] / "data" / "criteria.yaml"


@lru_cache(maxsize=1)
def standard_criteria() -> Sequence[Mapping[str, Any]]:
    """Return the criteria that a municipality begins with."""
    found: list[Mapping[str, Any]] = yaml.safe_load(CRITERIA.read_text(encoding="utf-8"))["criteria"]
    return found


@transaction.atomic
def ensure_criteria(*, municipality: uuid.UUID) -> int:
    """Give a municipality the criteria to begin with, where it has none of that key; return how many came."""
    known = set(Criterion.objects.filter(municipality=municipality).values_list("key", flat=True))
    made = Criterion.objects.bulk_create(
        Criterion(municipality_id=municipality, place=place, **one)
        for place, one in enumerate(standard_criteria())
        if one["key"] not in known
    )
    if made:
        _append(municipality, "approach:criteria:begun", {"count": len(made)})
    return len(made)


@transaction.atomic
def set_weight(*, identity: Identity, criterion: Criterion, version: int, weight: int) -> bool:
    """Give a criterion that was read at `version` another weight, 0 to 5; tell whether that changed anything.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    if criterion.weight == weight:
        return False
    before = criterion.weight
    update_once(Criterion.objects.all(), criterion, version, weight=weight)
    data: dict[str, Any] = {"key": criterion.key, "before": before, "after": weight}
    _append(identity.municipality, "approach:criteria:weighted", data)
    return True


@dataclass(frozen=True)
class NewCapacity:
    """What an organisation has for complex cases over a period, in hours a week."""

    organisation: Organisation
    first: date
    last: date
    hours: int


@transaction.atomic
def set_capacity(*, identity: Identity, new: NewCapacity) -> Capacity:
    """Write down what an organisation has; for a period that begins on the same day it takes the place."""
    made, _new = Capacity.objects.update_or_create(
        organisation=new.organisation,
        first=new.first,
        defaults={
            "municipality_id": identity.municipality,
            "last": new.last,
            "hours": new.hours,
            "stated_by_id": identity.person,
        },
    )
    _append(identity.municipality, "approach:capacity:stated", {"hours": new.hours})
    return made


@dataclass(frozen=True)
class ScoreGiven:
    """A score, 1 to 5, with its reason."""

    criterion: Criterion
    value: int
    reason: str


@transaction.atomic
def weigh(*, identity: Identity, case: Case, scores: Sequence[ScoreGiven]) -> int:
    """Score a case; what is the same as it stood is not stored again. Return how many scores came."""
    known = newest_scores([case.pk])
    now = timezone.now()
    new = [
        one
        for one in scores
        if (before := known.get((case.pk, one.criterion.pk))) is None
        or (before.value, before.reason) != (one.value, one.reason)
    ]
    Score.objects.bulk_create(
        Score(
            municipality_id=identity.municipality,
            case=case,
            criterion=one.criterion,
            value=one.value,
            reason=one.reason,
            scored_by_id=identity.person,
            scored_at=now,
        )
        for one in new
    )
    if new:
        record(case, "approach:case:weighed", {"scores": [f"{one.criterion.key}={one.value}" for one in new]})
    return len(new)


@transaction.atomic
def state_demand(*, identity: Identity, case: Case, hours: Mapping[Organisation, int]) -> int:
    """Say how many hours a week a case asks of organisations; return how many of them changed."""
    known = newest_demands([case.pk]).get(case.pk, {})
    new = {one: value for one, value in hours.items() if known.get(one.pk, 0) != value}
    Demand.objects.bulk_create(
        Demand(
            municipality_id=identity.municipality,
            case=case,
            organisation=one,
            hours=value,
            stated_by_id=identity.person,
            stated_at=timezone.now(),
        )
        for one, value in new.items()
    )
    if new:
        record(case, "approach:case:demanded", {"organisations": len(new)})
    return len(new)


@transaction.atomic
def shift(*, identity: Identity, case: Case, above: Case, reason: str) -> Shift:
    """Put a case right above another, against the order of the scores, with the reason for everyone to read.

    Raises:
        IntegrityError: it is the same case.
    """
    made = Shift.objects.create(
        municipality_id=identity.municipality,
        case=case,
        above=above,
        reason=reason,
        shifted_by_id=identity.person,
        shifted_at=timezone.now(),
    )
    record(case, "approach:case:shifted", subject=made.pk)
    return made


def _append(municipality: uuid.UUID, action: str, data: ledger.EventData) -> None:
    ledger.append(municipality=municipality, action=action, subject=municipality, data=data)
