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


def register() -> None:
    """Tell the room of due dates who has the words for actions of a plan."""
    kinds.register("plans.action", _actions, label=_("Maatregelen uit het jaarplan"))


def _actions(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    from driehoek.plans.queries.walls import visible_actions

    found = visible_actions(identity).filter(deadline__in=[deadline.pk for deadline in deadlines])
    return {
        action.deadline_id: Description(
            title=action.what,
            url=reverse("plans:action", args=[action.pk]),
            detail=action.goal.theme.name,
        )
        for action in found.select_related("goal__theme")
        if action.deadline_id
    }
