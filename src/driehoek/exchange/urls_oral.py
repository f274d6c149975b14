"""Addresses of what was told by word of mouth."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from driehoek.exchange.views import incidents
from driehoek.exchange.views import oral as views

PATTERNS: Final[list[URLPattern]] = [
    path("uitwisseling/mondeling/", views.oral_list, name="oral_list"),
    path("uitwisseling/mondeling/nieuw/", views.oral_new, name="oral_new"),
    path("uitwisseling/mondeling/<uuid:provision>/", views.oral, name="oral"),
    path("uitwisseling/mondeling/<uuid:provision>/antwoord/", views.reply, name="oral_reply"),
    path("toezicht/mondeling/", incidents.incident_list, name="oral_incidents"),
    path("toezicht/mondeling/<uuid:incident>/", incidents.incident, name="oral_incident"),
]
