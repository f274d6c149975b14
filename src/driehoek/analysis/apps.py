"""The room's registration."""

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    """The room `analysis` (see docs/architecture.md)."""

    name = "driehoek.analysis"
    label = "analysis"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and judge figures whenever they change."""
        from driehoek.analysis.tasks import on_figures_changed
        from driehoek.analysis.words import EVENTS
        from driehoek.figures.signals import figures_loaded, indicator_ended_or_restored
        from driehoek.ledger.events import register

        register(EVENTS)
        for signal in (figures_loaded, indicator_ended_or_restored):
            signal.connect(on_figures_changed, dispatch_uid="analysis-detect")
