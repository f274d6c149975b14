"""What every page is given: the five places, the banners, the chosen look, the time of reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from driehoek.web.look import THEMES, theme_of
from driehoek.web.menu import bar


@dataclass(frozen=True)
class Place:
    """One place in the navigation bar.

    Attributes:
        label: the word on the screen.
        name: the name of the URL.
        url: where it leads.
        active: whether the page being read is this place or lies under it.
    """

    label: str
    name: str
    url: str
    active: bool


def page(request: HttpRequest) -> dict[str, Any]:
    """Give every template what the page around the content needs (a context processor).

    Views and middleware may set `request.place_name` (the municipality), `request.training` (an
    exercise), `request.demo_figures` (whose figures a demonstration shows), `request.as_of` (the
    moment that the figures describe) and `request.live_since` (the last event that the page
    already shows); see docs/frontend.md.
    """
    return {
        "navigation": SimpleLazyObject(lambda: navigation(request)),
        "demo_mode": settings.DEMO,
        "demo_figures": getattr(request, "demo_figures", ""),
        "training": getattr(request, "training", False),
        "place": getattr(request, "place_name", ""),
        "as_of": getattr(request, "as_of", None) or timezone.now(),
        "theme": theme_of(request),
        "themes": THEMES,
        "live_url": live_url(request),
        "live_since": getattr(request, "live_since", ""),
    }


def navigation(request: HttpRequest) -> list[Place]:
    """List the places in the bar for this reader (web.menu), with the one being read marked."""
    found = bar(request)
    here = request.path
    under = [url for _entry, url in found if here == url or (url != "/" and here.startswith(url))]
    active = max(under, key=len, default="")
    return [Place(str(entry.label), entry.name, url, url == active) for entry, url in found]


def live_url(request: HttpRequest) -> str:
    """Give the address of the live stream, or nothing for someone who is not signed in.

    `settings.LIVE_URL` is an address or a path; when it is empty the stream is at `/live` on the
    same host and `settings.LIVE_PORT`.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    if settings.LIVE_URL:
        return str(settings.LIVE_URL)
    return f"{live_origin(request)}/live"


def live_origin(request: HttpRequest) -> str:
    """Give the scheme, host and port of the live stream when they differ from the page's, else nothing."""
    if settings.LIVE_URL:
        parts = urlsplit(settings.LIVE_URL)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    host = urlsplit(f"//{request.get_host()}").hostname or "localhost"
    shown = f"[{host}]" if ":" in host else host
    return f"{request.scheme}://{shown}:{settings.LIVE_PORT}"
