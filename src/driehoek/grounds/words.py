"""The words of the room `grounds`: event names and places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import holders
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.parties.models import Function
from driehoek.web.menu import MenuEntry

# Who keeps covenants, and who may read the registers of covenants and processing activities.
KEEPERS: Final = (*KEEPERS_OF_POSITION, Function.DPO)
READERS: Final = (
    *KEEPERS,
    Function.ADMIN,
    Function.ANALYST,
    Function.PROSECUTOR,
    Function.TEAM_CHIEF,
    Function.CASE_DIRECTOR,
)

SOURCE_LABEL: Final = _("Bron van persoonsgegevens")
EVENTS: Final[dict[str, Promise]] = {
    "grounds:decision:made": _("De wet is gevraagd en het antwoord bewaard"),
    "grounds:approval:asked": _("Om toestemming is gevraagd"),
    "grounds:approval:given": _("De toestemming is gegeven"),
    "grounds:approval:refused": _("De toestemming is geweigerd"),
    "grounds:approval:lapsed": _("De toestemming is niet meer nodig"),
    "grounds:remark:made": _("Opmerking bij een rechtsgrond gemaakt"),
    "grounds:remark:settled": _("Opmerking bij een rechtsgrond afgehandeld"),
    "grounds:sign_off:given": _("Akkoord van een jurist vastgelegd"),
    "grounds:sign_off:withdrawn": _("Akkoord van een jurist ingetrokken"),
    "grounds:covenant:made": _("Convenant opgenomen"),
    "grounds:covenant:changed": _("Convenant gewijzigd"),
    "grounds:covenant:renewed": _("Convenant verlengd"),
    "grounds:covenant:ended": _("Convenant beëindigd"),
    "grounds:covenant:relied_on": _("Afspraak onder een convenant gebracht"),
    "grounds:covenant:let_go": _("Afspraak los van een convenant"),
    "grounds:covenant:closed": _("Wat op een convenant rust, is gesloten"),
    "grounds:covenant:opened": _("Wat op een convenant rust, loopt weer"),
    "grounds:activity:registered": _("Versie van een verwerking opgenomen"),
    "grounds:activity:ended": _("Verwerking gestopt"),
    "grounds:sample:drawn": _("Steekproef van doelen getrokken"),
    "grounds:sample:drawn_again": _("Steekproef van doelen opnieuw getrokken"),
    "grounds:sample:taken": _("Steekproef van doelen als PDF meegenomen"),
    "grounds:purpose:rated": _("Doel uit een steekproef beoordeeld"),
    "grounds:source:added": _("Bron van persoonsgegevens toegestaan"),
    "grounds:source:ended": _("Bron van persoonsgegevens gestopt"),
}
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        _("Rechtsgronden"),
        "grounds:rules",
        _("Welke wet wie toestaat wat te geven. Probeer uit of iets mag."),
        order=36,
    ),
    MenuEntry(
        _("Convenanten"),
        "grounds:covenants",
        _("Wie spraken af welke gegevens te delen, en tot wanneer."),
        holders(*READERS),
        order=36,
    ),
    MenuEntry(
        _("Verwerkingen"),
        "grounds:activities",
        _("Waarvoor persoonsgegevens worden gebruikt, op welke grond."),
        holders(*READERS),
        order=36,
    ),
    MenuEntry(
        _("Steekproeven van doelen"),
        "grounds:samples",
        _("Beoordeel elk kwartaal waarmee dossiers geopend zijn."),
        holders(Function.DPO),
        order=36,
    ),
    MenuEntry(
        _("Oordelen van de wet"),
        "grounds:decisions",
        _("Wat de toets antwoordde, op welke grond, naar welke regels."),
        holders(Function.DPO),
        order=36,
    ),
    MenuEntry(
        _("Opmerkingen bij de rechtsgronden"),
        "grounds:remarks",
        _("Wat juristen en collega's over de regels zeiden."),
        holders(Function.DPO, Function.ADMIN),
        order=36,
    ),
)
