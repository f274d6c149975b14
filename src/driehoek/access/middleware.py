"""Each request is one transaction, bound to the signed-in person before any view runs; closed by default."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.utils.translation import gettext as _

from driehoek.access.gate import DOORS, has_second_factor, is_kept_from, is_public
from driehoek.access.identity import Identity, establish
from driehoek.access.rules import KEPT_APART
from driehoek.ledger.services import start_trace

TRACEPARENT = re.compile(r"^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$")


class IdentityMiddleware:
    """Opens the transaction, establishes the identity, asks for sign-in, rolls back when a view fails."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request inside its transaction."""
        found = TRACEPARENT.match(request.headers.get("traceparent", ""))
        start_trace(found.group(1) if found else None)
        if request.path.startswith("/-/"):
            return self.get_response(request)
        with transaction.atomic():
            identity = identity_of(request)
            request.identity = identity  # type: ignore[attr-defined]
            request.place_name = identity.municipality_name if identity else ""  # type: ignore[attr-defined]
            own = identity.own_functions if identity else ()
            request.function_name = ", ".join(sorted(str(one.label) for one in own))  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code >= 500 or getattr(request, "view_failed", False):
                transaction.set_rollback(True)
            return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        _args: Any,
        _kwargs: Any,
    ) -> HttpResponse | None:
        """Let a person with a function and a second factor through; a view must say so to be public."""
        if is_public(request, view):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not has_second_factor(request):
            return redirect("mfa_activate_totp")
        if request.identity is None:  # type: ignore[attr-defined]
            raise PermissionDenied(
                _("U hebt op dit moment geen functie in een gemeente. Vraag het uw beheerder.")
            )
        match = request.resolver_match
        if is_kept_from(request.identity, match.view_name if match else "", view):  # type: ignore[attr-defined]
            raise PermissionDenied(_("Deze pagina hoort niet bij uw functie."))
        request.may_open = partial(_may_open, request.identity)  # type: ignore[attr-defined]
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:  # noqa: ARG002
        """Note that the view failed, so that everything it wrote is undone when the answer is made.

        Not at once: allauth answers some exceptions itself (sign in again) and reads the database for that.
        """
        request.view_failed = True  # type: ignore[attr-defined]


def _may_open(identity: Identity, address: str) -> bool:
    """Tell whether a place in the menu is made for someone who is kept apart; for others it always is."""
    if not identity.functions <= KEPT_APART:
        return True
    match = resolve(address)
    return match.view_name not in DOORS and not is_kept_from(identity, match.view_name, match.func)


def identity_of(request: HttpRequest) -> Identity | None:
    """Establish the signed-in person's identity in the municipality that the session names."""
    if not request.user.is_authenticated:
        return None
    named = request.session.get("municipality")
    found = establish(person=request.user.pk, municipality=uuid.UUID(named)) if named else None
    # A function that ended in the chosen municipality must not lock someone out of the others.
    return found or establish(person=request.user.pk)
