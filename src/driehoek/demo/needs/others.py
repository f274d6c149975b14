"""What the demo's mayor needs from partners whose first concern is not safety, and from nobody yet."""

from __future__ import annotations

from driehoek.deadlines.recurrence import Rhythm
from driehoek.demo.needs.shapes import (
    CONFUSED,
    DECAY,
    FIRE,
    NUISANCE,
    SCHOOL,
    SUBVERSION,
    YOUTH,
    Agreed,
    Came,
    Due,
    Needed,
    Rated,
)
from driehoek.parties.models import OrganisationKind as Party
from driehoek.position.models import Channel, InfoKind, Verdict

OTHERS: tuple[Needed, ...] = (
    Needed(
        "youth",
        "Hoe staat het met de jeugdgroepen, en welke hulp loopt er?",
        YOUTH,
        Party.SAFETY_HOUSE,
        25,
        rhythm=Rhythm.QUARTERLY,
        agreed=(
            Agreed(
                "Kwartaaloverzicht jeugdgroepen, zonder namen",
                Rhythm.QUARTERLY,
                24,
                day=15,
                threshold="Bel als een partner stopt met de aanpak.",
                came=(
                    Came(
                        "Jeugdgroepen in {period}",
                        "Twee groepen in beeld. Voor één loopt een plan. Voor de andere wordt het nu gemaakt.",
                        "De aanpak loopt, maar wacht op een ruimte. Zonder ruimte komt de overlast terug, denken wij.",
                        rated=Rated(Verdict.USEFUL, 4, "Duidelijk waar u op wacht."),
                        comparison="Met het kwartaal ervoor.",
                    ),
                    Came(
                        "Jeugdgroepen in {period}",
                        "Drie groepen in beeld.",
                        days=5,
                        rated=Rated(Verdict.LATE, 3),
                    ),
                ),
            ),
        ),
    ),
    Needed(
        "nuisance",
        "Waar neemt woonoverlast toe, en wat doet de corporatie eraan?",
        NUISANCE,
        Party.HOUSING,
        20,
        agreed=(
            Agreed(
                "Maandbericht woonoverlast",
                Rhythm.MONTHLY,
                18,
                due=Due.LATE_NOW,
                threshold="Bel als buren elkaar bedreigen.",
                came=(
                    Came(
                        "Woonoverlast in {period}",
                        "Elf nieuwe klachten, de meeste in flat De Linden. Twee huurders zijn gewaarschuwd.",
                        "In De Linden gaat het om twee huishoudens. Elders neemt het af.",
                        rated=Rated(Verdict.USEFUL, 4),
                        comparison="Met veertien klachten in de maand ervoor.",
                    ),
                    Came(
                        "Woonoverlast in {period}",
                        "Veertien nieuwe klachten.",
                        days=1,
                        rated=Rated(Verdict.NO_MEANING, 2),
                    ),
                    Came(
                        "Woonoverlast in {period}",
                        "Nieuwe klachten, per straat.",
                        days=6,
                        rated=Rated(Verdict.LATE, 2),
                    ),
                ),
            ),
        ),
    ),
    Needed(
        "housing_fraud",
        "Waar worden woningen misbruikt, en wat is daarmee gedaan?",
        SUBVERSION,
        Party.HOUSING,
        25,
        rhythm=Rhythm.QUARTERLY,
        agreed=(
            Agreed(
                "Kwartaaloverzicht woonfraude, zonder adressen",
                Rhythm.QUARTERLY,
                24,
                day=20,
                came=(
                    Came(
                        "Woonfraude in {period}",
                        "Zes woningen onderzocht. Vier keer was het onderverhuur. Drie woningen zijn weer vrij.",
                        "Het gaat om losse gevallen. Een patroon zien wij niet.",
                        rated=Rated(Verdict.USEFUL, 4),
                    ),
                    Came(
                        "Woonfraude in {period}",
                        "Vijf woningen onderzocht.",
                        days=2,
                        rated=Rated(Verdict.USEFUL, 3),
                    ),
                ),
            ),
        ),
    ),
    Needed(
        "confused",
        "Hoeveel mensen met onbegrepen gedrag zijn in beeld, en krijgen zij hulp?",
        CONFUSED,
        Party.CARE,
        18,
        agreed=(
            Agreed(
                "Maandbericht van het wijkteam, in aantallen",
                Rhythm.MONTHLY,
                16,
                day=8,
                channel=Channel.MEETING,
                threshold="Bel als iemand een gevaar is en geen hulp wil.",
                came=(
                    Came(
                        "Onbegrepen gedrag in {period}",
                        "Vier mensen meer in beeld dan vorige maand. Zij krijgen allemaal hulp.",
                        unread=True,
                        comparison="Met de maand ervoor.",
                        limits="Alleen wie bij het wijkteam bekend is.",
                    ),
                    Came(
                        "Onbegrepen gedrag in {period}",
                        "Evenveel mensen in beeld als vorige maand. Eén persoon wacht op een plek.",
                        "De wachttijd is het probleem, niet het zoeken van mensen.",
                        rated=Rated(Verdict.USEFUL, 4),
                    ),
                    Came(
                        "Onbegrepen gedrag in {period}",
                        "Aantallen per wijk.",
                        days=5,
                        rated=Rated(Verdict.LATE, 2),
                    ),
                ),
            ),
        ),
    ),
    Needed(
        "treated",
        "Welke bewoners van Noord zijn in behandeling?",
        CONFUSED,
        Party.CARE,
        17,
        barred="Wie in behandeling is, valt onder het medisch beroepsgeheim (artikel 457, Boek 7, Burgerlijk "
        "Wetboek). Wat wel kan: hoeveel mensen hulp krijgen, zonder namen.",
    ),
    Needed(
        "decay",
        "Waar en wanneer zien de boa's vernieling en afval?",
        DECAY,
        Party.ENFORCEMENT,
        14,
        InfoKind.OPERATIONAL,
        agreed=(
            Agreed(
                "Maandbericht van de boa's",
                Rhythm.MONTHLY,
                13,
                day=5,
                channel=Channel.MEETING,
                came=(
                    Came(
                        "Wat de boa's zagen in {period}",
                        "Veel afval naast de containers in Noord. Vernielde bankjes bij het Proefplein.",
                        "Het afval is er vooral op maandag. Een extra ronde op zondag lost het meeste op.",
                        rated=Rated(Verdict.USEFUL, 5, "Kort, en met een voorstel."),
                    ),
                    Came(
                        "Wat de boa's zagen in {period}",
                        "Lijst van boetes.",
                        days=1,
                        rated=Rated(Verdict.NO_MEANING, 2),
                    ),
                ),
            ),
        ),
    ),
    Needed(
        "fire",
        "Welke panden zijn brandgevaarlijk, en wat is eraan gedaan?",
        FIRE,
        Party.FIRE_BRIGADE,
        25,
        rhythm=Rhythm.QUARTERLY,
        agreed=(
            Agreed(
                "Kwartaaloverzicht brandveiligheid",
                Rhythm.QUARTERLY,
                24,
                day=12,
                channel=Channel.LETTER,
                came=(
                    Came(
                        "Brandveiligheid in {period}",
                        "Negen panden bekeken. Twee moesten meteen iets veranderen. Dat is gedaan.",
                        "De flats zijn op orde. De loodsen op De Schans vragen meer aandacht.",
                        rated=Rated(Verdict.USEFUL, 4),
                    ),
                ),
            ),
        ),
    ),
    Needed(
        "patterns",
        "Welk patroon ziet het RIEC op onze bedrijventerreinen?",
        SUBVERSION,
        Party.RIEC,
        28,
        rhythm=Rhythm.HALF_YEARLY,
        agreed=(
            Agreed(
                "Halfjaarbeeld ondermijning, zonder namen",
                Rhythm.HALF_YEARLY,
                27,
                day=20,
                channel=Channel.MEETING,
                came=(
                    Came(
                        "Ondermijning in de {period}",
                        "Leegstaande loodsen trekken huurders die contant betalen. Drie partners zien hetzelfde.",
                        "Aan de leegstand kunt u iets doen. Het RIEC stelt een gezamenlijke controle voor.",
                        rated=Rated(Verdict.USEFUL, 5),
                    ),
                ),
            ),
        ),
    ),
    Needed(
        "schools",
        "Welke scholen melden wapens of dreiging, en wat doen zij zelf?",
        SCHOOL,
        None,
        6,
        rhythm=Rhythm.QUARTERLY,
    ),
)
