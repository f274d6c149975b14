"""A copy that leaves the screen: who took it stands on the ledger."""

from __future__ import annotations

from django.db import transaction

from driehoek.access.identity import Identity
from driehoek.reports.models import Report
from driehoek.reports.services.writing import record


@transaction.atomic
def take_copy(*, identity: Identity, report: Report) -> None:
    """Note that a fixed report was taken as a PDF."""
    record(report, "taken")
