"""The words of the room `plans`: event names and places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import holders
from driehoek.access.rules import CONTENTLESS, DRIEHOEK
from driehoek.parties.models import Function
from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {
    "plans:plan:made": _("Jaarplan begonnen"),
    "plans:plan:changed": _("Jaarplan gewijzigd"),
    "plans:plan:copied": _("Jaarplan overgenomen uit een ander jaar"),
    "plans:plan:adopted": _("Jaarplan vastgesteld"),
    "plans:plan:closed": _("Jaarplan afgesloten"),
    "plans:plan:reopened": _("Jaarplan weer geopend"),
    "plans:goal:added": _("Doel in het jaarplan gezet"),
    "plans:goal:changed": _("Doel gewijzigd"),
    "plans:goal:dropped": _("Doel vervallen"),
    "plans:goal:restored": _("Doel teruggezet"),
    "plans:goal:removed": _("Doel uit het concept gehaald"),
    "plans:action:added": _("Maatregel in het jaarplan gezet"),
    "plans:action:changed": _("Maatregel gewijzigd"),
    "plans:action:removed": _("Maatregel uit het concept gehaald"),
    "plans:action:status": _("Stand van een maatregel gemeld"),
    "plans:report:started": _("Kwartaalrapportage begonnen"),
    "plans:report:written": _("Kwartaalrapportage bijgewerkt"),
    "plans:report:fixed": _("Kwartaalrapportage vastgesteld"),
    "plans:edition:copied": _("Jaarplan of kwartaalrapportage als PDF opgehaald"),
}
_READERS: Final = holders(*DRIEHOEK, Function.ANALYST)
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        _("Jaarplannen"),
        "plans:plans",
        _("Wat u dit jaar wilt bereiken, wie wat doet en hoe dat loopt."),
        _READERS,
        order=17,
    ),
    MenuEntry(
        _("Kwartaalrapportages"),
        "plans:reports",
        _("Cijfers, maatregelen en duiding per kwartaal, vastgesteld."),
        _READERS,
        order=18,
    ),
    MenuEntry(
        _("Maatregelen van uw organisatie"),
        "plans:own",
        _("Wat u in het jaarplan op u nam, en hoe het gaat."),
        holders(*(function for function in Function if function not in CONTENTLESS)),
        order=19,
    ),
)
