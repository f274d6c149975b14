"""Pairs of records: found, decided by people, joined and taken apart, and seen by who sees both records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from driehoek.access.identity import Identity, acting_as, acting_as_system
from driehoek.cases.models import Compartment
from driehoek.ledger.models import Event, ProcessingRecord
from driehoek.ledger.versions import VersionConflict
from driehoek.matching import queries, services, tasks
from driehoek.matching.models import Answer, Decision, Pair
from driehoek.parties.models import Function
from driehoek.subjects import queries as subjects
from driehoek.subjects.models import Link, Subject
from driehoek.subjects.services import change_subject, end_subject, restrict_subject
from tests.support.cases import MadeCase, make_case
from tests.support.cast import Cast, make_cast
from tests.support.matching_objects import ONE, OTHER, look, twice
from tests.support.modules import checked, kept_for_a_module
from tests.support.subject_objects import HOUSE, PERSON, add, tie

pytestmark = pytest.mark.django_db
DIRECTOR = Function.CASE_DIRECTOR


@dataclass(frozen=True)
class World:
    """A case in which one person stands twice: in the shared part and in "Zorg"."""

    cast: Cast
    made: MadeCase
    shared: Subject
    cared: Subject
    across: Pair
    third: Subject
    within: Pair
    house: Subject
    link: Link


@pytest.fixture
def world(kept: World) -> World:
    """Give each test objects of its own, as they stand in the database."""
    with _acting(kept.cast):
        pairs = Pair.objects.select_related("left", "right", "left_part", "right_part")
        fresh = {one.pk: one for one in Subject.objects.select_related("case", "compartment")}
        return replace(
            kept,
            shared=fresh[kept.shared.pk],
            cared=fresh[kept.cared.pk],
            third=fresh[kept.third.pk],
            house=fresh[kept.house.pk],
            across=pairs.get(pk=kept.across.pk),
            within=pairs.get(pk=kept.within.pk),
        )


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Make it once for the module."""
    with kept_for_a_module(django_db_blocker):
        cast = make_cast()
        made = make_case(
            cast, own=("Zorg",), partners=[(Function.PARTNER, ("Zorg",)), (Function.TEAM_CHIEF, ())]
        )
        shared, cared, across = twice(cast, made, other_part="Zorg")
        third = add(cast, made.shared, "person", ONE | {"given_names": "Yousef", "birth_date": "2004-05-03"})
        house = add(cast, made.shared, "address", HOUSE)
        link = tie(cast, third, house, "lives_at")
        look(cast, made)
        with _acting(cast):
            within = Pair.objects.select_related("left", "right", "left_part", "right_part").get(
                left__in=[shared, third], right__in=[shared, third]
            )
        checked()
        yield World(cast, made, shared, cared, across, third, within, house, link)


def _acting(cast: Cast, function: Function = DIRECTOR) -> AbstractContextManager[Identity]:
    return acting_as(person=cast.people[function].pk, municipality=cast.home.pk)


def _join(world: World, pair: Pair, lead: Subject, version: int | None = None) -> None:
    with _acting(world.cast) as identity:
        services.decide(
            identity=identity,
            pair=pair,
            version=version or pair.version,
            answer=Answer.SAME,
            reason="Zelfde adres",
            lead=lead,
        )


def _leaders(*ones: Subject) -> list[object]:
    return [Subject.objects.values_list("leader", flat=True).get(pk=one.pk) for one in ones]


def test_a_pair_exists_only_for_who_sees_both_records(world: World) -> None:
    with _acting(world.cast, Function.PARTNER) as identity:
        assert {one.pk for one in queries.visible_pairs(identity, world.made.case)} == {
            world.across.pk, world.within.pk, *Pair.objects.values_list("pk", flat=True),
        }  # fmt: skip
    with _acting(world.cast, Function.TEAM_CHIEF) as identity:
        assert list(Pair.objects.values_list("pk", flat=True)) == [world.within.pk]
        assert queries.count_open(identity, world.made.case) == 1
        assert not Event.objects.filter(subject=world.across.pk).exists()
    for person, place in (
        (world.cast.people[Function.MAYOR], world.cast.home),
        (world.cast.people[Function.GUEST], world.cast.home),
        (world.cast.stranger, world.cast.away),
    ):
        with acting_as(person=person.pk, municipality=place.pk):
            assert not Pair.objects.exists()
            assert not Decision.objects.exists()


def test_joining_hides_one_behind_the_other_and_taking_back_restores_both_with_later_links(
    world: World,
) -> None:
    _join(world, world.within, world.shared)
    with _acting(world.cast) as identity:
        assert _leaders(world.shared, world.third) == [None, world.shared.pk]
        listed = subjects.of_case(identity, world.made.case, kind="person")
        assert world.third not in listed
        assert [one.pk for one in subjects.joined_under(identity, world.shared)] == [world.third.pk]
    later = tie(world.cast, world.shared, world.house, "uses")
    with _acting(world.cast) as identity:
        pair = queries.pair_or_none(identity, world.made.case, world.within.pk)
        assert pair is not None
        sides = queries.sides_of(identity, pair)
        assert {(side.subject.pk, link.pk) for side in sides for link in side.links} == {
            (world.third.pk, world.link.pk), (world.shared.pk, later.pk),
        }  # fmt: skip
        services.part(identity=identity, pair=pair, version=pair.version, reason="Toch broers")
        assert _leaders(world.shared, world.third) == [None, None]
        assert later in subjects.links_of(identity, world.shared)
        answers = [one.answer for one in queries.decisions_of(pair)]
        assert answers == [Answer.PARTED, Answer.SAME]


def test_three_records_keep_one_leader_and_come_apart_one_by_one(world: World) -> None:
    _join(world, world.within, world.third)
    _join(world, world.across, world.shared)
    with _acting(world.cast) as identity:
        assert _leaders(world.shared, world.third, world.cared) == [None, world.shared.pk, world.shared.pk]
        services.part(identity=identity, pair=world.across, version=world.across.version, reason="Vergissing")
        assert _leaders(world.shared, world.third, world.cared) == [world.third.pk, None, None]
        end_subject(identity=identity, subject=world.third, version=1, reason="Doet niet mee")
        assert _leaders(world.shared, world.third) == [None, world.shared.pk]


def test_who_does_not_see_the_closed_record_still_sees_their_own(world: World) -> None:
    # The closed record was chosen to lead, but the shared one does: so nobody loses sight of what they had.
    _join(world, world.across, world.cared)
    with _acting(world.cast, Function.TEAM_CHIEF) as identity:
        assert world.shared in subjects.of_case(identity, world.made.case, kind="person")
    with _acting(world.cast, Function.PARTNER) as identity:
        assert world.cared not in subjects.of_case(identity, world.made.case, kind="person")


def test_of_two_who_decide_at_once_the_second_hears_it(world: World) -> None:
    _join(world, world.within, world.shared)
    with _acting(world.cast, Function.PARTNER) as identity:
        late = queries.pair_or_none(identity, world.made.case, world.within.pk)
        assert late is not None
        late.state = "open"
        with pytest.raises(VersionConflict):
            services.decide(
                identity=identity, pair=late, version=1, answer=Answer.DIFFERENT, reason="Nee, broers"
            )


def test_not_the_same_is_remembered_until_something_changes(world: World) -> None:
    with _acting(world.cast) as identity:
        services.decide(
            identity=identity, pair=world.within, version=1, answer=Answer.DIFFERENT, reason="Broers"
        )
    assert look(world.cast, world.made) == services.Found()
    with _acting(world.cast) as identity:
        third = Subject.objects.get(pk=world.third.pk)
        change_subject(
            identity=identity, subject=third, version=third.version, details=ONE | {"nickname": "Joe"}
        )
    assert look(world.cast, world.made).again == 1
    with _acting(world.cast):
        pair = Pair.objects.get(pk=world.within.pk)
        assert pair.state == "open"
        newest = pair.decisions.order_by("-decided_at")[0]
        assert (newest.answer, newest.decided_by) == (Answer.REOPENED, None)


def test_what_is_restricted_is_compared_no_more(world: World) -> None:
    with _acting(world.cast) as identity:
        restrict_subject(identity=identity, subject=world.third, version=1, restricted=True)
    assert look(world.cast, world.made).lapsed == 1
    with _acting(world.cast) as identity:
        pair = Pair.objects.select_related("left", "right").get(pk=world.within.pk)
        with pytest.raises(services.NotNowError):
            services.decide(
                identity=identity,
                pair=pair,
                version=pair.version,
                answer=Answer.SAME,
                reason="x",
                lead=pair.left,
            )
        with pytest.raises(ProgrammingError), transaction.atomic():
            Pair.objects.filter(pk=pair.pk).update(state="same", lead=pair.left_id)


def test_the_job_sees_all_and_a_record_that_is_written_down_calls_it(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
    add(world.cast, world.made.own["Zorg"], "person", OTHER | {"given_names": "J."})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [tasks.find_pairs.name]
        )
        assert cursor.fetchone()[0] == 1
    with acting_as_system(municipality=world.cast.home.pk):
        tasks.find_pairs.work(municipality=world.cast.home.pk, case=str(world.made.id))
    with _acting(world.cast) as identity:
        assert queries.count_open(identity, world.made.case) == 3
        # Each line stands where only who sees both records reads it.
        homes = set(Event.objects.filter(action="matching:pair:found").values_list("problem", flat=True))
        assert homes == {world.made.shared.pk, world.made.own["Zorg"].pk}


def test_the_trail_stays_and_a_pair_is_not_of_two_cases(world: World) -> None:
    elsewhere = make_case(world.cast, title="Andere casus")
    stranger = add(world.cast, elsewhere.shared, "person", PERSON)
    _join(world, world.within, world.shared)
    with _acting(world.cast):
        for statement in (
            "UPDATE matching_decision SET answer = 'different'",
            "DELETE FROM matching_decision",
            "DELETE FROM matching_pair",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        left, right = sorted((world.shared.pk, stranger.pk))
        with pytest.raises(ProgrammingError), transaction.atomic():
            Pair.objects.create(
                municipality=world.cast.home, case=world.made.case, kind="person", left_id=left, right_id=right,
                left_part=world.made.shared, right_part=elsewhere.shared, weight=9, strength="likely", rules=1,
                digest="x", found_at=world.within.found_at,
            )  # fmt: skip


def test_a_move_to_a_closed_part_takes_the_pair_along(world: World) -> None:
    with _acting(world.cast) as identity:
        part = Compartment.objects.get(pk=world.made.own["Zorg"].pk)
        change_subject(identity=identity, subject=world.third, version=1, compartment=part)
    with _acting(world.cast, Function.TEAM_CHIEF):
        assert not Pair.objects.exists()


def test_the_list_asks_the_same_number_of_questions_however_long(world: World) -> None:
    client = world.cast.client(DIRECTOR)
    address = reverse("matching:pairs", args=[world.made.id])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        assert len(client.get(address).context["rows"]) == 2
    for day in ("07", "08", "09"):
        add(world.cast, world.made.shared, "person", ONE | {"birth_date": f"2004-03-{day}"})
    look(world.cast, world.made)
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(address).context["rows"]) > 6
    assert len(many) == len(few)


@pytest.mark.story("CX04")
def test_a_partner_reads_why_and_decides_on_the_page(world: World) -> None:
    client = world.cast.client(Function.PARTNER)
    page = client.get(reverse("matching:pairs", args=[world.made.id]))
    assert page.status_code == 200
    assert "Youssef Proefkamp en Jousef Proefcamp" in page.content.decode() or (
        "Jousef Proefcamp en Youssef Proefkamp" in page.content.decode()
    )
    address = reverse("matching:pair", args=[world.made.id, world.across.pk])
    before = ProcessingRecord.objects.count()
    shown = client.get(address).content.decode()
    assert "achternaam klinkt gelijk" in shown
    assert "Zorg" in shown
    empty = client.post(address, {"version": "1", "answer": "same", "reason": ""})
    assert "Kies welk record zichtbaar blijft." in empty.content.decode()
    client.post(
        address,
        {"version": "1", "answer": "same", "lead": str(world.shared.pk), "reason": "Zelfde persoon"},
    )
    late = client.post(address, {"version": "1", "answer": "different", "reason": "Ik twijfel"})
    assert late.status_code in (302, 409)
    part = reverse("matching:part", args=[world.made.id, world.across.pk])
    assert "los in de lijst" in client.get(part).content.decode()
    client.post(part, {"version": "2", "reason": "Toch niet"})
    with _acting(world.cast):
        assert Pair.objects.get(pk=world.across.pk).state == "open"
        assert _leaders(world.cared) == [None]
    with acting_as(person=world.cast.people[Function.DPO].pk, municipality=world.cast.home.pk):
        assert ProcessingRecord.objects.count() > before
    client = world.cast.client(Function.TEAM_CHIEF)
    assert client.get(address).status_code == 404
    assert "Jousef" not in client.get(reverse("matching:pairs", args=[world.made.id])).content.decode()
