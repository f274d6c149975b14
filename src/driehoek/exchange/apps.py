"""How Django knows the room `exchange`."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The room `exchange` (see docs/architecture.md)."""

    name = "driehoek.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Tell the ledger this room's event names, and the menu its places."""
        from driehoek.exchange import (
            answering,
            due,
            due_oral,
            due_planned,
            due_returns,
            due_standing,
            parts_planned,
            side_parts,
        )
        from driehoek.exchange.words import EVENTS, MENU
        from driehoek.ledger.events import register
        from driehoek.problems import parts
        from driehoek.web import menu

        register(EVENTS)
        answering.register()
        due.register()
        due_oral.register()
        due_planned.register()
        due_returns.register()
        due_standing.register()
        side_parts.register()
        for part in parts_planned.PARTS:
            parts.register(part)
        for entry in MENU:
            menu.register(entry)
