from django.apps import AppConfig


class BriefConfig(AppConfig):
    """The room `brief` (see docs/architecture.md)."""

    name = "driehoek.brief"
    label = "brief"

    def ready(self) -> None:
        """Tell the ledger this room's event names."""
        from driehoek.brief.words import EVENTS
        from driehoek.ledger.events import register

        register(EVENTS)
