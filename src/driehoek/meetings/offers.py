"""What this room offers itself, from the rooms below it: deviations in the figures, risk moments."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.access.rules import READERS_OF_FIGURES
from driehoek.analysis.queries import deviations_for
from driehoek.meetings import proposals
from driehoek.meetings.proposals import Proposal
from driehoek.moments.queries import coming
from driehoek.moments.rows import row as moment_row

DEVIATION: Final = "analysis.deviation"
MOMENT: Final = "moments.moment"
MOMENTS_AHEAD: Final = 30
# More than a table talks about; the strongest are on top.
MOST: Final = 10


def register() -> None:
    """Offer what deviates and what is coming."""
    proposals.register(DEVIATION, deviations, label=_("Uitzonderingen in de cijfers"), order=20)
    proposals.register(MOMENT, moments, label=_("Risicomomenten die komen"), order=40)


def moments(identity: Identity, until: datetime) -> list[Proposal]:
    """Propose the risk moments up to a month after the meeting, the soonest first, each once."""
    days = max((until - timezone.now()).days, 0) + MOMENTS_AHEAD
    found: dict[str, Proposal] = {}
    for one in coming(identity, days=days, limit=MOST):
        key = str(one.moment.pk)
        found.setdefault(
            key,
            Proposal(
                title=one.moment.title,
                why=moment_row(one).text,
                origin=MOMENT,
                origin_id=key,
                origin_url=reverse("moments:page", args=[one.moment.pk]),
                problem=one.moment.problem,
                confidential=one.moment.confidential,
            ),
        )
    return list(found.values())


def deviations(identity: Identity, until: datetime) -> list[Proposal]:  # noqa: ARG001 - what deviates now, whatever the day
    """Propose what deviates now, the strongest first, to those who read figures."""
    if not identity.holds(*READERS_OF_FIGURES):
        return []
    # Drawing is heavy to load, and a command that draws nothing should start quickly.
    from driehoek.analysis.rows import deviation_row

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
