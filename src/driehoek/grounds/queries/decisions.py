"""Every read about stored decisions."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Final

from django.db.models import QuerySet

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


def every_decision(identity: Identity) -> Iterator[Decision]:
    """Yield the whole log, the newest first, without holding it."""
    rows = visible_decisions(identity).select_related("organisation").defer(*_LOGGED)
    return rows.iterator(chunk_size=_CHUNK)
