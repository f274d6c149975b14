"""How Django knows the room `moments`."""

from django.apps import AppConfig


class MomentsConfig(AppConfig):
    """The room `moments` (see docs/architecture.md)."""

    name = "driehoek.moments"
    label = "moments"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and the menu its places."""
        from driehoek.exports import tables
        from driehoek.ledger.events import register
        from driehoek.moments.exporting import TABLE
        from driehoek.moments.words import EVENTS, MENU
        from driehoek.web import menu

        register(EVENTS)
        tables.register(TABLE)
        for entry in MENU:
            menu.register(entry)
