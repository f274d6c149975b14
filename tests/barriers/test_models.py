"""Barrier models: made by keyboard, drawn, kept apart per case, with a history that stays (CX13)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from driehoek.access.identity import acting_as
from driehoek.barriers import picture, queries, services
from driehoek.barriers.models import (
    BarrierModel,
    BarrierStatus,
    Element,
    ElementKind,
    StatusChange,
    Step,
)
from driehoek.barriers.services import NewElement
from driehoek.parties.models import Function as F
from driehoek.parties.models import Organisation
from tests.support.cases import MadeCase, make_case
from tests.support.cast import Cast, make_cast
from tests.support.modules import checked, kept_for_a_module

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class World:
    """The cast, a case with a partner, a model of the municipality and one of the case."""

    cast: Cast
    made: MadeCase
    ours: BarrierModel
    of_case: BarrierModel


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Make it once for a module."""
    with kept_for_a_module(django_db_blocker):
        cast = make_cast()
        made = make_case(cast, partners=[(F.PARTNER, ()), (F.GUEST, ())])
        with acting_as(person=cast.people[F.CASE_DIRECTOR].pk, municipality=cast.home.pk) as identity:
            ours = services.make_model(identity=identity, title="Hennepteelt", steps=["Locatie", "Stroom"])
            step = queries.steps_of(ours)[0]
            for new in (
                NewElement(ElementKind.OPPORTUNITY, "Lege schuren"),
                NewElement(ElementKind.BARRIER, "Controle bij leegstand", BarrierStatus.STANDS),
            ):
                services.add_element(identity=identity, step=step, new=new)
            taken = services.take_over(identity=identity, model=ours, case=made.case)
        checked()
        yield World(cast, made, ours, taken)


@pytest.fixture(autouse=True)
def _undone(world: World) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def seen_by(world: World, function: F) -> set[uuid.UUID]:
    """Return which models a function sees, asked of the database without any filter of ours."""
    with acting_as(person=world.cast.people[function].pk, municipality=world.cast.home.pk) as identity:
        raw = set(BarrierModel.objects.values_list("pk", flat=True))
        assert set(queries.visible_to(identity).values_list("pk", flat=True)) == raw
        steps = set(Step.objects.values_list("model", flat=True))
        assert steps == raw
        assert set(Element.objects.values_list("step__model", flat=True)) == raw
        return raw


def test_a_model_is_seen_with_its_case_or_by_who_reads_figures(world: World) -> None:
    ours, of_case = world.ours.pk, world.of_case.pk
    expected = {
        F.MAYOR: {ours, of_case}, F.SAFETY_ADVISER: {ours, of_case}, F.CASE_DIRECTOR: {ours, of_case},
        F.ANALYST: {ours}, F.TEAM_CHIEF: {ours}, F.PROSECUTOR: {ours}, F.PARTNER: {of_case}, F.GUEST: {of_case},
        F.DPO: set(), F.ADMIN: set(), F.COUNCIL: set(),
    }  # fmt: skip
    assert {one: seen_by(world, one) for one in expected} == expected
    with acting_as(person=world.cast.stranger.pk, municipality=world.cast.away.pk):
        assert not BarrierModel.objects.exists()
        assert not StatusChange.objects.exists()


def test_who_reads_a_model_of_a_case_changes_nothing_in_it(world: World) -> None:
    for function in (F.PARTNER, F.GUEST, F.MAYOR, F.ANALYST):
        with (
            acting_as(person=world.cast.people[function].pk, municipality=world.cast.home.pk),
            transaction.atomic(),
        ):
            assert Element.objects.filter(step__model=world.of_case).update(text="Anders") == 0
            assert BarrierModel.objects.filter(pk=world.of_case.pk).update(title="Anders") == 0
            with pytest.raises(DatabaseError), transaction.atomic():
                Step.objects.create(
                    municipality=world.cast.home, model=world.of_case, name="Erbij", position=9
                )


def test_how_a_barrier_stood_and_whose_model_it_is_stand_still(world: World) -> None:
    with acting_as(person=world.cast.people[F.CASE_DIRECTOR].pk, municipality=world.cast.home.pk):
        for statement in (
            "UPDATE barriers_statuschange SET after = 'fails'",
            "DELETE FROM barriers_statuschange",
            f"UPDATE barriers_barriermodel SET case_id = NULL WHERE id = '{world.of_case.pk}'",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


@pytest.mark.story("CX13")
def test_a_director_builds_a_model_and_everyone_in_the_case_sees_which_barriers_stand_or_fail(
    world: World,
) -> None:
    cast, director = world.cast, world.cast.client(F.CASE_DIRECTOR)
    named = {"title": "Growshop, bel 06-12345678", "start": "hemp"}
    new = reverse("barriers:new_of_case", args=[world.made.id])
    assert "een telefoonnummer" in director.post(new, named).content.decode()
    made = director.post(new, {"title": "Illegale teelt", "start": "hemp"})
    address = made["Location"]
    text = director.get(address).content.decode()
    assert [text.index(word) for word in ("1. Locatie", "2. Stroom", "3. Materialen", "4. Teelt")] == sorted(
        text.index(word) for word in ("1. Locatie", "2. Stroom", "3. Materialen", "4. Teelt")
    )
    with acting_as(person=cast.people[F.CASE_DIRECTOR].pk, municipality=cast.home.pk):
        model = BarrierModel.objects.get(title="Illegale teelt")
        first, second = model.steps.order_by("position")[:2]
        owner = Organisation.objects.get(municipality=cast.home, kind="housing")
    add = reverse("barriers:element_new", args=[first.pk])
    barrier = {"kind": "barrier", "text": "Meldpunt verhuurders", "status": "planned", "owner": str(owner.pk)}
    assert director.post(add, barrier).status_code == 302
    assert (
        director.post(add, {"kind": "signal", "text": "Contante huur", "status": "fails"}).status_code == 302
    )
    with acting_as(person=cast.people[F.CASE_DIRECTOR].pk, municipality=cast.home.pk):
        element = Element.objects.get(text="Meldpunt verhuurders")
        assert Element.objects.get(text="Contante huur").status == ""
    edit = reverse("barriers:element_change", args=[element.pk])
    failing = {"text": element.text, "status": "fails", "owner": str(owner.pk), "version": "1"}
    assert director.post(edit, failing).status_code == 302
    # Someone who read it before that loses no word, and overwrites nothing.
    late = cast.client(F.SAFETY_ADVISER).post(edit, failing | {"status": "stands"})
    assert late.status_code == 409
    assert "Faalt" in late.content.decode()
    assert director.post(reverse("barriers:step_up", args=[second.pk])).status_code == 302
    guest = cast.client(F.GUEST).get(address).content.decode()
    assert guest.index("1. Stroom") < guest.index("2. Locatie")
    assert "1 faalt" in guest
    assert re.search(rf"{owner.name}", guest)
    assert "Onderdeel toevoegen" not in guest
    assert cast.client(F.GUEST).get(edit).status_code == 403
    history = director.get(edit).content.decode()
    assert history.index("Faalt", history.index("Hoe het stond")) < history.rindex("Gepland")
    paper = cast.client(F.PARTNER).get(f"{address}plaat.pdf")
    assert paper.content.startswith(b"%PDF")
    removed = director.post(reverse("barriers:element_remove", args=[element.pk]), {"version": "2"})
    assert removed.status_code == 302
    assert "Meldpunt verhuurders" not in director.get(address).content.decode()


def test_taking_over_sent_twice_is_once_and_begins_as_proposed(world: World) -> None:
    director = world.cast.client(F.CASE_DIRECTOR)
    again = director.post(reverse("barriers:take_over", args=[world.made.id, world.ours.pk]))
    assert again["Location"] == reverse("barriers:model", args=[world.of_case.pk])
    with acting_as(person=world.cast.people[F.CASE_DIRECTOR].pk, municipality=world.cast.home.pk):
        (step, _empty) = queries.steps_of(world.of_case)
        statuses = {one.text: one.status for one in step.elements.all()}
        assert statuses == {"Lege schuren": "", "Controle bij leegstand": BarrierStatus.PROPOSED}


def test_the_picture_tells_status_by_edge_and_word_and_escapes_what_people_wrote() -> None:
    step = Step(id=uuid.uuid4(), name="<b>Locatie</b> & meer")
    held = [
        Element(step=step, kind=ElementKind.BARRIER, text="A < B", status=status) for status in BarrierStatus
    ]
    step._prefetched_objects_cache = {"elements": Held(held)}  # type: ignore[attr-defined]
    for narrow in (False, True):
        drawn = ET.fromstring(picture.draw([step, step], title='Plaat "een"', narrow=narrow))
        words = [one.text or "" for one in drawn.iter("{http://www.w3.org/2000/svg}text")]
        assert "1. <b>Locatie</b> & meer" in " ".join(words)
        for status in BarrierStatus:
            assert words.count(f"{picture.SIGNS[status]} {status.label}") == 2
        boxes = [one for one in drawn.iter("{http://www.w3.org/2000/svg}rect") if one.get("x") == "2"]
        looks = {(one.get("stroke-dasharray"), one.get("stroke-width")) for one in boxes}
        assert len(looks) == 4
        assert "style" not in picture.draw([step], title="", narrow=narrow)


class Held(list[Element]):
    """Elements at hand, as a manager gives them."""

    def all(self) -> Held:
        """Return them."""
        return self


def test_a_page_asks_as_much_of_the_database_for_a_full_model_as_for_a_small_one(world: World) -> None:
    client = world.cast.client(F.CASE_DIRECTOR)
    address = reverse("barriers:model", args=[world.ours.pk])

    def asked() -> int:
        with connection.execute_wrapper(counter := Counted()):
            assert client.get(address).status_code == 200
        return counter.number

    asked()
    before = asked()
    with acting_as(person=world.cast.people[F.CASE_DIRECTOR].pk, municipality=world.cast.home.pk) as identity:
        for at in range(4):
            step = services.add_step(identity=identity, model=world.ours, name=f"Stap {at}")
            services.add_element(identity=identity, step=step, new=NewElement(ElementKind.BARRIER, "Iets"))
    assert asked() == before


class Counted:
    """Counts statements."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        """Count one and let it pass."""
        self.number += 1
        return execute(sql, params, many, context)
