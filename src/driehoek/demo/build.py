"""Building the demo municipalities through the same services that people use."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.analysis.services import detect_deviations
from driehoek.approach.demo import make_approach
from driehoek.areas.models import AreaLevel
from driehoek.barriers.demo import make_barriers
from driehoek.briefings.demo import make_briefings
from driehoek.cases.demo import make_cases
from driehoek.council.demo import make_council
from driehoek.course.demo import make_course
from driehoek.demo import AWAY, HOME
from driehoek.demo.grounds import make_grounds
from driehoek.demo.guide import make_guide
from driehoek.demo.moments import make_moments
from driehoek.demo.people import ORGANISATIONS, PEOPLE
from driehoek.demo.position import make_position
from driehoek.demo.problems import PROBLEMS, THEMES, DemoProblem
from driehoek.documents.demo import make_documents
from driehoek.effects.demo import make_effects
from driehoek.exchange.demo import make_exchange
from driehoek.exports.demo import make_exports
from driehoek.figures.demo import FICTIONAL, REAL, has_real_figures, load_demo_figures
from driehoek.installation.places import PROJECT_ROOT
from driehoek.matching.demo import make_matching
from driehoek.measures.demo import make_measures
from driehoek.parties.models import (
    Appointment,
    Function,
    Municipality,
    Organisation,
    OrganisationKind,
    Person,
)
from driehoek.plans.demo import make_plans
from driehoek.problems import queries, services
from driehoek.problems.models import Problem, Status
from driehoek.publications.demo import make_publications
from driehoek.reports.demo import make_reports
from driehoek.scans.demo import make_scans
from driehoek.signals.demo import make_signals
from driehoek.standard.demo import make_norms
from driehoek.subjects.demo import make_subjects
from driehoek.theme_templates.demo import make_templates


@transaction.atomic
def build() -> None:
    """Make both demo municipalities, their people, figures, problems, position and guide: all of it or nothing."""
    shared = shared_data()
    home, people = make_municipality(HOME, REAL if has_real_figures(shared) else FICTIONAL)
    load_figures(home, shared)
    make_problems(home, people)
    cases = make_cases(home, people)
    with acting_as(person=people[Function.CASE_DIRECTOR].pk, municipality=home) as identity:
        subjects = make_subjects(identity, cases)
        make_matching(identity, cases, subjects, people[Function.CASE_DIRECTOR])
        make_documents(identity, cases)
    make_approach(home, people, cases)
    make_course(home, people, cases)
    make_signals(home, people, cases)
    make_barriers(home, people, cases)
    make_measures(home, people, cases)
    make_effects(home, people, cases)
    make_position(home, people)
    make_guide(home, people)
    make_moments(home, people)
    with acting_as(person=people[Function.SAFETY_ADVISER].pk, municipality=home) as identity:
        make_norms(identity)
        make_reports(identity, people)
        make_plans(identity, people)
        make_scans(identity)
        make_templates(identity)
    make_council(home, people)
    make_publications(home, people)
    make_briefings(home, people)
    make_grounds(home, people)
    make_exchange(home, people)
    with acting_as(person=people[Function.ADMIN].pk, municipality=home) as identity:
        make_exports(identity, people)
    make_neighbour()


def shared_data() -> Path | None:
    """Return the folder with real open data beside the checkout, where it is there."""
    folder = PROJECT_ROOT.parent / "shared" / "data"
    return folder if folder.is_dir() else None


def make_municipality(name: str, code: str) -> tuple[uuid.UUID, dict[Function, Person]]:
    """Make the demo municipality with its organisations and one person per function."""
    identifier = uuid.uuid4()
    begun = timezone.now() - timedelta(days=400)
    people: dict[Function, Person] = {}
    with acting_as_system(municipality=identifier):
        municipality = Municipality(id=identifier, cbs_code=code, name=name, is_demo=True)
        municipality.save(force_insert=True)
        organisations = {
            kind: Organisation.objects.create(municipality=municipality, name=label, kind=kind)
            for kind, label in ORGANISATIONS.items()
        }
        for item in PEOPLE:
            person = Person.objects.create_user(f"{item.function}@voorbeeld.invalid", item.name)
            Appointment.objects.create(
                municipality=municipality,
                person=person,
                organisation=organisations[item.organisation],
                function=item.function,
                valid_from=begun,
            )
            people[item.function] = person
        make_themes(identifier)
    return identifier, people


def make_themes(municipality: uuid.UUID) -> None:
    """Make the tree of themes."""
    for field, paths in THEMES.items():
        for path in paths:
            services.ensure_theme(municipality=municipality, field=field, path=path)


def load_figures(municipality: uuid.UUID, shared: Path | None) -> None:
    """Load real police figures where they can be had, a simulation elsewhere, and judge them."""
    with acting_as_system(municipality=municipality):
        load_demo_figures(Municipality.objects.get(pk=municipality), shared=shared)
        detect_deviations(municipality=municipality)


def make_problems(municipality: uuid.UUID, people: dict[Function, Person]) -> None:
    """Open the demo's problems as the people whose work they are, and let others work on them."""
    # The most urgent comes last, so that it stands on top of what changed.
    for item in reversed(PROBLEMS):
        opener = people[
            Function.CASE_DIRECTOR if item.owner == Function.CASE_DIRECTOR else Function.SAFETY_ADVISER
        ]
        with acting_as(person=opener.pk, municipality=municipality) as identity:
            areas = list(queries.areas_of(identity).exclude(level=AreaLevel.MUNICIPALITY))
            theme = services.ensure_theme(municipality=municipality, field=item.field, path=item.theme)
            problem = services.open_problem(
                identity=identity,
                new=services.NewProblem(
                    title=item.title,
                    summary=item.summary,
                    kind=item.kind,
                    theme=theme,
                    owner=people[item.owner].pk,
                    classification=item.classification,
                    training=item.training,
                    areas=tuple(areas[item.days_ago % len(areas) : item.days_ago % len(areas) + 1])
                    if areas
                    else (),
                    dossier=item.dossier,
                    opened_at=timezone.now() - timedelta(days=item.days_ago),
                ),
            )
        _work_on(problem.pk, item, municipality, people)


def _work_on(
    problem: uuid.UUID, item: DemoProblem, municipality: uuid.UUID, people: dict[Function, Person]
) -> None:
    """Change what the demo says has changed since."""
    with acting_as(person=people[Function.SAFETY_ADVISER].pk, municipality=municipality) as identity:
        found: Problem = queries.visible_to(identity).get(pk=problem)
        if item.changed:
            services.change_problem(
                identity=identity, problem=found, version=found.version, values={"summary": item.changed}
            )
        if item.status != Status.OPEN:
            services.change_status(problem=found, version=found.version, status=item.status)


def make_neighbour() -> None:
    """Make a second municipality, in which the demo's prosecutor works too."""
    identifier = uuid.uuid4()
    begun = timezone.now() - timedelta(days=400)
    with acting_as_system(municipality=identifier):
        municipality = Municipality(id=identifier, cbs_code="GM9902", name=AWAY, is_demo=True)
        municipality.save(force_insert=True)
        office = Organisation.objects.create(
            municipality=municipality, name=f"Gemeente {AWAY}", kind=OrganisationKind.MUNICIPALITY
        )
        parket = Organisation.objects.create(
            municipality=municipality, name="Parket Voorbeeldland", kind=OrganisationKind.PROSECUTION
        )
        mayor = Person.objects.create_user("mayor@andersdam.invalid", f"Burgemeester {AWAY}")
        prosecutor = Person.objects.get(email="prosecutor@voorbeeld.invalid")
        for person, organisation, function in (
            (mayor, office, Function.MAYOR),
            (prosecutor, parket, Function.PROSECUTOR),
        ):
            Appointment.objects.create(
                municipality=municipality,
                person=person,
                organisation=organisation,
                function=function,
                valid_from=begun,
            )
        make_themes(identifier)
