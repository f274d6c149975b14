"""Addresses of the room `subjects`."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "subjects"
urlpatterns: list[URLPattern] = []
