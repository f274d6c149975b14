"""Proving the chain, event by event, with Python's own arithmetic and under the owner role."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from driehoek.ledger.chain import event_hash, genesis_hash
from driehoek.ledger.models import Event, Head, Root
from driehoek.ledger.roots import check_roots
from driehoek.parties.models import Municipality


@dataclass(frozen=True)
class Fault:
    """A place where the ledger is not what it was: kind is gap, link, content, end, root or signature."""

    sequence: int
    kind: str


@dataclass
class Verdict:
    """What verification found for one municipality."""

    municipality: uuid.UUID
    name: str
    events: int = 0
    roots: int = 0
    faults: list[Fault] = field(default_factory=list)


def verify(connection: BaseDatabaseWrapper) -> Iterator[Verdict]:
    """Verify every municipality's chain and roots over `connection`, which must be the owner's."""
    alias = connection.alias
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        for municipality in maintained_municipalities(cursor, alias):
            yield _verify_one(alias, municipality)


def maintained_municipalities(cursor: CursorWrapper, alias: str = "owner") -> Iterator[Municipality]:
    """Yield every municipality, with maintenance open for the owner's transaction while it is at hand.

    The database's own functions end maintenance when they return, so it is opened again for each.
    """
    switch = "SELECT set_config('app.maintenance', 'on', true)"
    cursor.execute(switch)
    for municipality in list(Municipality.objects.using(alias).order_by("name")):
        cursor.execute(switch)
        yield municipality


def _verify_one(alias: str, municipality: Municipality) -> Verdict:
    verdict = Verdict(municipality.pk, municipality.name)
    previous, expected = genesis_hash(municipality.pk), 1
    hashes: list[bytes] = []
    events = Event.objects.using(alias).filter(municipality=municipality).order_by("sequence")
    for event in events.iterator(chunk_size=5000):
        if event.sequence != expected:
            verdict.faults.append(Fault(expected, "gap"))
        if bytes(event.previous_hash) != previous:
            verdict.faults.append(Fault(event.sequence, "link"))
        if bytes(event.hash) != event_hash(event):
            verdict.faults.append(Fault(event.sequence, "content"))
        previous, expected = bytes(event.hash), event.sequence + 1
        hashes.append(previous)
    verdict.events = len(hashes)
    head = Head.objects.using(alias).filter(municipality=municipality).first()
    known = (head.sequence, bytes(head.hash)) if head else (0, genesis_hash(municipality.pk))
    if known != (expected - 1, previous):
        verdict.faults.append(Fault(known[0], "end"))
    roots = list(Root.objects.using(alias).filter(municipality=municipality))
    verdict.roots = len(roots)
    for check in check_roots(roots, hashes):
        verdict.faults += [] if check.fits else [Fault(check.sequence, "root")]
        verdict.faults += [] if check.signed else [Fault(check.sequence, "signature")]
    return verdict
