"""Keys for tests, and a caller that uses one."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from driehoek.access.identity import Identity, acting_as
from driehoek.api import services
from driehoek.parties.models import Person

ROOT = "/api/v1"


class Caller:
    """A system with a key; addresses are given without the root."""

    def __init__(self, secret: str = "") -> None:
        self.secret = secret
        self.client = Client(raise_request_exception=False)

    def _headers(self, given: Mapping[str, str]) -> dict[str, str]:
        return ({"Authorization": f"Bearer {self.secret}"} if self.secret else {}) | dict(given)

    def get(self, address: str, query: Mapping[str, Any] | None = None, **headers: str) -> HttpResponse:
        """Ask for something."""
        where = address if address.startswith("http") else ROOT + address
        return self.client.get(where, query or {}, headers=self._headers(named(headers)))

    def put(self, address: str, body: Any, **headers: str) -> HttpResponse:
        """Keep something."""
        return self.client.put(
            ROOT + address,
            json.dumps(body),
            content_type="application/json",
            headers=self._headers(named(headers)),
        )

    def post(self, address: str, body: Any, **headers: str) -> HttpResponse:
        """Do something."""
        return self.client.post(
            ROOT + address,
            json.dumps(body),
            content_type="application/json",
            headers=self._headers(named(headers)),
        )


def named(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers that were given as names of Python."""
    return {name.replace("_", "-"): value for name, value in headers.items()}


def make_key(
    person: Person, municipality: uuid.UUID | None = None, *, write: bool = True, days: int = 30
) -> str:
    """Make a key for someone and return its secret."""
    with acting_as(person=person.pk, municipality=municipality) as identity:
        _key, secret = services.make_key(
            identity=identity,
            name=f"proef {uuid.uuid4().hex[:8]}",
            valid_until=timezone.now() + timedelta(days=days),
            may_write=write,
        )
    return secret


def caller(person: Person, *, write: bool = True) -> Caller:
    """Return a system that acts as someone."""
    return Caller(make_key(person, write=write))


def api_objects(identity: Identity) -> dict[str, uuid.UUID | int | str]:
    """Make a key of the acting person; the name is that of the rights table."""
    key, _secret = services.make_key(
        identity=identity, name="proef", valid_until=timezone.now() + timedelta(days=30), may_write=False
    )
    return {"api_key": key.pk}
