"""The words for the due dates of steps."""

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
from driehoek.theme_templates.models import STEP, Step
from driehoek.theme_templates.queries import visible_adoptions
from driehoek.theme_templates.templates import row_of_step


def register() -> None:
    """Tell the room of due dates who has the words for steps."""
    kinds.register(STEP, _steps, label=gettext_lazy("Stappen van een stappenplan"))


def _steps(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    rows = Step.objects.filter(
        adoption__in=visible_adoptions(identity).values("pk"), pk__in=[one.subject for one in deadlines]
    ).select_related("adoption")
    by_id = {row.pk: row for row in rows}
    found = {}
    for deadline in deadlines:
        step = by_id.get(deadline.subject)
        if step is not None:
            found[deadline.pk] = Description(
                title=_("Stap %(number)s: %(name)s")
                % {"number": step.place, "name": row_of_step(step.adoption.content, step.key)["name"]},
                url=reverse("theme_templates:step", args=[step.pk]),
                detail=step.adoption.name,
            )
    return found
