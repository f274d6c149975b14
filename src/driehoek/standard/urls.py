"""Addresses of the standard room."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "standard"
urlpatterns: list[URLPattern] = []
