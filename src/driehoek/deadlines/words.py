"""The words of the room `deadlines`: event names and places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import holders
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.deadlines.routes import SUPPLIERS
from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {
    "deadlines:deadline:set": _("Termijn gezet"),
    "deadlines:deadline:met": _("Termijn gehaald of alsnog gedaan"),
    "deadlines:deadline:reopened": _("Termijn loopt weer"),
    "deadlines:deadline:withdrawn": _("Termijn vervallen"),
    "deadlines:deadline:moved": _("Termijn verzet"),
    "deadlines:deadline:reminded": _("Herinnering verstuurd"),
    "deadlines:deadline:escalated": _("Volgende stap in de contactroute"),
    "deadlines:notice:seen": _("Melding gezien"),
    "deadlines:plan:made": _("Termijnen gepland"),
    "deadlines:plan:withdrawn": _("Termijnen vervallen"),
    "deadlines:plan:taken_back": _("Geplande termijnen teruggenomen"),
}
MENU: Final = (
    MenuEntry(
        _("Termijnen"),
        "deadlines:coming",
        _("Wat er de komende weken komt, en wat te laat is."),
        holders(*KEEPERS_OF_POSITION, *SUPPLIERS),
        order=12,
    ),
)
