"""From which pages the stream may be read: those of this installation's page server, and no others."""

from __future__ import annotations

import os
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host


def host_is_ours(host: str) -> bool:
    """Tell whether a Host header names this installation (against DNS rebinding)."""
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def origin_is_ours(origin: str, host: str, trusted: Sequence[str] | None = None) -> bool:
    """Tell whether a page at `origin` may read this stream, which the browser reached at `host`.

    That is a page on the same host, at the page server's port or at the stream's own (one address for both,
    behind a reverse proxy), or an origin that the installation names in `DRIEHOEK_TRUSTED_ORIGINS`.
    """
    if origin in (settings.CSRF_TRUSTED_ORIGINS if trusted is None else trusted):
        return True
    try:
        page, stream = urlsplit(origin), urlsplit(f"//{host}")
        standard = {"http": 80, "https": 443}[page.scheme]
        page_port = page.port or standard
        ports = {int(os.environ.get("DRIEHOEK_PAGE_PORT", "8000")), stream.port or standard}
    except (KeyError, ValueError):
        return False
    if page.path or page.query or page.fragment or page.username or not page.hostname:
        return False
    return page.hostname == stream.hostname and page_port in ports
