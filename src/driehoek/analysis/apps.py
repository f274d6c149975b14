"""The room's registration."""

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    """The room `analysis` (see docs/architecture.md)."""

    name = "driehoek.analysis"
    label = "analysis"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and judge figures whenever they are loaded."""
        from driehoek.analysis.tasks import on_figures_loaded
        from driehoek.analysis.words import EVENTS
        from driehoek.figures.signals import figures_loaded
        from driehoek.ledger.events import register

        register(EVENTS)
        figures_loaded.connect(on_figures_loaded, dispatch_uid="analysis-detect")
