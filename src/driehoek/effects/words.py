"""The words of the room `effects`: event names and places in the menu."""

from __future__ import annotations

from typing import Final, cast

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import holders
from driehoek.access.rules import READERS_OF_FIGURES
from driehoek.parties.models import Function
from driehoek.web import formatting
from driehoek.web.menu import MenuEntry

# Figures are about areas; who reads those, and who directs cases, reads what changed in them.
READERS: Final = (*READERS_OF_FIGURES, Function.CASE_DIRECTOR)
EVENTS: Final[dict[str, Promise]] = {
    "effects:study:started": cast("Promise", _("Effectstudie begonnen")),
    "effects:study:changed": cast("Promise", _("Effectstudie gewijzigd")),
    "effects:run:made": cast("Promise", _("Effect uitgerekend")),
    "effects:copy:taken": cast("Promise", _("Effectstudie als PDF meegenomen")),
    "effects:case:linked": cast("Promise", _("Effectstudie bij de casus gelegd")),
    "effects:case:unlinked": cast("Promise", _("Effectstudie van de casus gehaald")),
}
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        _("Effect"),
        "effects:list",
        _("Wat veranderde er na een start, vergeleken waarmee, en hoe zeker is dat?"),
        holders(*READERS),
        order=64,
    ),
    MenuEntry(
        _("Cijfers op de kaart"),
        "effects:map",
        _("Incidenten per buurt, zonder kleine getallen die iemand aanwijzen."),
        holders(*READERS_OF_FIGURES),
        order=65,
    ),
)


def spoken() -> formatting.Language:
    """Return the language of the page."""
    return formatting.known(get_language())
