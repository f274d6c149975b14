"""What mayor and prosecution service agreed on in the demo municipality, and a closure that waits for an answer."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.exchange.models import Detail, Power
from driehoek.exchange.services import planned, standing
from driehoek.exchange.services.planned import NewPlanned
from driehoek.exchange.services.standing import NewCase
from driehoek.parties.models import Function, Organisation, OrganisationKind, Person
from driehoek.position.models import Moment
from driehoek.problems.models import Theme

SUSPECT: Final = ("openbare_orde", "verdachte", ("strafvorderlijke_gegevens",))
CASES: Final = (
    ("Handel in drugs vanuit een woning", (Moment.ARREST, Moment.VERDICT), Detail.HEADLINE, 24),
    ("Geweld met onrust in de wijk", (Moment.ARREST, Moment.RELEASE, Moment.HEARING), Detail.ESSENTIALS, 4),
)


def make_agreed(
    home: uuid.UUID,
    people: Mapping[Function, Person],
    theme: Theme,
    parties: Mapping[str, Organisation],
) -> None:
    """Agree on a list of cases that are always shared, and put a closure to the prosecution service.

    Args:
        home: the demo municipality.
        people: who holds which function there.
        theme: of all of it.
        parties: the organisations there, by kind.
    """
    office, town = parties[OrganisationKind.PROSECUTION], parties[OrganisationKind.MUNICIPALITY]
    purpose, subject, categories = SUSPECT
    with acting_as(person=people[Function.SAFETY_ADVISER].pk, municipality=home) as identity:
        edition = standing.propose_edition(identity=identity, giver=office, recipient=town)
        for name, moments, detail, hours in CASES:
            new = NewCase(name, theme, moments, purpose, subject, categories, detail, hours)
            standing.save_case(identity=identity, edition=edition, version=edition.version, new=new)
        standing.agree(identity=identity, edition=edition, version=edition.version)
        closure = planned.plan_power(
            identity=identity,
            organisation=town.pk,
            new=NewPlanned(
                power=Power.CLOSURE,
                title="Sluiting van een pand aan de Verzonnen Kade",
                place="Verzonnen Kade, het hoekpand",
                reason="Er kwamen vijf meldingen in twee maanden. Bewoners durven er 's avonds niet langs.",
                planned_for=timezone.localdate() + timedelta(days=10),
                told_to=office,
                theme=theme,
            ),
            key=uuid.uuid4(),
        )
        planned.announce(identity=identity, planned=closure, version=closure.version)
    with acting_as(person=people[Function.PROSECUTOR].pk, municipality=home) as identity:
        standing.agree(identity=identity, edition=edition, version=edition.version)
