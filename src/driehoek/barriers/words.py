"""The words of the room `barriers`: event names and places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import holders
from driehoek.barriers.rights import READERS_OF_MODELS
from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {
    "barriers:model:made": _("Barrièremodel gemaakt"),
    "barriers:model:changed": _("Barrièremodel gewijzigd"),
    "barriers:model:step_added": _("Stap toegevoegd aan barrièremodel"),
    "barriers:model:step_changed": _("Stap van barrièremodel gewijzigd"),
    "barriers:model:step_removed": _("Stap weggehaald uit barrièremodel"),
    "barriers:model:element_added": _("Onderdeel toegevoegd aan barrièremodel"),
    "barriers:model:element_changed": _("Onderdeel van barrièremodel gewijzigd"),
    "barriers:model:element_removed": _("Onderdeel weggehaald uit barrièremodel"),
    "barriers:model:shifted": _("Volgorde van barrièremodel gewijzigd"),
}
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        _("Barrièremodellen"),
        "barriers:models",
        _("Hoe een verschijnsel werkt, en welke barrières staan of falen."),
        holders(*READERS_OF_MODELS),
        46,
    ),
)
