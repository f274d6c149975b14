"""How Django knows the room `oversight`."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """The room `oversight` (see docs/architecture.md)."""

    name = "driehoek.oversight"
    label = "oversight"

    def ready(self) -> None:
        """Tell the ledger this room's event names."""
        from driehoek.ledger.events import register
        from driehoek.oversight.words import EVENTS, MENU, PLACES
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
        for place in PLACES:
            menu.register_place(place)
