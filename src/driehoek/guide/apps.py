"""How Django knows the room `guide`."""

from django.apps import AppConfig


class GuideConfig(AppConfig):
    """The room `guide` (see docs/architecture.md)."""

    name = "driehoek.guide"
    label = "guide"

    def ready(self) -> None:
        """Tell the ledger this room's event names, the menu its places, and a problem's page its tips."""
        from driehoek.guide import due
        from driehoek.guide.parts import register_parts
        from driehoek.guide.words import EVENTS, MENU
        from driehoek.ledger.events import register
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
        register_parts()
        due.register()
