"""What the demo's council was given, and what it asked, on whichever figures the demo municipality has."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Final

from django.utils import timezone

from driehoek.access.identity import Identity, acting_as
from driehoek.council import counts, facts
from driehoek.council.counts import Period
from driehoek.council.models import CouncilQuestion, Depth, Version
from driehoek.council.services import questions, versions
from driehoek.figures.models import Indicator
from driehoek.parties.models import Function, Person

# Kinds in the publisher's list that a council asks about, and those of the draft, down to neighbourhoods.
KINDS: Final = ("1.1.1", "1.4.5", "2.2.1")
DRAFT_KINDS: Final = ("2.5.1",)
# Some councils agreed on ten, so that there is something to see of it in a large town too.
MINIMUM: Final = 10
INTRO: Final = (
    "Deze raadsversie laat zien hoe het met de veiligheid in de gemeente gaat. U leest opgetelde cijfers per wijk. "
    "Kleine aantallen ziet u niet: die kunnen verraden over wie het gaat."
)
DOING: Final = (
    "De aanpak van woninginbraak blijft een speerpunt in het veiligheidsplan. Politie, gemeente en corporatie "
    "bezoeken samen de straten waar is ingebroken. De ondernemers in de binnenstad doen mee aan het tegengaan van "
    "vernieling."
)
READING: Final = (
    "De cijfers zijn aangiften en meldingen. Niet alles wordt gemeld. Een verschil met vorig jaar zegt niet "
    "vanzelf dat een maatregel heeft gewerkt."
)
TEXTS: Final = (("Wat wij doen", DOING), ("Hoe u deze cijfers leest", READING))
ASKED_AND_ANSWERED: Final = (
    "Woninginbraken in onze gemeente",
    "Hoe ontwikkelt het aantal woninginbraken zich, en haalt de gemeente de norm die in de driehoek is afgesproken?",
    "Fractie Voorbeeld Lokaal",
)
ASKED: Final = (
    "Vernieling in de binnenstad",
    "Is het aantal vernielingen in de binnenstad toegenomen? Wat doet u eraan?",
    "Fractie Fictief Vooruit",
)
JUST_IN: Final = (
    "Overlast door vuurwerk",
    "Welke maatregelen neemt u dit jaar tegen overlast door vuurwerk in de wijken?",
    "Fractie Denkbeeldig Groen",
)


def make_council(municipality: uuid.UUID, people: dict[Function, Person]) -> None:
    """Release a version of the newest quarter and begin another; answer a question, half-answer one, register one."""
    adviser, mayor = people[Function.SAFETY_ADVISER].pk, people[Function.MAYOR].pk
    with acting_as(person=adviser, municipality=municipality) as identity:
        ready = _version(identity)
    if ready is not None:
        with acting_as(person=mayor, municipality=municipality) as identity:
            versions.release(identity=identity, found=ready, version=ready.version)
    with acting_as(person=adviser, municipality=municipality) as identity:
        answered = _questions(identity)
    with acting_as(person=mayor, municipality=municipality) as identity:
        questions.approve(identity=identity, found=answered, version=answered.version)
    with acting_as(person=adviser, municipality=municipality) as identity:
        questions.send(identity=identity, found=answered, version=answered.version)


def _version(identity: Identity) -> Version | None:
    """Make a version that is ready for the mayor, and a draft beside it; nothing without monthly figures."""
    offered = list(counts.offered(identity))
    period = counts.newest_quarter(identity, offered)
    if period is None:
        return None
    ready = _begin(identity, "Veiligheid in Voorbeeldstad, voor de raad", period, offered, KINDS)
    for heading, text in TEXTS:
        versions.add_passage(identity=identity, found=ready, heading=heading, text=text)
    versions.confirm(identity=identity, found=ready, version=ready.version)
    _begin(
        identity,
        "Inbraak bij bedrijven, per buurt",
        period,
        offered,
        DRAFT_KINDS,
        depth=Depth.NEIGHBOURHOOD,
        intro="",
    )
    return ready


def _begin(
    identity: Identity,
    title: str,
    period: Period,
    offered: list[Indicator],
    kinds: tuple[str, ...],
    *,
    depth: Depth = Depth.DISTRICT,
    minimum: int = MINIMUM,
    intro: str = INTRO,
) -> Version:
    return versions.make_version(
        identity=identity,
        new=versions.NewVersion(
            title=title,
            year=period.year,
            quarter=period.quarter,
            indicators=[one for one in offered if one.key in kinds],
            intro=intro,
            depth=depth,
            minimum=minimum,
        ),
    )


def _questions(identity: Identity) -> CouncilQuestion:
    """Register three questions; return the one whose answer waits for the mayor."""
    answered = _register(identity, ASKED_AND_ANSWERED, days_ago=24)
    count = _pick(identity, answered, "inbraak woning", most=2)
    references = " ".join(f"[{number}]" for number in range(1, count + 1))
    text = (
        "Het aantal woninginbraken volgen wij elke maand in de driehoek. "
        f"Hieronder staan de cijfers en de afgesproken norm. {references}".strip()
        + "\n\nVoor de zomer komt het college met de voortgang van het veiligheidsplan."
    )
    questions.write_answer(identity=identity, found=answered, version=answered.version, answer=text)
    questions.check(identity=identity, found=answered, version=answered.version)
    half = _register(identity, ASKED, days_ago=12)
    if _pick(identity, half, "vernieling", most=1):
        questions.write_answer(
            identity=identity,
            found=half,
            version=half.version,
            answer="In het afgelopen kwartaal zagen wij dit aantal vernielingen. [1]",
        )
    _register(identity, JUST_IN, days_ago=1)
    return answered


def _register(identity: Identity, asked: tuple[str, str, str], *, days_ago: int) -> CouncilQuestion:
    title, text, who = asked
    return questions.register_question(
        identity=identity,
        new=questions.NewQuestion(
            title=title,
            text=text,
            asked_by=who,
            asked_on=timezone.localdate() - timedelta(days=days_ago),
        ),
    )


def _pick(identity: Identity, question: CouncilQuestion, about: str, *, most: int) -> int:
    """Pick facts about something: the figure of the whole municipality, then a norm; return how many."""
    usable = [offer for offer in facts.offers(identity).usable if about in offer.statement.lower()]
    usable.sort(key=lambda offer: ("|GM" not in offer.key, offer.kind != "norm"))
    return questions.pick_facts(
        identity=identity, found=question, codes=[offer.code for offer in usable[:most]]
    )
