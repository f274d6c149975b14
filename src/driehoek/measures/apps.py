"""How Django knows the room `measures`."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """The room `measures` (see docs/architecture.md)."""

    name = "driehoek.measures"
    label = "measures"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and the menu its places."""
        from driehoek.ledger.events import register
        from driehoek.measures.words import EVENTS, MENU
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
