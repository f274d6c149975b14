"""What this room offers itself, from the rooms below it: deviations in the figures."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.access.rules import READERS_OF_FIGURES
from driehoek.analysis.queries import deviations_for
from driehoek.analysis.rows import deviation_row
from driehoek.meetings import proposals
from driehoek.meetings.proposals import Proposal

DEVIATION: Final = "analysis.deviation"
# More than a table talks about; the strongest are on top.
MOST: Final = 10


def register() -> None:
    """Offer what deviates."""
    proposals.register(DEVIATION, deviations, label=_("Uitzonderingen in de cijfers"), order=20)


def deviations(identity: Identity, until: datetime) -> list[Proposal]:  # noqa: ARG001 - what deviates now, whatever the day
    """Propose what deviates now, the strongest first, to those who read figures."""
    if not identity.holds(*READERS_OF_FIGURES):
        return []
    lines, _more = deviations_for(identity, limit=MOST)
    found = []
    for line in lines:
        row = deviation_row(line)
        found.append(
            Proposal(
                title=row.title,
                why=row.text,
                origin=DEVIATION,
                origin_id=str(line.deviation.pk),
                origin_url=row.url,
            )
        )
    return found
