"""The one read door: which problems a person may see, and at which level."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Now

from driehoek.access.identity import Identity
from driehoek.access.models import Grant, Level


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
