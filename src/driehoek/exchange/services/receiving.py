"""Receiving: reading a part leaves a trace, receipt is confirmed, use is told back (OM06)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.exchange import crypt
from driehoek.exchange.models import (
    Channel,
    Part,
    PartKey,
    PartReading,
    PlannedPower,
    Provision,
    ProvisionState,
    Use,
)
from driehoek.exchange.services import urgency
from driehoek.exchange.services.notices import is_shielded
from driehoek.exchange.services.provision_values import SUBJECT, record
from driehoek.exchange.services.sides import has_file, require_side
from driehoek.ledger import activities
from driehoek.ledger import services as ledger
from driehoek.parties.models import OrganisationKind
from driehoek.position import services as position
from driehoek.position.models import Item

# The processing activity under which contents are read, by its slug in the register.
ACTIVITY: Final = "uitwisseling"


class NotReadableError(Exception):
    """A part cannot be read by this reader now; the message is a code, the views have the words.

    Codes: `not_yet` (kept back or under embargo), `recalled`, `ended`, `reader` (another function was chosen),
    `purpose` (the file of the problem must be opened with a purpose first), `oral` (kept as proof only), `shielded`
    (out of use; it opens for accountability only, with a reason).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def why_not_readable(identity: Identity, part: Part, reason: str = "") -> str:
    """Return why this reader cannot read a part now, as a code of NotReadableError; empty when it can be read."""
    provision, now = part.provision, timezone.now()
    if provision.channel == Channel.ORAL:
        return "oral"
    if provision.state == ProvisionState.RECALLED:
        return "recalled"
    if provision.state != ProvisionState.RELEASED or part.body is None:
        return "ended"
    if part.let_go_at is None or (part.embargo_until is not None and part.embargo_until > now):
        return "not_yet"
    if identity.functions.isdisjoint(provision.readers):
        return "reader"
    if is_shielded(provision) and not reason.strip():
        return "shielded"
    municipal = provision.recipient.kind == OrganisationKind.MUNICIPALITY
    if municipal and provision.problem_id is not None and not has_file(identity, provision.problem_id):
        return "purpose"
    return ""


@transaction.atomic
def read_part(*, identity: Identity, part: Part, reason: str = "") -> str:
    """Return the text of a part to a reader at the receiver; who reads what when stays for good.

    Args:
        identity: the reader.
        part: what is opened.
        reason: why, for a notice of return that is kept for accountability only; the officer reads it.

    Raises:
        NotReadableError: with a code.
        crypt.UnreadableError: it was destroyed, or locked under another installation's key.
        PermissionDenied: for who does not take part for the receiver.
    """
    provision = part.provision
    require_side(identity, provision.recipient_id)
    if code := why_not_readable(identity, part, reason):
        raise NotReadableError(code)
    # The reading stands before the key is there: the database gives the key to nobody without one.
    PartReading.objects.create(
        municipality_id=part.municipality_id,
        provision=provision,
        detail=part.detail,
        part=part,
        person_id=identity.person,
        at=timezone.now(),
        reason=reason.strip() if is_shielded(provision) else "",
    )
    with _processing(provision):
        text = crypt.unlock(part, PartKey.objects.get(part=part))
    record(provision, "read", {"detail": str(part.detail)})
    if provision.item_id is not None and (item := Item.objects.filter(pk=provision.item_id).first()):
        position.open_item(identity=identity, item=item)
    return text


def own_text(*, identity: Identity, part: Part) -> str:
    """Return the text of a part to the side that gave or would give it; empty when nothing was written.

    Raises:
        crypt.UnreadableError: it was destroyed.
        PermissionDenied: for who does not give for this organisation.
    """
    require_side(identity, part.provision.giver_id)
    if part.body is None and part.destroyed_at is None:
        return ""
    key = PartKey.objects.filter(part=part).first()
    if key is None:
        raise crypt.UnreadableError("destroyed")
    return crypt.unlock(part, key)


@transaction.atomic
def confirm_provision(*, identity: Identity, provision: Provision) -> bool:
    """Say that a provision came in; an urgent one stops ringing. Returns whether that changed anything.

    Raises:
        PermissionDenied: for who does not take part for the receiver.
    """
    require_side(identity, provision.recipient_id)
    now = timezone.now()
    waiting = Provision.objects.filter(pk=provision.pk, state=ProvisionState.RELEASED, received_at=None)
    if not waiting.update(received_at=now, received_by_id=identity.person):
        return False
    provision.received_at, provision.received_by_id = now, identity.person
    urgency.stop(provision, met=True)
    record(provision, "received")
    return True


@dataclass(frozen=True)
class NewUse:
    """What was done with it; see the model for the fields."""

    decision_taken: str
    decided_on: date
    helped: bool = True
    feedback: str = ""
    planned_power: PlannedPower | None = None
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@transaction.atomic
def record_use(*, identity: Identity, provision: Provision, new: NewUse) -> Use:
    """Tell the giver for which decision it was used; the same key gives the same use.

    Raises:
        PermissionDenied: for who does not take part for the receiver.
    """
    require_side(identity, provision.recipient_id)
    there = Use.objects.filter(key=new.key).first()
    if there is not None:
        return there
    made = Use.objects.create(
        municipality_id=identity.municipality,
        provision=provision,
        decision_taken=new.decision_taken.strip(),
        decided_on=new.decided_on,
        helped=new.helped,
        feedback=new.feedback.strip(),
        planned_power=new.planned_power,
        recorded_by_id=identity.person,
        recorded_at=timezone.now(),
        key=new.key,
    )
    record(provision, "used", {"use": str(made.pk), "helped": new.helped})
    return made


def _processing(provision: Provision) -> ledger.Processing:
    """Put the reading in the processing log, under the pseudonym of whom it is about (LDV)."""
    subject = provision.subject_ref
    return ledger.processing(
        municipality=provision.municipality_id,
        name="verstrekking inzien",
        activity=activities.in_force(provision.municipality_id, ACTIVITY),
        subjects=[],
        digested=[(SUBJECT, subject)] if subject else [],
    )
