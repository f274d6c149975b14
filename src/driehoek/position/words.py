"""The words of the room `position`: event names and places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import holders
from driehoek.access.rules import READERS_OF_POSITION
from driehoek.parties.models import Function
from driehoek.web.menu import MenuEntry

SUPPLIERS: Final = (Function.TEAM_CHIEF, Function.PROSECUTOR, Function.CASE_DIRECTOR, Function.PARTNER)
READERS_OF_ITEMS: Final = (Function.MAYOR, Function.DEPUTY, Function.SAFETY_ADVISER, Function.ANALYST)

AGREEMENT_LABEL: Final = _("Informatieafspraak")
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
    "position:agreement:allowed": _("Informatieafspraak getoetst: mag"),
    "position:agreement:stopped": _("Informatieafspraak gestopt door de functionaris"),
    "position:delivery:received": _("Levering binnen"),
    "position:delivery:dropped": _("Levering vervallen"),
    "position:item:provided": _("Bericht binnen"),
    "position:item:opened": _("Bericht geopend"),
    "position:item:acknowledged": _("Bericht gezien"),
    "position:item:told": _("Bericht aan de burgemeester verteld"),
    "position:item:rated": _("Bericht beoordeeld"),
    "position:item:unrated": _("Oordeel ingetrokken"),
    "position:item:expired": _("Bericht vervallen"),
    "position:question:asked": _("Vraag gesteld"),
    "position:question:answered": _("Vraag beantwoord"),
    "position:question:withdrawn": _("Vraag ingetrokken"),
    "position:question:answer_seen": _("Antwoord gezien"),
}
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        _("Afspraken toetsen"),
        "position:gate",
        _("Afspraken met persoonsgegevens die op uw oordeel wachten."),
        holders(Function.DPO),
        order=35,
    ),
    MenuEntry(
        _("Van u gevraagd"),
        "position:mine",
        _("Wat uw organisatie levert, wanneer, en wat ervan gevonden werd."),
        holders(*SUPPLIERS, Function.SAFETY_ADVISER),
        order=10,
    ),
    MenuEntry(
        _("Binnengekomen"),
        "position:items",
        _("Wat partners leverden, met uw oordeel."),
        holders(*READERS_OF_ITEMS),
        order=11,
    ),
    MenuEntry(
        _("Behoeften"),
        "position:needs",
        _("Wat de burgemeester wil weten, en of het is afgesproken."),
        holders(*READERS_OF_POSITION),
        order=12,
    ),
    MenuEntry(
        _("Afspraken"),
        "position:agreements",
        _("Wie levert wat, hoe vaak, en wanneer het volgende komt."),
        holders(*READERS_OF_POSITION),
        order=13,
    ),
    MenuEntry(
        _("Informatiepositie"),
        "position:matrix",
        _("Wat nodig is, wat er is, en waar het gat zit."),
        holders(*READERS_OF_POSITION, *SUPPLIERS),
        order=14,
    ),
    MenuEntry(
        _("Verloop van de informatiepositie"),
        "position:history",
        _("Op tijd, gaten en cijfers over 13 maanden, met een terugblik per jaar."),
        holders(*READERS_OF_POSITION, *SUPPLIERS),
        order=15,
    ),
)
