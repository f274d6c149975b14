"""How Django knows the room `grounds`."""

from django.apps import AppConfig


class GroundsConfig(AppConfig):
    """The room `grounds` (see docs/architecture.md)."""

    name = "driehoek.grounds"
    label = "grounds"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and the menu its places."""
        from driehoek.deadlines import kinds
        from driehoek.grounds import due, due_covenants, subjects
        from driehoek.grounds.parts import PARTS
        from driehoek.grounds.queries.activities import number_in_force
        from driehoek.grounds.words import EVENTS, MENU, SOURCE_LABEL
        from driehoek.ledger import activities
        from driehoek.ledger.events import register
        from driehoek.problems import parts
        from driehoek.web import menu

        register(EVENTS)
        subjects.register("grounds.source", SOURCE_LABEL)
        kinds.register(due.APPROVAL, due.describe_approvals, label=due.APPROVAL_LABEL)
        kinds.register(due_covenants.COVENANT, due_covenants.describe, label=due_covenants.LABEL)
        activities.register(number_in_force)
        for part in PARTS:
            parts.register(part)
        for entry in MENU:
            menu.register(entry)
