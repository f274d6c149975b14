"""The cases of the demo municipality: a youth group with six partners, halfway, and premises under article 13b."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils import timezone

from driehoek.access.identity import Identity, acting_as, acting_as_system
from driehoek.access.models import Level
from driehoek.cases import services
from driehoek.cases.models import Case, Compartment, ProcessModel
from driehoek.parties.models import Appointment, Function, Organisation, OrganisationKind, Person
from driehoek.problems import services as problems
from driehoek.problems.models import Classification, Kind, Problem, SafetyField

People = Mapping[Function, Person]
YOUTH: Final = "Jeugdgroep rond het Proefplein"
PREMISES: Final = "Drugspand aan de Proefkade"
CARE: Final = "Zorg"
POLICE: Final = "Politie"


@dataclass(frozen=True)
class Helper:
    """Someone whom only a case asks for: who, for which organisation, with which function."""

    key: str
    name: str
    kind: OrganisationKind
    organisation: str
    function: Function


HELPERS: Final = (
    Helper("care", "Wijkteamlid Voorbeeld", OrganisationKind.CARE, "Wijkteam Noord", Function.PARTNER),
    Helper(
        "enforcement",
        "Boa Voorbeeld",
        OrganisationKind.ENFORCEMENT,
        "Handhaving Voorbeeldstad",
        Function.PARTNER,
    ),
    Helper(
        "youth_work",
        "Jongerenwerker Voorbeeld",
        OrganisationKind.OTHER,
        "Jongerenwerk Voorbeeldstad",
        Function.GUEST,
    ),
)
# Who is invited into the case of the youth group, why, and into which compartments beside the shared one.
INVITED: Final = (
    (Function.TEAM_CHIEF, "Kent de groep en het plein", (POLICE,)),
    (Function.PROSECUTOR, "Beslist over het strafrecht", (POLICE,)),
    (Function.PARTNER, "Verhuurt de woningen rond het plein", ()),
    ("care", "Spreekt met de gezinnen", (CARE,)),
    ("enforcement", "Houdt toezicht op het plein", ()),
    ("youth_work", "Is elke middag op het plein", (CARE,)),
)


def make_cases(home: uuid.UUID, people: People) -> dict[str, Case]:
    """Make the demo's cases; return them as "youth" and "premises".

    Args:
        home: the demo municipality, with its problems.
        people: who works there.
    """
    with acting_as_system(municipality=home):
        services.ensure_models(municipality=home)
        helpers = {one.key: _helper(home, one) for one in HELPERS}
    director = people[Function.CASE_DIRECTOR]
    with acting_as(person=director.pk, municipality=home) as identity:
        return {
            "youth": _youth(identity, people, helpers, director),
            "premises": _premises(identity, director),
        }


def _helper(home: uuid.UUID, one: Helper) -> Person:
    organisation = Organisation.objects.filter(
        municipality=home, kind=one.kind
    ).first() or Organisation.objects.create(municipality_id=home, name=one.organisation, kind=one.kind)
    person = Person.objects.create_user(f"{one.key.replace('_', '-')}@voorbeeld.invalid", one.name)
    Appointment.objects.create(
        municipality_id=home,
        person=person,
        organisation=organisation,
        function=one.function,
        valid_from=timezone.now() - timedelta(days=200),
    )
    return person


def _youth(identity: Identity, people: People, helpers: Mapping[str, Person], director: Person) -> Case:
    problem = Problem.objects.get(municipality=identity.municipality, title=YOUTH)
    case = _open(identity, problem, "youth_group", director, days=390)
    own = {
        name: services.add_compartment(identity=identity, case=case, name=name, purpose=purpose)
        for name, purpose in (
            (CARE, "Wat de zorg over gezinnen weet. Alleen voor wie zorg geeft."),
            (POLICE, "Politiegegevens over deze groep. Alleen voor politie en OM."),
        )
    }
    for key, reason, names in INVITED:
        partner = people[key] if isinstance(key, Function) else helpers[key]
        _invite(identity, case, partner, reason, [own[name] for name in names])
    return case


def _premises(identity: Identity, director: Person) -> Case:
    theme = problems.ensure_theme(
        municipality=identity.municipality,
        field=SafetyField.INTEGRITY,
        path=("Ondermijnende criminaliteit",),
    )
    problem = problems.open_problem(
        identity=identity,
        new=problems.NewProblem(
            title=PREMISES,
            summary="De politie vond een hennepkwekerij in een pand. De burgemeester besluit over sluiting.",
            kind=Kind.COMPLEX,
            theme=theme,
            owner=director.pk,
            classification=Classification.CONFIDENTIAL,
            opened_at=timezone.now() - timedelta(days=16),
        ),
    )
    model = "premises_13b" if ProcessModel.objects.filter(key="premises_13b").exists() else "youth_group"
    return _open(identity, problem, model, director, days=15)


def _open(identity: Identity, problem: Problem, model: str, director: Person, *, days: int) -> Case:
    return services.open_case(
        identity=identity,
        new=services.NewCase(
            problem=problem,
            model=ProcessModel.objects.filter(key=model).order_by("-number")[0],
            process_director=director,
            opened_at=timezone.now() - timedelta(days=days),
        ),
    )


def _invite(
    identity: Identity, case: Case, person: Person, reason: str, compartments: list[Compartment]
) -> None:
    services.invite(
        identity=identity,
        case=case,
        new=services.Invitation(
            person=person,
            organisation=Organisation.objects.get(
                pk__in=Appointment.objects.filter(municipality=identity.municipality, person=person).values(
                    "organisation"
                )
            ),
            until=timezone.now() + timedelta(days=120),
            reason=reason,
            compartments=compartments,
            level=Level.WORK,
        ),
    )
