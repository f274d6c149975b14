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
    categories: tuple[str, ...] = ("persoonsgegevens",)
    recipients: tuple[str, ...] = ()


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
    # Cases, records and documents are read under it (driehoek.subjects, driehoek.documents). Criminal data and special
    # categories are not in it: those need a ground of their own, which the municipality adds (art. 9 and 10 AVG).
    StandardActivity(
        "aanpak-van-complexe-problemen",
        _("Aanpak van complexe problemen"),
        _(
            "Overlast en aantasting van de openbare orde samen met partners stoppen: van signaal tot plan, uitvoering"
            " en nazorg."
        ),
        ("casuspersoon", "overlastgever", "betrokken_derde"),
        "P5Y",
        _(
            "Wie meewerkt, ziet alleen de compartimenten die voor die persoon open zijn. Gegevens van personen zijn"
            " versleuteld. Wat een partner geeft, wordt eerst getoetst. Elke inzage staat in het logboek. De"
            " bewaartermijn van elke casus staat bij de termijnen."
        ),
        recipients=("politie", "om", "woningcorporatie", "zorginstelling"),
    ),
)
