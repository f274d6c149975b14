"""Who calls: the person of a key, as far as a key may act for them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request

from driehoek.access.identity import Identity, establish, narrow
from driehoek.api.queries import hash_of
from driehoek.api.rights import HOLDERS
from driehoek.parties.models import Appointment

SCHEME: Final = "bearer"
LONGEST: Final = 200


@dataclass(frozen=True)
class Caller:
    """A system that acts as one person.

    Attributes:
        identity: the person, with no more functions than a key may carry.
        key: which key.
        may_write: whether the key may write.
    """

    identity: Identity
    key: uuid.UUID
    may_write: bool
    is_authenticated: bool = True


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer <key>`; the transaction of the request is bound to the key's person from here on."""

    def authenticate(self, request: Request) -> tuple[Caller, None] | None:
        """Return who calls, or None without a key.

        Raises:
            AuthenticationFailed: the key opens nothing (any more).
            Throttled: too many calls in a minute.
        """
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME:
            return None
        caller = _open(secret.strip())
        _underlying(request).identity = caller.identity  # type: ignore[attr-defined]
        return caller, None

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        """Say how to come in, which makes the answer 401 instead of 403."""
        return 'Bearer realm="driehoek"'


def _underlying(request: Request) -> HttpRequest:
    found: HttpRequest = request._request
    return found


def _open(secret: str) -> Caller:
    row = _asked(secret) if 0 < len(secret) <= LONGEST else None
    if row is None:
        raise AuthenticationFailed(_("Deze sleutel kennen wij niet."))
    key, person, municipality, may_write, state, wait = row
    if state == "revoked":
        raise AuthenticationFailed(_("Deze sleutel is ingetrokken. Maak een nieuwe."))
    if state == "expired":
        raise AuthenticationFailed(_("Deze sleutel is verlopen. Maak een nieuwe."))
    if state == "limited":
        raise Throttled(wait=wait, detail=_("Te veel vragen in een minuut. Wacht even."))
    identity = establish(person=person, municipality=municipality)
    narrowed = _narrowed(identity) if identity else None
    if narrowed is None:
        raise AuthenticationFailed(_("De eigenaar van deze sleutel heeft hier nu geen functie die dit mag."))
    return Caller(identity=narrowed, key=key, may_write=may_write)


def _asked(secret: str) -> tuple[uuid.UUID, uuid.UUID, uuid.UUID, bool, str, int] | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, person, municipality, may_write, state, wait FROM api_open(%s, %s)",
            [hash_of(secret), settings.API_CALLS_PER_MINUTE],
        )
        row: tuple[uuid.UUID, uuid.UUID, uuid.UUID, bool, str, int] | None = cursor.fetchone()
    return row


def _narrowed(identity: Identity) -> Identity | None:
    """Return the identity that a key may carry: own functions that may have one, and nobody's substitute.

    The database is told the same, so that the second wall is as narrow as the first.
    """
    functions = identity.own_functions & set(HOLDERS)
    if not functions:
        return None
    now = timezone.now()
    held = Appointment.objects.filter(
        municipality=identity.municipality,
        person=identity.person,
        function__in=functions,
        valid_from__lte=now,
    ).exclude(valid_until__lte=now)
    organisations = frozenset(held.values_list("organisation", flat=True))
    return narrow(identity, functions=frozenset(functions), organisations=organisations)
