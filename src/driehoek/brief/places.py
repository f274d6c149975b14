"""Where people who are not signed in are led."""

from __future__ import annotations

from django.conf import settings


def sign_in_name() -> str:
    """Return the name of the page where people sign in."""
    return "demo:sign_in" if settings.DEMO else "account_login"
