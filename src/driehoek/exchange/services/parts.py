"""The texts of a provision: written in a draft under a key of their own, and destroyed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from driehoek.exchange import crypt
from driehoek.exchange.models import Detail, Part, PartKey, Provision, ProvisionState
from driehoek.exchange.services.provision_values import record


@dataclass(frozen=True)
class NewPart:
    """One of the three texts.

    Attributes:
        detail: headline, essentials or extract.
        text: the words; an empty text is no part.
        let_go: whether it goes when the provision is released; else it is held back.
        embargo_until: nobody at the receiver reads it before this moment; None for none.
    """

    detail: str
    text: str
    let_go: bool = True
    embargo_until: datetime | None = None


def put_parts(provision: Provision, parts: Sequence[NewPart]) -> list[Part]:
    """Let a draft hold these texts and no others."""
    made = [write(provision, one) for one in parts]
    given = {one.detail for one in parts}
    for detail in Detail:
        if detail not in given:
            write(provision, NewPart(detail, ""))
    return made


def write(provision: Provision, new: NewPart) -> Part:
    """Seal one text of a draft; an empty text takes it away, and its key with it."""
    part = Part.objects.filter(provision=provision, detail=new.detail).first()
    text = new.text.strip()
    if part is None:
        part = Part(municipality_id=provision.municipality_id, provision=provision, detail=new.detail)
        if not text:
            return part
        part.save(force_insert=True)
    part.held, part.embargo_until = not new.let_go, new.embargo_until
    if not text:
        part.body, part.nonce, part.digest, part.characters = None, None, "", 0
        part.save()
        return part
    if part.body is not None and part.digest == crypt.digest_of(text, part.pk):
        part.save(update_fields=["held", "embargo_until"])
        return part
    locked = crypt.lock(text, part.pk)
    part.body, part.nonce = locked.body, locked.nonce
    part.digest, part.characters = locked.digest, locked.characters
    part.save()
    PartKey.objects.update_or_create(
        part=part,
        defaults={"wrapped": locked.wrapped},
        create_defaults={"wrapped": locked.wrapped, "municipality_id": provision.municipality_id},
    )
    return part


def discard(provision: Provision) -> None:
    """Throw a draft away: its texts are destroyed, that there was one stays."""
    Provision.objects.filter(pk=provision.pk, state=ProvisionState.DRAFT).update(
        state=ProvisionState.DROPPED, ended_at=timezone.now(), version=F("version") + 1
    )
    provision.refresh_from_db(fields=["state", "ended_at", "version"])
    empty_parts(provision)
    record(provision, "dropped")


def empty_parts(provision: Provision) -> int:
    """Destroy every text of a provision; the database throws the keys away with them. Return how many there were."""
    now = timezone.now()
    rows = Part.objects.filter(provision=provision, destroyed_at=None)
    return rows.update(body=None, nonce=None, destroyed_at=now)
