"""How Django knows the room `problems`."""

from django.apps import AppConfig


class ProblemsConfig(AppConfig):
    """The room `problems` (see docs/architecture.md)."""

    name = "driehoek.problems"
    label = "problems"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and hand out grants when someone is appointed."""
        from driehoek.exports import tables
        from driehoek.ledger.events import register
        from driehoek.parties.signals import appointed
        from driehoek.problems import parts, services
        from driehoek.problems.exporting import TABLE, standings
        from driehoek.problems.own_parts import PARTS
        from driehoek.problems.words import EVENTS, MENU, PLACE
        from driehoek.web import menu

        register(EVENTS)
        for entry in MENU:
            menu.register(entry)
        menu.register_place(PLACE)
        for part in PARTS:
            parts.register(part)
        tables.register(TABLE)
        tables.register_problems(standings)
        appointed.connect(
            lambda appointment, **_kwargs: services.hand_out(appointment=appointment),
            weak=False,
            dispatch_uid="problems-hand-out",
        )
