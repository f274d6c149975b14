"""How Django knows the room `brief`."""

from django.apps import AppConfig


class BriefConfig(AppConfig):
    """The room `brief` (see docs/architecture.md)."""

    name = "driehoek.brief"
    label = "brief"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and the menu its place."""
        from driehoek.brief.words import EVENTS, MENU, PLACE
        from driehoek.ledger.events import register
        from driehoek.web import menu

        register(EVENTS)
        menu.register(MENU)
        menu.register_place(PLACE)
