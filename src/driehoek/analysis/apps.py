"""The room's registration."""

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    """The room `analysis` (see docs/architecture.md)."""

    name = "driehoek.analysis"
    label = "analysis"
