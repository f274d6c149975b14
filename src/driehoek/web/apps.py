"""Django's entry for the room that holds the look: templates, theme, components, charts."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, static files, charts and the few pages that belong to no other room."""

    name = "driehoek.web"
    label = "web"
    verbose_name = "Schermen"
