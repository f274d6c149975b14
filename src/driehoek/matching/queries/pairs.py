"""Which pairs someone sees, and what both records say."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.cases.models import Case
from driehoek.cases.queries import compartments_open_to
from driehoek.matching.models import Decision, Pair, PairState
from driehoek.subjects.models import Link, Subject
from driehoek.subjects.queries import Record, links_of, read_record

DECIDED = (PairState.SAME, PairState.DIFFERENT, PairState.UNKNOWN)


@dataclass(frozen=True)
class Side:
    """One of the two records of a pair: what it says, where it came from, and what it is tied to."""

    subject: Subject
    record: Record
    links: list[Link]


def visible_pairs(identity: Identity, case: Case, *, level: int = Level.OVERVIEW) -> QuerySet[Pair]:
    """Return the pairs of a case of which both records lie in compartments open at `level`."""
    parts = compartments_open_to(identity, case, level=level).values("pk")
    return Pair.objects.filter(
        municipality=identity.municipality, case=case, left_part__in=parts, right_part__in=parts
    ).select_related("left", "right", "left_part", "right_part")


def pair_or_none(identity: Identity, case: Case, pair: uuid.UUID) -> Pair | None:
    """Return a pair of which the reader sees both records."""
    return visible_pairs(identity, case).filter(pk=pair).first()


def may_decide(identity: Identity, case: Case, pair: Pair) -> bool:
    """Tell whether the reader may work where both records lie."""
    return visible_pairs(identity, case, level=Level.WORK).filter(pk=pair.pk).exists()


def count_open(identity: Identity, case: Case) -> int:
    """Return how many pairs wait for this reader."""
    return visible_pairs(identity, case, level=Level.WORK).filter(state=PairState.OPEN).count()


def sides_of(identity: Identity, pair: Pair) -> list[Side]:
    """Return both records with their visible links; reading them belongs within `subjects.services.reading`."""
    return [
        Side(subject, read_record(subject), list(links_of(identity, subject, ended=False)))
        for subject in (pair.left, pair.right)
    ]


def decisions_of(pair: Pair) -> QuerySet[Decision]:
    """Return what was decided about a pair, newest first."""
    return pair.decisions.select_related("decided_by").order_by("-decided_at")
