"""How Django knows the room `access`."""

from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest


class AccessConfig(AppConfig):
    """The room `access` (see docs/architecture.md)."""

    name = "driehoek.access"
    label = "access"

    def ready(self) -> None:
        """A person who has just set up a second factor need not sign in again to use it."""
        from allauth.mfa.signals import authenticator_added

        authenticator_added.connect(_remember_second_factor, dispatch_uid="second-factor")


def _remember_second_factor(request: HttpRequest, **_kwargs: Any) -> None:
    request.session["second_factor"] = True
