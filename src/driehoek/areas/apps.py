"""The room of areas."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """The room `areas` (see docs/architecture.md)."""

    name = "driehoek.areas"
    label = "areas"
