"""Documents of the demo's cases, invented: what people place in the shared compartment and in a closed one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from driehoek.access.identity import Identity
from driehoek.cases.models import Case, Compartment
from driehoek.documents import services
from driehoek.problems.models import Classification


@dataclass(frozen=True)
class Paper:
    """A document: in which case and compartment ("" is the shared one), and what it says in each version."""

    case: str
    compartment: str
    title: str
    kind: str
    classification: str
    versions: tuple[str, ...]
    locked: bool = False


PAPERS: Final = (
    Paper(
        "youth",
        "",
        "Verslag casusoverleg Proefplein",
        "minutes",
        Classification.CONFIDENTIAL,
        (
            (
                "Verslag van het casusoverleg over het Proefplein.\n\nAanwezig: politie, woningcorporatie, "
                "jongerenwerk, handhaving, wijkteam en gemeente.\n\nDe overlast bij het bankje neemt af sinds het "
                "jongerenwerk er elke middag is. In de avond blijft er lawaai. "
                "Sam Verzonnen wil terug naar school; het wijkteam gaat mee."
            ),
            (
                "Verslag van het casusoverleg over het Proefplein, na opmerkingen van de politie.\n\nDe overlast bij "
                "het bankje neemt af. In de avond blijft er lawaai; handhaving is er op vrijdag en zaterdag. "
                "Sam Verzonnen, bereikbaar op 06-12345678, wil terug naar school; het wijkteam gaat mee."
            ),
        ),
    ),
    Paper(
        "youth",
        "",
        "Plan voor de herfstvakantie",
        "plan",
        Classification.CONFIDENTIAL,
        (
            (
                "Plan voor de herfstvakantie.\n\nElke middag sport op het plein. Op vrijdag eten met de buurt. De "
                "woningcorporatie hangt verlichting op bij de garageboxen."
            ),
        ),
        locked=True,
    ),
    Paper(
        "youth",
        "Zorg",
        "Gesprek met het gezin",
        "report",
        Classification.CONFIDENTIAL,
        (
            (
                "Gesprek met mevrouw Verzonnen.\n\nZij maakt zich zorgen over de schulden en vraagt hulp bij de "
                "inschrijving op school. Afgesproken is een vaste hulpverlener voor het gezin."
            ),
        ),
    ),
    Paper(
        "premises",
        "",
        "Zienswijze van de verhuurder",
        "letter",
        Classification.CONFIDENTIAL,
        (
            (
                "Zienswijze van Verhuur Verzonnen B.V.\n\nDe verhuurder zegt dat hij van de handel niets wist en "
                "vraagt om een waarschuwing in plaats van sluiting van het pand aan de Proefkade."
            ),
        ),
    ),
)


def make_documents(identity: Identity, cases: Mapping[str, Case]) -> None:
    """Place the documents as who leads the cases; their text is read in the background, as always."""
    for one in PAPERS:
        case = cases.get(one.case)
        compartment = case and _compartment(case, one.compartment)
        if case and compartment:
            _place(identity, case, compartment, one)


def _place(identity: Identity, case: Case, compartment: Compartment, paper: Paper) -> None:
    first, *later = [services.Given("stuk.txt", text.encode()) for text in paper.versions]
    document, _new = services.add_document(
        identity=identity,
        case=case,
        compartment=compartment,
        new=services.NewDocument(paper.title, paper.kind, paper.classification, first),
    )
    for file in later:
        services.add_version(identity=identity, document=document, version=document.version, file=file)
        document.refresh_from_db()
    if paper.locked:
        services.lock(identity=identity, document=document, duration=timedelta(days=1))


def _compartment(case: Case, name: str) -> Compartment | None:
    found = case.compartments.filter(name=name) if name else case.compartments.filter(kind="shared")
    return found.first()
