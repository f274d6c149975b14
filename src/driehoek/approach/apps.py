"""How Django knows the room `approach`."""

from django.apps import AppConfig


class ApproachConfig(AppConfig):
    """The room `approach` (see docs/architecture.md)."""

    name = "driehoek.approach"
    label = "approach"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and the menu its places."""
        from driehoek.approach.words import EVENTS, MENU
        from driehoek.ledger.events import register
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
