"""The words that the ledger shows for this room's events and those of the rooms below it without screens."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: Final[dict[str, Promise]] = {
    "oversight:appointment:given": _("Functie toegekend"),
    "oversight:appointment:ended": _("Functie beëindigd"),
    "oversight:substitution:given": _("Vervanging geregeld"),
    "oversight:substitution:ended": _("Vervanging beëindigd"),
    "oversight:organisation:added": _("Organisatie toegevoegd"),
    "access:grant:given": _("Toegang gegeven"),
    "access:grant:ended": _("Toegang beëindigd"),
}
