"""What a model can begin with. Public models need an account, so only what the field names openly stands here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Template:
    """A beginning: its words for the choice and the names of its steps."""

    label: Any
    steps: tuple[Any, ...]


# The four steps of growing hemp that the national expertise centre names (domain.md, section 4.6).
TEMPLATES: Final = {
    "hemp": Template(
        _("Met de vier stappen van hennepteelt"),
        (_("Locatie"), _("Stroom"), _("Materialen"), _("Teelt en verkoop")),
    ),
}
