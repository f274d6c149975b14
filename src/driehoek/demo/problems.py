"""The demo's safety problems: fictional, recognisably so, of all three types."""

from __future__ import annotations

from dataclasses import dataclass

from driehoek.parties.models import Function
from driehoek.problems.models import Classification, Kind, SafetyField, Status

THEMES: dict[SafetyField, tuple[tuple[str, ...], ...]] = {
    SafetyField.LIVING: (
        ("Sociale kwaliteit", "Woonoverlast"),
        ("Sociale kwaliteit", "Personen met onbegrepen gedrag"),
        ("Fysieke kwaliteit", "Vernieling en verloedering"),
        ("Objectieve veiligheid", "Woninginbraak"),
        ("Objectieve veiligheid", "Fietsdiefstal"),
        ("Objectieve veiligheid", "Geweld"),
        ("Subjectieve veiligheid", "Veiligheidsgevoel"),
    ),
    SafetyField.BUSINESS: (
        ("Veilig winkelgebied",),
        ("Veilige bedrijventerreinen",),
        ("Veilig uitgaan",),
        ("Veilige evenementen",),
    ),
    SafetyField.YOUTH: (("Jeugdoverlast en jeugdgroepen",), ("Veilig in en om de school",)),
    SafetyField.PHYSICAL: (("Verkeersveiligheid",), ("Brandveiligheid",), ("Voorbereiding op crises",)),
    SafetyField.INTEGRITY: (("Ondermijnende criminaliteit",), ("Radicalisering en polarisatie",)),
}


@dataclass(frozen=True)
class DemoProblem:
    """A problem with the theme's path, how long ago it began, and what was done to it since."""

    title: str
    summary: str
    kind: Kind
    field: SafetyField
    theme: tuple[str, ...]
    days_ago: int
    owner: Function = Function.SAFETY_ADVISER
    classification: Classification = Classification.INTERNAL
    status: Status = Status.OPEN
    training: bool = False
    dossier: str = ""
    changed: str = ""


STANDARD, COMPLEX, CRISIS = Kind.STANDARD, Kind.COMPLEX, Kind.CRISIS
LIVING, BUSINESS, YOUTH = SafetyField.LIVING, SafetyField.BUSINESS, SafetyField.YOUTH
PHYSICAL, INTEGRITY = SafetyField.PHYSICAL, SafetyField.INTEGRITY

PROBLEMS: tuple[DemoProblem, ...] = (
    DemoProblem(
        "Explosie bij een portiek aan de Voorbeeldlaan",
        "Vannacht ging een zwaar stuk vuurwerk af bij een portiek. Geen gewonden. De bewoners zijn onrustig.",
        CRISIS,
        LIVING,
        ("Objectieve veiligheid", "Geweld"),
        1,
        classification=Classification.CONFIDENTIAL,
        dossier="Melding om 02.40 uur. Schade aan de deur en twee ramen. De politie onderzoekt de toedracht.\n\n"
        "Bekend: geen gewonden, portiek is weer toegankelijk.\nOnbekend: voor wie het bedoeld was.",
        changed="Vannacht ging een zwaar stuk vuurwerk af bij een portiek. Geen gewonden. Bewonersbrief is verstuurd.",
    ),
    DemoProblem(
        "Jeugdgroep rond het Proefplein",
        "Groep van ongeveer vijftien jongeren zorgt al lang voor overlast. Het jongerenwerk zoekt een ruimte.",
        COMPLEX,
        YOUTH,
        ("Jeugdoverlast en jeugdgroepen",),
        420,
        owner=Function.CASE_DIRECTOR,
        classification=Classification.CONFIDENTIAL,
        dossier="Stap 5 van het zevenstappenmodel: het plan wordt uitgevoerd. Wacht op een ruimte voor jongerenwerk.",
        changed="Groep van ongeveer vijftien jongeren zorgt al lang voor overlast. De sporthal heeft misschien ruimte.",
    ),
    DemoProblem(
        "Ondermijning op bedrijventerrein De Schans",
        "Signalen van drie partners over leegstaande loodsen. Gezamenlijke controle is gepland.",
        COMPLEX,
        INTEGRITY,
        ("Ondermijnende criminaliteit",),
        210,
        owner=Function.CASE_DIRECTOR,
        classification=Classification.CONFIDENTIAL,
        dossier="Gezamenlijke controle in de week van 7 december. Alleen bekend bij de partners in dit dossier.",
    ),
    DemoProblem(
        "Langdurige woonoverlast in flat De Linden",
        "Twee huishoudens geven al een jaar overlast. Corporatie, wijkteam en politie werken aan één plan.",
        COMPLEX,
        LIVING,
        ("Sociale kwaliteit", "Woonoverlast"),
        365,
        owner=Function.CASE_DIRECTOR,
        classification=Classification.CONFIDENTIAL,
        dossier="Buurtbemiddeling is gestopt. De corporatie bereidt een laatste waarschuwing voor.",
    ),
    DemoProblem(
        "Uitgaansoverlast rond de Testmarkt",
        "Vechtpartijen na sluitingstijd. Vast toezicht in het weekend; horeca en politie rapporteren per maand.",
        STANDARD,
        BUSINESS,
        ("Veilig uitgaan",),
        300,
        changed="Vechtpartijen na sluitingstijd nemen af. Vast toezicht in het weekend loopt door tot de zomer.",
    ),
    DemoProblem(
        "Woninginbraken in de donkere maanden",
        "Elk jaar meer inbraken van oktober tot maart. Buurtpreventie en zichtbare patrouilles zijn gestart.",
        STANDARD,
        LIVING,
        ("Objectieve veiligheid", "Woninginbraak"),
        55,
    ),
    DemoProblem(
        "Fietsdiefstal bij het station",
        "Nieuwe stalling is open. Cijfers per maand volgen of de diefstal daalt.",
        STANDARD,
        LIVING,
        ("Objectieve veiligheid", "Fietsdiefstal"),
        180,
    ),
    DemoProblem(
        "Winkeldiefstal in de binnenstad",
        "Ondernemers melden meer diefstal. Afspraken over aangifte en toezicht lopen.",
        STANDARD,
        BUSINESS,
        ("Veilig winkelgebied",),
        140,
    ),
    DemoProblem(
        "Drukte rond scholen in de ochtend",
        "Gevaarlijke situaties bij het brengen van kinderen. Handhaving staat er twee keer per week.",
        STANDARD,
        PHYSICAL,
        ("Verkeersveiligheid",),
        90,
        status=Status.WATCHED,
    ),
    DemoProblem(
        "Personen met onbegrepen gedrag in de wijk Noord",
        "Meldingen nemen toe. Het wijkteam en de politie gaan samen langs.",
        STANDARD,
        LIVING,
        ("Sociale kwaliteit", "Personen met onbegrepen gedrag"),
        120,
    ),
    DemoProblem(
        "Jaarwisseling 2025–2026",
        "Verliep rustiger dan het jaar ervoor. De evaluatie is besproken in de driehoek.",
        STANDARD,
        BUSINESS,
        ("Veilige evenementen",),
        330,
        status=Status.CLOSED,
    ),
    DemoProblem(
        "OEFENING: rellen in het centrum",
        "Oefening voor de driehoek. Niets hiervan is echt gebeurd.",
        CRISIS,
        LIVING,
        ("Objectieve veiligheid", "Geweld"),
        3,
        training=True,
        dossier="Oefening. Groep van ongeveer 150 trekt naar het station.",
    ),
)
