"""Addresses of the room `publications`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "publications"
urlpatterns: list[URLPattern] = []
