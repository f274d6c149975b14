"""What was told and not allowed, on the board of who must look at it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.deadlines import kinds
from driehoek.deadlines.kinds import Description
from driehoek.deadlines.models import Deadline
from driehoek.exchange.queries.oral import incidents
from driehoek.exchange.services.oral import INCIDENT


def register() -> None:
    """Tell the room of due dates who has the words for these incidents."""
    kinds.register(INCIDENT, _due, label=gettext_lazy("Mondeling gedeeld wat niet mocht"))


def _due(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    found = incidents(identity).filter(deadline__in=[one.pk for one in deadlines])
    return {
        one.deadline_id: Description(
            title=_("Bekijk wat mondeling is gedeeld: %(number)s") % {"number": one.number},
            url=reverse("exchange:oral_incident", args=[one.pk]),
            detail=one.giver.name,
        )
        for one in found
        if one.deadline_id
    }
