"""How Django knows the room `standard`."""

from django.apps import AppConfig


class StandardConfig(AppConfig):
    """The room `standard` (see docs/architecture.md)."""

    name = "driehoek.standard"
    label = "standard"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and the menu its places."""
        from driehoek.ledger.events import register
        from driehoek.standard.words import EVENTS, MENU
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
