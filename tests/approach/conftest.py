"""What tests of the approach begin with: a case with partners, made once for a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from driehoek.parties.models import Function
from tests.support.cases import MadeCase, make_case
from tests.support.cast import Cast, make_cast
from tests.support.modules import checked, kept_for_a_module


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Cast, MadeCase]]:
    """The cast, with a case in which the partner also sees the compartment Zorg, the police Politie, a guest none."""
    with kept_for_a_module(django_db_blocker):
        cast = make_cast()
        made = make_case(
            cast,
            own=("Zorg", "Politie"),
            partners=[
                (Function.PARTNER, ("Zorg",)),
                (Function.TEAM_CHIEF, ("Politie",)),
                (Function.GUEST, ()),
            ],
        )
        checked()
        yield cast, made


@pytest.fixture
def cast(world: tuple[Cast, MadeCase], db: None) -> Cast:
    """Everyone by function."""
    return world[0]


@pytest.fixture
def made(world: tuple[Cast, MadeCase], db: None) -> MadeCase:
    """The case."""
    return world[1]
