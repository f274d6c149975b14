"""The words of the room `reports`: event names and places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import holders
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.reports.rights import CHECKERS, READERS_AND_WRITERS, WRITERS
from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {
    "reports:form:made": _("Rapportformulier gemaakt"),
    "reports:form:changed": _("Rapportformulier gewijzigd"),
    "reports:choice:made": _("Formulier bij een afspraak gekozen"),
    "reports:choice:dropped": _("Formulier bij een afspraak weggehaald"),
    "reports:report:saved": _("Rapport als concept bewaard"),
    "reports:report:sent": _("Rapport verstuurd"),
    "reports:report:returned": _("Rapport terug met vragen"),
    "reports:report:checked": _("Rapport gecontroleerd"),
    "reports:report:fixed": _("Rapport vastgesteld"),
    "reports:report:taken": _("Rapport als pdf opgehaald"),
    "reports:intake:previewed": _("Bestand met rapporten bekeken"),
    "reports:intake:loaded": _("Bestand met rapporten bewaard"),
    "reports:intake:dropped": _("Oude bestanden met rapporten weggegooid"),
}
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        _("Rapporten"),
        "reports:reports",
        _("Wat partners in vaste rubrieken meldden, met hun duiding van de cijfers."),
        holders(*READERS_AND_WRITERS),
        order=12,
    ),
    MenuEntry(
        _("Rapporten controleren"),
        "reports:to_check",
        _("Wat is verstuurd en nog niet is vastgesteld."),
        holders(*CHECKERS),
        order=12,
    ),
    MenuEntry(
        _("Rapporten uit een bestand"),
        "reports:intake",
        _("Vul een spreadsheet in, ook voor meer afspraken tegelijk, en lever die aan."),
        holders(*WRITERS),
        order=13,
    ),
    MenuEntry(
        _("Rapportformulieren"),
        "reports:forms",
        _("De vaste rubrieken waarin partners rapporteren."),
        holders(*KEEPERS_OF_POSITION),
        order=13,
    ),
)
