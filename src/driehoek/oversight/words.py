"""The words that the ledger shows for this room's events and those of the rooms below it without screens."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import holders
from driehoek.parties.models import Function
from driehoek.web.menu import MenuEntry

PLACES: Final = (
    MenuEntry(_("Mensen"), "oversight:people", visible=holders(Function.ADMIN), order=45),
    MenuEntry(_("Openingen"), "oversight:openings", visible=holders(Function.DPO), order=45),
)
MENU: Final = (
    MenuEntry(
        _("Mensen en functies"),
        "oversight:people",
        _("Wie werkt hier, in welke functie, tot wanneer."),
        holders(Function.ADMIN),
        order=30,
    ),
    MenuEntry(
        _("Vervanging"),
        "oversight:substitutions",
        _("Wie neemt het over bij afwezigheid."),
        holders(Function.ADMIN),
        order=31,
    ),
    MenuEntry(
        _("Organisaties"),
        "oversight:organisations",
        _("Met welke partners werkt u."),
        holders(Function.ADMIN),
        order=32,
    ),
    MenuEntry(
        _("Contactroutes"),
        "oversight:routes",
        _("Wie u bij een partner belt als iets te laat blijft."),
        holders(Function.ADMIN, Function.SAFETY_ADVISER),
        order=32,
    ),
    MenuEntry(
        _("Logboek controleren"),
        "oversight:chain",
        _("Bewijs dat het logboek heel is."),
        holders(Function.ADMIN, Function.DPO),
        order=33,
    ),
    MenuEntry(
        _("Geopende dossiers"),
        "oversight:openings",
        _("Wie opende een dossier, en waarvoor."),
        holders(Function.DPO),
        order=34,
    ),
    MenuEntry(
        _("Gemeente kiezen"),
        "access:municipality",
        _("Werkt u voor meer gemeenten? Wissel hier."),
        order=60,
    ),
    MenuEntry(
        _("Aanmelden en beveiliging"),
        "mfa_index",
        _("Uw wachtwoord, code en passkey."),
        order=70,
    ),
)
EVENTS: Final[dict[str, Promise]] = {
    "parties:municipality:begun": _("Gemeente begonnen met Driehoek"),
    "oversight:appointment:given": _("Functie toegekend"),
    "oversight:appointment:ended": _("Functie beëindigd"),
    "oversight:substitution:given": _("Vervanging geregeld"),
    "oversight:substitution:ended": _("Vervanging beëindigd"),
    "oversight:organisation:added": _("Organisatie toegevoegd"),
    "oversight:contact_step:added": _("Stap op een contactroute gezet"),
    "oversight:contact_step:changed": _("Stap van een contactroute gewijzigd"),
    "oversight:contact_step:moved": _("Contactroute anders geordend"),
    "oversight:contact_step:removed": _("Stap van een contactroute gehaald"),
    "access:grant:given": _("Toegang gegeven"),
    "access:grant:ended": _("Toegang beëindigd"),
}
