"""The words of signals for what is due; who does not see the signal gets a neutral line."""

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

JUDGING, RETENTION = "signals.judge", "signals.retention"


def register() -> None:
    """Tell the room of due dates who has the words for signals."""
    kinds.register(JUDGING, _judging, label=gettext_lazy("Signalen om te beoordelen"))
    kinds.register(RETENTION, _ending, label=gettext_lazy("Signalen die worden vernietigd"))


def _judging(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    return _said(identity, deadlines, _("Beoordeel signaal %(number)s"))


def _ending(identity: Identity, deadlines: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    return _said(identity, deadlines, _("Signaal %(number)s wordt vernietigd"))


def _said(identity: Identity, deadlines: list[Deadline], title: str) -> Mapping[uuid.UUID, Description]:
    from driehoek.signals.queries import visible_to

    by_subject = {one.subject: one.pk for one in deadlines}
    return {
        by_subject[one.pk]: Description(
            title=title % {"number": one.number},
            url=reverse("signals:signal", args=[one.pk]),
            detail=one.organisation.name,
        )
        for one in visible_to(identity).filter(pk__in=by_subject)
    }
