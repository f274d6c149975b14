"""How Django knows the room `subjects`."""

from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    """The room `subjects` (see docs/architecture.md)."""

    name = "driehoek.subjects"
    label = "subjects"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and the menu its places."""
        from driehoek.ledger.events import register
        from driehoek.subjects import tabs
        from driehoek.subjects.words import EVENTS, MENU
        from driehoek.web import menu

        register(EVENTS)
        tabs.register()
        for entry in MENU:
            menu.register(entry)
