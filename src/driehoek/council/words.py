"""The words of the room `council`: event names, places in the menu, quarters, reasons."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from driehoek.access.gate import holders
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.parties.models import Function
from driehoek.web.menu import MenuEntry

EVENTS: Final[dict[str, Promise]] = {
    "council:version:made": _("Raadsversie begonnen"),
    "council:version:changed": _("Raadsversie gewijzigd"),
    "council:version:texts_taken": _("Teksten in de raadsversie overgenomen"),
    "council:version:confirmed": _("Raadsversie gecontroleerd"),
    "council:version:reopened": _("Raadsversie weer concept"),
    "council:passage:added": _("Tekst aan de raadsversie toegevoegd"),
    "council:passage:changed": _("Tekst in de raadsversie gewijzigd"),
    "council:passage:removed": _("Tekst uit de raadsversie gehaald"),
    "council:release:made": _("Raadsversie vrijgegeven"),
    "council:release:withdrawn": _("Raadsversie ingetrokken"),
    "council:release:copied": _("Raadsversie als bestand meegenomen"),
    "council:question:registered": _("Raadsvraag vastgelegd"),
    "council:question:changed": _("Raadsvraag gewijzigd"),
    "council:answer:facts_picked": _("Feiten voor een antwoord gekozen"),
    "council:answer:fact_dropped": _("Feit uit een antwoord gehaald"),
    "council:answer:fact_renewed": _("Feit in een antwoord vernieuwd"),
    "council:answer:written": _("Antwoord op een raadsvraag geschreven"),
    "council:answer:checked": _("Antwoord op een raadsvraag gecontroleerd"),
    "council:answer:reopened": _("Antwoord op een raadsvraag weer concept"),
    "council:answer:approved": _("Antwoord op een raadsvraag goedgekeurd"),
    "council:answer:sent": _("Antwoord op een raadsvraag verzonden"),
    "council:answer:copied": _("Antwoord als bestand meegenomen"),
}
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        _("Stukken voor de raad"),
        "council:desk",
        _("Raadsversies maken en raadsvragen beantwoorden."),
        holders(*KEEPERS_OF_POSITION),
        order=24,
    ),
)
# What a council member has under the thumb.
PLACES: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(_("Voor de raad"), "council:home", visible=holders(Function.COUNCIL), order=60),
    MenuEntry(_("Raadsversies"), "council:releases", visible=holders(Function.COUNCIL), order=61),
    MenuEntry(_("Antwoorden"), "council:answers", visible=holders(Function.COUNCIL), order=62),
)
ORDINALS: Final[tuple[Promise, ...]] = (_("eerste"), _("tweede"), _("derde"), _("vierde"))
WHY_WORDS: Final[dict[str, Promise]] = {
    "small": _("Aantallen onder de grens. Zulke kleine aantallen zeggen te veel over wie het betreft."),
    "beside": _("Aantallen waarmee een klein aantal uit te rekenen zou zijn."),
    "unprotected": _("Een cijfer doet niet mee: wat eerder is vrijgegeven zou een klein aantal verraden."),
    "no_figures": _("Een cijfer doet niet mee: het is over dit kwartaal nog niet compleet."),
    "confidential": _("Vertrouwelijke teksten uit de kwartaalrapportage."),
    "edition_facts": _("Feiten uit de kwartaalrapportage, zoals besluiten en verslagen van partners."),
    "edition_figures": _("Cijfers uit de kwartaalrapportage. Kies ze hier als indicator."),
    "edition_actions": _("Maatregelen uit de kwartaalrapportage, met de toelichting van partners."),
}
BARRED_WORDS: Final[dict[str, Promise]] = {
    "small": _("kleine aantallen"),
    "part": _("over een deel van de gemeente; gebruik daarvoor een vrijgegeven raadsversie"),
    "confidential": _("besloten of over een dossier"),
    "personal": _("mogelijk herleidbaar tot een persoon"),
}
DOUBT_WORDS: Final[dict[str, Promise]] = {
    "bsn": _("Burgerservicenummer. Haal dit weg: zo kan de tekst niet naar de raad."),
    "iban": _("Lijkt een bankrekening."),
    "email": _("Lijkt een e-mailadres."),
    "phone": _("Lijkt een telefoonnummer."),
    "birth_date": _("Lijkt een geboortedatum."),
    "licence_plate": _("Lijkt een kenteken."),
    "address": _("Lijkt een adres."),
    "name": _("Lijkt een naam."),
    "small_number": _("Een klein aantal in een tekst. Mag de raad dit weten?"),
}


def said_quarter(quarter: str) -> str:
    """Write a quarter: "derde kwartaal van 2026" for "2026-Q3"."""
    year, number = quarter.split("-Q")
    return gettext("%(ordinal)s kwartaal van %(year)s") % {"ordinal": ORDINALS[int(number) - 1], "year": year}


def said_short_quarter(quarter: str) -> str:
    """Write a quarter where there is little room: "kw 3 2026"."""
    year, number = quarter.split("-Q")
    return gettext("kw %(number)s %(year)s") % {"number": number, "year": year}
