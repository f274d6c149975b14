"""Addresses of the guide room."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "guide"
urlpatterns: list[URLPattern] = []
