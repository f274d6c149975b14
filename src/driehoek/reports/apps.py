"""How Django knows the room `reports`."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The room `reports` (see docs/architecture.md)."""

    name = "driehoek.reports"
    label = "reports"

    def ready(self) -> None:
        """Tell the ledger this room's event names, the menu its places, and add to the pages of the position."""
        from driehoek.exports import tables
        from driehoek.ledger.events import register
        from driehoek.reports import due, parts
        from driehoek.reports.exporting import TABLE
        from driehoek.reports.words import EVENTS, MENU
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
        tables.register(TABLE)
        due.register()
        parts.register()
