"""How Django knows the room `ledger`."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The room `ledger` (see docs/architecture.md)."""

    name = "driehoek.ledger"
    label = "ledger"
