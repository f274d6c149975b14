"""Every read of provisions; all of it begins at `received` or `given`. What the database hides is not there.

`problem` is always joined, so that a problem which the reader may not see reads as None instead of failing.
"""

from __future__ import annotations

import uuid
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from driehoek.access.identity import Identity
from driehoek.exchange.models import Part, PartReading, Provision, Request, Use
from driehoek.exchange.parties import PARTIES, RECEIVERS, home_of
from driehoek.exchange.queries.requests import free_or_granted

JOINED: Final = ("giver", "recipient", "theme", "problem", "request", "made_by")
DETAILS: Final = ("headline", "essentials", "extract")
MOST: Final = 20


def received(identity: Identity) -> QuerySet[Provision]:
    """Return what the reader's side received, as far as it may know of it now: not before something of it is free."""
    return _of_side(identity, "recipient").filter(known_from__lte=Now())


def given(identity: Identity) -> QuerySet[Provision]:
    """Return what the reader's side gave or is about to give, drafts included."""
    return _of_side(identity, "giver")


def _of_side(identity: Identity, side: str) -> QuerySet[Provision]:
    if not identity.holds(*PARTIES):
        return Provision.objects.none()
    home = home_of(identity)
    found = Provision.objects.filter(**{f"{side}__in": home.values("pk")}, municipality=identity.municipality)
    if identity.holds(*RECEIVERS):
        town = Q(**{f"{side}__in": home.filter(kind="municipality").values("pk")})
        found = found.filter(free_or_granted(identity) | ~town)
    return found.select_related(*JOINED)


def given_before(identity: Identity, request: Request) -> list[Provision]:
    """Return what the asked side gave before to who asks now, about the same problem or else the same theme.

    Each says whether its use was told back (`was_used`); the newest first.
    """
    same = Q(problem=request.problem_id) if request.problem_id else Q(theme=request.theme_id)
    rows = given(identity).filter(
        same,
        giver=request.to_organisation_id,
        recipient=request.from_organisation_id,
        released_at__isnull=False,
    )
    used = Exists(Use.objects.filter(provision=OuterRef("pk")))
    return list(rows.annotate(was_used=used).order_by("-released_at", "-id")[:MOST])


def provision_or_none(identity: Identity, provision: uuid.UUID) -> Provision | None:
    """Return one provision that the reader's side gave or received."""
    return given(identity).filter(pk=provision).first() or received(identity).filter(pk=provision).first()


def parts_of(provision: Provision) -> list[Part]:
    """Return the parts that the reader may know of, without their contents, in the order of detail."""
    found = Part.objects.filter(provision=provision).defer("body", "nonce")
    return sorted(found, key=lambda part: DETAILS.index(part.detail))


def readings_of(provision: Provision) -> list[PartReading]:
    """Return who at the receiver read which part when: the proof, also when the parts are gone."""
    rows = PartReading.objects.filter(provision=provision).select_related("person").order_by("-at", "-id")
    return list(rows)


def uses_of(provision: Provision) -> list[Use]:
    """Return what the receiver did with it, the newest first."""
    return list(Use.objects.filter(provision=provision).select_related("recorded_by", "planned_power"))
