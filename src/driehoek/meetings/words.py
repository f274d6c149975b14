"""The words of the room `meetings`: event names and places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import holders
from driehoek.access.rules import DRIEHOEK
from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {
    "meetings:point:proposed": _("Op de agenda van de driehoek gezet"),
    "meetings:point:changed": _("Agendapunt gewijzigd"),
    "meetings:point:moved": _("Agendapunt verplaatst"),
    "meetings:point:handled": _("Besproken in de driehoek"),
    "meetings:point:outcome": _("Besluit van de driehoek gewijzigd"),
    "meetings:point:dropped": _("Van de agenda van de driehoek gehaald"),
    "meetings:point:reopened": _("Weer op de agenda van de driehoek gezet"),
}
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        _("Agenda van de driehoek"),
        "meetings:agenda",
        _("Wat u met elkaar bespreekt, en wat er besloten is."),
        holders(*DRIEHOEK),
        order=15,
    ),
)
