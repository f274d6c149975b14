"""The words of the room `measures`: event names, places in the menu, and what is in the way of a step."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from driehoek.access.gate import holders
from driehoek.parties.models import Function
from driehoek.web.menu import MenuEntry

# Who files a report of the police, or registers one that came in on paper.
FILERS: Final = (Function.TEAM_CHIEF, Function.PARTNER, Function.SAFETY_ADVISER)
REGISTER: Final = (Function.MAYOR, Function.DEPUTY, Function.SAFETY_ADVISER, Function.CASE_DIRECTOR)
# Who keeps the municipality's own templates of letters.
KEEPERS: Final = (Function.SAFETY_ADVISER, Function.CASE_DIRECTOR)
EVENTS: Final[dict[str, Promise]] = {
    "measures:report:filed": gettext_lazy("Bestuurlijke rapportage ontvangen"),
    "measures:report:placed": gettext_lazy("Bestuurlijke rapportage in een casus gelegd"),
    "measures:report:asked": gettext_lazy("Vraag gesteld over een bestuurlijke rapportage"),
    "measures:report:answered": gettext_lazy("Bestuurlijke rapportage aangevuld"),
    "measures:report:checked": gettext_lazy("Bestuurlijke rapportage volledig"),
    "measures:report:closed": gettext_lazy("Geen maatregel na een bestuurlijke rapportage"),
    "measures:target:set": gettext_lazy("Streeftijd voor rapportages gewijzigd"),
    "measures:measure:opened": gettext_lazy("Maatregel begonnen"),
    "measures:measure:changed": gettext_lazy("Maatregel gewijzigd"),
    "measures:measure:judged": gettext_lazy("Maatregel aan de wet getoetst"),
    "measures:measure:stepped": gettext_lazy("Stap in een maatregel"),
    "measures:file:changed": gettext_lazy("Dossier van een maatregel gewijzigd"),
    "measures:letter:made": gettext_lazy("Brief gemaakt"),
    "measures:template:kept": gettext_lazy("Sjabloon voor brieven in gebruik genomen"),
    "measures:template:ended": gettext_lazy("Sjabloon voor brieven beëindigd"),
}
MENU: Final[tuple[MenuEntry, ...]] = (
    MenuEntry(
        gettext_lazy("Bestuurlijke maatregelen"),
        "measures:register",
        gettext_lazy(
            "Sluitingen, gebiedsverboden en andere maatregelen: stappen, termijnen, bezwaar en einde."
        ),
        holders(*REGISTER),
        order=36,
    ),
    MenuEntry(
        gettext_lazy("Bestuurlijke rapportages"),
        "measures:reports",
        gettext_lazy("Rapportages van de politie: volledig of niet, en wat ermee is gedaan."),
        holders(*FILERS),
        order=37,
    ),
)
# What is in the way of a step, by the codes of `ways.in_the_way`.
WAYS: Final[dict[str, Promise]] = {
    "mayor": gettext_lazy("Dit doet alleen de burgemeester."),
    "reason": gettext_lazy("Schrijf op waarom: minstens 20 tekens."),
    "future": gettext_lazy("Deze dag ligt in de toekomst. Kies vandaag of eerder."),
    "before": gettext_lazy("Deze dag ligt vóór een eerdere stap. Kijk de datum na."),
    "judgement": gettext_lazy("Toets de maatregel vandaag eerst aan de wet. De toets moet het toestaan."),
    "begin": gettext_lazy("Vul eerst in vanaf welke dag de maatregel geldt."),
    "end": gettext_lazy("Vul eerst de laatste dag in. Deze maatregel mag niet zonder einde."),
    "too_long": gettext_lazy("Zo lang mag deze maatregel niet duren. Kies een eerdere laatste dag."),
    "new_end": gettext_lazy("Vul een nieuwe laatste dag in, na de laatste dag van nu."),
    "urgent": gettext_lazy("Schrijf eerst bij de maatregel waarom het niet kan wachten."),
    "heard": gettext_lazy("Leg eerst de zienswijze vast, of schrijf waarom het niet kan wachten."),
    "announced": gettext_lazy("Maak het besluit eerst bekend."),
    "unannounced": gettext_lazy("Dit besluit is al bekendgemaakt."),
    "may_prolong": gettext_lazy("Verlengen kan niet (meer) bij deze maatregel."),
    "ended_day": gettext_lazy("De maatregel loopt nog. Eerder stoppen? Dan trekt de burgemeester haar in."),
    "once": gettext_lazy("Dit is al een keer gedaan. De wet staat het één keer toe."),
    "contested": gettext_lazy("Leg eerst het bezwaar of beroep vast."),
}
