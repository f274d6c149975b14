"""A file with reports that was offered, for tests that need one."""

from __future__ import annotations

import uuid

from driehoek.access.identity import Identity
from driehoek.reports.intake.services import offer


def intake_objects(identity: Identity) -> dict[str, uuid.UUID | int | str]:
    """Offer a file of which nothing can be used; the name is that of the rights table."""
    made = offer(identity=identity, file_name="week.csv", content=b"levering,afspraak\n")
    return {"report_intake": made.pk}
