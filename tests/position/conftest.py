"""What tests of the position begin with: themes, organisations, a need and an agreement."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.deadlines.recurrence import Rhythm
from driehoek.parties.models import Function, Organisation, OrganisationKind
from driehoek.position import services
from driehoek.position.models import Agreement, Need
from driehoek.position.services import NewAgreement, NewNeed
from driehoek.problems.models import SafetyField, Theme
from driehoek.problems.services import ensure_theme
from tests.support.cast import Cast


@pytest.fixture
def theme(cast: Cast) -> Theme:
    """The theme nightlife."""
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        return ensure_theme(
            municipality=identity.municipality, field=SafetyField.BUSINESS, path=("Veilig uitgaan",)
        )


@pytest.fixture
def organisation(cast: Cast) -> Callable[[OrganisationKind], Organisation]:
    """Find the home municipality's organisation of a kind."""

    def find(kind: OrganisationKind) -> Organisation:
        with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
            return Organisation.objects.get(municipality=cast.home, kind=kind)

    return find


@pytest.fixture
def need(cast: Cast, theme: Theme, organisation: Callable[[OrganisationKind], Organisation]) -> Need:
    """The mayor wants the weekly picture of nightlife from the police."""
    police = organisation(OrganisationKind.POLICE)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        return services.state_need(
            identity=identity,
            new=NewNeed(
                sentence="Hoe was het uitgaansweekend, en wat betekent dat?",
                theme=theme,
                partner=police,
                rhythm=Rhythm.WEEKLY,
            ),
        )


@pytest.fixture
def agree(cast: Cast, need: Need) -> Callable[..., Agreement]:
    """Make an agreement as the adviser; a weekly one with the police unless said otherwise."""

    def make(**changes: Any) -> Agreement:
        given: dict[str, Any] = {
            "supplier": need.partner,
            "what": "Weekbericht uitgaan",
            "rhythm": Rhythm.WEEKLY,
            "weekday": 0,
            "starts_on": timezone.localdate() + timedelta(days=1),
            "contact": cast.people[Function.TEAM_CHIEF],
        }
        with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
            return services.make_agreement(
                identity=identity, need=need, new=NewAgreement(**(given | changes))
            )

    return make
