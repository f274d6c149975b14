"""The words of the room `cases`: event names and places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {
    "cases:case:opened": gettext_lazy("Casus geopend"),
    "cases:case:changed": gettext_lazy("Casus gewijzigd"),
    "cases:case:moved": gettext_lazy("Casus in een volgende stap"),
    "cases:compartment:added": gettext_lazy("Compartiment toegevoegd"),
    "cases:partner:invited": gettext_lazy("Partner uitgenodigd"),
    "cases:partner:ended": gettext_lazy("Deelname van een partner beëindigd"),
}
MENU: Final[tuple[MenuEntry, ...]] = ()
