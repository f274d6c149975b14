"""The words of the room `grounds`: event names and places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {
    "grounds:decision:made": _("De wet is gevraagd en het antwoord bewaard"),
    "grounds:approval:asked": _("Om toestemming is gevraagd"),
    "grounds:approval:given": _("De toestemming is gegeven"),
    "grounds:approval:refused": _("De toestemming is geweigerd"),
    "grounds:approval:lapsed": _("De toestemming is niet meer nodig"),
}
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        _("Rechtsgronden"),
        "grounds:rules",
        _("Welke wet wie toestaat wat te geven. Probeer uit of iets mag."),
        order=36,
    ),
)
