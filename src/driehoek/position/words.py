"""The words of the room `position`: event names and places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {
    "position:need:stated": _("Informatiebehoefte genoemd"),
    "position:need:changed": _("Informatiebehoefte gewijzigd"),
    "position:need:barred": _("Informatie mag niet van de wet"),
    "position:need:ended": _("Informatie is niet meer nodig"),
    "position:need:reopened": _("Informatie is weer nodig"),
    "position:agreement:made": _("Informatieafspraak gemaakt"),
    "position:agreement:changed": _("Informatieafspraak gewijzigd"),
    "position:agreement:paused": _("Informatieafspraak rust"),
    "position:agreement:resumed": _("Informatieafspraak loopt weer"),
    "position:agreement:ended": _("Informatieafspraak beëindigd"),
    "position:delivery:received": _("Levering binnen"),
    "position:delivery:dropped": _("Levering vervallen"),
    "position:item:provided": _("Bericht binnen"),
    "position:item:opened": _("Bericht geopend"),
    "position:item:acknowledged": _("Bericht gezien"),
    "position:item:rated": _("Bericht beoordeeld"),
    "position:item:unrated": _("Oordeel ingetrokken"),
    "position:item:expired": _("Bericht vervallen"),
    "position:question:asked": _("Vraag gesteld"),
    "position:question:answered": _("Vraag beantwoord"),
    "position:question:withdrawn": _("Vraag ingetrokken"),
    "position:question:answer_seen": _("Antwoord gezien"),
}
MENU: Final[tuple[MenuEntry, ...]] = ()
