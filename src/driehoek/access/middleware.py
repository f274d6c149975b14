"""Each request is one transaction, bound to the signed-in person before any view runs."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from driehoek.access.identity import Identity, establish
from driehoek.ledger.services import start_trace

TRACEPARENT = re.compile(r"^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$")


class IdentityMiddleware:
    """Opens the transaction, establishes the identity, rolls back when a view fails."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request inside its transaction."""
        found = TRACEPARENT.match(request.headers.get("traceparent", ""))
        start_trace(found.group(1) if found else None)
        if request.path.startswith("/-/"):
            return self.get_response(request)
        with transaction.atomic():
            request.identity = identity_of(request)  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:  # noqa: ARG002
        """Undo everything the failed view wrote; Django then makes the error page."""
        if transaction.get_connection().in_atomic_block:
            transaction.set_rollback(True)


def identity_of(request: HttpRequest) -> Identity | None:
    """Establish the signed-in person's identity in the municipality that the session names."""
    if not request.user.is_authenticated:
        return None
    named = request.session.get("municipality")
    return establish(person=request.user.pk, municipality=uuid.UUID(named) if named else None)
