"""The words of the room `guide`: event names and places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from driehoek.access.gate import holders
from driehoek.access.rules import DRIEHOEK
from driehoek.guide.shapes import ActionKind
from driehoek.parties.models import Function
from driehoek.web.menu import MenuEntry

EDITORS: Final = (Function.ADMIN, Function.SAFETY_ADVISER)
LEADERS: Final = (Function.SAFETY_ADVISER,)

EVENTS: Final[dict[str, Promise]] = {
    "guide:text:added": gettext_lazy("Eigen tekst toegevoegd aan de gids"),
    "guide:text:changed": gettext_lazy("Tekst van de gids gewijzigd"),
    "guide:text:ended": gettext_lazy("Tekst van de gids verborgen"),
    "guide:text:restored": gettext_lazy("Tekst van de gids teruggezet"),
    "guide:tip:hidden": gettext_lazy("Tip verborgen"),
    "guide:tip:shown": gettext_lazy("Tip weer getoond"),
    "guide:scan:opened": gettext_lazy("Ronde van de scan geopend"),
    "guide:scan:seat": gettext_lazy("Begonnen met de scan"),
    "guide:scan:answered": gettext_lazy("Antwoorden van de scan bewaard"),
    "guide:scan:submitted": gettext_lazy("Scan ingeleverd"),
    "guide:scan:closed": gettext_lazy("Ronde van de scan gesloten"),
    "guide:workshop:prepared": gettext_lazy("Werksessie voorbereid"),
    "guide:workshop:changed": gettext_lazy("Werksessie gewijzigd"),
    "guide:workshop:started": gettext_lazy("Werksessie begonnen"),
    "guide:workshop:noted": gettext_lazy("Notitie gemaakt in een werksessie"),
    "guide:workshop:ended": gettext_lazy("Werksessie beëindigd"),
    "guide:workshop:kept": gettext_lazy("Uitkomst van een werksessie vastgelegd"),
}
MENU: Final = (
    MenuEntry(
        gettext_lazy("Gids"),
        "guide:overview",
        gettext_lazy("Tips voor uw functie, per soort probleem."),
        order=30,
    ),
    MenuEntry(
        gettext_lazy("Scan van de informatiepositie"),
        "guide:scans",
        gettext_lazy("Vul in tien minuten in hoe u ervoor staat, en leg het naast wat de anderen vinden."),
        holders(*DRIEHOEK),
        order=31,
    ),
    MenuEntry(
        gettext_lazy("Werksessies"),
        "guide:workshops",
        gettext_lazy("Samen een casus doornemen en afspraken bewaren."),
        holders(*DRIEHOEK),
        order=32,
    ),
    MenuEntry(
        gettext_lazy("Teksten van de gids"),
        "guide:texts",
        gettext_lazy("Tips, vragen en casussen aanpassen voor uw gemeente."),
        holders(*EDITORS),
        order=33,
    ),
)
ACTION_LABELS: Final[dict[ActionKind, Promise]] = {
    ActionKind.NEED: gettext_lazy("Maak er een behoefte van"),
    ActionKind.AGREEMENT: gettext_lazy("Maak er een afspraak van"),
    ActionKind.AGENDA: gettext_lazy("Zet op de agenda"),
    ActionKind.STANDING_CASE: gettext_lazy("Maak er een vaste melding van"),
}
LEVELS: Final[dict[str, Promise]] = {
    "strong": gettext_lazy("sterk"),
    "middling": gettext_lazy("kan beter"),
    "weak": gettext_lazy("zwak"),
    "unknown": gettext_lazy("niet bekend"),
}
# The look of a level: the words say it, the edge only underlines it.
LOOKS: Final[dict[str, str]] = {"strong": "calm", "middling": "", "weak": "ask", "unknown": "unknown"}
SCALE: Final[tuple[tuple[str, Promise], ...]] = (
    ("1", gettext_lazy("1, helemaal niet mee eens")),
    ("2", gettext_lazy("2, niet mee eens")),
    ("3", gettext_lazy("3, deels")),
    ("4", gettext_lazy("4, mee eens")),
    ("5", gettext_lazy("5, helemaal mee eens")),
    ("?", gettext_lazy("weet ik niet")),
)
