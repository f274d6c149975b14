"""The words of the room `api`: event names, places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import holders
from driehoek.api.rights import HOLDERS, KEEPERS
from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {
    "api:key:made": _("API-sleutel gemaakt"),
    "api:key:revoked": _("API-sleutel ingetrokken"),
}
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        _("API-sleutels"),
        "api:keys",
        _("Laat een ander systeem rapporten aanleveren of cijfers ophalen."),
        holders(*HOLDERS),
        order=70,
    ),
    MenuEntry(
        _("Alle API-sleutels"),
        "api:all_keys",
        _("Wie een sleutel heeft, tot wanneer, en wanneer die is gebruikt."),
        holders(*KEEPERS),
        order=71,
    ),
)
