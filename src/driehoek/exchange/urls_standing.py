"""Addresses of the list of cases that are always shared."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from driehoek.exchange.views import standing as views

PLACE: Final = "uitwisseling/vaste-gevallen/"
PATTERNS: Final[list[URLPattern]] = [
    path(PLACE, views.standing_list, name="standing_list"),
    path(f"{PLACE}nieuw/", views.standing_new, name="standing_new"),
    path(f"{PLACE}<uuid:edition>/", views.standing, name="standing"),
    path(f"{PLACE}<uuid:edition>/regel/", views.standing_case_new, name="standing_case_new"),
    path(f"{PLACE}<uuid:edition>/regel/<uuid:case>/", views.standing_case, name="standing_case"),
    path(
        f"{PLACE}<uuid:edition>/regel/<uuid:case>/weg/",
        views.standing_case_remove,
        name="standing_case_remove",
    ),
    path(f"{PLACE}<uuid:edition>/akkoord/", views.standing_agree, name="standing_agree"),
    path(f"{PLACE}<uuid:edition>/beeindigen/", views.standing_end, name="standing_end"),
]
