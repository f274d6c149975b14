"""Addresses of the room `exchange`; each part keeps its own list."""

from __future__ import annotations

from django.urls import URLPattern

from driehoek.exchange import (
    urls_account,
    urls_asking,
    urls_giving,
    urls_oral,
    urls_planned,
    urls_returns,
    urls_standing,
)

app_name = "exchange"
urlpatterns: list[URLPattern] = [
    *urls_account.PATTERNS,
    *urls_asking.PATTERNS,
    *urls_giving.PATTERNS,
    *urls_oral.PATTERNS,
    *urls_planned.PATTERNS,
    *urls_returns.PATTERNS,
    *urls_standing.PATTERNS,
]
