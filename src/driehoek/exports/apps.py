"""How Django knows the room `exports`."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """The room `exports` (see docs/architecture.md)."""

    name = "driehoek.exports"
    label = "exports"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and the menu its places."""
        from driehoek.exports.words import EVENTS, MENU
        from driehoek.ledger.events import register
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
