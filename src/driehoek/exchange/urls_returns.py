"""Addresses of notices of return (BIJ)."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from driehoek.exchange.views import registering
from driehoek.exchange.views import returns as views

PATTERNS: Final[list[URLPattern]] = [
    path("uitwisseling/bij/", views.returns, name="returns"),
    path("uitwisseling/bij/nieuw/", registering.notice_new, name="return_new"),
    path("uitwisseling/bij/advies/<uuid:advice>/", views.advice, name="return_advice"),
    path("uitwisseling/bij/<uuid:notice>/", views.notice, name="return"),
    path("uitwisseling/bij/<uuid:notice>/weging/", views.weigh, name="return_weigh"),
    path("uitwisseling/bij/<uuid:notice>/advies-vragen/", views.ask, name="return_ask"),
    path("uitwisseling/bij/<uuid:notice>/besluit/", views.decide, name="return_decide"),
    path("uitwisseling/bij/<uuid:notice>/lezen/<uuid:part>/", views.read, name="return_read"),
    path("toezicht/bij/", views.openings, name="return_openings"),
]
