"""The words of the room `approach`: event names and places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from driehoek.access.gate import holders
from driehoek.access.rules import CONTENTLESS, DRIEHOEK
from driehoek.parties.models import Function
from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {
    "approach:definition:written": gettext_lazy("Probleemstelling geschreven"),
    "approach:definition:offered": gettext_lazy("Probleemstelling voorgelegd aan de driehoek"),
    "approach:case:prioritised": gettext_lazy("Besluit van de driehoek vastgelegd"),
    "approach:criteria:begun": gettext_lazy("Criteria voor het wegen klaargezet"),
    "approach:criteria:weighted": gettext_lazy("Gewicht van een criterium gewijzigd"),
    "approach:capacity:stated": gettext_lazy("Capaciteit opgegeven"),
    "approach:case:weighed": gettext_lazy("Casus gewogen"),
    "approach:case:demanded": gettext_lazy("Benodigde uren opgegeven"),
    "approach:case:shifted": gettext_lazy("Casus hoger gezet"),
    "approach:plan:written": gettext_lazy("Plan van aanpak geschreven"),
    "approach:plan:adopted": gettext_lazy("Plan van aanpak vastgesteld"),
    "approach:action:added": gettext_lazy("Actie toegevoegd"),
    "approach:action:changed": gettext_lazy("Actie gewijzigd"),
    "approach:action:stands": gettext_lazy("Stand van een actie gemeld"),
    "approach:bottleneck:reported": gettext_lazy("Knelpunt gemeld"),
    "approach:bottleneck:solved": gettext_lazy("Knelpunt opgelost"),
    "approach:question:asked": gettext_lazy("Knelpunt voorgelegd aan de burgemeester"),
    "approach:question:answered": gettext_lazy("Burgemeester besloot over een knelpunt"),
    "approach:question:withdrawn": gettext_lazy("Vraag aan de burgemeester ingetrokken"),
    "approach:picture:written": gettext_lazy("Groepsbeeld geschreven"),
    "approach:product:made": gettext_lazy("Product van een stap gemaakt"),
    "approach:product:withdrawn": gettext_lazy("Product van een stap teruggezet"),
}
WORKS_IN_CASES: Final = (*(one for one in Function if one not in CONTENTLESS), Function.GUEST)
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        gettext_lazy("Mijn acties"),
        "approach:mine",
        gettext_lazy("Wat u of uw organisatie doet in casussen, met één tik bij te houden."),
        holders(*WORKS_IN_CASES),
        order=41,
    ),
    MenuEntry(
        gettext_lazy("Volgorde van casussen"),
        "approach:ranking",
        gettext_lazy("Welke casussen gaan voor, waarom, en waar de capaciteit ophoudt."),
        holders(*DRIEHOEK, Function.CASE_DIRECTOR),
        order=42,
    ),
)
