"""The processing activities that Driehoek itself brings along; a municipality takes them over and adapts them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from driehoek.ledger.activities import EXPORTS, PEOPLE

OWN_TASK: Final = "avg-6-1-e-eigen-taak"


@dataclass(frozen=True)
class StandardActivity:
    """An activity of the platform, as it stands in the register of a municipality that takes it over."""

    slug: str
    name: str | Promise
    purpose: str | Promise
    subjects: tuple[str, ...]
    retention_period: str
    measures: str | Promise


STANDARD: Final = (
    StandardActivity(
        PEOPLE,
        _("Beheer van gebruikers"),
        _("Weten wie in Driehoek mag werken, in welke functie en tot wanneer."),
        ("ambtenaar",),
        "P2Y",
        _(
            "Aanmelden met een tweede stap. Rechten volgen uit de functie. Elke wijziging staat in het logboek."
        ),
    ),
    StandardActivity(
        EXPORTS,
        _("Export van gegevens"),
        _("Laten zien wie welke lijst meenam, waarvoor, en over wie die ging."),
        ("ambtenaar", "casuspersoon"),
        "P2Y",
        _("Alleen met een recht voor bepaalde tijd. Elk bestand heeft een merk en een nummer."),
    ),
    StandardActivity(
        "toegang-met-een-doel",
        _("Toegang tot dossiers met een doel"),
        _("Vastleggen wie een dossier met persoonsgegevens opende, wanneer en met welk doel."),
        ("ambtenaar", "casuspersoon"),
        "P2Y",
        _(
            "De toegang stopt na acht uur. De functionaris ziet elke opening en trekt elk kwartaal een steekproef."
        ),
    ),
    StandardActivity(
        "uitwisseling",
        _("Uitwisseling tussen OM, politie en burgemeester"),
        _("Geven en ontvangen van gegevens over personen, na een toets aan de wet."),
        ("verdachte", "veroordeelde", "overlastgever", "casuspersoon"),
        "P1Y",
        _(
            "Alleen na een toets die het toelaat. Wat afloopt, is daarna niet meer te lezen. Elke stap staat vast."
        ),
    ),
)
