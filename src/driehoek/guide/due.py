"""The words of the guide for what is due: an open scan asks everyone with a seat to answer."""

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
from driehoek.guide.services.scans import ORIGIN


def register() -> None:
    """Tell the room of due dates who has the words for scans."""
    kinds.register(ORIGIN, _scans, label=gettext_lazy("Scans"))


def _scans(_identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    said = Description(
        title=_("Doe de scan van de informatiepositie"),
        url=reverse("guide:scans"),
        detail=_("Tien minuten. Uw antwoorden ziet niemand tot u inlevert."),
    )
    return {deadline.pk: said for deadline in deadlines}
