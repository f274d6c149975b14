"""What tests of signals begin with: one case, and signals of two organisations, kept for a module."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from driehoek.access.identity import acting_as
from driehoek.parties.models import Function
from driehoek.signals.models import Signal
from driehoek.signals.services import NewSignal, send
from tests.support.cases import MadeCase, make_case
from tests.support.cast import Cast, make_cast
from tests.support.modules import checked, kept_for_a_module

WORDS = "Groepje hangt elke avond bij de speeltuin, dealt en bedreigt buurtbewoners"


@dataclass(frozen=True)
class World:
    """The cast, a case with a closed part for care and one for police, and who reported what."""

    cast: Cast
    made: MadeCase
    police: Signal
    housing: Signal


def sent(cast: Cast, function: Function, what: str = WORDS, **values: object) -> Signal:
    """Report in the name of a function."""
    with acting_as(person=cast.people[function].pk, municipality=cast.home.pk) as identity:
        new = NewSignal(what=what, happened_on=timezone.localdate() - timedelta(days=2), **values)  # type: ignore[arg-type]
        return send(identity=identity, new=new)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Make it once for a module."""
    with kept_for_a_module(django_db_blocker):
        cast = make_cast()
        made = make_case(
            cast,
            own=("Zorg", "Politie"),
            partners=[(Function.PARTNER, ("Zorg",)), (Function.GUEST, ())],
        )
        made_world = World(
            cast,
            made,
            sent(cast, Function.TEAM_CHIEF, about="Jan Proefman", place="Speeltuin Proefplein"),
            sent(cast, Function.PARTNER, about="Familie Proefman"),
        )
        checked()
        yield made_world
