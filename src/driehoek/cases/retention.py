"""The words for the end of the retention of a case, among the deadlines."""

from __future__ import annotations

import uuid
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from driehoek.access.identity import Identity
from driehoek.cases import queries
from driehoek.deadlines.kinds import Description
from driehoek.deadlines.models import Deadline

LABEL: Final = gettext_lazy("Bewaartermijn van een casus")


def describe(identity: Identity, due: list[Deadline]) -> dict[uuid.UUID, Description]:
    """Name the cases that the reader may see; one query."""
    cases = queries.visible_to(identity).filter(pk__in=[one.subject for one in due]).in_bulk()
    return {
        one.pk: Description(
            _("Bewaartermijn loopt af: %(title)s") % {"title": cases[one.subject].problem.title},
            reverse("cases:page", args=[one.subject]),
        )
        for one in due
        if one.subject in cases
    }
