"""The words of the room `publications`: event names and places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import holders
from driehoek.access.rules import CONTENTLESS
from driehoek.parties.models import Function
from driehoek.web import formatting
from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {
    "publications:publication:started": _("Analyse begonnen"),
    "publications:publication:changed": _("Analyse gewijzigd"),
    "publications:publication:figure_added": _("Cijfer bij een analyse gezet"),
    "publications:publication:figure_removed": _("Cijfer uit een analyse gehaald"),
    "publications:publication:offered": _("Analyse aangeboden om na te kijken"),
    "publications:publication:taken_back": _("Analyse teruggenomen om verder te schrijven"),
    "publications:publication:checked": _("Analyse nagekeken"),
    "publications:publication:sent_back": _("Analyse teruggestuurd naar de schrijver"),
    "publications:publication:published": _("Analyse gepubliceerd"),
    "publications:publication:revised": _("Nieuwe versie van een analyse begonnen"),
    "publications:publication:withdrawn": _("Analyse ingetrokken"),
    "publications:publication:copied": _("Analyse als PDF opgehaald"),
}
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        _("Analyses"),
        "publications:list",
        _("Wat er onderzocht is: de vraag, wat we vonden, wat het betekent en wat het niet zegt."),
        holders(*(function for function in Function if function not in CONTENTLESS)),
        order=22,
    ),
)


def spoken() -> formatting.Language:
    """Return the language of the page."""
    return formatting.known(get_language())
