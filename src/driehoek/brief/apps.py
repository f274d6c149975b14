from django.apps import AppConfig


class BriefConfig(AppConfig):
    """The room `brief` (see docs/architecture.md)."""

    name = "driehoek.brief"
    label = "brief"
