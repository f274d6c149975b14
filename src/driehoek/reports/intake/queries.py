"""Files with reports; everyone sees their own and nobody else's."""

from __future__ import annotations

import uuid

from driehoek.access.identity import Identity
from driehoek.reports.intake.models import Intake

SHOWN = 10


def intake_or_none(identity: Identity, intake: uuid.UUID) -> Intake | None:
    """Return a file that this person offered."""
    return Intake.objects.filter(municipality=identity.municipality, by=identity.person, pk=intake).first()


def intakes_of(identity: Identity) -> list[Intake]:
    """Return the files that this person offered last, newest first."""
    mine = Intake.objects.filter(municipality=identity.municipality, by=identity.person)
    return list(mine.defer("content").order_by("-at")[:SHOWN])
