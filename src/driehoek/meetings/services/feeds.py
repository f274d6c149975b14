"""The secret address of one's own calendar: made, and revoked."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.ledger import services as ledger
from driehoek.meetings.models import FeedToken
from driehoek.meetings.queries.feeds import hash_of


@transaction.atomic
def make_feed(*, identity: Identity) -> str:
    """Make a new secret address for the acting person, and return the secret; the one before stops working.

    Only a hash is kept: the secret can be shown now and never again.
    """
    _revoke(identity)
    secret = secrets.token_urlsafe(32)
    token = FeedToken.objects.create(
        municipality_id=identity.municipality,
        person_id=identity.person,
        hash=hash_of(secret),
        made_at=timezone.now(),
    )
    _record(token, "made")
    return secret


@transaction.atomic
def revoke_feed(*, identity: Identity) -> bool:
    """Let the secret address of the acting person stop working; tell whether there was one."""
    token = _revoke(identity)
    if token is None:
        return False
    _record(token, "revoked")
    return True


def _revoke(identity: Identity) -> FeedToken | None:
    rows = FeedToken.objects.filter(
        municipality=identity.municipality, person=identity.person, revoked_at=None
    )
    token = rows.select_for_update().first()
    if token:
        rows.update(revoked_at=timezone.now())
    return token


def _record(token: FeedToken, act: str) -> None:
    ledger.append(municipality=token.municipality_id, action=f"meetings:feed:{act}", subject=token.pk)
