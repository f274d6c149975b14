"""The words for what is due in this room; names of people never stand in them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.cases.models import Case, Compartment
from driehoek.cases.queries import visible_to
from driehoek.course.models import RestAction
from driehoek.course.services.closing import AFTERCARE, COOPERATION, REST_ACTION
from driehoek.course.services.scoring import SCORING
from driehoek.deadlines import kinds
from driehoek.deadlines.kinds import Description
from driehoek.deadlines.models import Deadline

Said = Mapping[uuid.UUID, Description]


def register() -> None:
    """Tell the room of due dates who has the words."""
    kinds.register(REST_ACTION, _rest_actions, label=gettext_lazy("Wat na afschalen nog moet gebeuren"))
    kinds.register(AFTERCARE, _aftercare, label=gettext_lazy("Nazorg die afloopt"))
    kinds.register(COOPERATION, _cooperation, label=gettext_lazy("Vragen over de samenwerking"))
    kinds.register(SCORING, _scorings, label=gettext_lazy("Leefgebieden om te scoren"))


def _cases(identity: Identity, deadlines: list[Deadline]) -> dict[uuid.UUID, Case]:
    found = visible_to(identity).filter(problem_id__in=[one.problem for one in deadlines if one.problem])
    return {case.problem_id: case for case in found}


def _rest_actions(_identity: Identity, deadlines: list[Deadline]) -> Said:
    rows = RestAction.objects.filter(pk__in=[one.subject for one in deadlines]).select_related(
        "case__problem"
    )
    actions = {one.pk: one for one in rows}
    return {
        one.pk: Description(
            title=actions[one.subject].what,
            url=reverse("course:page", args=[actions[one.subject].case_id]),
            detail=actions[one.subject].case.problem.title,
        )
        for one in deadlines
        if one.subject in actions
    }


def _aftercare(identity: Identity, deadlines: list[Deadline]) -> Said:
    return _about_case(identity, deadlines, _("De nazorg loopt af"), "course:page")


def _cooperation(identity: Identity, deadlines: list[Deadline]) -> Said:
    return _about_case(identity, deadlines, _("Zeg hoe de samenwerking ging"), "course:cooperation")


def _about_case(identity: Identity, deadlines: list[Deadline], title: str, name: str) -> Said:
    cases = _cases(identity, deadlines)
    return {
        one.pk: Description(
            title=title, url=reverse(name, args=[one.problem]), detail=cases[one.problem].problem.title
        )
        for one in deadlines
        if one.problem in cases
    }


def _scorings(_identity: Identity, deadlines: list[Deadline]) -> Said:
    rows = Compartment.objects.filter(pk__in=[one.problem for one in deadlines if one.problem])
    cases = {one.pk: one.case for one in rows.select_related("case__problem")}
    return {
        one.pk: Description(
            title=_("Leefgebieden scoren"),
            url=reverse("course:page", args=[cases[one.problem].problem_id]),
            detail=cases[one.problem].problem.title,
        )
        for one in deadlines
        if one.problem in cases
    }
