"""How Django knows the room `cases`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """The room `cases` (see docs/architecture.md)."""

    name = "driehoek.cases"
    label = "cases"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and the menu its places."""
        from driehoek.cases.parts import Tab, register_tab
        from driehoek.cases.words import EVENTS, MENU
        from driehoek.ledger.events import register
        from driehoek.web import menu

        register(EVENTS)
        register_tab(Tab("page", _("Overzicht"), "cases:page", 0))
        for entry in MENU:
            menu.register(entry)
