"""What is due about notices of return, on the boards of due dates: the decision, and an advice."""

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
from driehoek.exchange.queries import returns as queries
from driehoek.exchange.services.notices import RETURN
from driehoek.exchange.services.returns import ADVICE


def register() -> None:
    """Tell the room of due dates who has the words for notices of return."""
    kinds.register(RETURN, _decisions, label=gettext_lazy("Terugkeer: besluiten"))
    kinds.register(ADVICE, _advices, label=gettext_lazy("Terugkeer: adviezen"))


def _decisions(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    found = queries.notices(identity).filter(deadline__in=[one.pk for one in deadlines])
    return {
        one.deadline_id: Description(
            title=_("Besluit over een terugkeer, bericht %(number)s") % {"number": one.provision.number},
            url=reverse("exchange:return", args=[one.pk]),
            detail=one.provision.theme.name,
        )
        for one in found
        if one.deadline_id
    }


def _advices(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    """The asked side answers on a page of its own; the municipality waits for it on the page of the notice."""
    due = {one.subject: one.pk for one in deadlines}
    mine = set(queries.advices(identity).filter(pk__in=due).values_list("pk", flat=True))
    return {
        due[one.pk]: Description(
            title=_("Advies over bericht %(number)s") % {"number": one.number},
            url=reverse("exchange:return_advice", args=[one.pk])
            if one.pk in mine
            else reverse("exchange:return", args=[one.notice_id]),
            detail=one.organisation.name,
        )
        for one in queries.advices_seen(identity).filter(pk__in=due)
    }
