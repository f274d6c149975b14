"""How Django knows the room `barriers`."""

from django.apps import AppConfig


class BarriersConfig(AppConfig):
    """The room `barriers` (see docs/architecture.md)."""

    name = "driehoek.barriers"
    label = "barriers"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and the menu its places."""
        from driehoek.barriers.words import EVENTS, MENU
        from driehoek.ledger.events import register
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
