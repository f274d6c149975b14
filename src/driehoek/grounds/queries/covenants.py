"""Reading the register of covenants, and what the law may know of them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Prefetch, Q, QuerySet

from driehoek.access.identity import Identity
from driehoek.access.queries import visible_problem_ids
from driehoek.grounds.models.covenants import Covenant, CovenantParty, Resting
from driehoek.ledger.models import Event
from driehoek.parties.models import Organisation, Person
from driehoek.web.paging import PAGE

SOON: Final = timedelta(days=60)
# The day after the last one, from where the next page of the register goes on.
Place = tuple[date, uuid.UUID]


def holds_on(covenant: Covenant, on: date) -> bool:
    """Tell whether a covenant is in force on a day."""
    if covenant.ended_on is not None and covenant.ended_on <= on:
        return False
    return covenant.valid_from <= on <= covenant.valid_until


def dpia_holds(covenant: Covenant, on: date) -> bool:
    """Tell whether a DPIA was done by a day and is not due to be looked at again."""
    done = covenant.dpia_on is not None and covenant.dpia_on <= on
    return done and (covenant.dpia_review_by is None or on <= covenant.dpia_review_by)


def covenants(identity: Identity) -> QuerySet[Covenant]:
    """Return the covenants of the municipality with their parties, in two queries."""
    parties = CovenantParty.objects.select_related("organisation").order_by("organisation__name")
    return (
        Covenant.objects.filter(municipality=identity.municipality)
        .select_related("keeper")
        .prefetch_related(Prefetch("parties", queryset=parties))
    )


def register(
    identity: Identity, *, on: date, past: bool = False, after: Place | None = None
) -> tuple[list[Covenant], bool]:
    """Return a page of the register, what ends first on top, and whether there is more; three queries.

    Args:
        identity: who reads.
        on: by which day a covenant is past.
        past: the ones that are over instead of those that run or come.
        after: the end and the id of the last row of the page before.
    """
    over = Q(valid_until__lt=on) | Q(ended_on__lte=on)
    rows = covenants(identity).filter(over if past else ~over).annotate(rest=Count("resting"))
    if after:
        rows = rows.filter(Q(valid_until__gt=after[0]) | Q(valid_until=after[0], pk__gt=after[1]))
    found: list[Covenant] = list(rows.order_by("valid_until", "id")[: PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def covenant(identity: Identity, identifier: uuid.UUID) -> Covenant | None:
    """Return a covenant of the municipality."""
    return covenants(identity).filter(pk=identifier).first()


def in_force(identity: Identity, on: date) -> list[Covenant]:
    """Return the covenants that hold on a day."""
    rows = covenants(identity).filter(valid_from__lte=on, valid_until__gte=on)
    return [one for one in rows if holds_on(one, on)]


def resting_on(identity: Identity, found: Covenant) -> list[Resting]:
    """Return what rests on a covenant, as far as the reader may know of it."""
    seen = Q(problem=None) | Q(problem__in=visible_problem_ids(identity))
    return list(Resting.objects.filter(seen, covenant=found).order_by("made_at"))


def resting_of(subject_kind: str, subject: uuid.UUID) -> Resting | None:
    """Return the covenant's row that something rests on, with the covenant."""
    rows = Resting.objects.filter(subject_kind=subject_kind, subject=subject)
    return rows.select_related("covenant").first()


@dataclass(frozen=True)
class Cover:
    """How a covenant covers a step: the covenant, if any, and what is wrong with it.

    Attributes:
        covenant: the one that comes nearest; None when there is none between these parties.
        in_force: whether it holds on the day.
        covers: whether its purposes and data include those of the step.
        dpia: whether its DPIA holds.
    """

    covenant: Covenant | None = None
    in_force: bool = False
    covers: bool = False
    dpia: bool = False

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return self.covenant is not None and self.in_force and self.covers and self.dpia


def cover(
    identity: Identity,
    *,
    parties: Collection[uuid.UUID],
    purpose: str,
    categories: Collection[str],
    on: date,
    among: Sequence[Covenant] | None = None,
) -> Cover:
    """Return the covenant that covers a step best.

    Args:
        identity: who asks.
        parties: ids of every organisation that must be party to it.
        purpose: what for, a value of the law's vocabulary.
        categories: which data, values of that vocabulary.
        on: the day of the step.
        among: the covenants to choose from when they were read already.
    """
    found = covenants(identity) if among is None else among
    shared = [one for one in found if set(parties) <= {party.organisation_id for party in one.parties.all()}]
    judged = [
        Cover(
            one,
            holds_on(one, on),
            purpose in one.purposes and set(categories) <= set(one.categories),
            dpia_holds(one, on),
        )
        for one in shared
    ]
    return max(judged, key=_nearness, default=Cover())


def _nearness(one: Cover) -> tuple[int, bool, date]:
    last = one.covenant.valid_until if one.covenant else date.min
    return (one.in_force + one.covers + one.dpia, one.in_force, last)


def covenant_fact(
    identity: Identity,
    *,
    parties: Collection[uuid.UUID],
    purpose: str,
    categories: Collection[str],
    on: date,
) -> bool | None:
    """Tell whether a covenant in force covers a step; None where the register has none between these parties.

    A covenant is never a basis (law, rule-forum-is-no-basis). The law asks for one beside a basis: Wpg 20 lid 1 a
    decision with a covenant, the partnerships an agreement between parties. What its own facts ask (see
    `dpia_fact`) is answered apart.
    """
    found = cover(identity, parties=parties, purpose=purpose, categories=categories, on=on)
    return None if found.covenant is None else found.in_force and found.covers


def dpia_fact(
    identity: Identity,
    *,
    parties: Collection[uuid.UUID],
    purpose: str,
    categories: Collection[str],
    on: date,
) -> bool | None:
    """Answer the law's fact `dpia_done` for a step, as far as the register of covenants knows."""
    found = cover(identity, parties=parties, purpose=purpose, categories=categories, on=on)
    return None if found.covenant is None else found.dpia


def organisations(identity: Identity) -> QuerySet[Organisation]:
    """Return the organisations that can be party."""
    return Organisation.objects.filter(municipality=identity.municipality, ended_at=None).order_by("name")


def last_change(found: Covenant) -> tuple[str, datetime] | None:
    """Return who changed a covenant last and when, for who came too late."""
    event = Event.objects.filter(subject=found.pk).order_by("-sequence").first()
    if event is None:
        return None
    person = Person.objects.filter(pk=event.actor).first() if event.actor else None
    return (person.name if person else "Driehoek"), event.at
