"""How Django knows the room `parties`."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """The room `parties` (see docs/architecture.md)."""

    name = "driehoek.parties"
    label = "parties"
