"""How Django knows the room `scans`."""

from django.apps import AppConfig


class ScansConfig(AppConfig):
    """The room `scans` (see docs/architecture.md)."""

    name = "driehoek.scans"
    label = "scans"

    def ready(self) -> None:
        """Tell the ledger this room's event names, the menu its places, and the norms what keeps coming back."""
        from driehoek.ledger.events import register
        from driehoek.scans import returns
        from driehoek.scans.words import EVENTS, MENU
        from driehoek.standard import retyping
        from driehoek.web import menu

        register(EVENTS)
        retyping.register(returns.REASON, returns.find)
        for entry in MENU:
            menu.register(entry)
