"""Deciding about a pair: always a person, always with a reason, always reversible."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.ledger.versions import update_once
from driehoek.matching.models import Answer, Decision, Pair, PairState
from driehoek.matching.services.common import digest_of, record
from driehoek.subjects.models import Subject
from driehoek.subjects.queries import read_record

_STATES: Final = {
    Answer.SAME: PairState.SAME,
    Answer.DIFFERENT: PairState.DIFFERENT,
    Answer.UNKNOWN: PairState.UNKNOWN,
}
DECIDABLE: Final = (PairState.OPEN, PairState.DIFFERENT, PairState.UNKNOWN)


class NotNowError(Exception):
    """The pair cannot be decided now: it is joined or lapsed, or one of its records ended or is restricted."""


class LeadError(ValueError):
    """Records that are the same have one that leads, and it is one of the two."""


@transaction.atomic
def decide(
    *, identity: Identity, pair: Pair, version: int, answer: Answer, reason: str, lead: Subject | None = None
) -> None:
    """Say whether two records are the same, and why.

    "The same" joins them: one leads, the other stays as it is behind it, with its own links and their origin.

    Args:
        identity: who decides; may work in the compartments of both records.
        pair: the pair that was read at `version`.
        version: see there.
        answer: same, different or unknown.
        reason: why; kept under lock.
        lead: which of the two leads; only with "same".

    Raises:
        VersionConflict: someone else decided first, or who acts may not work there.
        NotNowError: see there.
        LeadError: see there.
        ValueError: no reason, or an answer that is not a person's.
    """
    if answer not in _STATES or not reason.strip():
        raise ValueError("a decision is a person's answer with a reason")
    if (answer == Answer.SAME) != (lead is not None) or (
        lead and lead.pk not in (pair.left_id, pair.right_id)
    ):
        raise LeadError
    _require_usable(pair)
    _write(identity, pair, version, answer, _STATES[answer], reason, lead)
    record(pair, "matching:pair:decided", {"answer": answer.value})


@transaction.atomic
def part(*, identity: Identity, pair: Pair, version: int, reason: str) -> None:
    """Take back that two records are the same; both stand on their own again, with everything added since.

    Raises:
        VersionConflict: someone else changed the pair first, or who acts may not work there.
        NotNowError: they are not joined.
        ValueError: no reason.
    """
    if not reason.strip():
        raise ValueError("taking back says why")
    if pair.state != PairState.SAME:
        raise NotNowError
    _write(identity, pair, version, Answer.PARTED, PairState.OPEN, reason, None)
    record(pair, "matching:pair:parted")


def _require_usable(pair: Pair) -> None:
    ends = (pair.left, pair.right)
    if pair.state not in DECIDABLE or any(one.ended_at or one.restricted_at for one in ends):
        raise NotNowError


def _write(
    identity: Identity,
    pair: Pair,
    version: int,
    answer: Answer,
    state: PairState,
    reason: str,
    lead: Subject | None,
) -> None:
    now = timezone.now()
    left, right = read_record(pair.left), read_record(pair.right)
    digest = digest_of(pair.kind, left.details, right.details, pair.municipality_id)
    rows = Pair.objects.filter(municipality=identity.municipality)
    update_once(rows, pair, version, state=state, lead=lead, decided_at=now, digest=digest)
    pair.state, pair.lead, pair.decided_at = state, lead, now
    made = Decision(
        municipality_id=pair.municipality_id,
        pair=pair,
        answer=answer,
        lead=lead,
        digest=digest,
        decided_by_id=identity.person,
        decided_at=now,
    )
    made.reason = reason.strip()
    made.save(force_insert=True)
