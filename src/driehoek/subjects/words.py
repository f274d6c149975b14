"""The words of the room `subjects`: event names and places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {
    "subjects:subject:added": _("Record toegevoegd aan een casus"),
    "subjects:subject:changed": _("Record van een casus gewijzigd"),
    "subjects:subject:ended": _("Record van een casus afgesloten"),
    "subjects:subject:reopened": _("Record van een casus weer geopend"),
    "subjects:subject:joined": _("Twee records samengevoegd"),
    "subjects:subject:parted": _("Samengevoegde records weer gesplitst"),
    "subjects:subject:restricted": _("Verwerking van een record beperkt"),
    "subjects:subject:released": _("Beperking van een record opgeheven"),
    "subjects:subject:erased": _("Inhoud van een record gewist"),
    "subjects:link:added": _("Verbinding toegevoegd aan een casus"),
    "subjects:link:changed": _("Verbinding gewijzigd"),
    "subjects:link:ended": _("Verbinding weggehaald"),
    "subjects:caselink:decided": _("Besluit over samenhang van casussen"),
    "subjects:caselink:ended": _("Besluit over samenhang teruggenomen"),
    "subjects:phenomenon:added": _("Verschijnsel bij een casus gezet"),
    "subjects:phenomenon:ended": _("Verschijnsel van een casus gehaald"),
    "subjects:link:reopened": _("Verbinding teruggezet"),
}
MENU: Final[tuple[MenuEntry, ...]] = ()
