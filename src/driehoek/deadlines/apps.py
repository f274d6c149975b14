"""How Django knows the room `deadlines`."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    """The room `deadlines` (see docs/architecture.md)."""

    name = "driehoek.deadlines"
    label = "deadlines"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and the menu its places."""
        from driehoek.deadlines.exporting import TABLE
        from driehoek.deadlines.words import EVENTS, MENU
        from driehoek.exports import tables
        from driehoek.ledger.events import register
        from driehoek.web import menu

        register(EVENTS)
        tables.register(TABLE)
        for entry in MENU:
            menu.register(entry)
