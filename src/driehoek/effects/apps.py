"""How Django knows the room `effects`."""

from django.apps import AppConfig


class EffectsConfig(AppConfig):
    """The room `effects` (see docs/architecture.md)."""

    name = "driehoek.effects"
    label = "effects"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and the menu its places."""
        from driehoek.effects.words import EVENTS, MENU
        from driehoek.ledger.events import register
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
