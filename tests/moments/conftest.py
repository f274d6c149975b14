"""What the tests of the calendar share: moments, and a case that only some may see."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from driehoek.access.identity import acting_as
from driehoek.moments import services
from driehoek.moments.models import Moment
from driehoek.parties.models import Function
from driehoek.problems.models import Kind, SafetyField
from driehoek.problems.services import NewProblem, ensure_theme, open_problem
from tests.support.cast import Cast
from tests.support.moment_objects import moment_values

ADVISER = Function.SAFETY_ADVISER
Put = Callable[..., Moment]


def problem_of(cast: Cast, kind: Kind, *, training: bool = False) -> uuid.UUID:
    """Open a problem as the adviser: a complex one is unknown to team chief, prosecutor and analyst."""
    adviser = cast.people[ADVISER]
    with acting_as(person=adviser.pk) as identity:
        theme = ensure_theme(municipality=identity.municipality, field=SafetyField.YOUTH, path=("Jeugd",))
        problem = open_problem(
            identity=identity,
            new=NewProblem(
                title="Zaak Nachtvlinder", kind=kind, theme=theme, owner=adviser.pk, training=training
            ),
        )
    return problem.pk


@pytest.fixture
def put(cast: Cast) -> Put:
    """Put a moment in the calendar, as the adviser or as `by`."""

    def add(title: str = "Wintermarkt", *, by: Function = ADVISER, uid: str = "", **more: object) -> Moment:
        with acting_as(person=cast.people[by].pk) as identity:
            return services.add_moment(identity=identity, values=moment_values(title, **more), uid=uid)  # type: ignore[arg-type]

    return add


@pytest.fixture
def secret(cast: Cast) -> uuid.UUID:
    """A complex case that the team chief, the prosecutor, the deputy and the analyst have no grant on."""
    return problem_of(cast, Kind.COMPLEX)
