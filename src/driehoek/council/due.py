"""The words of this room for what is due, on the boards of the room `deadlines`."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from driehoek.access.identity import Identity
from driehoek.council import queries
from driehoek.deadlines import kinds
from driehoek.deadlines.kinds import Description
from driehoek.deadlines.models import Deadline

KIND = "council.question"


def register() -> None:
    """Tell the room of due dates who has the words for answers to the council."""
    kinds.register(KIND, _questions, label=_("Raadsvragen"))


def _questions(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    found = queries.questions_of(identity).filter(deadline__in=[deadline.pk for deadline in deadlines])
    return {
        question.deadline_id: Description(
            title=gettext("Antwoord op raadsvraag: %(title)s") % {"title": question.title},
            url=reverse("council:question", args=[question.pk]),
            detail=question.asked_by,
        )
        for question in found
        if question.deadline_id
    }
