from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """The room `figures` (see docs/architecture.md)."""

    name = "driehoek.figures"
    label = "figures"
