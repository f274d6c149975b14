"""The words of the room `matching`: event names and places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from driehoek.access.gate import holders
from driehoek.parties.models import Function
from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {
    "matching:pair:found": gettext_lazy("Mogelijk dubbele records gevonden"),
    "matching:pair:reopened": gettext_lazy("Mogelijk dubbele records opnieuw voorgelegd"),
    "matching:pair:lapsed": gettext_lazy("Voorstel over dubbele records vervallen"),
    "matching:pair:decided": gettext_lazy("Besloten over mogelijk dubbele records"),
    "matching:pair:parted": gettext_lazy("Samenvoegen teruggedraaid"),
    "matching:request:registered": gettext_lazy("Verzoek van een betrokkene geregistreerd"),
    "matching:request:identified": gettext_lazy("Identiteit bij een verzoek vastgesteld"),
    "matching:request:searched": gettext_lazy("Gezocht waar een betrokkene voorkomt"),
    "matching:request:decided": gettext_lazy("Besloten over een plek waar een betrokkene voorkomt"),
    "matching:request:extended": gettext_lazy("Termijn van een verzoek verlengd"),
    "matching:request:answered": gettext_lazy("Verzoek van een betrokkene beantwoord"),
    "matching:request:closed": gettext_lazy("Verzoek van een betrokkene gesloten"),
    "matching:informing:planned": gettext_lazy("Informeren van een betrokkene gepland"),
    "matching:informing:postponed": gettext_lazy("Informeren van een betrokkene uitgesteld"),
    "matching:informing:informed": gettext_lazy("Betrokkene geïnformeerd"),
}
# Who handles requests of data subjects, and who keeps the register of them.
HANDLERS: Final = (Function.CASE_DIRECTOR, Function.DPO)
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        gettext_lazy("Verzoeken van betrokkenen"),
        "matching:requests",
        gettext_lazy("Inzage, verbetering, wissen, beperking en bezwaar, met de termijn."),
        visible=holders(*HANDLERS),
    ),
)
