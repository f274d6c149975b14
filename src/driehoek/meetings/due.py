"""The words of this room for what is due, on the boards of the room `deadlines`."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.deadlines import kinds
from driehoek.deadlines.kinds import Description
from driehoek.deadlines.models import Deadline
from driehoek.meetings.queries.minutes import visible_actions
from driehoek.meetings.services.minutes import ACTION


def register() -> None:
    """Tell the room of due dates who has the words for actions."""
    kinds.register(ACTION, _actions, label=_("Acties uit overleg"))


def _actions(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    found = visible_actions(identity).filter(deadline__in=[deadline.pk for deadline in deadlines])
    return {
        action.deadline_id: Description(
            title=action.text,
            url=reverse("meetings:action", args=[action.pk]),
            detail=action.owner.name,
        )
        for action in found.select_related("owner")
        if action.deadline_id
    }
