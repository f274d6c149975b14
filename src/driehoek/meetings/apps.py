"""How Django knows the room `meetings`."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """The room `meetings` (see docs/architecture.md)."""

    name = "driehoek.meetings"
    label = "meetings"

    def ready(self) -> None:
        """Tell the ledger this room's event names and the menu its places; offer proposals and words for due dates."""
        from driehoek.exports import tables
        from driehoek.ledger.events import register
        from driehoek.meetings import due, offers
        from driehoek.meetings.exporting import TABLE
        from driehoek.meetings.words import EVENTS, MENU
        from driehoek.web import menu

        register(EVENTS)
        tables.register(TABLE)
        for entry in MENU:
            menu.register(entry)
        due.register()
        offers.register()
