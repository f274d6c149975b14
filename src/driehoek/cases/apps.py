"""How Django knows the room `cases`."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The room `cases` (see docs/architecture.md)."""

    name = "driehoek.cases"
    label = "cases"

    def ready(self) -> None:
        """Tell the ledger this room's event names, the menu its places, and the pages their parts."""
        from driehoek.cases import offers, own_parts, parts, requirements
        from driehoek.cases.exporting import TABLE
        from driehoek.cases.own_requirements import REQUIREMENTS
        from driehoek.cases.retention import LABEL, describe
        from driehoek.cases.services.moving import RETENTION
        from driehoek.cases.words import EVENTS, MENU, PLACE
        from driehoek.deadlines import kinds
        from driehoek.exports import tables
        from driehoek.ledger.events import register
        from driehoek.problems import parts as problem_parts
        from driehoek.web import menu

        register(EVENTS)
        kinds.register(RETENTION, describe, label=LABEL)
        tables.register(TABLE)
        for key, label, check in REQUIREMENTS:
            requirements.register(key, label, check)
        for tab in own_parts.TABS:
            parts.register_tab(tab)
        for part in own_parts.PARTS:
            parts.register(part)
        problem_parts.register(own_parts.PROBLEM_PART)
        menu.register_place(PLACE)
        offers.register()
        for entry in MENU:
            menu.register(entry)
