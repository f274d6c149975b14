"""How Django knows the room `scans`."""

from django.apps import AppConfig


class ScansConfig(AppConfig):
    """The room `scans` (see docs/architecture.md)."""

    name = "driehoek.scans"
    label = "scans"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and the menu its places."""
        from driehoek.ledger.events import register
        from driehoek.scans.words import EVENTS, MENU
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
