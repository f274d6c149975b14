"""The room of figures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FiguresConfig(AppConfig):
    """The room `figures` (see docs/architecture.md)."""

    name = "driehoek.figures"
    label = "figures"

    def ready(self) -> None:
        """Give the room's events their words on timelines, and the room its place in the bar."""
        from driehoek.access.gate import holders
        from driehoek.access.rules import READERS_OF_FIGURES
        from driehoek.exports import tables
        from driehoek.figures.exporting import TABLE
        from driehoek.ledger.events import register
        from driehoek.web import menu

        text = _("Elke indicator met het laatste cijfer, de bron en de grafiek.")
        place = menu.MenuEntry(_("Cijfers"), "figures:list", text, holders(*READERS_OF_FIGURES), order=60)
        menu.register_place(place)
        tables.register(TABLE)
        register(
            {
                "figures:import:previewed": _("Cijfers bekeken"),
                "figures:import:loaded": _("Cijfers ingelezen"),
                "figures:import:unchanged": _("Cijfers nog eens aangeboden, niets veranderd"),
                "figures:import:refused": _("Cijfers geweigerd"),
                "figures:source:added": _("Bron toegevoegd"),
                "figures:source:changed": _("Bron gewijzigd"),
                "figures:indicator:added": _("Indicator toegevoegd"),
                "figures:indicator:changed": _("Indicator gewijzigd"),
                "figures:indicator:ended": _("Indicator beëindigd"),
                "figures:indicator:restored": _("Indicator hersteld"),
            }
        )
