"""The words of the room `signals`: event names and places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import holders
from driehoek.parties.models import Function
from driehoek.signals.rights import JUDGES, REPORTERS
from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {
    "signals:signal:sent": _("Signaal gemeld"),
    "signals:signal:judged": _("Signaal beoordeeld"),
    "signals:signal:reconsidered": _("Signaal opnieuw in beoordeling"),
    "signals:signal:told": _("Melder bijgepraat over een signaal"),
    "signals:signal:followed": _("Melder hoort hoe ver de aanpak is"),
    "signals:signal:seen": _("Terugmelding gelezen"),
    "signals:signals:destroyed": _("Signalen vernietigd na de bewaartermijn"),
    "signals:handover:drafted": _("Overdracht voorbereid"),
    "signals:handover:given": _("Overgedragen aan een ander"),
    "signals:handover:received": _("Ontvangst van een overdracht bevestigd"),
    "signals:handover:taken_back": _("Overdracht teruggenomen"),
    "signals:handover:thrown_away": _("Concept van een overdracht weggegooid"),
}
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        _("Signaal melden"),
        "signals:new",
        _("Meld wat u ziet bij een complex probleem."),
        holders(*REPORTERS),
        41,
    ),
    MenuEntry(
        _("Mijn signalen"),
        "signals:mine",
        _("Wat u meldde, en wat ermee is gedaan."),
        holders(*REPORTERS),
        42,
    ),
    MenuEntry(
        _("Signalen beoordelen"),
        "signals:intake",
        _("Wat partners melden: oppakken, doorverwijzen of niet oppakken."),
        holders(*JUDGES),
        43,
    ),
    MenuEntry(
        _("Overdrachten"),
        "signals:hand_overs",
        _("Wat is overgedragen aan een RIEC, een Zorg- en Veiligheidshuis of een ander."),
        holders(*JUDGES),
        44,
    ),
    MenuEntry(
        _("Register van overdrachten"),
        "signals:register",
        _("Hoeveel signalen en overdrachten er waren, in aantallen."),
        holders(Function.DPO),
        45,
    ),
)
