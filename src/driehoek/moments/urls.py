"""Addresses of the moments room."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "moments"
urlpatterns: list[URLPattern] = []
