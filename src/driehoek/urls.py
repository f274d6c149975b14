"""Every address of the page server."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from driehoek.server import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("-/livez", health.livez, name="livez"),
    path("-/readyz", health.readyz, name="readyz"),
    path("account/", include("allauth.urls")),
    path("", include("driehoek.web.urls")),
    path("", include("driehoek.access.urls")),
    path("", include("driehoek.exports.urls")),
    path("", include("driehoek.problems.urls")),
    path("", include("driehoek.grounds.urls")),
    path("", include("driehoek.figures.urls")),
    path("", include("driehoek.analysis.urls")),
    path("", include("driehoek.deadlines.urls")),
    path("", include("driehoek.moments.urls")),
    path("", include("driehoek.meetings.urls")),
    path("", include("driehoek.position.urls")),
    path("", include("driehoek.guide.urls")),
    path("", include("driehoek.standard.urls")),
    path("", include("driehoek.oversight.urls")),
    path("", include("driehoek.reports.urls")),
    path("", include("driehoek.exchange.urls")),
    path("", include("driehoek.cases.urls")),
    path("", include("driehoek.subjects.urls")),
    path("", include("driehoek.documents.urls")),
    path("", include("driehoek.signals.urls")),
    path("", include("driehoek.matching.urls")),
    path("", include("driehoek.approach.urls")),
    path("", include("driehoek.measures.urls")),
    path("", include("driehoek.barriers.urls")),
    path("", include("driehoek.course.urls")),
    path("", include("driehoek.effects.urls")),
    path("", include("driehoek.theme_templates.urls")),
    path("", include("driehoek.publications.urls")),
    path("", include("driehoek.scans.urls")),
    path("", include("driehoek.plans.urls")),
    path("", include("driehoek.council.urls")),
    path("", include("driehoek.briefings.urls")),
    path("", include("driehoek.api.urls")),
    path("", include("driehoek.brief.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("", include("driehoek.demo.urls")))
handler400 = "driehoek.web.errors.bad_request"
handler403 = "driehoek.web.errors.forbidden"
handler404 = "driehoek.web.errors.not_found"
handler500 = "driehoek.web.errors.server_error"
