"""Every read about stored decisions."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from driehoek.access.identity import Identity
from driehoek.grounds.models import Decision
from driehoek.web.paging import Cursor, page_of

# What the log needs: not the answer in words, which is the largest part of a row, nor anyone's own words.
_LOGGED: Final = ("answer", "seal", "must_know")
_CHUNK: Final = 500


def visible_decisions(identity: Identity) -> QuerySet[Decision]:
    """Return the decisions that this reader sees: those of their own organisations; the officer sees them all."""
    return Decision.objects.filter(municipality=identity.municipality)


def decision(identity: Identity, pk: uuid.UUID) -> Decision | None:
    """Return one decision; None when it is not there for this reader."""
    return visible_decisions(identity).select_related("organisation").filter(pk=pk).first()


def newest_about(identity: Identity, subject_kind: str, subject: uuid.UUID) -> Decision | None:
    """Return the newest decision about a subject; None when there is none for this reader."""
    return visible_decisions(identity).filter(subject_kind=subject_kind, subject=subject).first()


def decisions_about(identity: Identity, subject_kind: str, subject: uuid.UUID) -> list[Decision]:
    """Return every decision about a subject, the newest first."""
    rows = visible_decisions(identity).filter(subject_kind=subject_kind, subject=subject)
    return list(rows.select_related("organisation", "confirmed_by"))


def decision_log(identity: Identity, after: Cursor | None = None) -> tuple[list[Decision], bool]:
    """Return a page of the log, the newest first, and whether there is more; one query however long it is.

    `grounds.decision_log.record_of` makes the record of each.
    """
    rows = visible_decisions(identity).select_related("organisation").defer(*_LOGGED)
    return page_of(rows, "made_at", after)


def in_order(municipality: uuid.UUID, *, since: datetime | None = None) -> Iterator[Decision]:
    """Yield the decisions of a municipality that the acting person or job sees, the oldest first, some at a time."""
    rows = Decision.objects.filter(municipality=municipality).defer(*_LOGGED).order_by("made_at", "id")
    if since is not None:
        rows = rows.filter(made_at__gte=since)
    last: Decision | None = None
    while True:
        after = Q() if last is None else Q(made_at__gt=last.made_at) | Q(made_at=last.made_at, id__gt=last.pk)
        page = list(rows.filter(after)[:_CHUNK])
        yield from page
        if len(page) < _CHUNK:
            return
        last = page[-1]
