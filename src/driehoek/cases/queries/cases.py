"""Which cases and compartments someone sees."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.access.queries import level_on, visible_problem_ids
from driehoek.cases.models import Case, Compartment, CompartmentKind


def visible_to(identity: Identity, *, level: int = Level.OVERVIEW) -> QuerySet[Case]:
    """Return the cases whose problem `identity` may see at `level` or higher, in their municipality."""
    return Case.objects.filter(
        municipality=identity.municipality, problem_id__in=visible_problem_ids(identity, level=level)
    ).select_related("problem", "model")


def compartments_open_to(
    identity: Identity, case: Case, *, level: int = Level.OVERVIEW
) -> QuerySet[Compartment]:
    """Return the compartments of a case that `identity` may see at `level` or higher (cases.walls)."""
    shared = Q(
        kind=CompartmentKind.SHARED, case_id__in=visible_problem_ids(identity, level=max(level, Level.FILE))
    )
    return Compartment.objects.filter(
        Q(pk__in=visible_problem_ids(identity, level=level)) | shared, case=case
    )


def level_in(identity: Identity, compartment: Compartment) -> Level | None:
    """Return how far `identity` may go in a compartment, or None."""
    found = [level_on(identity, compartment.pk)]
    if compartment.kind == CompartmentKind.SHARED:
        on_problem = level_on(identity, compartment.case_id)
        found.append(on_problem if on_problem and on_problem >= Level.FILE else None)
    levels = [one for one in found if one is not None]
    return max(levels) if levels else None
