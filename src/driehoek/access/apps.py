from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The room `access` (see docs/architecture.md)."""

    name = "driehoek.access"
    label = "access"
