"""What this room would put on the agenda of the driehoek: complex problems that are stuck or wait for a decision."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.cases.models import Case
from driehoek.cases.queries.overview import running
from driehoek.cases.rows import decision_words, standing_words
from driehoek.meetings import proposals
from driehoek.meetings.proposals import Proposal

SOURCE: Final = "cases.case"
MOST: Final = 10


def register() -> None:
    """Offer them to every agenda."""
    proposals.register(SOURCE, stuck_or_waiting, label=gettext_lazy("Complexe problemen"), order=15)


def stuck_or_waiting(identity: Identity, until: datetime) -> list[Proposal]:
    """Return complex problems that are stuck, and those with a decision due by the meeting; one query."""
    due = Q(case__next_decision_on__lte=timezone.localdate(until)) & ~Q(case__next_decision="")
    rows = running(identity).filter(Q(case__stuck_since__isnull=False) | due, case__ended_at=None)
    return [
        Proposal(
            title=problem.title,
            why=_why(problem.case),
            origin=SOURCE,
            origin_id=str(problem.pk),
            origin_url=reverse("cases:page", args=[problem.pk]),
            problem=problem.pk,
        )
        for problem in rows.order_by("case__stuck_since", "case__next_decision_on", "pk")[:MOST]
    ]


def _why(case: Case) -> str:
    said = standing_words(case) if case.stuck_since is not None else ""
    if said:
        return _("Zit vast. %(said)s") % {"said": said}
    return decision_words(case)
