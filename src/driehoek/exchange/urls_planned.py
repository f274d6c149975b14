"""Addresses of planned powers."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from driehoek.exchange.views import planned as views

PATTERNS: Final[list[URLPattern]] = [
    path("uitwisseling/voornemens/", views.planned_list, name="planned_list"),
    path("uitwisseling/voornemens/nieuw/", views.planned_new, name="planned_new"),
    path("uitwisseling/voornemens/<uuid:planned>/", views.planned, name="planned"),
    path("uitwisseling/voornemens/<uuid:planned>/wijzigen/", views.planned_change, name="planned_change"),
    path(
        "uitwisseling/voornemens/<uuid:planned>/voorleggen/", views.planned_announce, name="planned_announce"
    ),
    path("uitwisseling/voornemens/<uuid:planned>/antwoord/", views.planned_answer, name="planned_answer"),
    path("uitwisseling/voornemens/<uuid:planned>/besluit/", views.planned_decide, name="planned_decide"),
    path("uitwisseling/voornemens/<uuid:planned>/vervalt/", views.planned_drop, name="planned_drop"),
]
