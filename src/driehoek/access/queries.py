"""The one read door: which problems a person may see, and at which level."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Now

from driehoek.access.identity import Identity
from driehoek.access.models import Grant, Level, Origin

# How far back one's own purposes are looked for, and how many are offered.
LOOK_BACK: Final = 50
OFFERED: Final = 5


def active_grants(identity: Identity, *, level: int = Level.OVERVIEW) -> QuerySet[Grant]:
    """Return the grants that count for `identity` now, at `level` or higher."""
    return Grant.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=Now()),
        person__in=identity.persons,
        level__gte=level,
        valid_from__lte=Now(),
    )


def visible_problem_ids(identity: Identity, *, level: int = Level.OVERVIEW) -> QuerySet[Grant, UUID]:
    """Return the ids of problems visible to `identity`, as a sub-query for `id__in`."""
    return active_grants(identity, level=level).values_list("problem", flat=True)


def level_on(identity: Identity, problem: UUID) -> Level | None:
    """Return the highest level that `identity` has on `problem` now, or None."""
    highest = active_grants(identity).filter(problem=problem).aggregate(highest=Max("level"))["highest"]
    return None if highest is None else Level(highest)


def grants_on(problem: UUID) -> QuerySet[Grant]:
    """Return every running grant on a problem with its person, for those who lead it."""
    return (
        Grant.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=Now()), problem=problem)
        .select_related("person")
        .order_by("-level", "person__name")
    )


def recent_purposes(identity: Identity) -> list[Grant]:
    """Return the last purposes that the reader stated in person, each once, newest first; one query.

    Never those of somebody they stand in for: a stated purpose is its writer's own.
    """
    rows = Grant.objects.filter(
        municipality=identity.municipality,
        person=identity.person,
        granted_by=identity.person,
        origin=Origin.PURPOSE,
    ).order_by("-valid_from")[:LOOK_BACK]
    newest: dict[tuple[str, str], Grant] = {}
    for one in rows:
        newest.setdefault((one.power, one.reason), one)
    return list(newest.values())[:OFFERED]


def own_opening(identity: Identity, problem: UUID) -> Grant | None:
    """Return the running access that the reader took with a purpose, that lasts longest."""
    return (
        active_grants(identity)
        .filter(problem=problem, person=identity.person, origin__in=[Origin.PURPOSE, Origin.EMERGENCY])
        .order_by("-valid_until")
        .first()
    )
