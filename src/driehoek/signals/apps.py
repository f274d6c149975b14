"""How Django knows the room `signals`."""

from django.apps import AppConfig


class SignalsConfig(AppConfig):
    """The room `signals` (see docs/architecture.md)."""

    name = "driehoek.signals"
    label = "signals"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and the menu its places."""
        from driehoek.ledger.events import register
        from driehoek.signals.words import EVENTS, MENU
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
