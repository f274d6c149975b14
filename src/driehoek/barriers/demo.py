"""The barrier models of the demo municipality: growing hemp, in general and in the case of the premises."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Final

from driehoek.access.identity import acting_as
from driehoek.barriers import services
from driehoek.barriers.models import BarrierStatus, ElementKind
from driehoek.barriers.queries import steps_of
from driehoek.barriers.services import NewElement
from driehoek.barriers.templates_known import TEMPLATES
from driehoek.cases.models import Case
from driehoek.parties.models import Function, Organisation, OrganisationKind, Person

OPENING, HELPER, SIGN, ALLY = (
    ElementKind.OPPORTUNITY,
    ElementKind.ENABLER,
    ElementKind.SIGNAL,
    ElementKind.PARTNER,
)
STANDS, PLANNED = BarrierStatus.STANDS, BarrierStatus.PLANNED
FAILS, PROPOSED = BarrierStatus.FAILS, BarrierStatus.PROPOSED
TOWN, HOUSES, POLICE = OrganisationKind.MUNICIPALITY, OrganisationKind.HOUSING, OrganisationKind.POLICE
# Per step: what is used, and each barrier with how it stands, who keeps it and what it does.
CONTENT: Final = (
    (
        ((OPENING, "Lege schuren en kelders"), (HELPER, "Verhuurder die niets vraagt"),
         (SIGN, "Huur wordt contant betaald"),
         (ALLY, "Woningcorporatie")),
        (("Controle bij leegstand", STANDS, TOWN, "Leeg betekent niet onbewaakt"),
         ("Meldpunt voor verhuurders", FAILS, HOUSES, "Verhuurders melden nu zelden")),
    ),
    (
        ((OPENING, "Stroom buiten de meter om"), (HELPER, "Elektricien zonder vragen"), (SIGN, "Piek in het wijknet"),
         (ALLY, "Netbeheerder")),
        (("Netmeting per wijk", PLANNED, None, "Wijst straten aan, geen personen"),),
    ),
    (
        ((OPENING, "Vrije verkoop van lampen en grond"), (HELPER, "Growshop in de regio"), (SIGN, "Busjes bij nacht")),
        (("Toezicht op bedrijventerrein", STANDS, TOWN, "Handhaving kijkt elke week"),),
    ),
    (
        ((OPENING, "Omwonenden durven niet te melden"), (SIGN, "Henneplucht, afgeplakte ramen"), (ALLY, "Wijkagent")),
        (("Sluiten op grond van artikel 13b", PLANNED, TOWN, "Het pand gaat dicht"),
         ("Anoniem melden in de buurt", PROPOSED, POLICE, "Meer meldingen")),
    ),
)  # fmt: skip


def make_barriers(home: uuid.UUID, people: Mapping[Function, Person], cases: Mapping[str, Case]) -> None:
    """Make a model of growing hemp for the municipality, and as it stands in the case of the premises.

    Args:
        home: the demo municipality.
        people: who works there.
        cases: the demo's cases (cases.demo).
    """
    with acting_as(person=people[Function.CASE_DIRECTOR].pk, municipality=home) as identity:
        kept = {
            kind: Organisation.objects.filter(municipality=home, kind=kind).first()
            for kind in (TOWN, HOUSES, POLICE)
        }
        for case in (None, cases["premises"]):
            model = services.make_model(
                identity=identity,
                title="Hennepteelt in panden",
                summary="Hoe een kwekerij tot stand komt, en wat dat lastig maakt.",
                case=case,
                steps=[str(name) for name in TEMPLATES["hemp"].steps],
            )
            for step, (used, barriers) in zip(steps_of(model), CONTENT, strict=True):
                for kind, text in used:
                    services.add_element(identity=identity, step=step, new=NewElement(kind, text))
                for text, status, owner, effect in barriers:
                    new = NewElement(
                        ElementKind.BARRIER,
                        text,
                        status if case else PROPOSED,
                        kept[owner] if owner else None,
                        effect,
                    )
                    services.add_element(identity=identity, step=step, new=new)
