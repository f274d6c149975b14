"""Adding, changing and ending records of a case."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.access.queries import level_on
from driehoek.cases.models import Case, Compartment
from driehoek.cases.queries.gate import enriching_allowed
from driehoek.cases.requirements import Requirement
from driehoek.cases.services.common import record
from driehoek.ledger.versions import update_once
from driehoek.parties.models import Organisation, OrganisationKind
from driehoek.subjects import details as fields
from driehoek.subjects.models import Subject


class GateClosedError(Exception):
    """A partner's personal data may not come into this case; `stands` says what is missing (CX03)."""

    def __init__(self, stands: Requirement) -> None:
        super().__init__("the legal gate is closed")
        self.stands = stands


@dataclass(frozen=True)
class NewSubject:
    """A record as it is written down.

    Attributes:
        compartment: where it lies; who writes may work there.
        kind: a value of `SubjectKind`.
        details: the fields of the kind (`subjects.details.FIELDS`), key → text.
        source: the organisation that it came from; None for what was found by who writes.
        note: what else is to be known.
        key: the id that it gets; the same key gives the same record.
    """

    compartment: Compartment
    kind: str
    details: Mapping[str, str]
    source: Organisation | None = None
    note: str = ""
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@transaction.atomic
def add_subject(*, identity: Identity, new: NewSubject) -> Subject:
    """Write a record down in a compartment; sent twice it stands there once.

    What someone of a partner finds counts as supplied by their organisation; who leads the case writes for the case.

    Raises:
        GateClosedError: its source was not allowed for this case.
        ValueError: a field that the kind does not have, or one that is needed is missing.
        ProgrammingError: who acts may not work in the compartment.
    """
    there = Subject.objects.filter(pk=new.key, municipality=identity.municipality).first()
    if there is not None:
        return there
    source = new.source or _supplier(identity, new.compartment.case_id)
    require_source(new.compartment.case, source)
    made = Subject(
        id=new.key,
        municipality_id=identity.municipality,
        case_id=new.compartment.case_id,
        compartment=new.compartment,
        kind=new.kind,
        source=source,
        made_by_id=identity.person,
        made_at=timezone.now(),
    )
    _fill(made, new.details)
    made.note = new.note.strip()
    made.save(force_insert=True)
    _record(made, "added", {"kind": made.kind})
    return made


def require_source(case: Case, source: Organisation | None) -> None:
    """Refuse a partner's data where covenant, purpose, DPIA and basis are not in place.

    Raises:
        GateClosedError: with what is missing, in a sentence, and where to mend it.
    """
    if source is None or source.kind == OrganisationKind.MUNICIPALITY:
        return
    stands = enriching_allowed(case, organisation=source.pk)
    if not stands.met:
        raise GateClosedError(stands)


def _supplier(identity: Identity, case: uuid.UUID) -> Organisation | None:
    """Return the partner for whom someone writes; None for who leads the case or works for the municipality."""
    if level_on(identity, case) == Level.LEAD:
        return None
    own = list(Organisation.objects.filter(pk__in=identity.organisations).order_by("name"))
    if not own or any(one.kind == OrganisationKind.MUNICIPALITY for one in own):
        return None
    return own[0]


def _fill(subject: Subject, details: Mapping[str, str]) -> None:
    subject.details = fields.to_text(subject.kind, details)
    kept = fields.from_text(subject.details)
    subject.label = fields.label_of(subject.kind, kept)
    subject.fingerprints = fields.fingerprints_of(subject.kind, kept, subject.municipality_id)


@transaction.atomic
def change_subject(
    *,
    identity: Identity,
    subject: Subject,
    version: int,
    details: Mapping[str, str] | None = None,
    note: str | None = None,
    source: Organisation | None = None,
    compartment: Compartment | None = None,
) -> None:
    """Change a record that was read at `version`; what is None stays.

    Raises:
        VersionConflict: it was changed meanwhile, or who acts may not work there.
        GateClosedError: the new source was not allowed for this case.
        ValueError: the details do not fit the kind.
    """
    if source is not None and source.pk != subject.source_id:
        require_source(subject.case, source)
        subject.source = source
    if details is not None:
        _fill(subject, details)
    if note is not None:
        subject.note = note.strip()
    if compartment is not None:
        subject.compartment = compartment
    names = ("label_locked", "details_locked", "note_locked", "fingerprints", "source_id", "compartment_id")
    _change(identity, subject, version, **{name: getattr(subject, name) for name in names})
    _record(subject, "changed")


@transaction.atomic
def end_subject(*, identity: Identity, subject: Subject, version: int, reason: str) -> None:
    """Say that a record does not matter any more, and why; it stays, marked.

    Raises:
        VersionConflict: it was changed meanwhile.
        ValueError: without a reason.
    """
    if not reason.strip():
        raise ValueError("an end says why")
    _change(identity, subject, version, ended_at=timezone.now(), ended_reason=reason.strip())
    _record(subject, "ended")


@transaction.atomic
def reopen_subject(*, identity: Identity, subject: Subject, version: int) -> None:
    """Take the end of a record back.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    _change(identity, subject, version, ended_at=None, ended_reason="")
    _record(subject, "reopened")


@transaction.atomic
def set_leader(*, identity: Identity, subject: Subject, version: int, leader: Subject | None) -> None:
    """Join a record under another of its kind and case, or take that back (None); the room `matching` decides.

    Raises:
        VersionConflict: it was changed meanwhile.
        ProgrammingError: the other is of another kind or case, or is joined itself.
    """
    _change(identity, subject, version, leader=leader)
    _record(subject, "joined" if leader else "parted")


@transaction.atomic
def restrict_subject(*, identity: Identity, subject: Subject, version: int, restricted: bool) -> None:
    """Restrict the processing of a record (art. 18 AVG), or lift that.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    _change(identity, subject, version, restricted_at=timezone.now() if restricted else None)
    _record(subject, "restricted" if restricted else "released")


@transaction.atomic
def erase_subject(*, identity: Identity, subject: Subject, version: int, reason: str, label: str) -> None:
    """Erase what a record says (art. 17 AVG): details, note and fingerprints are gone; `label` stands instead.

    Raises:
        VersionConflict: it was changed meanwhile.
        ValueError: without a reason.
    """
    if not reason.strip():
        raise ValueError("erasing says why")
    subject.label, subject.details, subject.note = label, "", ""
    _change(
        identity,
        subject,
        version,
        label_locked=subject.label_locked,
        details_locked="",
        note_locked="",
        fingerprints=[],
        ended_at=timezone.now(),
        ended_reason=reason.strip(),
    )
    _record(subject, "erased")


def _change(identity: Identity, subject: Subject, version: int, **values: Any) -> None:
    rows = Subject.objects.filter(municipality=identity.municipality)
    update_once(rows, subject, version, **values)
    for name, value in values.items():
        setattr(subject, name, value)


def _record(subject: Subject, verb: str, data: dict[str, Any] | None = None) -> None:
    record(
        subject.case,
        f"subjects:subject:{verb}",
        data or {},
        subject=subject.pk,
        compartment=subject.compartment,
    )
