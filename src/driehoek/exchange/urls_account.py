"""Addresses of the figures about the exchange."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from driehoek.exchange.views import account as views

PATTERNS: Final[list[URLPattern]] = [
    path("uitwisseling/cijfers/", views.account_now, name="account_now"),
    path("uitwisseling/cijfers/<int:year>/", views.account, name="account"),
    path("uitwisseling/cijfers/<int:year>/agenda/", views.account_to_agenda, name="account_to_agenda"),
]
