"""Every address of the page server."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
]
handler400 = "driehoek.web.errors.bad_request"
handler403 = "driehoek.web.errors.forbidden"
handler404 = "driehoek.web.errors.not_found"
handler500 = "driehoek.web.errors.server_error"
if settings.DEMO:
    pass
