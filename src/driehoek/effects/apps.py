"""How Django knows the room `effects`."""

from django.apps import AppConfig


class EffectsConfig(AppConfig):
    """The room `effects` (see docs/architecture.md)."""

    name = "driehoek.effects"
    label = "effects"

    def ready(self) -> None:
        """Tell the ledger this room's event names, the menu its places, cases their part, exports their table."""
        from driehoek.cases import parts
        from driehoek.effects.exporting import TABLE
        from driehoek.effects.page_parts import PART, TAB
        from driehoek.effects.words import EVENTS, MENU
        from driehoek.exports import tables
        from driehoek.ledger.events import register
        from driehoek.web import menu

        register(EVENTS)
        tables.register(TABLE)
        parts.register(PART)
        parts.register_tab(TAB)
        for entry in MENU:
            menu.register(entry)
