"""How Django knows the room `standard`."""

from django.apps import AppConfig


class StandardConfig(AppConfig):
    """The room `standard` (see docs/architecture.md)."""

    name = "driehoek.standard"
    label = "standard"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and the menu its places."""
        from driehoek.exports import tables
        from driehoek.ledger.events import register
        from driehoek.standard.exporting import TABLE
        from driehoek.standard.words import EVENTS, MENU
        from driehoek.web import menu

        register(EVENTS)
        tables.register(TABLE)
        for entry in MENU:
            menu.register(entry)
