"""Every write about cases: one transaction, one line on the ledger."""

from driehoek.cases.services.cases import NewCase, change_case, open_case
from driehoek.cases.services.models import ensure_models
from driehoek.cases.services.partners import (
    Invitation,
    add_compartment,
    end_participation,
    invite,
)

__all__ = [
    "Invitation",
    "NewCase",
    "add_compartment",
    "change_case",
    "end_participation",
    "ensure_models",
    "invite",
    "open_case",
]
