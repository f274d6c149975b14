"""Addresses of the room `theme_templates`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "theme_templates"
urlpatterns: list[URLPattern] = []
