"""The words of this room for what is due: answering requests, and informing people."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.deadlines import kinds
from driehoek.deadlines.kinds import Description
from driehoek.deadlines.models import Deadline

ANSWER: Final = "matching.request"
READY: Final = "matching.request_ready"
INFORM: Final = "matching.inform"


def register() -> None:
    """Tell the room of due dates who has the words."""
    kinds.register(ANSWER, _answer, label=gettext_lazy("Verzoeken van betrokkenen"))
    kinds.register(READY, _ready)
    kinds.register(INFORM, _inform, label=gettext_lazy("Betrokkenen informeren"))


def _answer(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    return _requests(identity, deadlines, _("Antwoord op verzoek %(number)s: wettelijke termijn"))


def _ready(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    return _requests(identity, deadlines, _("Antwoord op verzoek %(number)s klaar hebben"))


def _requests(identity: Identity, deadlines: list[Deadline], words: str) -> dict[uuid.UUID, Description]:
    from driehoek.matching.requests.queries import visible_requests

    of_request = {one.subject: one.pk for one in deadlines}
    return {
        of_request[found.pk]: Description(
            words % {"number": str(found)}, reverse("matching:request", args=[found.pk])
        )
        for found in visible_requests(identity).filter(pk__in=of_request)
    }


def _inform(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    from driehoek.matching.models import Informing

    # The wall of the compartment stands in the database; without a grant on it there is no such row.
    of_row = {one.subject: one.pk for one in deadlines}
    rows = Informing.objects.filter(municipality=identity.municipality, pk__in=of_row)
    return {
        of_row[row.pk]: Description(
            _("Een betrokkene informeren"), reverse("matching:informing", args=[row.case_id])
        )
        for row in rows
    }
