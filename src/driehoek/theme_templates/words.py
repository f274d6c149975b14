"""The words of the room `theme_templates`: event names, places in the menu, and who may do what."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import holders
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.parties.models import Function
from driehoek.web.menu import MenuEntry

# Templates hold no content about anyone, so the administrator may set them up (TZ11).
MAKERS: Final = (Function.SAFETY_ADVISER, Function.ADMIN)
APPLIERS: Final = KEEPERS_OF_POSITION
VIEWERS: Final = (*KEEPERS_OF_POSITION, Function.ADMIN)
OWNERS: Final = (*KEEPERS_OF_POSITION, Function.ANALYST)
READERS_OF_TRAILS: Final = OWNERS

EVENTS: Final[dict[str, Promise]] = {
    "theme_templates:template:made": _("Eigen sjabloon gemaakt"),
    "theme_templates:template:changed": _("Eigen sjabloon gewijzigd"),
    "theme_templates:template:published": _("Eigen sjabloon gepubliceerd"),
    "theme_templates:template:archived": _("Eigen sjabloon gearchiveerd"),
    "theme_templates:template:restored": _("Eigen sjabloon teruggehaald"),
    "theme_templates:adoption:begun": _("Sjabloon overgenomen"),
    "theme_templates:adoption:extended": _("Overgenomen sjabloon aangevuld"),
    "theme_templates:adoption:evaluated": _("Stappenplan geëvalueerd"),
    "theme_templates:adoption:ended": _("Overgenomen sjabloon beëindigd"),
    "theme_templates:adoption:undone": _("Overgenomen sjabloon teruggedraaid"),
    "theme_templates:step:done": _("Stap klaar"),
    "theme_templates:step:skipped": _("Stap overgeslagen"),
    "theme_templates:step:reopened": _("Stap heropend"),
    "theme_templates:step:changed": _("Stap verzet of overgedragen"),
}
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        _("Themasjablonen"),
        "theme_templates:list",
        _("In een paar minuten klaar voor een thema: partners, cijfers, normen, afspraken en stappen."),
        holders(*VIEWERS),
        order=18,
    ),
    MenuEntry(
        _("Stappenplannen"),
        "theme_templates:trails",
        _("Hoe ver zijn de thema's die u met een sjabloon begon?"),
        holders(*READERS_OF_TRAILS),
        order=19,
    ),
)
