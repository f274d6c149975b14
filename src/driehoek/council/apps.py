"""How Django knows the room `council`."""

from django.apps import AppConfig


class CouncilConfig(AppConfig):
    """The room `council` (see docs/architecture.md)."""

    name = "driehoek.council"
    label = "council"

    def ready(self) -> None:
        """Tell the ledger this room's event names, the menu its places, and the due dates their words."""
        from driehoek.council import due
        from driehoek.council.words import EVENTS, MENU, PLACES
        from driehoek.ledger.events import register
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
        for place in PLACES:
            menu.register_place(place)
        due.register()
