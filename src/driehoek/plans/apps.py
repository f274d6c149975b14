"""How Django knows the room `plans`."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """The room `plans` (see docs/architecture.md)."""

    name = "driehoek.plans"
    label = "plans"

    def ready(self) -> None:
        """Tell the ledger this room's event names and the menu its places; offer proposals and words for due dates."""
        from driehoek.ledger.events import register
        from driehoek.plans import due, offers
        from driehoek.plans.words import EVENTS, MENU
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
        due.register()
        offers.register()
