"""How Django knows the room `api`."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The room `api` (see docs/architecture.md)."""

    name = "driehoek.api"
    label = "api"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and the menu its places."""
        from driehoek.api.words import EVENTS, MENU
        from driehoek.ledger.events import register
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
