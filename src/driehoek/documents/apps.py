"""How Django knows the room `documents`."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The room `documents` (see docs/architecture.md)."""

    name = "driehoek.documents"
    label = "documents"

    def ready(self) -> None:
        """Tell the ledger this room's event names, the menu its places, and add to the pages of a case."""
        from driehoek.documents import finding, parts
        from driehoek.documents.words import EVENTS, MENU
        from driehoek.ledger.events import register
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
        parts.register()
        finding.register()
