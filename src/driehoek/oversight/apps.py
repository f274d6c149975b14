from django.apps import AppConfig


class OversightConfig(AppConfig):
    """The room `oversight` (see docs/architecture.md)."""

    name = "driehoek.oversight"
    label = "oversight"
