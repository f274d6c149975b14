"""A theme, the organisations and an adopted plan, for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest

from driehoek.access.identity import Identity, acting_as
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.plans import services
from driehoek.plans.models import Action, Goal, Plan
from driehoek.problems.models import SafetyField, Theme
from driehoek.problems.services import ensure_theme
from tests.support.cast import Cast
from tests.support.plan_objects import YEAR, adopt, new_action, new_goal

Acting = Callable[[Function], AbstractContextManager[Identity]]


@pytest.fixture
def acting(cast: Cast) -> Acting:
    """Act as the person with a function in the home municipality."""
    return lambda function: acting_as(person=cast.people[function].pk)


@pytest.fixture
def theme(cast: Cast, acting: Acting) -> Theme:
    with acting(Function.SAFETY_ADVISER) as identity:
        return ensure_theme(
            municipality=identity.municipality, field=SafetyField.LIVING, path=("Woonoverlast",)
        )


def organisation(cast: Cast, kind: OrganisationKind) -> Organisation:
    """Return the organisation of a kind; call it while acting as someone."""
    return Organisation.objects.get(municipality=cast.home, kind=kind)


@dataclass
class Laid:
    """An adopted plan with one goal, an action of the housing corporation and one of the police."""

    plan: Plan
    goal: Goal
    housing: Action
    police: Action


@pytest.fixture
def laid(cast: Cast, acting: Acting, theme: Theme) -> Laid:
    with acting(Function.SAFETY_ADVISER) as identity:
        plan = services.make_plan(identity=identity, year=YEAR, title="Uitvoeringsplan veiligheid")
        goal = services.add_goal(identity=identity, plan=plan, new=new_goal(theme))
        housing = services.add_action(
            identity=identity,
            goal=goal,
            new=new_action(organisation(cast, OrganisationKind.HOUSING), what="Portieken verlichten"),
        )
        police = services.add_action(
            identity=identity,
            goal=goal,
            new=new_action(organisation(cast, OrganisationKind.POLICE), what="Vaste ploeg in de avond"),
        )
        adopt(identity, plan)
        for one in (plan, housing, police):
            one.refresh_from_db()
    return Laid(plan, goal, housing, police)
