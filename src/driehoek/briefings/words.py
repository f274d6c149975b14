"""The words of the room `briefings`: event names, places in the menu, how a briefing is called."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from driehoek.access.gate import holders
from driehoek.access.rules import CONTENTLESS
from driehoek.briefings.models import Briefing
from driehoek.parties.models import Function
from driehoek.web import formatting
from driehoek.web.menu import MenuEntry

COMPOSERS: Final = (Function.SAFETY_ADVISER,)
READERS: Final = tuple(function for function in Function if function not in CONTENTLESS)
EVENTS: Final[dict[str, Promise]] = {
    "briefings:briefing:begun": gettext_lazy("Weekbriefing begonnen"),
    "briefings:briefing:lines_taken": gettext_lazy("Voorstellen in de weekbriefing gezet"),
    "briefings:briefing:lead_changed": gettext_lazy("Eerste zin van de weekbriefing gewijzigd"),
    "briefings:briefing:line_added": gettext_lazy("Eigen regel in de weekbriefing gezet"),
    "briefings:briefing:line_changed": gettext_lazy("Regel van de weekbriefing gewijzigd"),
    "briefings:briefing:line_moved": gettext_lazy("Regel van de weekbriefing verplaatst"),
    "briefings:briefing:line_removed": gettext_lazy("Regel uit de weekbriefing gehaald"),
    "briefings:briefing:discarded": gettext_lazy("Concept van de weekbriefing weggegooid"),
    "briefings:briefing:sent": gettext_lazy("Weekbriefing verstuurd"),
    "briefings:briefing:opened": gettext_lazy("Weekbriefing geopend"),
    "briefings:briefing:rated": gettext_lazy("Weekbriefing beoordeeld"),
    "briefings:briefing:copied": gettext_lazy("Weekbriefing als PDF opgehaald"),
}
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        gettext_lazy("Weekbriefing"),
        "briefings:list",
        gettext_lazy("De week op één A4, met bij elke regel de bron."),
        holders(*READERS),
        order=12,
    ),
)


def spoken() -> formatting.Language:
    """Return the language of the page."""
    return formatting.known(get_language())


def name_of(briefing: Briefing) -> str:
    """Say which briefing it is: by the day it was sent, or the week while it is made."""
    if briefing.sent_at is None:
        return _("Weekbriefing, week %(week)s") % {"week": briefing.week_number}
    day = formatting.date_long(briefing.sent_at, language=spoken())
    return _("Weekbriefing van %(day)s") % {"day": day}
