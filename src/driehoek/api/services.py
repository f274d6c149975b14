"""Every write about keys; what systems do with a key goes through the services of the rooms below."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.api.models import ApiKey, Once
from driehoek.api.queries import hash_of
from driehoek.api.rights import HOLDERS, KEEPERS
from driehoek.ledger import services as ledger

# Recognisable, so that scanners of code and mail find a secret that went astray.
PREFIX: Final = "driehoek_"
HINT: Final = len(PREFIX) + 3
MOST_KEYS: Final = 10
MARKS_KEPT: Final = timedelta(days=7)


class TooManyKeys(Exception):
    """Someone has as many running keys as one person needs; revoke one first."""


class NameTaken(Exception):
    """Someone has a running key of this name; two would not be told apart, and a form sent twice makes one key."""


class OtherContent(Exception):
    """An Idempotency-Key comes back with another request than it was first sent with."""


@transaction.atomic
def make_key(*, identity: Identity, name: str, valid_until: datetime, may_write: bool) -> tuple[ApiKey, str]:
    """Make a key for the acting person and return it with its secret, which is kept nowhere.

    Args:
        identity: who makes it, for themselves.
        name: which system will use it.
        valid_until: when it stops, a year from now at the latest.
        may_write: whether it may also write.

    Raises:
        PermissionDenied: no function that may have a key.
        NameTaken: a running key has this name.
        TooManyKeys: ten keys are running already.
        ValueError: `valid_until` is past or more than a year away.
    """
    if identity.own_functions.isdisjoint(HOLDERS):
        raise PermissionDenied(_("Een API-sleutel is voor leveranciers, adviseurs en analisten."))
    now = timezone.now()
    if not now < valid_until <= now + timedelta(days=366):
        raise ValueError("a key is valid for a year at most")
    mine = ApiKey.objects.filter(municipality=identity.municipality, person=identity.person)
    running = set(mine.filter(revoked_at=None, valid_until__gt=now).values_list("name", flat=True))
    if name in running:
        raise NameTaken
    if len(running) >= MOST_KEYS:
        raise TooManyKeys
    secret = PREFIX + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        municipality_id=identity.municipality,
        person_id=identity.person,
        name=name,
        hint=secret[:HINT],
        hash=hash_of(secret),
        may_write=may_write,
        made_at=now,
        valid_until=valid_until,
    )
    _record(identity, key, "made")
    return key, secret


@transaction.atomic
def revoke_key(*, identity: Identity, key: ApiKey) -> bool:
    """Let a key stop working at once; tell whether it still ran.

    Raises:
        PermissionDenied: another's key, and not the administrator.
    """
    if key.person_id != identity.person and not identity.holds(*KEEPERS):
        raise PermissionDenied(_("Alleen de eigenaar of de beheerder trekt een sleutel in."))
    revoked = ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(
        revoked_at=timezone.now(), revoked_by=identity.person
    )
    if revoked:
        _record(identity, key, "revoked")
    return bool(revoked)


def begin_once(*, key: uuid.UUID, municipality: uuid.UUID, mark: str, fingerprint: bytes) -> Once | None:
    """Note that an act marked `mark` begins, and return None; or return what came of it when it was done before.

    Two at once wait for each other. Must be called in the transaction of the act, which takes the note with it when
    it fails.

    Raises:
        OtherContent: the mark was used for another request.
    """
    now = timezone.now()
    Once.objects.filter(key=key, at__lt=now - MARKS_KEPT).delete()
    note = Once(key_id=key, municipality_id=municipality, mark=mark, fingerprint=fingerprint, at=now)
    if (
        Once.objects.bulk_create([note], ignore_conflicts=True)
        and (found := Once.objects.get(key=key, mark=mark)).at == now
    ):
        return None
    if bytes(found.fingerprint) != fingerprint:
        raise OtherContent
    return found


def end_once(*, key: uuid.UUID, mark: str, subject: uuid.UUID) -> None:
    """Note what came of an act that was begun with `begin_once`."""
    Once.objects.filter(key=key, mark=mark).update(subject=subject)


def _record(identity: Identity, key: ApiKey, act: str) -> None:
    ledger.append(
        municipality=identity.municipality,
        action=f"api:key:{act}",
        subject=key.pk,
        data={"person": str(key.person_id), "may_write": key.may_write},
    )
