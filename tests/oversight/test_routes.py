"""Contact routes: order, who may stand on them, who is reached now."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import Identity, acting_as, acting_as_system
from driehoek.ledger.models import Event, ProcessingRecord
from driehoek.oversight import queries, services
from driehoek.parties.models import Appointment, ContactStep, Function, Organisation, Person
from tests.deadlines.support import away, colleague, organisation
from tests.support.cast import Cast


def names(cast: Cast) -> list[str]:
    """Who stands on the route of the police, in order."""
    with acting_as(person=cast.people[Function.ADMIN].pk):
        steps = ContactStep.objects.filter(organisation=organisation(cast, "police")).order_by("place")
        return [step.person.name for step in steps.select_related("person")]


def police(identity: Identity) -> Organisation:
    return Organisation.objects.get(municipality=identity.municipality, kind="police")


def with_three(cast: Cast) -> list[Person]:
    people = [colleague(cast, name) for name in ("Anna", "Bram", "Chris")]
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        for person in people:
            services.add_step(identity=identity, organisation=police(identity), person=person)
    return people


@pytest.mark.parametrize("function", [Function.ADMIN, Function.SAFETY_ADVISER])
def test_a_step_is_added_through_the_page(cast: Cast, function: Function) -> None:
    person = colleague(cast, "Anna")
    client = cast.client(function)
    address = reverse("oversight:route", args=[organisation(cast, "police")])
    assert "Er staat nog niemand op deze route" in client.get(address).content.decode()
    answer = client.post(
        address,
        {"person": str(person.pk), "wait_days": "2", "phone": "+31 6 000 000 00", "note": "Bel eerst"},
        follow=True,
    )
    shown = answer.content.decode()
    for words in (
        "Anna staat op de route.",
        "1. Anna",
        "Daarna 2 werkdagen wachten.",
        "+31 6 000 000 00",
        "Bel eerst",
    ):
        assert words in shown, words
    with acting_as(person=cast.people[Function.ADMIN].pk):
        event = Event.objects.get(action="oversight:contact_step:added")
    assert set(json.loads(event.data)) == {"organisation", "person", "place"}
    with acting_as(person=cast.people[Function.DPO].pk):
        assert ProcessingRecord.objects.filter(name="contactroute uitbreiden").count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"person": ""}, "Kies wie er aan de beurt is."),
        ({"wait_days": "0"}, "Vul minstens 1 werkdag in."),
        ({"wait_days": "21"}, "Vul hoogstens 20 werkdagen in."),
        ({"wait_days": "x"}, "Vul een getal in, alleen cijfers."),
        ({"phone": "bel maar"}, "Vul een telefoonnummer in: cijfers, spaties en een plus."),
    ],
)
def test_a_form_that_is_not_right_says_what_to_do(cast: Cast, given: dict[str, str], words: str) -> None:
    person = colleague(cast, "Anna")
    right = {"person": str(person.pk), "wait_days": "1", "phone": "", "note": ""}
    answer = cast.client(Function.ADMIN).post(
        reverse("oversight:route", args=[organisation(cast, "police")]), right | given
    )
    assert words in answer.content.decode()
    assert names(cast) == []


def test_only_who_works_there_or_for_the_municipality_can_stand_on_it(cast: Cast) -> None:
    colleague(cast, "Gemeentemens", kind="municipality")
    tenant = colleague(cast, "Corporatie", kind="housing")
    gone = colleague(cast, "Vertrokken")
    with acting_as_system(municipality=cast.home.pk):
        Appointment.objects.filter(person=gone).update(valid_until=timezone.now() - timedelta(days=1))
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        able = set(queries.candidates(identity, police(identity)).values_list("name", flat=True))
        assert "Gemeentemens" in able
        assert cast.people[Function.TEAM_CHIEF].name in able
        assert not able & {"Corporatie", "Vertrokken"}
        for person in (tenant, gone, cast.stranger):
            with pytest.raises(services.NotAllowed):
                services.add_step(identity=identity, organisation=police(identity), person=person)
    assert names(cast) == []


def test_nobody_stands_on_a_route_twice(cast: Cast) -> None:
    (anna, *_others) = with_three(cast)
    with (
        acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity,
        pytest.raises(services.NotAllowed),
    ):
        services.add_step(identity=identity, organisation=police(identity), person=anna)


def test_steps_trade_places_and_come_back(cast: Cast) -> None:
    with_three(cast)
    client = cast.client(Function.SAFETY_ADVISER)
    with acting_as(person=cast.people[Function.ADMIN].pk):
        anna = ContactStep.objects.get(person__name="Anna").pk
    address = reverse("oversight:route_move", args=[anna])
    client.post(address, {"richting": "omlaag"})
    assert names(cast) == ["Bram", "Anna", "Chris"]
    client.post(address, {"richting": "omlaag"})
    assert names(cast) == ["Bram", "Chris", "Anna"]
    answer = client.post(address, {"richting": "omlaag"}, follow=True)
    assert "Deze stap staat al aan het eind van de rij." in answer.content.decode()
    client.post(address, {"richting": "omhoog"})
    client.post(address, {"richting": "omhoog"})
    assert names(cast) == ["Anna", "Bram", "Chris"]
    assert client.post(address, {"richting": "opzij"}).status_code == 404
    with acting_as(person=cast.people[Function.ADMIN].pk):
        assert Event.objects.filter(action="oversight:contact_step:moved").count() == 4


def test_a_step_is_taken_off_after_a_question_and_the_rest_moves_up(cast: Cast) -> None:
    with_three(cast)
    client = cast.client(Function.ADMIN)
    with acting_as(person=cast.people[Function.ADMIN].pk):
        bram = ContactStep.objects.get(person__name="Bram").pk
    address = reverse("oversight:route_remove", args=[bram])
    assert "Van de route halen?" in client.get(address).content.decode()
    assert names(cast) == ["Anna", "Bram", "Chris"]
    shown = client.post(address, follow=True).content.decode()
    assert "Bram is van de route gehaald." in shown
    assert "2. Chris" in shown
    assert client.post(address).status_code == 404
    dana = colleague(cast, "Dana")
    with acting_as(person=cast.people[Function.ADMIN].pk) as identity:
        services.add_step(identity=identity, organisation=police(identity), person=dana)
    assert names(cast) == ["Anna", "Chris", "Dana"]


def test_the_page_shows_who_is_reached_now(cast: Cast) -> None:
    anna, bram, _chris = with_three(cast)
    stand_in = colleague(cast, "Invaller")
    today = timezone.localdate()
    away(cast, anna, stand_in, today - timedelta(days=1), today + timedelta(days=3))
    with acting_as_system(municipality=cast.home.pk):
        Appointment.objects.filter(person=bram).update(valid_until=timezone.now() - timedelta(days=1))
    shown = cast.client(Function.SAFETY_ADVISER).get(
        reverse("oversight:route", args=[organisation(cast, "police")])
    )
    text = shown.content.decode()
    assert "Nu hoort Invaller het." in text
    assert "Heeft hier geen functie meer." in text
    with acting_as(person=cast.people[Function.ADMIN].pk) as identity:
        steps, advisers = queries.route_now(identity, police(identity))
    assert [(step.step.person.name, step.reached, step.stands_in) for step in steps] == [
        ("Anna", "Invaller", True),
        ("Bram", "", False),
        ("Chris", "Chris", False),
    ]
    assert advisers == cast.people[Function.SAFETY_ADVISER].name


def test_the_list_says_how_long_each_route_is_in_a_fixed_number_of_queries(
    cast: Cast, django_assert_num_queries: object
) -> None:
    with_three(cast)
    shown = cast.client(Function.ADMIN).get(reverse("oversight:routes")).content.decode()
    assert "3 stappen" in shown
    assert "nog geen route" in shown
    with (
        acting_as(person=cast.people[Function.ADMIN].pk) as identity,
        django_assert_num_queries(1),  # type: ignore[operator]
    ):
        rows = list(queries.organisations_with_routes(identity))
    assert {row.name: row.steps for row in rows}["Politie"] == 3


def test_another_municipality_does_not_know_the_route(cast: Cast) -> None:
    with_three(cast)
    client = cast.client(person=cast.stranger)
    assert client.get(reverse("oversight:route", args=[organisation(cast, "police")])).status_code == 404
    assert client.get(reverse("oversight:route", args=[uuid.uuid4()])).status_code == 404
    assert "Politie" not in client.get(reverse("oversight:routes")).content.decode()


def test_how_a_step_is_reached_is_changed_and_the_second_editor_keeps_the_text(cast: Cast) -> None:
    with_three(cast)
    with acting_as(person=cast.people[Function.ADMIN].pk):
        anna = ContactStep.objects.get(person__name="Anna").pk
    address = reverse("oversight:route_step", args=[anna])
    adviser, admin = cast.client(Function.SAFETY_ADVISER), cast.client(Function.ADMIN)
    assert 'value="1"' in adviser.get(address).content.decode()
    first = {"wait_days": "3", "phone": "06 0000 0001", "note": "", "version": "1"}
    assert "De wijziging is bewaard." in adviser.post(address, first, follow=True).content.decode()
    second = admin.post(address, {"wait_days": "5", "phone": "", "note": "Bel de meldkamer", "version": "1"})
    shown = second.content.decode()
    assert second.status_code == 409
    for words in ("Iemand anders was u voor", "Bel de meldkamer", "06 0000 0001", 'name="version" value="2"'):
        assert words in shown, words
    assert cast.people[Function.SAFETY_ADVISER].name in shown
    again = admin.post(address, {"wait_days": "5", "phone": "", "note": "Bel de meldkamer", "version": "2"})
    assert again.status_code == 302
    with acting_as(person=cast.people[Function.ADMIN].pk):
        step = ContactStep.objects.get(pk=anna)
        lines = Event.objects.filter(action="oversight:contact_step:changed").order_by("sequence")
        assert [json.loads(line.data)["fields"] for line in lines] == [
            ["wait_days", "phone"],
            ["wait_days", "phone", "note"],
        ]
    assert (step.wait_days, step.phone, step.note, step.version) == (5, "", "Bel de meldkamer", 3)
    same = {"wait_days": "5", "phone": "", "note": "Bel de meldkamer", "version": "3"}
    assert "Er is niets gewijzigd." in admin.post(address, same, follow=True).content.decode()
