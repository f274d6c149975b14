"""Cases for tests of the rooms above: a complex problem with its case, compartments and partners."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.access.models import Level
from driehoek.cases import services
from driehoek.cases.models import Case, Compartment, CompartmentKind, Participation, ProcessModel
from driehoek.parties.models import Appointment, Function
from driehoek.problems import services as problems
from driehoek.problems.models import Kind, SafetyField
from tests.support.cast import Cast


@dataclass(frozen=True)
class MadeCase:
    """A case with the compartments and participations that a test asked for."""

    case: Case
    shared: Compartment
    own: dict[str, Compartment] = field(default_factory=dict)
    partners: dict[Function, Participation] = field(default_factory=dict)

    @property
    def id(self) -> uuid.UUID:
        """Return the id of the problem, which stands in the addresses of the case."""
        return self.case.problem_id


def make_case(
    cast: Cast,
    *,
    model: str = "youth_group",
    own: Iterable[str] = (),
    partners: Iterable[tuple[Function, tuple[str, ...]]] = (),
    level: Level = Level.WORK,
    title: str = "Groep rond het Voorbeeldplein",
) -> MadeCase:
    """Make a case led by the case director.

    Args:
        cast: the cast.
        model: key of the process model.
        own: names of compartments beside the shared one.
        partners: who is invited, and into which of those compartments.
        level: how far the invitations reach.
        title: title of the problem.
    """
    director = cast.people[Function.CASE_DIRECTOR]
    with acting_as_system(municipality=cast.home.pk):
        services.ensure_models(municipality=cast.home.pk)
        theme = problems.ensure_theme(
            municipality=cast.home.pk, field=SafetyField.YOUTH, path=("Jeugdgroepen",)
        )
    with acting_as(person=director.pk, municipality=cast.home.pk) as identity:
        problem = problems.open_problem(
            identity=identity,
            new=problems.NewProblem(title=title, kind=Kind.COMPLEX, theme=theme, owner=director.pk),
        )
        case = services.open_case(
            identity=identity,
            new=services.NewCase(
                problem=problem,
                model=ProcessModel.objects.filter(key=model).order_by("-number")[0],
                process_director=director,
            ),
        )
        compartments = {
            name: services.add_compartment(identity=identity, case=case, name=name) for name in own
        }
        invited = {
            function: services.invite(
                identity=identity,
                case=case,
                new=services.Invitation(
                    person=cast.people[function],
                    organisation=Appointment.objects.get(
                        municipality=cast.home, person=cast.people[function]
                    ).organisation,
                    until=timezone.now() + timedelta(days=90),
                    reason="Werkt mee aan de aanpak",
                    compartments=[compartments[name] for name in names],
                    level=level,
                ),
            )
            for function, names in partners
        }
        shared = case.compartments.get(kind=CompartmentKind.SHARED)
    return MadeCase(case, shared, compartments, invited)
