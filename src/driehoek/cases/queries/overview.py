"""All complex problems as the mayor oversees them, without personal data (CX10)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from driehoek.access.identity import Identity
from driehoek.cases.models import Phase
from driehoek.problems import queries as problems
from driehoek.problems.models import Kind, Problem, Status, Theme
from driehoek.web.paging import Cursor, page_of

NO_CASE = "geen"
STUCK_SHOWN = 5


@dataclass(frozen=True)
class Chosen:
    """What the list is narrowed to; empty means all that run.

    Attributes:
        phase: a value of `Phase`, or "geen" for problems without a case.
        stuck: only what is stuck.
        theme: id of a theme.
    """

    phase: str = ""
    stuck: bool = False
    theme: uuid.UUID | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.phase or self.stuck or self.theme)


def running(identity: Identity) -> QuerySet[Problem]:
    """Return the complex problems that run and that the reader may see, exercises left out, with their cases."""
    return (
        problems.visible_to(identity)
        .filter(kind=Kind.COMPLEX, training=False)
        .exclude(status=Status.CLOSED)
        .select_related("case", "case__model")
    )


def narrowed(identity: Identity, chosen: Chosen) -> QuerySet[Problem]:
    """Return the running complex problems that a choice leaves."""
    found = running(identity)
    if chosen.phase == NO_CASE:
        found = found.filter(case=None)
    elif chosen.phase:
        found = found.filter(case__phase=chosen.phase)
    if chosen.stuck:
        found = found.filter(case__stuck_since__isnull=False)
    if chosen.theme:
        found = found.filter(theme=chosen.theme)
    return found


def overview(identity: Identity, chosen: Chosen, *, after: Cursor | None) -> tuple[list[Problem], bool]:
    """Return a page of complex problems, the newest first, and whether there are more; one query."""
    return page_of(narrowed(identity, chosen), "opened_at", after)


def stuck(identity: Identity) -> list[Problem]:
    """Return what has been stuck longest, a few; one query."""
    rows = running(identity).filter(case__stuck_since__isnull=False)
    return list(rows.order_by("case__stuck_since", "pk")[:STUCK_SHOWN])


def per_phase(identity: Identity) -> list[tuple[str, int]]:
    """Return how many there are in each phase, in the order of the phases; one query."""
    rows = (
        running(identity).select_related(None).order_by().values_list("case__phase").annotate(n=Count("pk"))
    )
    counts = {phase or NO_CASE: n for phase, n in rows}
    return [(key, counts[key]) for key in (NO_CASE, *Phase.values) if key in counts]


def themes(identity: Identity) -> list[tuple[uuid.UUID, str]]:
    """Return the themes of complex problems that the reader sees, for choosing; one query."""
    ids = running(identity).order_by().values("theme")
    return list(Theme.objects.filter(pk__in=ids).order_by("name").values_list("pk", "name"))
