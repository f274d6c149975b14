"""How Django knows the room `theme_templates`."""

from django.apps import AppConfig


class ThemeTemplatesConfig(AppConfig):
    """The room `theme_templates` (see docs/architecture.md)."""

    name = "driehoek.theme_templates"
    label = "theme_templates"

    def ready(self) -> None:
        """Tell the ledger this room's event names, the menu its places, and who says the words of what is due."""
        from driehoek.ledger.events import register
        from driehoek.theme_templates import due
        from driehoek.theme_templates.words import EVENTS, MENU
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
        due.register()
