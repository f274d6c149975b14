"""How Django knows the room `position`."""

from django.apps import AppConfig


class PositionConfig(AppConfig):
    """The room `position` (see docs/architecture.md)."""

    name = "driehoek.position"
    label = "position"

    def ready(self) -> None:
        """Tell the ledger this room's event names, the menu its places, and follow the kind of problems."""
        from driehoek.exports import tables
        from driehoek.grounds import subjects, subjects_resting
        from driehoek.ledger.events import register
        from driehoek.position import due, following, offers, page_parts
        from driehoek.position.bar import PLACES
        from driehoek.position.exporting import TABLES
        from driehoek.position.parts import PARTS
        from driehoek.position.queries.agreements import resting_words
        from driehoek.position.services.judging_term import AGREEMENT
        from driehoek.position.views.gate import agreement_page, gate_part
        from driehoek.position.words import AGREEMENT_LABEL, EVENTS, MENU
        from driehoek.problems import parts
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
        for place in PLACES:
            menu.register_place(place)
        for part in PARTS:
            parts.register(part)
        for table in TABLES:
            tables.register(table)
        page_parts.AGREEMENT.register(
            page_parts.AgreementPart("gate", "more", 10, "position/parts/gate.html", gate_part)
        )
        subjects_resting.register(AGREEMENT, resting_words)
        subjects.register(AGREEMENT, AGREEMENT_LABEL, agreement_page)
        following.connect()
        due.register()
        offers.register()
