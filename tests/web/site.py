"""A small site for the browser tests: the look alone, with a signed-in reader and no database.

Used as settings module and as URL configuration by the server that tests/web/conftest.py starts.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from csp.constants import NONE, SELF
from django.http import Http404, HttpRequest, HttpResponse

SECRET_KEY = "only for a test of the look"
DEBUG = False
DEMO = True
ALLOWED_HOSTS = ["127.0.0.1"]
LIVE_URL = os.environ.get("SITE_LIVE_URL", "")
LIVE_PORT = 1
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "driehoek.web",
]
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "driehoek.web.middleware.ResponseHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "driehoek.web.middleware.LanguageMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tests.web.site.signed_in",
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        **{name: [SELF] for name in ("script-src", "style-src", "font-src", "connect-src", "form-action")},
        "img-src": [SELF, "data:"],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
ROOT_URLCONF = "tests.web.site_urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": [os.path.join(os.path.dirname(__file__), "templates")],  # noqa: PTH118, PTH120
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "driehoek.web.context.page",
            ]
        },
    }
]
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "charts": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "charts"},
}
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "taal"
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
STATIC_URL = "/static/"


class Reader:
    """Someone who is signed in."""

    is_authenticated = True
    is_anonymous = False
    pk = 1

    def __str__(self) -> str:
        return "M. Voorbeeld"


def signed_in(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Sign everyone in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.user = Reader()  # type: ignore[assignment]
        request.place_name = "Gemeente Voorbeeldstad"  # type: ignore[attr-defined]
        request.training = "oefening" in request.GET  # type: ignore[attr-defined]
        request.live_since = "7"  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def refuse(_request: HttpRequest) -> HttpResponse:
    """Answer as if the thing did not exist."""
    raise Http404
