"""How Django knows the room `briefings`."""

from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    """The room `briefings` (see docs/architecture.md)."""

    name = "driehoek.briefings"
    label = "briefings"

    def ready(self) -> None:
        """Tell the ledger this room's event names and the menu its places; name what a briefing is made from."""
        from driehoek.briefings import offers, sources
        from driehoek.briefings.words import EVENTS, MENU
        from driehoek.ledger.events import register
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
        sources.register_all()
        offers.register()
