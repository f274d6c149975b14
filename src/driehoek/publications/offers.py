"""What this room gives to rooms below it: proposals for an agenda, and a line to ask about."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.meetings import proposals
from driehoek.meetings.proposals import Proposal
from driehoek.position import subjects
from driehoek.position.subjects import Subject
from driehoek.publications.models import Audience, State
from driehoek.publications.queries import find, out_since

PUBLICATION: Final = "publications.publication"
RECENT: Final = timedelta(days=35)
MOST: Final = 5


def register() -> None:
    """Offer what came out lately to an agenda, and let people ask about any analysis."""
    proposals.register(PUBLICATION, recent, label=_("Nieuwe analyses"), order=30)
    subjects.FINDERS[PUBLICATION] = subject


def recent(identity: Identity, until: datetime) -> list[Proposal]:  # noqa: ARG001 - what is new, whatever the day
    """Propose what came out in the last weeks; what is for the municipality alone is not for a shared table."""
    found = out_since(identity, timezone.now() - RECENT, limit=MOST)
    return [
        Proposal(
            title=one.title,
            why=one.summary,
            origin=PUBLICATION,
            origin_id=str(one.pk),
            origin_url=reverse("publications:page", args=[one.pk]),
        )
        for one in found
        if one.audience != Audience.MUNICIPALITY
    ]


def subject(identity: Identity, given: uuid.UUID) -> Subject | None:
    """Return an analysis that is out as something to ask about; its author knows best."""
    found = find(identity, given)
    if found is None or not found.number or found.state == State.WITHDRAWN:
        return None
    return Subject(
        PUBLICATION,
        given,
        found.title,
        reverse("publications:page", args=[found.pk]),
        person=found.author,
        figures=found.audience != Audience.EVERYONE,
    )
