"""What tests of the exchange begin with."""

from __future__ import annotations

import pytest

from driehoek.access.identity import acting_as
from driehoek.parties.models import Function
from driehoek.problems.models import SafetyField, Theme
from driehoek.problems.services import ensure_theme
from tests.support.cast import Cast


@pytest.fixture
def theme(cast: Cast) -> Theme:
    """A theme of the home municipality."""
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        return ensure_theme(
            municipality=identity.municipality, field=SafetyField.LIVING, path=("Drugsoverlast",)
        )
