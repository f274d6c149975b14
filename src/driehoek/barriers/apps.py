"""How Django knows the room `barriers`."""

from django.apps import AppConfig


class BarriersConfig(AppConfig):
    """The room `barriers` (see docs/architecture.md)."""

    name = "driehoek.barriers"
    label = "barriers"

    def ready(self) -> None:
        """Tell the ledger this room's event names, the menu its places and the case its tab."""
        from django.utils.translation import gettext_lazy as _

        from driehoek.barriers.words import EVENTS, MENU
        from driehoek.cases.parts import Tab, register_tab
        from driehoek.ledger.events import register
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
        register_tab(Tab("barriers", _("Barrières"), "barriers:of_case", 60))
