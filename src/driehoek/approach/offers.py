"""What this room offers for an agenda: definitions that wait for priority, and questions to the mayor (CX06, CX09)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.meetings import proposals
from driehoek.meetings.proposals import Proposal

DEFINITION: Final = "approach.definition"
QUESTION: Final = "approach.question"
MOST: Final = 10


def register() -> None:
    """Offer definitions that are ready, and questions that wait."""
    proposals.register(
        DEFINITION, definitions, label=gettext_lazy("Casussen die prioriteit vragen"), order=15
    )
    proposals.register(QUESTION, questions, label=gettext_lazy("Knelpunten in casussen"), order=16)


def definitions(identity: Identity, until: datetime) -> list[Proposal]:  # noqa: ARG001 - all that wait
    """Propose the definitions that were offered since the last decision on them, the longest first."""
    from django.db.models import F, Max, Q

    from driehoek.approach.models import Definition
    from driehoek.cases.queries import visible_to

    rows = Definition.objects.filter(case__in=visible_to(identity), offered_at__isnull=False)
    rows = rows.annotate(decided=Max("case__approach_prioritisations__recorded_at"))
    waiting = rows.filter(Q(decided=None) | Q(decided__lt=F("offered_at"))).select_related("case__problem")
    return [
        Proposal(
            title=(_("Prioriteit voor: %(title)s") % {"title": one.case.problem.title})[:140],
            why=one.advice,
            origin=DEFINITION,
            origin_id=str(one.pk),
            origin_url=reverse("approach:definition", args=[one.pk]),
            problem=one.pk,
        )
        for one in waiting.order_by("offered_at")[:MOST]
    ]


def questions(identity: Identity, until: datetime) -> list[Proposal]:  # noqa: ARG001 - all that wait
    """Propose the questions to the mayor that wait, the soonest due first."""
    from driehoek.approach.models import EscalationState
    from driehoek.approach.queries.actions import visible_escalations

    waiting = visible_escalations(identity).filter(state=EscalationState.ASKED)
    return [
        Proposal(
            title=one.question[:140],
            why=one.advice,
            origin=QUESTION,
            origin_id=str(one.pk),
            origin_url=reverse("approach:question", args=[one.case_id, one.pk]),
            problem=one.case_id,
        )
        for one in waiting.order_by("due_on")[:MOST]
    ]
