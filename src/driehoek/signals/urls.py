"""Addresses of the room `signals`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "signals"
urlpatterns: list[URLPattern] = []
