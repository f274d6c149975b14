"""Handing over to a RIEC, a Zorg- en Veiligheidshuis or another: by the law, on record, taken back on record (CX21).

Nothing goes without a decision of today over exactly this proposal; the database refuses it too (walls.sql).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.cases.models import Compartment
from driehoek.exchange.parties import provider_for, recipient_of
from driehoek.grounds import services as grounds
from driehoek.grounds.models import Decision
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.parties.models import Organisation
from driehoek.signals.models import HandOver, HandOverState, Signal
from driehoek.signals.rights import JUDGES
from driehoek.signals.services.common import record

# The kind of subject under which decisions about hand-overs are stored (grounds).
HAND_OVER: Final = "signals.handover"
# What a person confirms at the moment of giving (rule-record, rule-secrecy-notice).
AT_GIVING: Final = ("record_written", "secrecy_notice")


class HandOverError(ValueError):
    """A hand-over cannot go; `code` says why: `empty`, `same`, `state`, `law` (with the decision)."""

    def __init__(self, code: str, decision: Decision | None = None) -> None:
        super().__init__(code)
        self.code, self.decision = code, decision


@dataclass(frozen=True)
class Item:
    """One thing that goes: what it is called, which category of the law it is, and its text."""

    label: str
    category: str
    text: str


@dataclass(frozen=True)
class NewHandOver:
    """What would be handed over.

    Attributes:
        giver, recipient: from which organisation of the acting person, to which other.
        purpose, subject: values of the law's vocabulary.
        items: what goes.
        signal, compartment: where it comes from.
    """

    giver: Organisation
    recipient: Organisation
    purpose: str
    subject: str
    items: Sequence[Item]
    signal: Signal | None = None
    compartment: Compartment | None = None


@transaction.atomic
def draft(*, identity: Identity, new: NewHandOver) -> HandOver:
    """Write down what would be handed over; nothing goes yet.

    Raises:
        HandOverError: `empty`, nothing was chosen; `same`, to one's own organisation.
        PermissionDenied: for who does not judge signals, or does not work for the giver.
    """
    _require(identity, new.giver.pk)
    if not new.items:
        raise HandOverError("empty")
    if new.giver.pk == new.recipient.pk:
        raise HandOverError("same")
    categories = sorted({one.category for one in new.items})
    receiver = recipient_of(new.recipient)
    signal = new.signal
    made = HandOver(
        municipality_id=identity.municipality,
        signal=signal.pk if signal else None,
        compartment=new.compartment or (signal.compartment if signal else None),
        giver=new.giver,
        recipient=new.recipient,
        provider=provider_for(new.giver, receiver, new.purpose, categories),
        receiver=receiver,
        purpose=new.purpose,
        data_categories=categories,
        subject=new.subject,
        made_by_id=identity.person,
        made_at=timezone.now(),
    )
    made.items = json.dumps([vars(one) for one in new.items])
    made.save(force_insert=True)
    record(made, "drafted", {"items": len(new.items)})
    return made


def items_of(hand_over: HandOver) -> list[Item]:
    """Return what is in a hand-over."""
    return [Item(**one) for one in json.loads(hand_over.items)]


def proposal_of(hand_over: HandOver) -> dict[str, Any]:
    """Return the proposal for the legal check, as the draft stands."""
    tags = {"wpg_processing": hand_over.wpg_processing} if hand_over.wpg_processing else {}
    return {
        "provider": hand_over.provider,
        "recipient": hand_over.receiver,
        "purpose": hand_over.purpose,
        "data_categories": list(hand_over.data_categories),
        "subject": hand_over.subject,
        "frequency": "incidental",
        "trigger": "unprompted",
        "facts": dict(hand_over.facts),
        **tags,
    }


@transaction.atomic
def answer(*, identity: Identity, hand_over: HandOver, version: int, proposal: Mapping[str, Any]) -> None:
    """Keep the answers to the questions of the law with a draft that was read at `version`.

    Raises:
        VersionConflict: it was changed or given meanwhile.
    """
    _require(identity, hand_over.giver_id)
    if hand_over.state != HandOverState.DRAFT:
        raise VersionConflict
    facts, tags = dict(proposal.get("facts") or {}), list(proposal.get("wpg_processing") or [])
    update_once(HandOver.objects.all(), hand_over, version, facts=facts, wpg_processing=tags)
    hand_over.facts, hand_over.wpg_processing = facts, tags


@transaction.atomic
def give(*, identity: Identity, hand_over: HandOver, version: int, confirmation: str = "") -> HandOver:
    """Judge a draft as it stands and let it go when the law allows; from then on it stands still.

    Args:
        identity: who gives; has confirmed that this is the record and that secrecy goes along.
        hand_over: a draft as it was read at `version`.
        version: of the draft.
        confirmation: for a warning, why it may be given all the same.

    Raises:
        HandOverError: `state`, it went before; `law`, with the decision.
        VersionConflict: it was changed meanwhile.
    """
    _require(identity, hand_over.giver_id)
    if hand_over.state != HandOverState.DRAFT:
        raise HandOverError("state")
    if hand_over.version != version:
        raise VersionConflict
    decision = grounds.judge(
        identity=identity,
        subject_kind=HAND_OVER,
        subject=hand_over.pk,
        organisation=hand_over.giver_id,
        proposal=grounds.with_facts(proposal_of(hand_over), dict.fromkeys(AT_GIVING, True)),
        confirmation=confirmation,
    )
    if not decision.releasable:
        raise HandOverError("law", decision)
    update_once(
        HandOver.objects.all(),
        hand_over,
        version,
        state=HandOverState.GIVEN,
        decision=decision,
        given_at=timezone.now(),
        given_by_id=identity.person,
    )
    hand_over.refresh_from_db()
    record(hand_over, "given", {"decision": str(decision.pk), "items": len(items_of(hand_over))})
    return hand_over


@transaction.atomic
def confirm_receipt(*, identity: Identity, hand_over: HandOver, version: int, by: str) -> None:
    """Record that the other side confirmed receipt; `by` says who, under lock.

    Raises:
        VersionConflict: it stands otherwise than it was read.
    """
    _require(identity, hand_over.giver_id)
    if hand_over.state != HandOverState.GIVEN:
        raise VersionConflict
    hand_over.receipt = by
    update_once(
        HandOver.objects.all(),
        hand_over,
        version,
        state=HandOverState.RECEIVED,
        received_at=timezone.now(),
        receipt_locked=hand_over.receipt_locked,
    )
    record(hand_over, "received")


@transaction.atomic
def take_back(*, identity: Identity, hand_over: HandOver, version: int, reason: str) -> None:
    """Record that a hand-over was taken back, and why; what went stays on record.

    Raises:
        VersionConflict: it stands otherwise than it was read.
    """
    _require(identity, hand_over.giver_id)
    if hand_over.state not in (HandOverState.GIVEN, HandOverState.RECEIVED):
        raise VersionConflict
    hand_over.taken_back_reason = reason
    update_once(
        HandOver.objects.all(),
        hand_over,
        version,
        state=HandOverState.TAKEN_BACK,
        taken_back_at=timezone.now(),
        taken_back_locked=hand_over.taken_back_locked,
    )
    record(hand_over, "taken_back")


@transaction.atomic
def throw_away(*, identity: Identity, hand_over: HandOver, version: int) -> None:
    """Throw a draft away.

    Raises:
        VersionConflict: it was changed or given meanwhile.
    """
    _require(identity, hand_over.giver_id)
    found = HandOver.objects.filter(pk=hand_over.pk, version=version, state=HandOverState.DRAFT)
    if not found.delete()[0]:
        raise VersionConflict
    record(hand_over, "thrown_away")


def _require(identity: Identity, giver: uuid.UUID) -> None:
    if not identity.holds(*JUDGES) or giver not in identity.organisations:
        raise PermissionDenied(
            _("Overdragen doet de procesregisseur of de adviseur, voor de eigen organisatie.")
        )
