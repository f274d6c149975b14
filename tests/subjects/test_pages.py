"""The pages of records and links, as a case director and a partner go through them."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from driehoek.access.identity import acting_as
from driehoek.ledger.models import ProcessingRecord
from driehoek.parties.models import Function
from driehoek.subjects.models import Link, Subject
from tests.support.cases import make_case
from tests.support.cast import Cast
from tests.support.subject_objects import CAR, HOUSE, PERSON, add, tie

pytestmark = pytest.mark.django_db


def stored(cast: Cast, model: type[Subject | Link]) -> Subject | Link:
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk, municipality=cast.home.pk):
        return model.objects.select_related().latest("made_at")


def post(client: Client, name: str, *about: uuid.UUID, **data: object) -> str:
    answer = client.post(reverse(name, args=about), data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.story("CX04")
def test_a_record_is_added_tied_changed_ended_and_taken_back(cast: Cast) -> None:
    made = make_case(cast)
    client = cast.client(Function.CASE_DIRECTOR)
    address = reverse("subjects:add", args=[made.id])
    place = {"compartment": made.shared.pk, "key": uuid.uuid4()}
    for soort, wrong, said in (
        ("vehicle", {"plate": "AB-1"}, "geen Nederlands kenteken"),
        ("address", HOUSE | {"postcode": "0123 AB"}, "1234 AB"),
        ("organisation", {"name": "Proef", "kvk": "1234567"}, "acht cijfers"),
        ("person", {"note": "onbekend"}, "ten minste"),
        ("person", PERSON | {"note": "BSN 111222333"}, "burgerservicenummer"),
    ):
        answer = client.post(f"{address}?soort={soort}", wrong | place)
        assert said in answer.content.decode(), (soort, wrong)
    for _twice in range(2):
        client.post(f"{address}?soort=vehicle", {"plate": "xx99xx"} | place)
    client.post(f"{address}?soort=person", PERSON | place | {"key": uuid.uuid4()})
    person = stored(cast, Subject)
    with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk, municipality=cast.home.pk):
        assert sorted(one.label for one in Subject.objects.all()) == ["Sam Verzonnen", "XX-99-XX"]
        car = Subject.objects.get(kind="vehicle")
    link = {
        "kind": "uses",
        "other": car.pk,
        "certainty": "likely",
        "since": "2026-03-01",
        "key": uuid.uuid4(),
    }
    assert "XX-99-XX" in post(client, "subjects:link_add", made.id, person.pk, **link)
    tied = stored(cast, Link)
    for version, status in ((1, 302), (1, 409)):
        answer = client.post(
            reverse("subjects:link_change", args=[made.id, tied.pk]),
            {"kind": "uses", "certainty": "confirmed", "note": "gezien", "version": version},
        )
        assert answer.status_code == status
    assert "gezien" in answer.content.decode()
    gone = post(client, "subjects:link_end", made.id, tied.pk, version=2, reason="Vergissing")
    assert "Weggehaalde verbindingen" in gone
    post(client, "subjects:link_reopen", made.id, tied.pk, version=3)
    values = {"surname": "Anders", "compartment": made.shared.pk, "version": 1}
    assert "Anders" in post(client, "subjects:change", made.id, person.pk, **values)
    answer = client.post(
        reverse("subjects:change", args=[made.id, person.pk]), values | {"surname": "Te laat"}
    )
    assert answer.status_code == 409
    assert "Te laat" in answer.content.decode()
    assert "Afgesloten" in post(client, "subjects:end", made.id, person.pk, version=2, reason="Niet nodig")
    assert "Anders" not in client.get(reverse("subjects:list", args=[made.id])).content.decode()
    post(client, "subjects:reopen", made.id, person.pk, version=3)
    assert "Anders" in client.get(reverse("subjects:list", args=[made.id])).content.decode()


@pytest.mark.story("CX04")
def test_a_partner_finds_nothing_of_a_closed_compartment_anywhere(cast: Cast) -> None:
    made = make_case(cast, own=("Zorg",), partners=[(Function.TEAM_CHIEF, ()), (Function.PARTNER, ("Zorg",))])
    hidden = add(cast, made.own["Zorg"], "person", PERSON, note="Zorgnotitie")
    house = add(cast, made.shared, "address", HOUSE)
    car = add(cast, made.shared, "vehicle", CAR)
    unseen = tie(cast, hidden, house, "lives_at")
    tie(cast, hidden, car, "uses")
    chief, care = cast.client(Function.TEAM_CHIEF), cast.client(Function.PARTNER)
    pages = [
        reverse("subjects:list", args=[made.id]),
        reverse("subjects:list", args=[made.id]) + "?soort=person",
        reverse("subjects:one", args=[made.id, house.pk]),
        reverse("subjects:link_add", args=[made.id, house.pk]),
        reverse("subjects:network", args=[made.id]) + f"?een={house.pk}&ander={car.pk}",
        reverse("cases:page", args=[made.id]),
    ]
    for page in pages:
        text = chief.get(page).content.decode()
        for word in ("Verzonnen", "Zorgnotitie", str(hidden.pk), str(unseen.pk), "lives_at"):
            assert word not in text.replace('value="lives_at"', ""), (page, word)
    found = chief.post(pages[0], {"zoek": "verzonnen"}).content.decode()
    assert "Niets gevonden" in found
    # The way between the house and the car leads over the hidden person: for the chief there is none.
    assert "hangen niet samen" in chief.get(pages[4]).content.decode()
    assert "loopt via Sam Verzonnen" in care.get(pages[4]).content.decode()
    for name, about in (("one", hidden), ("change", hidden), ("link_change", unseen), ("link_end", unseen)):
        assert chief.get(reverse(f"subjects:{name}", args=[made.id, about.pk])).status_code == 404
    assert cast.client(Function.MAYOR).get(pages[0]).status_code == 403
    for page in (*pages, reverse("subjects:one", args=[made.id, hidden.pk])):
        assert cast.client(person=cast.stranger).get(page).status_code == 404


def test_reading_about_a_person_leaves_a_line_for_each_person_and_none_for_things(cast: Cast) -> None:
    made = make_case(cast, partners=[(Function.TEAM_CHIEF, ())])
    house, person = add(cast, made.shared, "address", HOUSE), add(cast, made.shared, "person", PERSON)
    client = cast.client(Function.TEAM_CHIEF)

    def lines() -> int:
        with acting_as(person=cast.people[Function.DPO].pk, municipality=cast.home.pk):
            return ProcessingRecord.objects.filter(data_subject_id_type="subjects.subject").count()

    before = lines()
    for name, about, more in (
        ("list", [], 1), ("one", [person.pk], 1), ("one", [house.pk], 0), ("network", [], 1), ("change", [person.pk], 1)
    ):  # fmt: skip
        client.get(reverse(f"subjects:{name}", args=[made.id, *about]))
        assert lines() - before == more, name
        before += more


def test_list_search_and_network_ask_the_same_of_the_database_however_much_there_is(cast: Cast) -> None:
    made = make_case(cast)
    client = cast.client(Function.CASE_DIRECTOR)
    house = add(cast, made.shared, "address", HOUSE)
    tie(cast, add(cast, made.shared, "person", PERSON), house, "lives_at")

    def asked() -> list[int]:
        counts = []
        for page, data in (("list", None), ("list", {"zoek": "sam"}), ("network", None), ("one", None)):
            about = [made.id, house.pk] if page == "one" else [made.id]
            with CaptureQueriesContext(
                connection,
            ) as queries:
                address = reverse(f"subjects:{page}", args=about)
                answer = client.post(address, data) if data else client.get(address)
                assert answer.status_code == 200
            counts.append(len(queries))
        return counts

    asked()
    few = asked()
    for number in range(12):
        person = add(cast, made.shared, "person", PERSON | {"surname": f"Verzonnen {number}"})
        tie(cast, person, house, "lives_at", "unverified")
    assert asked() == few
