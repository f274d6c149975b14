"""A case with two compartments, kept for each module: "Zorg" for the partner, "Politie" for the police."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest
from pytest_django import DjangoDbBlocker

from driehoek.access.identity import Identity, acting_as
from driehoek.documents.models import Document
from driehoek.parties.models import Function
from tests.support.cases import MadeCase, make_case
from tests.support.cast import Cast, make_cast
from tests.support.document_objects import docx, place
from tests.support.modules import checked, kept_for_a_module


@dataclass(frozen=True)
class World:
    """The cast, their case, and a document in each compartment."""

    cast: Cast
    made: MadeCase
    shared: Document
    care: Document
    police: Document

    def acting(self, function: Function) -> AbstractContextManager[Identity]:
        """Act as someone of the home municipality."""
        return acting_as(person=self.cast.people[function].pk, municipality=self.cast.home.pk)


@pytest.fixture(scope="module")
def kept_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Make the world once; what a test does with it is undone."""
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
        director = cast.people[Function.CASE_DIRECTOR]
        with acting_as(person=director.pk, municipality=cast.home.pk) as identity:
            world = World(
                cast,
                made,
                place(
                    identity,
                    made.case,
                    made.shared,
                    title="Plan van de week",
                    content=b"Huiswerkklas op het plein.",
                ),
                place(
                    identity,
                    made.case,
                    made.own["Zorg"],
                    title="Verslag wijkteam",
                    content=docx(
                        "Gesprek met het gezin Zilverberg over de woningen.", "De moeder vraagt hulp."
                    ),
                ),
                place(
                    identity,
                    made.case,
                    made.own["Politie"],
                    title="Mutatie nachtdienst",
                    content=b"Getuige Zilverberg zag drie fietsen.",
                ),
            )
        checked()
        yield world


@pytest.fixture
def world(kept_world: World, db: None) -> World:
    """The world of this module, in a transaction of the test's own."""
    return kept_world
