"""What is due and what is late, for one reader. Each read begins at `visible_to`."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.access.queries import visible_problem_ids
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.deadlines.models import Deadline, DeadlineState, Notice
from driehoek.deadlines.routes import running
from driehoek.parties.models import Appointment, Function, Organisation
from driehoek.web.paging import Cursor

PAGE: Final = 50
# Nobody needs to know whether 140 or 180 are late; counting them all would cost every page.
COUNT_CAP: Final = 100
_CONTENTLESS: Final = (Function.ADMIN, Function.DPO)


def visible_to(identity: Identity) -> QuerySet[Deadline]:
    """Return the deadlines that the reader may know of: the first wall.

    Keepers of the position see all that is about no problem or about one they may see. The others see what is
    due from them or their organisation, what they were told of or set themselves, and what belongs to a problem
    they work on.
    """
    seen = Deadline.objects.filter(
        Q(problem=None) | Q(problem__in=visible_problem_ids(identity)), municipality=identity.municipality
    )
    if identity.holds(*KEEPERS_OF_POSITION):
        return seen
    told = Notice.objects.filter(person__in=identity.persons).values("deadline")
    works = visible_problem_ids(identity, level=Level.WORK)
    return seen.filter(
        owed_by(identity) | Q(set_by__in=identity.persons) | Q(pk__in=told) | Q(problem__in=works)
    )


def owed_by(identity: Identity) -> Q:
    """Return the condition that something is due from the reader, from who they stand in for, or from their party."""
    parties = (
        Appointment.objects.filter(
            running(timezone.now()), municipality=identity.municipality, person__in=identity.persons
        )
        .exclude(function__in=_CONTENTLESS)
        .values("organisation")
    )
    return (
        Q(responsible__in=identity.persons) | Q(substitute__in=identity.persons) | Q(organisation__in=parties)
    )


def for_board(identity: Identity) -> QuerySet[Deadline]:
    """Return the running deadlines of the reader's board: a supplier's own, a keeper's all."""
    rows = visible_to(identity).filter(state=DeadlineState.OPEN)
    if not identity.holds(*KEEPERS_OF_POSITION):
        rows = rows.filter(owed_by(identity))
    return rows.select_related("organisation", "responsible", "substitute", "reminded_by")


def late(
    identity: Identity,
    *,
    organisation: uuid.UUID | None = None,
    kind: str = "",
    after: Cursor | None = None,
    limit: int = PAGE,
) -> tuple[list[Deadline], Cursor | None]:
    """Return what is late, the longest past its day first, and where the next page begins; one query.

    The order is that of the day it was due, from which the lines count how late it is. What is late was due
    before, so the condition on `due_at` only lets the index end where late ends.

    Args:
        identity: the reader.
        organisation: only what is due from this party.
        kind: only this kind.
        after: where the page before ended.
        limit: how many at most.
    """
    return _page(late_rows(identity, organisation=organisation, kind=kind), after, limit)


def late_rows(
    identity: Identity, *, organisation: uuid.UUID | None = None, kind: str = ""
) -> QuerySet[Deadline]:
    """Return all that is late on the reader's board, in no order."""
    return _narrowed(for_board(identity), organisation, kind).filter(late_after__lt=Now(), due_at__lt=Now())


def late_count(identity: Identity, *, organisation: uuid.UUID | None = None, kind: str = "") -> int:
    """Return how many are late, counted no further than one more than COUNT_CAP."""
    rows = _narrowed(for_board(identity), organisation, kind).filter(late_after__lt=Now())
    return rows.order_by()[: COUNT_CAP + 1].count()


def due_soon(
    identity: Identity, days: int, *, after: Cursor | None = None, limit: int = PAGE
) -> tuple[list[Deadline], Cursor | None]:
    """Return what is due within `days` days and not late yet, the first on top, and where the next page begins.

    What is past its day but within its grace is still to come, and stands here.
    """
    now = timezone.now()
    rows = for_board(identity).filter(late_after__gte=now, due_at__lte=now + timedelta(days=days))
    return _page(rows, after, limit)


def asked_of(identity: Identity, *, limit: int = PAGE) -> list[Deadline]:
    """Return what is due from the reader, from who they stand in for, or from their party, the first on top."""
    rows = visible_to(identity).filter(owed_by(identity), state=DeadlineState.OPEN)
    return list(rows.select_related("organisation", "responsible").order_by("due_at", "id")[:limit])


def notices_for(identity: Identity, *, limit: int = PAGE) -> list[Notice]:
    """Return of what the reader was told and what still runs, newest first, with the deadlines."""
    return list(
        Notice.objects.filter(
            person__in=identity.persons,
            municipality=identity.municipality,
            deadline__in=visible_to(identity).filter(state=DeadlineState.OPEN).values("pk"),
        )
        .select_related("deadline", "deadline__organisation")
        .order_by("-sent_at", "id")[:limit]
    )


def find(identity: Identity, identifier: uuid.UUID) -> Deadline | None:
    """Return one visible deadline, whatever its state."""
    return visible_to(identity).filter(pk=identifier).select_related("organisation", "reminded_by").first()


def of_subjects(identity: Identity, *, kind: str, subjects: Iterable[uuid.UUID]) -> dict[uuid.UUID, Deadline]:
    """Return the visible deadlines of some things by the thing's id; one query."""
    rows = visible_to(identity).filter(kind=kind, subject__in=list(subjects))
    return {row.subject: row for row in rows.select_related("organisation", "reminded_by")}


def partners(identity: Identity) -> list[Organisation]:
    """Return the parties that a keeper can choose among."""
    return list(Organisation.objects.filter(municipality=identity.municipality, ended_at=None))


def _narrowed(rows: QuerySet[Deadline], organisation: uuid.UUID | None, kind: str) -> QuerySet[Deadline]:
    if organisation:
        rows = rows.filter(organisation=organisation)
    return rows.filter(kind=kind) if kind else rows


def _page(rows: QuerySet[Deadline], after: Cursor | None, limit: int) -> tuple[list[Deadline], Cursor | None]:
    """Return a page by the day it is due, and where the next begins."""
    if after:
        at, last_shown = after
        rows = rows.filter(Q(due_at__gt=at) | Q(due_at=at, id__gt=last_shown))
    found = list(rows.order_by("due_at", "id")[: limit + 1])
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    return found[:limit], (last.due_at, last.pk)
