"""What holds for every answer under /api/: no cookies, problems instead of pages, the headers of an API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from driehoek.api.rest import VERSION
from driehoek.api.rest.errors import MEDIA, RETRY_SECONDS, plain_problem

PREFIX: Final = "/api/"
HEADERS: Final = {
    "API-Version": VERSION,
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class ApiMiddleware:
    """Makes the API stateless (a session does not open it) and every error a problem (RFC 9457)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a call of the API; leave pages alone."""
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        # Whoever is signed in with a browser is a stranger here, so that no site can make that browser call.
        request.COOKIES = {}
        response = self.get_response(request)
        if response.status_code >= 400 and not response.get("Content-Type", "").startswith(MEDIA):
            response = plain_problem(response.status_code)
            if response.status_code == 503:
                response["Retry-After"] = str(RETRY_SECONDS)
        for name, value in HEADERS.items():
            response[name] = value
        return response
