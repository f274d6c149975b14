"""How Django knows the room `matching`."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """The room `matching` (see docs/architecture.md)."""

    name = "driehoek.matching"
    label = "matching"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and the menu its places."""
        from driehoek.ledger.events import register
        from driehoek.matching.words import EVENTS, MENU
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
