"""The words of the room `exchange`: event names and places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {
    "exchange:planned:drafted": _("Voornemen opgeschreven"),
    "exchange:planned:changed": _("Voornemen gewijzigd"),
    "exchange:planned:announced": _("Voornemen voorgelegd aan het OM"),
    "exchange:planned:answered": _("OM antwoordde op een voornemen"),
    "exchange:planned:decided": _("Besloten over een voornemen"),
    "exchange:planned:dropped": _("Voornemen gaat niet door"),
    "exchange:standing:proposed": _("Lijst met vaste gevallen voorgesteld"),
    "exchange:standing:changed": _("Voorstel voor vaste gevallen gewijzigd"),
    "exchange:standing:agreed": _("Akkoord met vaste gevallen"),
    "exchange:standing:ended": _("Lijst met vaste gevallen beëindigd"),
}
MENU: Final[tuple[MenuEntry, ...]] = ()
