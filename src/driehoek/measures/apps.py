"""How Django knows the room `measures`."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """The room `measures` (see docs/architecture.md)."""

    name = "driehoek.measures"
    label = "measures"

    def ready(self) -> None:
        """Tell the rooms below of this room's events, places, due dates, requirements, parts and table."""
        from driehoek.cases import parts as case_parts
        from driehoek.exports import tables
        from driehoek.ledger.events import register
        from driehoek.measures import due
        from driehoek.measures.exporting import TABLE
        from driehoek.measures.parts import PARTS, TAB
        from driehoek.measures.words import EVENTS, MENU
        from driehoek.web import menu

        register(EVENTS)
        due.register()
        tables.register(TABLE)
        case_parts.register_tab(TAB)
        for part in PARTS:
            case_parts.register(part)
        for entry in MENU:
            menu.register(entry)
