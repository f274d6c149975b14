"""Addresses of the room `grounds`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "grounds"
urlpatterns: list[URLPattern] = []
