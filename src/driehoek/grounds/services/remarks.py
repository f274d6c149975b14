"""Saying something about a rule, settling that, and recording that a lawyer agrees with a rule's text."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.grounds.models.remarks import Remark, SignOff
from driehoek.grounds.rulebook import Entry, digest_of, rules_in_force
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once

# How long the same words from the same hand are taken for one tap too many.
TWICE: Final = timedelta(minutes=10)


@transaction.atomic
def remark(*, identity: Identity, entry: Entry, text: str) -> Remark:
    """Leave a remark on a rule as it reads now; the same words sent twice are one remark."""
    said, digest = text.strip(), digest_of(entry)
    same = Remark.objects.filter(
        municipality=identity.municipality,
        made_by=identity.person,
        rule=entry.id,
        text=said,
        made_at__gt=timezone.now() - TWICE,
    ).first()
    if same is not None:
        return same
    made = Remark.objects.create(
        municipality_id=identity.municipality,
        rule=entry.id,
        rule_version=rules_in_force().version,
        digest=digest,
        text=said,
        made_by_id=identity.person,
        made_at=timezone.now(),
    )
    ledger.append(
        municipality=identity.municipality,
        action="grounds:remark:made",
        subject=made.pk,
        data={"rule": entry.id, "rules": made.rule_version},
    )
    return made


@transaction.atomic
def settle_remark(*, identity: Identity, remark: Remark, version: int, answer: str) -> None:
    """Answer a remark that was read at `version`; it is settled with that.

    Raises:
        VersionConflict: someone else settled it meanwhile.
    """
    open_ones = Remark.objects.filter(answered_at=None)
    update_once(
        open_ones, remark, version, answer=answer.strip(), answered_by=identity.person, answered_at=Now()
    )
    ledger.append(
        municipality=identity.municipality,
        action="grounds:remark:settled",
        subject=remark.pk,
        version=remark.version,
        data={"rule": remark.rule},
    )


@transaction.atomic
def sign_off(
    *, identity: Identity, entry: Entry, lawyer: str, note: str = "", withdrawn: bool = False
) -> SignOff:
    """Record that a lawyer agrees with a rule as it reads now, or (`withdrawn`) no longer does.

    What stands so already is not recorded again.
    """
    digest = digest_of(entry)
    last = SignOff.objects.filter(municipality=identity.municipality, rule=entry.id, digest=digest).first()
    if last is not None and (last.withdrawn, last.lawyer) == (withdrawn, lawyer.strip()):
        return last
    made = SignOff.objects.create(
        municipality_id=identity.municipality,
        rule=entry.id,
        rule_version=rules_in_force().version,
        digest=digest,
        lawyer=lawyer.strip(),
        note=note.strip(),
        withdrawn=withdrawn,
        made_by_id=identity.person,
        made_at=timezone.now(),
    )
    ledger.append(
        municipality=identity.municipality,
        action=f"grounds:sign_off:{'withdrawn' if withdrawn else 'given'}",
        subject=made.pk,
        data={"rule": entry.id, "rules": made.rule_version},
    )
    return made
