"""Drawing the quarterly sample of stated purposes, so that anyone can draw the same again, and rating it (TZ09)."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Iterable
from typing import Final

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.grounds.models.samples import Sample, SampledPurpose, Verdict
from driehoek.grounds.queries.samples import Quarter, stated_in
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once

LARGEST: Final = 200


class DrawnAlready(Exception):
    """The quarter was drawn before; a second draw needs a reason."""


class NothingStated(Exception):
    """Nobody stated a purpose in the quarter."""


class QuarterRuns(Exception):
    """The quarter is not over: what is stated tomorrow could not be drawn."""


def drawn(seed: str, grants: Iterable[uuid.UUID], size: int) -> list[uuid.UUID]:
    """Return `size` of `grants` in the order of a draw: by the SHA-256 of seed and id, lowest first.

    The same seed and the same grants give the same draw, in whatever order they come.
    """
    return sorted(grants, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).digest())[:size]


@transaction.atomic
def draw(*, identity: Identity, quarter: Quarter, size: int, reason: str = "") -> Sample:
    """Draw a sample of the purposes stated in a quarter that is over.

    Args:
        identity: the data-protection officer.
        quarter: of which quarter.
        size: how many to draw; all of them when there are fewer.
        reason: why the quarter is drawn again, when it was drawn before.

    Raises:
        DrawnAlready: it was drawn before and no reason is given.
        NothingStated: there is nothing to draw from.
        QuarterRuns: the quarter is not over.
    """
    if not quarter.is_over(timezone.localdate()):
        raise QuarterRuns
    with connection.cursor() as cursor:
        # Two officers who draw at once come one after the other, so that the second hears of the first.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"sample:{identity.municipality}:{quarter.year}:{quarter.number}"],
        )
    before = Sample.objects.filter(
        municipality=identity.municipality, year=quarter.year, quarter=quarter.number
    ).count()
    if before and not reason.strip():
        raise DrawnAlready
    stated = list(stated_in(identity, quarter).values_list("pk", flat=True))
    if not stated:
        raise NothingStated
    made = Sample(
        municipality_id=identity.municipality,
        year=quarter.year,
        quarter=quarter.number,
        number=before + 1,
        seed=secrets.token_hex(16),
        size=size,
        population=len(stated),
        reason=reason.strip() if before else "",
        drawn_by_id=identity.person,
        drawn_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise DrawnAlready from error
    SampledPurpose.objects.bulk_create(
        SampledPurpose(municipality_id=identity.municipality, sample=made, grant=grant, place=place)
        for place, grant in enumerate(drawn(made.seed, stated, size), 1)
    )
    ledger.append(
        municipality=identity.municipality,
        action="grounds:sample:drawn_again" if before else "grounds:sample:drawn",
        subject=made.pk,
        data={"year": quarter.year, "quarter": quarter.number, "number": made.number, "size": size},
    )
    return made


@transaction.atomic
def rate(
    *, identity: Identity, purpose: SampledPurpose, version: int, verdict: Verdict, note: str = ""
) -> None:
    """Rate a purpose of a sample that was read at `version`; a later look may rate it otherwise.

    Raises:
        VersionConflict: it was rated meanwhile.
    """
    update_once(
        SampledPurpose.objects.all(),
        purpose,
        version,
        verdict=verdict,
        note=note.strip(),
        rated_by=identity.person,
        rated_at=Now(),
    )
    ledger.append(
        municipality=identity.municipality,
        action="grounds:purpose:rated",
        subject=purpose.pk,
        version=purpose.version,
        data={"verdict": str(verdict), "sample": str(purpose.sample_id)},
    )


@transaction.atomic
def take_copy(*, identity: Identity, sample: Sample) -> None:
    """Note that someone took a sample along on paper."""
    ledger.append(
        municipality=identity.municipality,
        action="grounds:sample:taken",
        subject=sample.pk,
        data={"year": sample.year, "quarter": sample.quarter, "number": sample.number},
    )
