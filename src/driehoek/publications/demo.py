"""Analyses for the demo municipality, on whichever figures it has."""

from __future__ import annotations

import uuid
from typing import Any, Final

from driehoek.access.identity import acting_as
from driehoek.figures.models import Frequency, Indicator, Series
from driehoek.parties.models import Function, Person
from driehoek.position import services as position
from driehoek.position.models import Certainty, Verdict
from driehoek.problems.models import SafetyField
from driehoek.problems.services import ensure_theme
from driehoek.publications import services
from driehoek.publications.figures import NoFigures
from driehoek.publications.models import Audience, Edition, FigureKind, Publication

BURGLARY: Final[dict[str, Any]] = {
    "title": "Woninginbraak: waarom juist deze wijken?",
    "asked": "In welke wijken wordt het meest ingebroken, en kunnen wij er iets aan doen?",
    "finding": (
        "Een paar wijken springen eruit. Daar komen inbrekers overdag binnen, meestal via de achterdeur.\n\n"
        "In de rest van de gemeente is het rustiger."
    ),
    "meaning": "Het lijkt om rondreizende daders te gaan die op hoekhuizen met een achterpad letten.",
    "advice": (
        "Vraag de politie om toezicht overdag, en de corporatie om de achterpaden te verlichten. "
        "Kijk na het voorjaar opnieuw."
    ),
    "comparison": "Dezelfde maanden in de drie jaren ervoor, en gemeenten van deze grootte.",
    "limits": "Wie geen aangifte doet, telt niet mee. Waarom daders deze wijken kiezen, volgt niet uit de cijfers.",
    "certainty": Certainty.LIKELY,
    "certainty_why": "Het verschil met andere wijken is groot, maar de aantallen per maand zijn klein.",
    "method": "Aantallen per maand geteld en naast drie eerdere jaren gelegd. Gesproken met de wijkagenten.",
    "sources": "Geregistreerde misdrijven van de politie.",
    "period": "De laatste drie jaar",
    "audience": Audience.FIGURES,
}
NIGHTLIFE: Final[dict[str, Any]] = {
    "title": "Uitgaansgeweld na de nieuwe sluitingstijden",
    "asked": "Is het in het centrum rustiger geworden sinds de kroegen op verschillende tijden sluiten?",
    "finding": "Het aantal mishandelingen gaat op en neer. Wij zien geen duidelijk verschil met de tijd ervoor.",
    "meaning": "Of de sluitingstijden helpen, is uit de cijfers nog niet te zeggen.",
    "advice": "Houd de sluitingstijden nog een half jaar aan en tel dan opnieuw.",
    "comparison": "Het jaar ervoor, en gemeenten van deze grootte zonder nieuwe sluitingstijden.",
    "before_after": True,
    "limits": "Dit laat niet zien wat zonder de maatregel was gebeurd. Het was ook een natte zomer.",
    "certainty": Certainty.UNVERIFIED,
    "certainty_why": "Eén jaar is kort, en het toezicht werd in dezelfde tijd uitgebreid.",
    "method": "Het jaar voor en het jaar na de maatregel naast elkaar gelegd, ook elders.",
    "sources": "Geregistreerde misdrijven van de politie.",
    "period": "Twee jaar",
    "audience": Audience.EVERYONE,
}
# Code of the kind in the publisher's list, and how it is shown.
FIGURES: Final = {
    "burglary": (("1.1.1", FigureKind.SERIES), ("1.1.1", FigureKind.AREAS)),
    "nightlife": (("1.4.5", FigureKind.SERIES), ("1.4.5", FigureKind.ELSEWHERE)),
}
FREQUENCIES: Final = (Frequency.MONTH, Frequency.YEAR)


def make_publications(municipality: uuid.UUID, people: dict[Function, Person]) -> list[Publication]:
    """Write two analyses as the analyst and let the adviser check them; the second version of one is new."""
    analyst, adviser = people[Function.ANALYST].pk, people[Function.SAFETY_ADVISER].pk
    with acting_as(person=analyst, municipality=municipality) as identity:
        living, violence = (
            ensure_theme(
                municipality=municipality, field=SafetyField.LIVING, path=("Objectieve veiligheid", name)
            )
            for name in ("Woninginbraak", "Geweld")
        )
        burglary = services.start(identity=identity, values=BURGLARY | {"theme": living})
        nightlife = services.start(identity=identity, values=NIGHTLIFE | {"theme": violence})
        for made, key in ((burglary, "burglary"), (nightlife, "nightlife")):
            _add_figures(identity.municipality, analyst, made, FIGURES[key])
    for made in (burglary, nightlife):
        _bring_out(municipality, analyst, adviser, made.pk)
        with acting_as(person=people[Function.MAYOR].pk, municipality=municipality) as identity:
            first = Edition.objects.select_related("item").get(publication=made.pk)
            position.rate(identity=identity, item=first.item, verdict=Verdict.USEFUL)
    with acting_as(person=analyst, municipality=municipality) as identity:
        again = Publication.objects.get(pk=burglary.pk)
        services.revise(identity=identity, publication=again, version=again.version)
        values = BURGLARY | {
            "theme": living,
            "finding": BURGLARY["finding"]
            + "\n\nOok de laatste maanden zijn nu meegeteld; het beeld blijft.",
            "certainty_why": "Het verschil met andere wijken blijft, ook nu er meer maanden zijn.",
            "changes": "De laatste maanden zijn meegeteld.",
        }
        services.change_draft(identity=identity, publication=again, version=again.version, values=values)
    _bring_out(municipality, analyst, adviser, burglary.pk)
    with acting_as(person=analyst, municipality=municipality):
        return list(Publication.objects.filter(municipality=municipality))


def _add_figures(
    municipality: uuid.UUID, analyst: uuid.UUID, made: Publication, wanted: tuple[tuple[str, FigureKind], ...]
) -> None:
    """Add what the municipality has figures of."""
    has = Series.objects.filter(municipality=municipality).values("indicator")
    rows = Indicator.objects.filter(municipality=municipality, ended_at=None, hidden=False, pk__in=has)
    for key, kind in wanted:
        indicator = next((one for one in rows.filter(key=key, frequency__in=FREQUENCIES)), None)
        if indicator is None:
            continue
        with acting_as(person=analyst, municipality=municipality) as identity:
            values = {"indicator": indicator, "kind": kind, "area": None, "periods": 36}
            found = Publication.objects.get(pk=made.pk)
            try:
                services.add_figure(
                    identity=identity, publication=found, version=found.version, values=values
                )
            except NoFigures:
                continue


def _bring_out(
    municipality: uuid.UUID, analyst: uuid.UUID, adviser: uuid.UUID, publication: uuid.UUID
) -> None:
    for person, act in ((analyst, services.offer), (adviser, services.approve), (analyst, services.publish)):
        with acting_as(person=person, municipality=municipality) as identity:
            found = Publication.objects.get(pk=publication)
            act(identity=identity, publication=found, version=found.version)
