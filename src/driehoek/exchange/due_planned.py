"""Planned powers on the boards of what is due, and among what an agenda could hold."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.deadlines import kinds
from driehoek.deadlines.kinds import Description
from driehoek.deadlines.models import Deadline
from driehoek.exchange.planned_rows import says
from driehoek.exchange.queries import planned as queries
from driehoek.exchange.services.planned import OBJECTION
from driehoek.meetings import proposals
from driehoek.meetings.proposals import Proposal

MOST: Final = 10


def register() -> None:
    """Tell the rooms of due dates and meetings who has the words for planned powers."""
    kinds.register(OBJECTION, _due, label=gettext_lazy("Voornemens om te bekijken"))
    proposals.register(
        "exchange.planned", _proposals, label=gettext_lazy("Voornemens van de burgemeester"), order=20
    )


def _due(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    found = queries.planned_powers(identity).filter(deadline__in=[one.pk for one in deadlines])
    return {
        one.deadline_id: Description(
            title=_("Antwoord op een voornemen: %(title)s") % {"title": one.title},
            url=reverse("exchange:planned", args=[one.pk]),
            detail=str(one.get_power_display()),
        )
        for one in found
        if one.deadline_id
    }


def _proposals(identity: Identity, until: datetime) -> list[Proposal]:
    found = queries.to_talk_about(identity, until).prefetch_related("objections").order_by("planned_for")
    return [
        Proposal(
            title=one.title,
            why=says(one),
            origin="exchange.planned",
            origin_id=str(one.pk),
            origin_url=reverse("exchange:planned", args=[one.pk]),
            problem=one.problem_id,
            confidential=True,
        )
        for one in found[:MOST]
    ]
