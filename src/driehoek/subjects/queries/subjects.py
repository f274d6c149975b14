"""Which records someone sees, and what they say."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.cases.models import Case
from driehoek.cases.queries import compartments_open_to
from driehoek.subjects import details
from driehoek.subjects.models import Subject


@dataclass(frozen=True)
class Record:
    """A record with what it says, out of the lock.

    Attributes:
        details: the fields of its kind, key → text; absent is unknown.
        leader: the record under which it was joined, or None.
        restricted: its processing is restricted: it is used in no comparison.
    """

    id: uuid.UUID
    kind: str
    label: str
    details: dict[str, str]
    compartment_id: uuid.UUID
    leader: uuid.UUID | None = None
    restricted: bool = False


def visible_subjects(
    identity: Identity, case: Case, *, level: int = Level.OVERVIEW, ended: bool = False
) -> QuerySet[Subject]:
    """Return the records of a case in compartments that are open at `level`; with `ended` also what has ended."""
    rows = Subject.objects.filter(
        municipality=identity.municipality,
        case=case,
        compartment__in=compartments_open_to(identity, case, level=level).values("pk"),
    ).select_related("compartment", "source")
    return rows if ended else rows.filter(ended_at=None)


def of_case(
    identity: Identity, case: Case, *, kind: str = "", ended: bool = False, joined: bool = False
) -> QuerySet[Subject]:
    """Return the visible records of a case, newest first, of one kind or of all.

    A record that was joined under another is left out, unless `joined`, or when its leader is not the reader's to see.
    """
    rows = visible_subjects(identity, case, ended=ended)
    if kind:
        rows = rows.filter(kind=kind)
    if not joined:
        seen = visible_subjects(identity, case, ended=True).filter(leader=None).values("pk")
        rows = rows.filter(leader=None) | rows.exclude(leader__in=seen).exclude(leader=None)
    return rows.order_by("-made_at", "-id")


def one(identity: Identity, case: Case, subject: uuid.UUID) -> Subject | None:
    """Return a record of a case that the reader may see, ended or not."""
    return visible_subjects(identity, case, ended=True).select_related("leader").filter(pk=subject).first()


def joined_under(identity: Identity, subject: Subject) -> QuerySet[Subject]:
    """Return the visible records that were joined under this one."""
    return visible_subjects(identity, subject.case, ended=True).filter(leader=subject)


def read_record(subject: Subject) -> Record:
    """Take what a record says out of the lock; reading about a person belongs within `services.reading`."""
    return Record(
        subject.pk,
        subject.kind,
        subject.label,
        details.from_text(subject.details),
        subject.compartment_id,
        subject.leader_id,
        subject.restricted_at is not None,
    )


def records_of(identity: Identity, case: Case, *, level: int = Level.OVERVIEW) -> list[Record]:
    """Return every running record of a case that the reader may see, out of the lock, in the order of making."""
    rows = visible_subjects(identity, case, level=level).order_by("made_at", "id")
    return [read_record(row) for row in rows]
