"""The yearly look at the list of cases that are always shared, on the boards of what is due."""

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
from driehoek.exchange.queries.standing import standing_lists
from driehoek.exchange.services.standing import REVIEW
from driehoek.exchange.standing_rows import pair_words


def register() -> None:
    """Tell the room of due dates who has the words for the yearly look."""
    kinds.register(REVIEW, _due, label=gettext_lazy("Vaste gevallen opnieuw bekijken"))


def _due(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    found = standing_lists(identity).filter(deadline__in=[one.pk for one in deadlines])
    return {
        one.deadline_id: Description(
            title=_("Vaste gevallen opnieuw bekijken"),
            url=reverse("exchange:standing", args=[one.pk]),
            detail=pair_words(one),
        )
        for one in found
        if one.deadline_id
    }
