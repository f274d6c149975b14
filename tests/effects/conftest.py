"""One world for the tests of this room: figures with a known fall, a study, a case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pytest_django import DjangoDbBlocker

from driehoek.effects.models import Study
from driehoek.parties.models import Function
from tests.support.cases import MadeCase, make_case
from tests.support.cast import Cast, make_cast
from tests.support.effect_objects import MadeFigures, make_figures, make_study
from tests.support.modules import checked, kept_for_a_module


@dataclass(frozen=True)
class World:
    """What the tests of a module begin with."""

    cast: Cast
    figures: MadeFigures
    study: Study
    made: MadeCase


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Figures with a fall by half in Noord, a study of it, and a case with a partner."""
    with kept_for_a_module(django_db_blocker):
        cast = make_cast()
        figures = make_figures(cast)
        study = make_study(cast, figures)
        made = make_case(cast, partners=[(Function.PARTNER, ()), (Function.GUEST, ())])
        checked()
        yield World(cast, figures, study, made)
