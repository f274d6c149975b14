"""The places of the position in the bar, for those whose work it is."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import holders
from driehoek.access.rules import CONTENTLESS, READERS_OF_POSITION, SUPPLIERS
from driehoek.parties.models import Function
from driehoek.web.menu import MenuEntry

PLACES: Final = (
    MenuEntry(_("Positie"), "position:matrix", visible=holders(*READERS_OF_POSITION), order=30),
    MenuEntry(_("Gevraagd"), "position:mine", visible=holders(*SUPPLIERS), order=30),
    MenuEntry(
        _("Vragen"),
        "position:questions",
        _("Vragen en besluiten: wie vroeg wat aan wie, en wanneer komt het antwoord."),
        holders(*(function for function in Function if function not in CONTENTLESS)),
        order=50,
    ),
)
