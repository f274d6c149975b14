"""What the demo's mayor needs from the police and the prosecution service."""

from __future__ import annotations

from driehoek.deadlines.recurrence import Rhythm
from driehoek.demo.needs.shapes import BURGLARY, EVENTS, NIGHTLIFE, VIOLENCE, Agreed, Came, Due, Needed, Rated
from driehoek.parties.models import OrganisationKind as Party
from driehoek.position.models import Channel, InfoKind, Moment, Verdict

_WEEK = (
    Came(
        "Weekbericht {period}",
        "Zaterdag was het druk op de Testmarkt. Twee vechtpartijen, geen gewonden. Rond het Proefplein was het rustig.",
        "De drukte hoort bij de koopavond. Wij verwachten komend weekend minder mensen.",
        unread=True,
    ),
    Came(
        "Weekbericht {period}",
        "Drie avonden overlast rond het Proefplein. De wijkagent sprak met de groep en met twee ouders.",
        "De groep zoekt een droge plek. Zolang er geen ruimte is, komt dit terug.",
        rated=Rated(Verdict.USEFUL, 4),
    ),
    Came("Weekbericht {period}", "Rustige week. Eén aanhouding na een ruzie in een café.", days=-1),
    Came(
        "Weekbericht {period}",
        "Bewoners van de Voorbeeldlaan belden vaker over harde knallen. De politie reed extra rondes.",
        "Wij denken aan vuurwerk. Wie het afsteekt, weten wij nog niet.",
        rated=Rated(Verdict.USEFUL, 5, "Goed dat u ook zegt wat u nog niet weet."),
    ),
    Came(
        "Weekbericht {period}",
        "Lijst van alle meldingen van de week, per straat.",
        days=4,
        rated=Rated(Verdict.LATE),
    ),
    Came("Weekbericht {period}", "Rustige week. Geen voorvallen die aandacht vragen."),
    Came(
        "Weekbericht {period}",
        "Lijst van alle meldingen van de week, met tijdstip en straat.",
        rated=Rated(Verdict.TOO_MUCH, 2, "Ik zoek de drie dingen die ertoe doen."),
    ),
)

JUSTICE: tuple[Needed, ...] = (
    Needed(
        "week",
        "Wat speelde er deze week op straat, en wat verwacht de politie?",
        VIOLENCE,
        Party.POLICE,
        27,
        InfoKind.OPERATIONAL,
        Rhythm.WEEKLY,
        agreed=(
            Agreed(
                "Weekbericht van het basisteam",
                Rhythm.WEEKLY,
                26,
                weekday=0,
                threshold="Bel meteen bij een steekpartij, een schietpartij of onrust in een wijk.",
                came=_WEEK,
            ),
        ),
    ),
    Needed(
        "burglary",
        "Hoe ontwikkelt de woninginbraak zich, en waarom?",
        BURGLARY,
        Party.POLICE,
        27,
        agreed=(
            Agreed(
                "Maandbeeld woninginbraak, met uitleg",
                Rhythm.MONTHLY,
                26,
                day=10,
                threshold="Bel als één wijk opeens veel vaker geraakt wordt.",
                came=(
                    Came(
                        "Woninginbraak in {period}",
                        "De meeste inbraken waren in de avond, in hoekwoningen. De rest van de gemeente is rustig.",
                        "Het lijkt één groep, die via achterpaden komt. Licht en een buurtapp helpen hier het meest.",
                        unread=True,
                        comparison="Met dezelfde maand een jaar eerder.",
                        limits="Wie nog geen aangifte deed, telt niet mee.",
                    ),
                    Came(
                        "Woninginbraak in {period}",
                        "Minder inbraken in Noord, iets meer rond het station.",
                        "De extra rondes in Noord werken misschien. Zeker is dat nog niet: één maand is kort.",
                        rated=Rated(Verdict.USEFUL, 4, "Nu weet ik waar ik op moet letten."),
                        comparison="Met de maand ervoor.",
                    ),
                    Came(
                        "Woninginbraak in {period}",
                        "Tabel per wijk.",
                        days=1,
                        rated=Rated(Verdict.NO_MEANING, 2),
                    ),
                    Came(
                        "Woninginbraak in {period}", "Tabel per wijk.", days=3, rated=Rated(Verdict.LATE, 2)
                    ),
                    Came("Woninginbraak in {period}", "Tabel per wijk.", rated=Rated(Verdict.NO_MEANING, 2)),
                    Came(
                        "Woninginbraak in {period}",
                        "Tabel per wijk.",
                        days=4,
                        rated=Rated(Verdict.NO_MEANING, 1),
                    ),
                ),
            ),
        ),
    ),
    Needed(
        "nightlife",
        "Wat betekenen de cijfers over uitgaan voor het toezicht rond de Testmarkt?",
        NIGHTLIFE,
        Party.POLICE,
        22,
        agreed=(
            Agreed(
                "Maandbeeld uitgaan",
                Rhythm.MONTHLY,
                20,
                day=12,
                channel=Channel.SECURE_MAIL,
                threshold="Bel als er een wapen is gezien.",
                came=(
                    Came(
                        "Uitgaan in {period}",
                        "Op donderdag meer vechtpartijen dan in de maanden ervoor. In het weekend juist minder.",
                        rated=Rated(
                            Verdict.NO_MEANING, 2, "Waarom de donderdag? En wat stelt u voor?", recent=True
                        ),
                        comparison="Met het gemiddelde van de vorige drie maanden.",
                    ),
                    Came(
                        "Uitgaan in {period}",
                        "Vast toezicht in het weekend. De sluitingstijd verloopt rustiger.",
                        "Het toezicht lijkt te werken. Op andere plekken zien wij geen toename.",
                        rated=Rated(Verdict.USEFUL, 4),
                    ),
                    Came(
                        "Uitgaan in {period}",
                        "Alle meldingen op een rij.",
                        days=3,
                        rated=Rated(Verdict.LATE, 3),
                    ),
                ),
            ),
        ),
    ),
    Needed(
        "festival",
        "Wat verwacht de politie van het Voorbeeldfestival, en wat is er nodig?",
        EVENTS,
        Party.POLICE,
        2,
        InfoKind.OPERATIONAL,
        Rhythm.ONCE,
        agreed=(Agreed("Verwachting voor het Voorbeeldfestival", Rhythm.ONCE, 1, due=Due.SOON),),
    ),
    Needed(
        "arrest",
        "Welke aanhouding kan onrust geven in een wijk?",
        VIOLENCE,
        Party.PROSECUTION,
        24,
        InfoKind.OPERATIONAL,
        Rhythm.EVENT,
        agreed=(
            Agreed(
                "Bericht bij een aanhouding die onrust kan geven",
                Rhythm.EVENT,
                22,
                moment=Moment.ARREST,
                channel=Channel.PHONE,
                threshold="Bel vooraf als de aanhouding zichtbaar is op straat.",
                event=(
                    (
                        19,
                        Came(
                            "Aanhouding na de mishandeling op de Testmarkt",
                            "Vanochtend is een verdachte aangehouden. Morgen beslist de rechter of die vast blijft.",
                            "De buurt kent de zaak. Houd rekening met vragen van bewoners en van de pers.",
                            rated=Rated(Verdict.USEFUL, 5, "Ik hoorde dit vóór de pers. Zo moet het."),
                        ),
                    ),
                ),
            ),
        ),
    ),
    Needed(
        "release",
        "Wie komt vrij en kan weer onrust geven in een wijk?",
        VIOLENCE,
        Party.PROSECUTION,
        24,
        InfoKind.OPERATIONAL,
        Rhythm.EVENT,
        agreed=(
            Agreed(
                "Bericht bij een vrijlating die onrust kan geven",
                Rhythm.EVENT,
                10,
                moment=Moment.RELEASE,
                channel=Channel.PHONE,
                threshold="Bel ten minste twee werkdagen vooraf.",
                personal_data=True,
            ),
        ),
    ),
    Needed(
        "prosecuted",
        "Wat doet het OM met zaken uit onze gemeente, in aantallen?",
        VIOLENCE,
        Party.PROSECUTION,
        16,
        rhythm=Rhythm.QUARTERLY,
    ),
)
