"""What the tests of the agenda share: a problem that only some of the driehoek may see, and points."""

from __future__ import annotations

import uuid

import pytest

from driehoek.access.identity import acting_as
from driehoek.meetings import services
from driehoek.meetings.models import AgendaPoint
from driehoek.parties.models import Function
from driehoek.problems.models import Kind, SafetyField
from driehoek.problems.services import NewProblem, ensure_theme, open_problem
from tests.support.cast import Cast


def problem_of(cast: Cast, kind: Kind, *, training: bool = False) -> uuid.UUID:
    """Open a problem as the adviser: a complex one is unknown to team chief, prosecutor and deputy."""
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        theme = ensure_theme(municipality=identity.municipality, field=SafetyField.YOUTH, path=("Jeugd",))
        problem = open_problem(
            identity=identity,
            new=NewProblem(
                title="Zaak Nachtvlinder", kind=kind, theme=theme, owner=adviser.pk, training=training
            ),
        )
    return problem.pk


def put(cast: Cast, title: str, *, by: Function = Function.SAFETY_ADVISER, **more: object) -> AgendaPoint:
    """Put a point forward as someone of the driehoek."""
    with acting_as(person=cast.people[by].pk) as identity:
        return services.put_forward(identity=identity, title=title, **more)  # type: ignore[arg-type]


@pytest.fixture
def secret(cast: Cast) -> uuid.UUID:
    """A complex case that the team chief, the prosecutor and the deputy have no grant on."""
    return problem_of(cast, Kind.COMPLEX)
