"""The words for the due date of a covenant: it ends, and asks to be renewed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Final

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.deadlines.kinds import Description
from driehoek.deadlines.models import Deadline
from driehoek.grounds.models import Covenant
from driehoek.web.formatting import date_long, known

COVENANT: Final = "grounds.covenant"
LABEL: Final = gettext_lazy("Convenant dat afloopt")


def describe(identity: Identity, rows: list[Deadline]) -> Mapping[uuid.UUID, Description]:
    """Say which covenant ends and when; one query."""
    found = Covenant.objects.filter(municipality=identity.municipality).in_bulk([row.subject for row in rows])
    language = known(get_language())
    return {
        row.pk: Description(
            _("Verleng het convenant: %(title)s") % {"title": covenant.title},
            reverse("grounds:covenant", args=[covenant.pk]),
            _("geldt tot en met %(day)s") % {"day": date_long(covenant.valid_until, language=language)},
        )
        for row in rows
        if (covenant := found.get(row.subject))
    }
