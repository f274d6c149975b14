"""Reading what came, and saying with one tap what it was worth (OV04)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.ledger.models import Event
from driehoek.parties.models import Function, Organisation
from driehoek.position import services
from driehoek.position.models import Agreement, Item, Need, Reading, Verdict
from driehoek.position.services import NewItem, expire_items
from driehoek.problems.models import Classification, Theme
from tests.position.support import body, count_queries
from tests.support.cast import Cast
from tests.support.position_objects import first_delivery, hand_over, make_agreement, make_need

Agree = Callable[..., Agreement]


@pytest.fixture
def item(cast: Cast, agree: Agree) -> Item:
    """The police's week report, without its meaning."""
    made = agree()
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        return hand_over(identity, first_delivery(made))


def readings(cast: Cast, item: Item) -> dict[str, Reading]:
    with acting_as(person=cast.people[Function.MAYOR].pk):
        return {one.person.name: one for one in Reading.objects.filter(item=item).select_related("person")}


@pytest.mark.story("OV04")
def test_the_mayor_rates_with_one_tap_and_the_supplier_sees_it(cast: Cast, item: Item) -> None:
    mayor, chief = cast.client(Function.MAYOR), cast.client(Function.TEAM_CHIEF)
    address = reverse("position:item", args=[item.pk])
    shown = body(mayor.get(address))
    for verdict in Verdict:
        assert f'name="verdict" value="{verdict}"' in shown
    assert "De duiding ontbreekt" in shown
    answer = mayor.post(reverse("position:item_rate", args=[item.pk]), {"verdict": "no_meaning"})
    assert answer["Location"] == address
    assert "Uw oordeel: duiding mist" in body(mayor.get(address))
    own = body(chief.get(reverse("position:mine")))
    assert f"{cast.people[Function.MAYOR].name}: duiding mist" in own
    told = body(chief.get(address))
    assert "oordeel: duiding mist" in told
    assert "zag dit" in told
    assert 'name="verdict"' not in told


@pytest.mark.story("OV04")
def test_a_mark_and_a_note_go_along_and_are_taken_back(cast: Cast, item: Item) -> None:
    mayor = cast.client(Function.MAYOR)
    rate = reverse("position:item_rate", args=[item.pk])
    mayor.post(rate, {"verdict": "useful", "mark": "4", "note": "Graag ook per wijk."})
    name = cast.people[Function.MAYOR].name
    found = readings(cast, item)[name]
    assert (found.verdict, found.mark, found.note) == ("useful", 4, "Graag ook per wijk.")
    told = body(cast.client(Function.TEAM_CHIEF).get(reverse("position:item", args=[item.pk])))
    assert "cijfer 4 van 5" in told
    assert "Graag ook per wijk." in told
    mayor.post(reverse("position:item_unrate", args=[item.pk]))
    found = readings(cast, item)[name]
    assert (found.verdict, found.mark, found.note, found.rated_at) == ("", None, "", None)
    assert found.opened_at is not None


def test_a_verdict_or_mark_that_does_not_exist_is_refused(cast: Cast, item: Item) -> None:
    mayor = cast.client(Function.MAYOR)
    rate = reverse("position:item_rate", args=[item.pk])
    for data in ({}, {"verdict": "prima"}, {"verdict": "useful", "mark": "9"}):
        assert mayor.post(rate, data).status_code == 200
    assert not readings(cast, item)


def test_rating_from_a_list_goes_back_to_it_and_never_elsewhere(cast: Cast, item: Item) -> None:
    mayor = cast.client(Function.MAYOR)
    rate = reverse("position:item_rate", args=[item.pk])
    listed = reverse("position:items") + "?lees=nieuw"
    assert mayor.post(rate, {"verdict": "late", "next": listed})["Location"] == listed
    for elsewhere in ("https://elders.invalid/", "//elders.invalid/", "javascript:alert(1)"):
        answer = mayor.post(rate, {"verdict": "late", "next": elsewhere})
        assert answer["Location"] == reverse("position:item", args=[item.pk])


def test_opening_leaves_one_receipt_for_the_mayor_and_none_for_the_supplier(cast: Cast, item: Item) -> None:
    address = reverse("position:item", args=[item.pk])
    for function in (Function.TEAM_CHIEF, Function.ANALYST):
        cast.client(function).get(address)
    assert not readings(cast, item)
    mayor = cast.client(Function.MAYOR)
    mayor.get(address)
    first = readings(cast, item)[cast.people[Function.MAYOR].name].opened_at
    mayor.get(address)
    assert readings(cast, item)[cast.people[Function.MAYOR].name].opened_at == first
    with acting_as(person=cast.people[Function.MAYOR].pk):
        opened = Event.objects.filter(subject=item.pk, action="position:item:opened")
        assert [one.actor for one in opened] == [cast.people[Function.MAYOR].pk]


def test_seen_is_said_once(cast: Cast, item: Item) -> None:
    mayor = cast.client(Function.MAYOR)
    address = reverse("position:item_seen", args=[item.pk])
    mayor.post(address)
    first = readings(cast, item)[cast.people[Function.MAYOR].name].acknowledged_at
    mayor.post(address)
    assert first is not None
    assert readings(cast, item)[cast.people[Function.MAYOR].name].acknowledged_at == first
    assert "Gezien</button>" not in body(mayor.get(reverse("position:item", args=[item.pk])))


def test_the_page_says_everything_that_makes_it_worth_something(cast: Cast, agree: Agree) -> None:
    made = agree()
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        item = hand_over(
            identity,
            first_delivery(made),
            meaning="De groep komt uit de regio.",
            comparison="Dezelfde week vorig jaar",
            limits="Niet iedereen doet aangifte",
            source="Registratie basisteam",
            fact_on=timezone.localdate() - timedelta(days=2),
        )
    shown = body(cast.client(Function.MAYOR).get(reverse("position:item", args=[item.pk])))
    for words in (
        "De groep komt uit de regio.", "Dezelfde week vorig jaar", "Niet iedereen doet aangifte",
        "Registratie basisteam", "op tijd", "bevestigd", made.what, made.need.sentence,
    ):  # fmt: skip
        assert words in shown, words
    question = reverse("position:question_new") + f"?over=position.item&id={item.pk}"
    assert question in shown


def test_what_expired_says_so_and_asks_for_nothing(cast: Cast, item: Item) -> None:
    with acting_as_system(municipality=cast.home.pk):
        Item.objects.filter(pk=item.pk).update(expires_on=timezone.localdate())
        assert expire_items(municipality=cast.home.pk) == 1
    shown = body(cast.client(Function.MAYOR).get(reverse("position:item", args=[item.pk])))
    assert "De tekst is vervallen" in shown
    assert item.text not in shown
    assert "De duiding ontbreekt" not in shown


def test_the_list_is_narrowed_by_what_the_reader_did(cast: Cast, theme: Theme, item: Item) -> None:
    with acting_as(person=cast.people[Function.PARTNER].pk) as identity:
        [own] = identity.organisations
        other = services.provide(
            identity=identity,
            new=NewItem(title="Leegstand", text="Twaalf woningen."),
            supplier=Organisation.objects.get(pk=own),
            theme=theme,
        )
    mayor = cast.client(Function.MAYOR)
    mayor.get(reverse("position:item", args=[item.pk]))

    def titles(**query: object) -> list[str]:
        return [
            row.title for _item, row, _mine in mayor.get(reverse("position:items"), query).context["items"]
        ]

    assert titles() == [other.title, item.title]
    assert titles(lees="nieuw") == [other.title]
    assert titles(lees="zonder-oordeel") == [other.title, item.title]
    mayor.post(reverse("position:item_rate", args=[item.pk]), {"verdict": "useful"})
    assert titles(lees="zonder-oordeel") == [other.title]
    assert titles(partner=item.supplier_id) == [item.title]
    assert titles(thema=theme.pk) == [other.title, item.title]
    assert "Uw oordeel: nuttig" in body(mayor.get(reverse("position:items")))


def test_the_list_asks_the_database_as_often_for_thirty_as_for_two(
    cast: Cast, need: Need, theme: Theme
) -> None:
    mayor, address = cast.client(Function.MAYOR), reverse("position:items")

    def add(number: int) -> None:
        with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
            for _time in range(number):
                made = make_agreement(identity, make_need(identity, theme))
                made_item = hand_over(identity, first_delivery(made))
                services.rate(identity=identity, item=made_item, verdict=Verdict.USEFUL)

    add(2)
    few = count_queries(mayor, address)
    page = mayor.get(address)
    assert len(page.context["items"]) == 2
    add(12)
    assert len(mayor.get(address).context["items"]) == 14
    assert count_queries(mayor, address) == few


def test_confidential_personal_data_are_for_the_mayor_and_said_to_be(cast: Cast, agree: Agree) -> None:
    made = agree(personal_data=True)
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        item = hand_over(
            identity,
            first_delivery(made),
            personal_data=True,
            classification=Classification.CONFIDENTIAL,
            expires_on=timezone.localdate() + timedelta(days=30),
        )
    shown = body(cast.client(Function.MAYOR).get(reverse("position:item", args=[item.pk])))
    assert "Er staan persoonsgegevens in. Deel dit niet verder." in shown
