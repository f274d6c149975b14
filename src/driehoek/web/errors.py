"""Error pages. None of them reads the database, the session or the account."""

from __future__ import annotations

import re
import sys
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone

from driehoek.web.look import theme_of

RETRY_SECONDS = 10
# Fields whose content never goes back into a page.
SECRET = re.compile(r"pass|secret|token|code|otp|credential", re.IGNORECASE)
RESEND_LIMIT = 200_000


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer 400: the request could not be read."""
    return _page(request, "web/errors/400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403: the person lacks the right, with the reason when the code gave one."""
    return _page(request, "web/errors/403.html", 403, reason=_reason(exception))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Answer 404: there is nothing here, or nothing that this person may know of."""
    return _page(request, "web/errors/404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 when the database is away and 500 otherwise."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable(request)
    return _page(request, "web/errors/500.html", 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer 503: the database is away. A reading page retries by itself; a sent form keeps its text.

    What was sent goes back as hidden fields, so that one button sends it again when the database is
    back. Passwords, codes and files do not go back.
    """
    resend = _resend(request)
    response = _page(
        request,
        "web/errors/503.html",
        503,
        retry=request.method in {"GET", "HEAD"},
        retry_seconds=RETRY_SECONDS,
        resend=resend,
        csrf_token=get_token(request) if resend else "",
        address=request.get_full_path(),
        at=timezone.now(),
    )
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer 403: the form was too old or came from elsewhere."""
    return _page(request, "web/errors/csrf.html", 403)


def _reason(exception: Exception | None) -> str:
    text = str(exception) if exception is not None else ""
    return text if 0 < len(text) <= 300 else ""


def _resend(request: HttpRequest) -> list[tuple[str, str]]:
    if request.method != "POST" or request.FILES:
        return []
    fields = [(key, value) for key, values in request.POST.lists() for value in values]
    kept = [(key, value) for key, value in fields if key != "csrfmiddlewaretoken"]
    if any(SECRET.search(key) for key, _value in kept):
        return []
    return kept if sum(len(key) + len(value) for key, value in kept) <= RESEND_LIMIT else []


def _page(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    body = render_to_string(
        template,
        {"theme": theme_of(request), "demo_mode": settings.DEMO, **context},
    )
    return HttpResponse(body, status=status)
