"""Who comes through the door of a page: public pages, second factor, functions."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.access.rules import KEPT_APART
from driehoek.parties.models import Function

PUBLIC_PREFIXES = ("/account/", "/static/", "/-/", "/taal/", "/thema/")
# These lead someone who is kept apart on to their own first page.
DOORS = frozenset({"brief:home", "brief:today"})
# What they need beside it: the rest of the menu, and the municipality to work in.
FOR_ANYONE = DOORS | {"more", "access:municipality"}
SECOND_FACTOR = "second_factor"
View = TypeVar("View", bound=Callable[..., HttpResponse])


class IdentifiedRequest(HttpRequest):
    """A request whose person holds a function: what every view that is not public gets."""

    identity: Identity


def public(view: View) -> View:
    """Mark a view as open to people who are not signed in."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def is_public(request: HttpRequest, view: Callable[..., Any]) -> bool:
    """Tell whether `view` may be seen without signing in; unmarked views may not."""
    return bool(getattr(view, "is_public", False)) or request.path.startswith(PUBLIC_PREFIXES)


def is_kept_from(identity: Identity, name: str, view: Callable[..., Any]) -> bool:
    """Tell whether someone who is kept apart (access.rules) stands before a page that is not made for them.

    Args:
        identity: who asks.
        name: the name of the address.
        view: what answers there.
    """
    if not identity.functions <= KEPT_APART or name in FOR_ANYONE:
        return False
    return identity.functions.isdisjoint(getattr(view, "for_functions", ()))


def has_second_factor(request: HttpRequest) -> bool:
    """Tell whether this session was opened with a passkey or a code as well (BIO2 5.17.01); demo needs none."""
    if settings.DEMO or request.session.get(SECOND_FACTOR):
        return True
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def for_functions(*functions: Function) -> Callable[[View], View]:
    """Let only people who hold one of `functions` through; others get 403 with the reason."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: IdentifiedRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.identity.holds(*functions):
                names = ", ".join(str(function.label).lower() for function in functions)
                raise PermissionDenied(_("Deze pagina is voor: %(names)s.") % {"names": names})
            return view(request, *args, **kwargs)

        guarded.for_functions = frozenset(functions)  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def holders(*functions: Function) -> Callable[[HttpRequest], bool]:
    """Return a test for menu entries: does the reader hold one of `functions`?"""

    def visible(request: HttpRequest) -> bool:
        identity: Identity | None = getattr(request, "identity", None)
        return identity is not None and identity.holds(*functions)

    return visible
