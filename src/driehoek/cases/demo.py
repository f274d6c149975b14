"""The cases of the demo municipality: a youth group with six partners, halfway, and premises under article 13b."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
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
PARK: Final = "Ondermijning op bedrijventerrein De Schans"
BEFORE: Final = "Deze stap is gezet voordat Driehoek in gebruik was. Het verslag ligt in het oude dossier."
# Which step was taken how many days ago.
YOUTH_STEPS: Final = (
    ("gather", 370), ("picture", 340), ("priority", 300), ("plan", 282), ("execution", 120),
)  # fmt: skip
PREMISES_STEPS: Final = (
    ("check", 58), ("intention", 52), ("view", 50), ("decision", 33), ("execution", 28), ("objection", 6),
)  # fmt: skip
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
        _business_park(identity, director)
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
    _go(identity, case, YOUTH_STEPS)
    services.change_case(
        identity=identity,
        case=case,
        version=case.version,
        values={
            "stuck_since": timezone.now() - timedelta(days=38),
            "stuck_reason": "er is geen ruimte voor het jongerenwerk",
            "next_decision": "Wel of niet een ruimte in de sporthal",
            "next_decision_on": timezone.localdate() + timedelta(days=9),
        },
    )
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
            summary="De politie vond een hennepkwekerij in een bedrijfspand. Het pand is gesloten.",
            kind=Kind.COMPLEX,
            theme=theme,
            owner=director.pk,
            classification=Classification.CONFIDENTIAL,
            opened_at=timezone.now() - timedelta(days=62),
        ),
    )
    case = _open(identity, problem, "premises_13b", director, days=61)
    _go(identity, case, PREMISES_STEPS)
    services.change_case(
        identity=identity,
        case=case,
        version=case.version,
        values={
            "next_decision": "Besluit op het bezwaar tegen de sluiting",
            "next_decision_on": timezone.localdate() + timedelta(days=36),
        },
    )
    return case


def _business_park(identity: Identity, director: Person) -> None:
    """A case that stands still longer than usual, without anyone having called it stuck yet."""
    problem = Problem.objects.get(municipality=identity.municipality, title=PARK)
    case = _open(identity, problem, "riec", director, days=190)
    _go(identity, case, (("theme", 170), ("partner_questions", 66)))


def _go(identity: Identity, case: Case, steps: Iterable[tuple[str, int]]) -> None:
    """Put on record the steps that were taken before Driehoek came, so many days ago."""
    for step, days in steps:
        unmet = [one.key for one in services.checks_of(case, services.step_to(case, step)) if not one.met]
        services.move(
            identity=identity,
            case=case,
            version=case.version,
            step=step,
            reason=BEFORE if unmet or services.step_to(case, step).reason else "",
            overrule=unmet,
            at=timezone.now() - timedelta(days=days),
        )


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
