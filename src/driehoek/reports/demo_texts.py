"""What the demo's reports say: made up, without names, and without numbers of crimes, which may be real elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from driehoek.reports.content import Content
from driehoek.reports.models import Standing


@dataclass(frozen=True)
class Told:
    """One report of the past.

    Attributes:
        gist: in one line.
        sections: text by heading, besides the first one, which is that of the item.
        meanings: what the figures mean, in their order.
        must_know: what the mayor had to know that day.
        question, answer: why it went back first, and what was answered.
        status: how a measure stood.
    """

    gist: str
    sections: Mapping[str, str]
    meanings: tuple[str, ...] = ()
    must_know: str = ""
    question: str = ""
    answer: str = ""
    status: str = field(default="")


def _week(nuisance: str, expected: str, arrests: str = "", incidents: str = "") -> dict[str, str]:
    told = {"nuisance": nuisance, "expected": expected, "arrests": arrests, "incidents": incidents}
    return {key: text for key, text in told.items() if text}


_USUAL: Final = "De maand loopt zoals andere jaren. Wij zien geen nieuw patroon."
_BURGLARY: Final = (
    "De meeste inbraken zijn overdag, via de achterdeur. Wij denken aan één groep van buiten de stad."
)

# Newest first, like the deliveries.
WEEKS: Final = (
    Told("Zaterdag druk op de Testmarkt, verder rustig",
         _week("Rond het Proefplein rustig.", "Minder bezoekers dan de koopavond trok."), (_USUAL,)),
    Told("De groep op het Proefplein komt terug zolang er geen droge plek is",
         _week("Drie avonden rond het Proefplein, steeds na tien uur.", "Regen: dan staat de groep onder de luifel."),
         (_USUAL, "Twee van de meldingen horen bij dezelfde ruzie."),
         question="Is dit dezelfde groep als in het voorjaar?",
         answer="Ja, voor het grootste deel. Drie jongeren zijn nieuw."),
    Told("Rustige week", _week("Geen meldingen die opvallen.", "Een gewone week.",
                               "Eén aanhouding na een ruzie in een café.")),
    Told("Knallen aan de Voorbeeldlaan: wie het doet, weten wij nog niet",
         _week("Bewoners slapen slecht en bellen vaker.", "Wij rijden extra tot en met het weekend."),
         (_BURGLARY, _USUAL)),
    Told("Geen duiding mogelijk: deze week alleen de lijst",
         _week("Zie de lijst.", "Niets bijzonders.")),
    Told("Rustige week, wel meer fietsers zonder licht", _week("Geen.", "Het wordt vroeg donker."), (_USUAL,)),
    Told("Veel meldingen, weinig nieuws", _week("Verspreid over de stad.", "Een gewone week.")),
    Told("Aanhouding met een wapen bij de school: het is nu rustig",
         _week("Onrust onder ouders rond de school.", "De school praat maandag met ouders. De wijkagent is erbij.",
               "Eén aanhouding bij de school, met een steekwapen. Niemand raakte gewond.",
               "Een ruzie bij de school liep uit de hand. Wij waren er snel bij."),
         (_USUAL,), must_know="Aanhouding met een steekwapen bij een school, ouders zijn ongerust"),
    Told("Woninginbraken nemen toe aan de zuidkant",
         _week("Geen.", "De donkere dagen. Wij vragen bewoners om licht aan te laten.",
               incidents="Meer inbraken aan de zuidkant, steeds overdag."), (_BURGLARY,)),
    Told("Uitgaan rustig door vast toezicht", _week("Twee keer geluid na sluitingstijd.", "Koopavond op donderdag.")),
    Told("Overlast verschuift van het plein naar het park",
         _week("Minder op het plein, meer in het park.", "Wij lopen samen met de boa's door het park."),
         (_USUAL,)),
    Told("Rustige week na de kermis", _week("Geen.", "Een gewone week.")),
)  # fmt: skip

HOUSING: Final = (
    Told("Gesprekken in flat De Linden helpen, het vervolg loopt gevaar",
         {"done": "Met elf bewoners gesproken. Vijf hebben een vaste contactpersoon.",
          "effect": "Minder klachten over geluid in de avond. Dat horen wij van de huismeester.",
          "obstacle": "De huismeester stopt. Er is nog geen opvolger.",
          "next_step": "Voor het eind van de maand een opvolger."},
         status=Standing.AT_RISK),
    Told("Aanpak woonoverlast op schema",
         {"done": "De afspraken met de wijkagent liggen vast.", "next_step": "Volgende maand de eerste gesprekken."},
         status=Standing.ON_SCHEDULE),
)  # fmt: skip

DRAFT: Final = Content(
    sections={
        "incidents": "Vechtpartij bij de bushalte, geen gewonden. De camera's hielpen.",
        "nuisance": "",
    },
)
WAITING: Final = Content(
    gist="Donderdag wordt drukker dan zaterdag: het toezicht staat op de verkeerde avond",
    sections={
        "happened": "Op donderdag waren er meer opstootjes dan op zaterdag. Het vaste toezicht is er alleen in het "
        "weekend.",
        "meaning": "De donderdag trekt een ander publiek, dat later komt en langer blijft. Het is niet ernstig, maar "
        "het went.",
        "expected": "Wij stellen voor om een maand lang ook op donderdag toezicht te houden en dan te kijken.",
    },
    status=Standing.AT_RISK,
)
WAITING_MEANS: Final = (
    "Een deel van de stijging komt door de donderdag. Meer kunnen wij er nog niet over zeggen."
)
