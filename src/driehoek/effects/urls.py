"""Addresses of the room `effects`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "effects"
urlpatterns: list[URLPattern] = []
