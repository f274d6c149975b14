"""Pages of the guide."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def back_path(request: HttpRequest, default: str) -> str:
    """Return where a reader came from, when that is a page here; else `default`."""
    given = request.POST.get("next") or request.GET.get("terug") or ""
    local = given.startswith("/") and url_has_allowed_host_and_scheme(given, allowed_hosts=None)
    return given if local else default
