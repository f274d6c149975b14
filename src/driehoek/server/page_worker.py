"""What each process of the page server runs: the WSGI application, loaded once before they are forked.

Health is answered here, before Django's middleware: a probe knows neither the host name nor TLS.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

import django
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "driehoek.settings")
django.setup()

from driehoek.server import health  # noqa: E402
from driehoek.wsgi import application as pages  # noqa: E402

# Every view is loaded now: otherwise the first visitor waits for it.
get_resolver().url_patterns  # noqa: B018

HEALTH: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/-/livez": health.livez,
    "/-/readyz": health.readyz,
}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request (PEP 3333)."""
    view = HEALTH.get(environ.get("PATH_INFO", ""))
    if view is None:
        answered: Iterable[bytes] = pages(environ, start_response)
        return answered
    response = view(WSGIRequest(environ))
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [response.content]
