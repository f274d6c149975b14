"""How Django knows the room `council`."""

from django.apps import AppConfig


class CouncilConfig(AppConfig):
    """The room `council` (see docs/architecture.md)."""

    name = "driehoek.council"
    label = "council"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and the menu its places."""
        from driehoek.council.words import EVENTS, MENU
        from driehoek.ledger.events import register
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
