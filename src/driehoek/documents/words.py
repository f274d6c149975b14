"""The words of the room `documents`: event names and places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import holders
from driehoek.cases.views import READERS
from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {
    "documents:document:added": _("Document geplaatst"),
    "documents:document:changed": _("Document gewijzigd"),
    "documents:document:put_forward": _("Document voorgesteld voor de driehoek"),
    "documents:document:taken_back": _("Voorstel voor de driehoek ingetrokken"),
    "documents:version:added": _("Nieuwe versie van een document"),
    "documents:version:taken": _("Document opgehaald"),
    "documents:version:read": _("Document bekeken"),
    "documents:text:read": _("Tekst van een document gelezen"),
    "documents:lock:set": _("Document vastgezet"),
    "documents:lock:released": _("Document vrijgegeven"),
    "documents:lock:broken": _("Vastzetten van een document verbroken"),
    "documents:redaction:proposed": _("Passages gekozen om te lakken"),
    "documents:redaction:confirmed": _("Gelakte versie bevestigd"),
    "documents:redaction:rejected": _("Gelakte versie afgekeurd"),
}
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        _("Zoeken in dossiers"),
        "documents:search",
        _("In problemen, casussen en documenten die u mag zien."),
        holders(*READERS),
        order=5,
    ),
)
