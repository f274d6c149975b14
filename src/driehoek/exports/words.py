"""The words of the room `exports`: event names, places in the menu, and what is said about rights and patterns."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from driehoek.access.gate import holders
from driehoek.access.rules import CONTENTLESS
from driehoek.parties.models import Function
from driehoek.web import formatting
from driehoek.web.menu import MenuEntry

# Who can be given a right, and so has exports of their own.
TAKERS: Final = tuple(function for function in Function if function not in CONTENTLESS)

EVENTS: Final[dict[str, Promise]] = {
    "exports:right:given": gettext_lazy("Exportrecht gegeven"),
    "exports:right:ended": gettext_lazy("Exportrecht beëindigd"),
    "exports:export:made": gettext_lazy("Lijst geëxporteerd"),
    "exports:export:refused": gettext_lazy("Export geweigerd"),
}
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        gettext_lazy("Mijn exports"),
        "exports:own",
        gettext_lazy("Wat u mag meenemen uit Driehoek, en wat u meenam."),
        holders(*TAKERS),
        order=28,
    ),
    MenuEntry(
        gettext_lazy("Exportrechten"),
        "exports:rights",
        gettext_lazy("Wie lijsten mag meenemen uit Driehoek, en tot wanneer."),
        holders(Function.ADMIN, Function.DPO),
        order=33,
    ),
    MenuEntry(
        gettext_lazy("Exports"),
        "exports:log",
        gettext_lazy("Welke lijsten Driehoek verlieten, en wat daaraan opvalt."),
        holders(Function.DPO),
        order=34,
    ),
)


def spoken() -> formatting.Language:
    """Return the language of the reader."""
    return formatting.known(get_language())


def count_of_rows(rows: int) -> str:
    """Say how many rows: "1.204 rijen"."""
    return ngettext("%(n)s rij", "%(n)s rijen", rows) % {"n": formatting.number(rows, language=spoken())}


def whom_to_ask(names: list[str]) -> str:
    """Say who gives a right: "Vraag het uw beheerder (Beheerder)."."""
    if not names:
        return _("Vraag het uw beheerder.")
    return _("Vraag het uw beheerder (%(names)s).") % {"names": ", ".join(names)}
