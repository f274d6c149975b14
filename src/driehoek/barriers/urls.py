"""Addresses of the room `barriers`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "barriers"
urlpatterns: list[URLPattern] = []
