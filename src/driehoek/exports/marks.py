"""How confidential something that leaves Driehoek is (domain.md, section 4.4: openbaar to strikt vertrouwelijk)."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mark(models.IntegerChoices):
    """The four marks in order; the highest in a file is the file's mark."""

    PUBLIC = 0, _("Openbaar")
    INTERNAL = 1, _("Intern")
    CONFIDENTIAL = 2, _("Vertrouwelijk")
    STRICT = 3, _("Strikt vertrouwelijk")


# From here on a file is asked for twice.
ASKED_TWICE: Final = Mark.CONFIDENTIAL
# What a file's name says: plain letters, the same in every language.
IN_NAMES: Final[dict[Mark, str]] = {
    Mark.PUBLIC: "OPENBAAR",
    Mark.INTERNAL: "INTERN",
    Mark.CONFIDENTIAL: "VERTROUWELIJK",
    Mark.STRICT: "STRIKT-VERTROUWELIJK",
}
_OF_CODES: Final[dict[str, Mark]] = {
    "openbaar": Mark.PUBLIC,
    "intern": Mark.INTERNAL,
    "vertrouwelijk": Mark.CONFIDENTIAL,
    "zeer_geheim": Mark.STRICT,
}


def mark_of(classification: str) -> Mark:
    """Return the mark of a stored classification; the highest for a code that nobody knows."""
    return _OF_CODES.get(classification, Mark.STRICT)
