"""Adding, changing and ending links between records of one case."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.cases.models import Compartment, CompartmentKind
from driehoek.cases.services.common import record
from driehoek.ledger.versions import update_once
from driehoek.parties.models import Organisation
from driehoek.subjects.models import Link, Subject
from driehoek.subjects.services.subjects import require_source


@dataclass(frozen=True)
class LinkValues:
    """What a link says; see the model for the fields. `key` is the id of a new link, so that sent twice is one."""

    kind: str
    certainty: str
    source: Organisation | None = None
    since: date | None = None
    until: date | None = None
    note: str = ""
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@transaction.atomic
def add_link(*, identity: Identity, one: Subject, other: Subject, values: LinkValues) -> Link:
    """Tie `one` to `other`; the link lies in the more closed of their compartments. Sent twice it stands there once.

    Raises:
        GateClosedError: its source was not allowed for this case.
        IntegrityError: both are the same, or the end lies before the start.
        ProgrammingError: they are of two cases, or who acts may not work in the compartment.
    """
    there = Link.objects.filter(pk=values.key, municipality=identity.municipality).first()
    if there is not None:
        return there
    require_source(one.case, values.source)
    compartment = _more_closed(one, other)
    made = Link(
        id=values.key,
        municipality_id=identity.municipality,
        case_id=one.case_id,
        compartment=compartment,
        from_subject=one,
        to_subject=other,
        from_part_id=one.compartment_id,
        to_part_id=other.compartment_id,
        kind=values.kind,
        certainty=values.certainty,
        source=values.source,
        since=values.since,
        until=values.until,
        made_by_id=identity.person,
        made_at=timezone.now(),
    )
    made.note = values.note.strip()
    made.save(force_insert=True)
    _record(made, "added", {"kind": made.kind, "certainty": made.certainty})
    return made


def _more_closed(one: Subject, other: Subject) -> Compartment:
    return other.compartment if one.compartment.kind == CompartmentKind.SHARED else one.compartment


@transaction.atomic
def change_link(*, identity: Identity, link: Link, version: int, values: LinkValues) -> None:
    """Change what a link says that was read at `version`.

    Raises:
        VersionConflict: it was changed meanwhile, or who acts may not work there.
        GateClosedError: the new source was not allowed for this case.
        IntegrityError: the end lies before the start.
    """
    if values.source is not None and values.source.pk != link.source_id:
        require_source(link.case, values.source)
    link.note = values.note.strip()
    _change(
        identity,
        link,
        version,
        kind=values.kind,
        certainty=values.certainty,
        source=values.source,
        since=values.since,
        until=values.until,
        note_locked=link.note_locked,
    )
    _record(link, "changed", {"certainty": values.certainty})


@transaction.atomic
def end_link(*, identity: Identity, link: Link, version: int, reason: str) -> None:
    """Take a link out of the picture, and say why; it stays, marked.

    Raises:
        VersionConflict: it was changed meanwhile.
        ValueError: without a reason.
    """
    if not reason.strip():
        raise ValueError("an end says why")
    _change(identity, link, version, ended_at=timezone.now(), ended_reason=reason.strip())
    _record(link, "ended")


@transaction.atomic
def reopen_link(*, identity: Identity, link: Link, version: int) -> None:
    """Take the end of a link back.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    _change(identity, link, version, ended_at=None, ended_reason="")
    _record(link, "reopened")


def _change(identity: Identity, link: Link, version: int, **values: Any) -> None:
    update_once(Link.objects.filter(municipality=identity.municipality), link, version, **values)
    for name, value in values.items():
        setattr(link, name, value)


def _record(link: Link, verb: str, data: dict[str, Any] | None = None) -> None:
    record(link.case, f"subjects:link:{verb}", data or {}, subject=link.pk, compartment=link.compartment)
