"""Looking for records that may be the same, within one case and within what is open to who looks."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.cases.models import Case
from driehoek.cases.queries import compartments_open_to
from driehoek.matching.linking import weights
from driehoek.matching.linking.comparing import Alike, Given, alike
from driehoek.matching.models import Answer, Decision, Pair, PairState
from driehoek.matching.services.common import digest_of, record
from driehoek.subjects.models import Subject, SubjectKind
from driehoek.subjects.queries import Record, read_record, records_of
from driehoek.subjects.services import reading

# Fewer records than this hold no pair worth the comparison's while; a pair needs two.
FEWEST = 2


@dataclass(frozen=True)
class Found:
    """What a search came to: new pairs, pairs that are put forward again, and pairs that lapsed."""

    new: int = 0
    again: int = 0
    lapsed: int = 0


@transaction.atomic
def find(*, identity: Identity, case: Case) -> Found:
    """Look for pairs among the records that `identity` may work on, and keep them as proposals.

    Nothing is joined: a person decides about each pair. "Not the same" stays until what was compared changes.
    """
    parts = compartments_open_to(identity, case, level=Level.WORK).values("pk")
    rows = Pair.objects.filter(case=case, left_part__in=parts, right_part__in=parts)
    return _keep(case, records_of(identity, case, level=Level.WORK), rows)


@transaction.atomic
def find_for_system(*, case: Case) -> Found:
    """Do the same among all records of a case, in a job; each reader sees of it what they may see."""
    rows = Subject.objects.filter(case=case, ended_at=None).order_by("made_at", "id")
    return _keep(case, [read_record(row) for row in rows], Pair.objects.filter(case=case))


def _keep(case: Case, records: Sequence[Record], rows: QuerySet[Pair]) -> Found:
    usable = {str(one.id): one for one in records if not one.restricted}
    pairs = _alike(usable) if len(usable) >= FEWEST else []
    there = {(str(one.left_id), str(one.right_id)): one for one in rows.select_for_update()}
    touched = [(pair, there.get((pair.left, pair.right))) for pair in pairs]
    new = [pair for pair, known in touched if known is None]
    again = [
        known
        for pair, known in touched
        if known is not None and _put_again(known, pair, _digest(case, usable, pair))
    ]
    with reading(municipality=case.municipality_id, persons=_persons(new), name=_("Dubbele records zoeken")):
        made = [_make(case, usable, pair) for pair in new]
    seen = {(pair.left, pair.right) for pair in pairs}
    lapsed = [one for key, one in there.items() if one.state == PairState.OPEN and key not in seen]
    for one in lapsed:
        _set_state(one, PairState.LAPSED)
        record(one, "matching:pair:lapsed")
    return Found(len(made), len(again), len(lapsed))


def _alike(usable: dict[str, Record]) -> list[Alike]:
    """Return the pairs worth asking about: what hangs together already is no question."""
    given = [Given(key, one.kind, one.details) for key, one in usable.items() if one.details]
    root = {key: str(one.leader or one.id) for key, one in usable.items()}
    return [pair for pair in alike(given) if root[pair.left] != root[pair.right]]


def _persons(pairs: Iterable[Alike]) -> list[uuid.UUID]:
    return [
        uuid.UUID(one) for pair in pairs if pair.kind == SubjectKind.PERSON for one in (pair.left, pair.right)
    ]


def _digest(case: Case, usable: dict[str, Record], pair: Alike) -> str:
    return digest_of(pair.kind, usable[pair.left].details, usable[pair.right].details, case.municipality_id)


def _make(case: Case, usable: dict[str, Record], pair: Alike) -> Pair:
    made = Pair(
        municipality_id=case.municipality_id,
        case=case,
        kind=pair.kind,
        left_id=uuid.UUID(pair.left),
        right_id=uuid.UUID(pair.right),
        left_part_id=usable[pair.left].compartment_id,
        right_part_id=usable[pair.right].compartment_id,
        weight=pair.weight,
        strength=pair.strength,
        reasons=dict(pair.reasons),
        rules=weights.VERSION,
        digest=_digest(case, usable, pair),
        found_at=timezone.now(),
    )
    made.save(force_insert=True)
    record(made, "matching:pair:found", {"kind": made.kind})
    return made


def _put_again(known: Pair, pair: Alike, digest: str) -> bool:
    """Bring a known pair up to date; tell whether it is a question (again) that it was not."""
    if known.state == PairState.SAME or (known.state != PairState.LAPSED and known.digest == digest):
        return False
    was = known.state
    known.weight, known.strength, known.digest = pair.weight, pair.strength, digest
    known.reasons, known.rules = dict(pair.reasons), weights.VERSION
    known.save(update_fields=["weight", "strength", "digest", "reasons", "rules"])
    if was == PairState.OPEN:
        return False
    _set_state(known, PairState.OPEN)
    if was != PairState.LAPSED:
        Decision.objects.create(
            municipality_id=known.municipality_id,
            pair=known,
            answer=Answer.REOPENED,
            digest=digest,
            decided_at=timezone.now(),
        )
    record(known, "matching:pair:reopened")
    return True


def _set_state(pair: Pair, state: PairState) -> None:
    pair.state, pair.version, pair.decided_at = state, pair.version + 1, None
    pair.save(update_fields=["state", "version", "decided_at"])
