"""The words of the room `standard`: event names, places in the menu, names of ready-made sets."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import holders
from driehoek.access.rules import READERS_OF_FIGURES
from driehoek.standard.models import NormType
from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {
    "standard:norm:set": _("Norm vastgelegd"),
    "standard:norm:changed": _("Norm gewijzigd"),
    "standard:norm:ended": _("Norm beëindigd"),
    "standard:set:taken": _("Indicatorset overgenomen"),
    "standard:retyping:proposed": _("Andere soort voorgesteld aan de driehoek"),
    "standard:retyping:dismissed": _("Voorstel voor een andere soort opzijgezet"),
    "standard:rule:made": _("Eigen regel voor een andere soort gemaakt"),
    "standard:rule:changed": _("Eigen regel voor een andere soort gewijzigd"),
    "standard:rule:removed": _("Eigen regel voor een andere soort weggehaald"),
    "standard:retyping:reopened": _("Voorstel voor een andere soort teruggezet"),
}
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        _("Normen"),
        "standard:norms",
        _("Welk thema haalt de norm niet, hoeveel niet en hoe lang al?"),
        holders(*READERS_OF_FIGURES),
        order=16,
    ),
)
SET_WORDS: Final[dict[str, tuple[Promise, Promise]]] = {
    "bbv": (
        _("BBV-indicatoren over veiligheid"),
        _("Deze cijfers staan in elke gemeentebegroting. Ze komen elk jaar uit."),
    ),
    "vm": (
        _("Veiligheidsmonitor"),
        _("Wat inwoners zelf ervaren, gevraagd in een steekproef. Sinds 2021 om het jaar gemeten."),
    ),
}
TYPE_WORDS: Final[dict[NormType, Promise]] = {
    NormType.ABSOLUTE: _("Bijvoorbeeld: hooguit 20 inbraken per maand."),
    NormType.TREND: _("Bijvoorbeeld: 10 procent minder dan in 2023."),
    NormType.REFERENCE: _("Bijvoorbeeld: niet hoger dan in Nederland, per 1.000 inwoners."),
    NormType.SIGNAL: _("Driehoek rekent zelf uit wat te verwachten was. U hoeft geen getal te kiezen."),
    NormType.PROCESS: _("Komt een afgesproken levering op tijd?"),
}
