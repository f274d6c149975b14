"""How Django knows the room `approach`."""

from django.apps import AppConfig


class ApproachConfig(AppConfig):
    """The room `approach` (see docs/architecture.md)."""

    name = "driehoek.approach"
    label = "approach"

    def ready(self) -> None:
        """Tell the ledger this room's event names and the menu its places; add to the pages of cases and agendas."""
        from driehoek.approach import case_parts, due, offers, requirements
        from driehoek.approach.words import EVENTS, MENU
        from driehoek.ledger.events import register
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
        requirements.register()
        case_parts.register()
        due.register()
        offers.register()
