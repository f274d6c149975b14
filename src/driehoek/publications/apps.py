"""How Django knows the room `publications`."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """The room `publications` (see docs/architecture.md)."""

    name = "driehoek.publications"
    label = "publications"

    def ready(self) -> None:
        """Tell the ledger this room's event names and the menu its places; offer analyses to rooms below."""
        from driehoek.ledger.events import register
        from driehoek.publications import offers
        from driehoek.publications.words import EVENTS, MENU
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
        offers.register()
