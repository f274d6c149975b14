"""The case that the tests of this room begin with."""

from __future__ import annotations

import pytest

from driehoek.parties.models import Function
from tests.support.cases import MadeCase, make_case
from tests.support.cast import Cast


@pytest.fixture
def made(cast: Cast) -> MadeCase:
    """A case with the police in the shared part and a partner who sees the care compartment too."""
    return make_case(
        cast,
        own=("Zorg",),
        partners=[(Function.TEAM_CHIEF, ()), (Function.PARTNER, ("Zorg",)), (Function.GUEST, ())],
    )
