"""The words of this room for what is due, on first pages and on the boards of the room `deadlines`."""

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


def register() -> None:
    """Tell the room of due dates who has the words for actions, questions to the mayor and reviews of a plan."""
    kinds.register("approach.action", _actions, label=gettext_lazy("Acties in casussen"))
    kinds.register("approach.question", _questions, label=gettext_lazy("Knelpunten bij de burgemeester"))
    kinds.register("approach.plan_review", _reviews, label=gettext_lazy("Plannen die opnieuw bekeken worden"))


def _actions(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    from driehoek.approach.queries.actions import visible_actions

    found = visible_actions(identity).filter(deadline__in=[one.pk for one in deadlines])
    return {
        one.deadline_id: Description(
            title=one.title,
            url=reverse("approach:action", args=[one.case_id, one.pk]),
            detail=one.case.problem.title,
        )
        for one in found
        if one.deadline_id
    }


def _questions(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    from driehoek.approach.queries.actions import visible_escalations

    found = visible_escalations(identity).filter(deadline__in=[one.pk for one in deadlines])
    return {
        one.deadline_id: Description(
            title=one.question,
            url=reverse("approach:question", args=[one.case_id, one.pk]),
            detail=one.case.problem.title,
        )
        for one in found
        if one.deadline_id
    }


def _reviews(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    from driehoek.cases.queries import visible_to

    titles = dict(
        visible_to(identity)
        .filter(pk__in=[one.subject for one in deadlines])
        .values_list("pk", "problem__title")
    )
    return {
        one.pk: Description(
            title=_("Bekijk het plan van aanpak opnieuw"),
            url=reverse("approach:plan", args=[one.subject]),
            detail=titles[one.subject],
        )
        for one in deadlines
        if one.subject in titles
    }
