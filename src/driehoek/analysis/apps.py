"""The room's registration."""

from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    """The room `analysis` (see docs/architecture.md)."""

    name = "driehoek.analysis"
    label = "analysis"

    def ready(self) -> None:
        """Tell the ledger this room's event names, the bar its place, and judge figures whenever they change."""
        from django.utils.translation import gettext_lazy as _

        from driehoek.access.gate import holders
        from driehoek.access.rules import READERS_OF_FIGURES
        from driehoek.analysis.exporting import TABLE
        from driehoek.analysis.tasks import on_figures_changed
        from driehoek.analysis.words import EVENTS
        from driehoek.exports import tables
        from driehoek.figures.signals import figures_loaded, indicator_ended_or_restored
        from driehoek.ledger.events import register
        from driehoek.web import menu

        register(EVENTS)
        tables.register(TABLE)
        place = menu.MenuEntry(
            _("Afwijkingen"), "analysis:deviations", visible=holders(*READERS_OF_FIGURES), order=40
        )
        menu.register_place(place)
        for signal in (figures_loaded, indicator_ended_or_restored):
            signal.connect(on_figures_changed, dispatch_uid="analysis-detect")
