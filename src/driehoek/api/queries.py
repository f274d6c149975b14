"""Every read about keys; nobody reads their secrets, not even as a hash."""

from __future__ import annotations

import hashlib
import uuid

from django.db.models import Q, QuerySet
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.api.models import ApiKey
from driehoek.api.rights import KEEPERS
from driehoek.web.paging import Cursor, page_of


def hash_of(secret: str) -> bytes:
    """Return what is kept of a secret: it has 256 bits of chance, so one round of SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).digest()


def visible_keys(identity: Identity) -> QuerySet[ApiKey]:
    """Return the reader's own keys; the administrator sees everyone's in the municipality."""
    seen = Q() if identity.holds(*KEEPERS) else Q(person=identity.person)
    rows = ApiKey.objects.filter(seen, municipality=identity.municipality)
    return rows.select_related("person", "revoked_by").defer("hash")


def own_keys(identity: Identity) -> list[ApiKey]:
    """Return the reader's own keys: those that run first, then those that stopped, the newest first."""
    now = timezone.now()
    rows = visible_keys(identity).filter(person=identity.person).order_by("-made_at")[:50]
    return sorted(rows, key=lambda key: not key.opens(now))


def all_keys(identity: Identity, after: Cursor | None = None) -> tuple[list[ApiKey], bool]:
    """Return a page of all keys that the reader may see, the newest first, and whether there are more; one query."""
    return page_of(visible_keys(identity), "made_at", after)


def key_or_none(identity: Identity, key: uuid.UUID) -> ApiKey | None:
    """Return a key that the reader may see."""
    return visible_keys(identity).filter(pk=key).first()
