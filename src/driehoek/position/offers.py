"""What the position would put on the table: what is late, and decisions that wait."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.deadlines import lines
from driehoek.deadlines import queries as deadlines
from driehoek.meetings import proposals
from driehoek.meetings.proposals import Proposal
from driehoek.position.models import QuestionKind, QuestionState
from driehoek.position.queries.questions import questions
from driehoek.position.services.agreements import DELIVERY
from driehoek.position.services.questions import QUESTION

MOST: Final = 10


def register() -> None:
    """Offer late deliveries and open decisions for an agenda."""
    proposals.register(QUESTION, decisions, label=gettext_lazy("Besluiten die wachten"), order=10)
    proposals.register(DELIVERY, late, label=gettext_lazy("Leveringen die te laat zijn"), order=30)


def decisions(identity: Identity, until: datetime) -> list[Proposal]:  # noqa: ARG001 - all that wait
    """Propose the decisions that wait for an answer, the soonest due first."""
    waiting = questions(identity).filter(kind=QuestionKind.DECISION, state=QuestionState.OPEN)
    return [
        Proposal(
            title=one.text[:140],
            why=one.advice or _("Gevraagd door %(who)s.") % {"who": one.asked_by.name},
            origin=QUESTION,
            origin_id=str(one.pk),
            origin_url=reverse("position:question", args=[one.pk]),
            problem=one.problem_id,
        )
        for one in waiting.order_by("deadline__due_at")[:MOST]
    ]


def late(identity: Identity, until: datetime) -> list[Proposal]:  # noqa: ARG001 - what is late now
    """Propose what partners are late with, the longest first."""
    rows, _following = deadlines.late(identity, kind=DELIVERY)
    return [
        Proposal(
            title=_("Te laat: %(what)s") % {"what": line.about.title},
            why=f"{line.from_whom}. {line.lateness}.",
            origin=DELIVERY,
            origin_id=str(line.deadline.subject),
            origin_url=line.about.url,
            problem=line.deadline.problem,
        )
        for line in lines.lines_of(identity, rows[:MOST])
    ]
