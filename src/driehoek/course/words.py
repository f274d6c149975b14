"""The words of the room `course`: event names and places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import holders
from driehoek.parties.models import Function
from driehoek.web.menu import MenuEntry

LEARNERS: Final = (Function.CASE_DIRECTOR, Function.SAFETY_ADVISER, Function.MAYOR, Function.DEPUTY)

EVENTS: Final[dict[str, Promise]] = {
    "course:scale_down:written": _("Afschalen opgeschreven"),
    "course:scale_down:announced": _("Partners verteld dat wordt afgeschaald"),
    "course:rest_action:added": _("Restactie toegevoegd"),
    "course:rest_action:done": _("Restactie gedaan"),
    "course:rest_action:reopened": _("Restactie weer open"),
    "course:rest_action:dropped": _("Restactie vervallen"),
    "course:evaluation:written": _("Evaluatie geschreven"),
    "course:evaluation:settled": _("Evaluatie vastgesteld"),
    "course:goal:judged": _("Doel beoordeeld"),
    "course:goal:dropped": _("Oordeel over een doel ingetrokken"),
    "course:cooperation:answered": _("Partner gaf oordeel over de samenwerking"),
    "course:scoring:planned": _("Leefgebieden gepland"),
    "course:scoring:withdrawn": _("Gepland moment vervallen"),
    "course:scoring:scored": _("Leefgebieden gescoord"),
    "course:scoring:corrected": _("Score verbeterd"),
}
MENU: Final = (
    MenuEntry(
        _("Lessen uit casussen"),
        "course:lessons",
        _("Wat eerdere aanpakken leerden."),
        holders(*LEARNERS),
        order=35,
    ),
)
