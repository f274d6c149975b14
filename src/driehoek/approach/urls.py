"""Addresses of the room `approach`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "approach"
urlpatterns: list[URLPattern] = []
