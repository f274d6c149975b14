"""A copy that leaves the screen: who took it stands on the ledger."""

from __future__ import annotations

from django.db import transaction

from driehoek.access.identity import Identity
from driehoek.scans.models import Scan
from driehoek.scans.services.common import record


@transaction.atomic
def take_copy(*, identity: Identity, scan: Scan) -> None:
    """Note that a scan was taken as a PDF, fixed or still a concept."""
    record(
        municipality=identity.municipality,
        action="scan:copied",
        subject=scan.pk,
        version=scan.version,
        data={"fixed": scan.is_fixed},
    )
