"""The words of the room `meetings`: event names and places in the menu."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import holders
from driehoek.access.rules import CONTENTLESS, DRIEHOEK
from driehoek.parties.models import Function
from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {
    "meetings:point:proposed": _("Op de agenda van de driehoek gezet"),
    "meetings:point:changed": _("Agendapunt gewijzigd"),
    "meetings:point:moved": _("Agendapunt verplaatst"),
    "meetings:point:handled": _("Besproken in de driehoek"),
    "meetings:point:outcome": _("Besluit van de driehoek gewijzigd"),
    "meetings:point:dropped": _("Van de agenda van de driehoek gehaald"),
    "meetings:point:reopened": _("Weer op de agenda van de driehoek gezet"),
    "meetings:series:made": _("Reeks overleggen gemaakt"),
    "meetings:series:changed": _("Reeks overleggen gewijzigd"),
    "meetings:series:ended": _("Reeks overleggen beëindigd"),
    "meetings:series:restored": _("Reeks overleggen gaat weer door"),
    "meetings:series:planned": _("Overleggen gepland"),
    "meetings:series:fixed_points_changed": _("Vaste agendapunten gewijzigd"),
    "meetings:meeting:moved": _("Overleg verzet"),
    "meetings:meeting:cancelled": _("Overleg afgezegd"),
    "meetings:meeting:restored": _("Overleg gaat weer door"),
    "meetings:meeting:accepted": _("Uitnodiging aangenomen"),
    "meetings:meeting:declined": _("Uitnodiging afgeslagen"),
    "meetings:meeting:composed": _("Agenda samengesteld"),
    "meetings:meeting:point_taken_off": _("Punt van de agenda van een overleg gehaald"),
    "meetings:meeting:pack_sent": _("Stukken verstuurd"),
    "meetings:meeting:pack_copied": _("Stukken als PDF opgehaald"),
    "meetings:meeting:minutes_confirmed": _("Verslag vastgesteld"),
    "meetings:minutes:written": _("Verslag van een punt geschreven"),
    "meetings:minutes:added_to": _("Verslag aangevuld"),
    "meetings:action:noted": _("Actie in het verslag gezet"),
    "meetings:action:removed": _("Actie uit het verslag gehaald"),
    "meetings:action:done": _("Actie gedaan"),
    "meetings:action:undone": _("Actie toch niet gedaan"),
    "meetings:action:moved": _("Actie verzet"),
    "meetings:feed:made": _("Kalenderkoppeling gemaakt"),
    "meetings:feed:revoked": _("Kalenderkoppeling ingetrokken"),
}
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        _("Agenda van de driehoek"),
        "meetings:agenda",
        _("Wat u met elkaar bespreekt, en wat er besloten is."),
        holders(*DRIEHOEK),
        order=15,
    ),
    MenuEntry(
        _("Overleggen"),
        "meetings:meetings",
        _("Wanneer u elkaar ziet, met agenda, stukken en verslag."),
        holders(*(function for function in Function if function not in CONTENTLESS)),
        order=14,
    ),
    MenuEntry(
        _("Acties uit overleg"),
        "meetings:actions",
        _("Wat u beloofde te doen, en wat anderen doen."),
        holders(*(function for function in Function if function not in CONTENTLESS)),
        order=16,
    ),
)
