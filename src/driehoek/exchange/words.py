"""The words of the room `exchange`: event names and places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import holders
from driehoek.parties.models import Function
from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {
    "exchange:request:drafted": _("Verzoek opgeschreven"),
    "exchange:request:changed": _("Conceptverzoek gewijzigd"),
    "exchange:request:discarded": _("Conceptverzoek weggegooid"),
    "exchange:request:submitted": _("Verzoek om gegevens ingediend"),
    "exchange:request:withdrawn": _("Verzoek om gegevens ingetrokken"),
    "exchange:request:taken_up": _("Verzoek in beoordeling genomen"),
    "exchange:request:judged": _("Beoordeling van een verzoek bewaard"),
    "exchange:request:granted": _("Verzoek ingewilligd"),
    "exchange:request:part": _("Verzoek deels ingewilligd"),
    "exchange:request:refused": _("Verzoek geweigerd"),
    "exchange:request:received": _("Ontvangst van een antwoord bevestigd"),
    "exchange:provision:drafted": _("Verstrekking in concept opgeschreven"),
    "exchange:provision:changed": _("Conceptverstrekking gewijzigd"),
    "exchange:provision:dropped": _("Conceptverstrekking weggegooid"),
    "exchange:provision:released": _("Verstrekking vrijgegeven"),
    "exchange:provision:announced": _("Verstrekking ontvangen"),
    "exchange:provision:part_let_go": _("Volgend deel van een verstrekking vrijgegeven"),
    "exchange:provision:part_free": _("Volgend deel van een verstrekking ontvangen"),
    "exchange:provision:embargo_moved": _("Embargo verschoven"),
    "exchange:provision:shortened": _("Bewaartermijn van een verstrekking ingekort"),
    "exchange:provision:read": _("Verstrekking gelezen"),
    "exchange:provision:received": _("Ontvangst van een verstrekking bevestigd"),
    "exchange:provision:used": _("Gebruik van een verstrekking vastgelegd"),
    "exchange:provision:recalled": _("Verstrekking teruggetrokken"),
    "exchange:provision:destroyed": _("Inhoud van een teruggetrokken verstrekking vernietigd"),
    "exchange:provision:ending": _("Verstrekking loopt binnen twee weken af"),
    "exchange:provision:expired": _("Verstrekking verlopen en vernietigd"),
    "exchange:planned:drafted": _("Voornemen opgeschreven"),
    "exchange:planned:changed": _("Voornemen gewijzigd"),
    "exchange:planned:announced": _("Voornemen voorgelegd aan het OM"),
    "exchange:planned:answered": _("OM antwoordde op een voornemen"),
    "exchange:planned:decided": _("Besloten over een voornemen"),
    "exchange:planned:dropped": _("Voornemen gaat niet door"),
    "exchange:return:registered": _("BIJ-bericht vastgelegd"),
    "exchange:return:weighed": _("Risico bij een terugkeer gewogen"),
    "exchange:return:advice_asked": _("Advies gevraagd over een terugkeer"),
    "exchange:return:advised": _("Advies gegeven over een terugkeer"),
    "exchange:return:decided": _("Besloten over een terugkeer"),
    "exchange:provision:oral_confirmed": _("Bevestigd dat het zo is verteld"),
    "exchange:provision:oral_objected": _("Bezwaar: het is anders verteld"),
    "exchange:oral:incident": _("Mondeling gedeeld wat niet mocht: aan de FG gemeld"),
    "exchange:oral:settled": _("Mondeling incident afgehandeld"),
    "exchange:standing:proposed": _("Lijst met vaste gevallen voorgesteld"),
    "exchange:standing:changed": _("Voorstel voor vaste gevallen gewijzigd"),
    "exchange:standing:agreed": _("Akkoord met vaste gevallen"),
    "exchange:standing:ended": _("Lijst met vaste gevallen beëindigd"),
}
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        _("Mondeling gedeeld"),
        "exchange:oral_incidents",
        _("Wat is verteld en niet mocht, en hoe het is afgehandeld."),
        holders(Function.DPO),
        order=37,
    ),
    MenuEntry(
        _("Openingen voor verantwoording"),
        "exchange:return_openings",
        _("Wie opende een afgeschermd BIJ-bericht, en waarom."),
        holders(Function.DPO),
        order=37,
    ),
)
