"""Handing over what was asked, and what nobody asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.deadlines.recurrence import Rhythm
from driehoek.parties.models import Function
from driehoek.position.models import (
    Agreement,
    Certainty,
    Delivery,
    DeliveryState,
    InfoKind,
    Item,
    Need,
)
from driehoek.problems.models import Classification, Theme
from tests.position.support import body, count_queries, make_late
from tests.support.cast import Cast
from tests.support.position_objects import first_delivery, hand_over, make_agreement

Agree = Callable[..., Agreement]
WORDS = {
    "form-TOTAL_FORMS": "1",
    "form-INITIAL_FORMS": "1",
    "form-0-title": "Rustig weekend",
    "form-0-text": "Twee vechtpartijen, beide op het plein.",
    "form-0-meaning": "Minder dan normaal, door het weer.",
    "form-0-certainty": "likely",
    "form-0-classification": "intern",
}


def expected(cast: Cast, made: Agreement) -> Delivery:
    with acting_as(person=cast.people[Function.MAYOR].pk):
        return first_delivery(made)


def items(cast: Cast) -> list[Item]:
    with acting_as(person=cast.people[Function.MAYOR].pk):
        return list(
            Item.objects.select_related("delivery__deadline", "supplier", "theme").order_by(
                "received_at", "title"
            )
        )


def sent(delivery: Delivery, **changes: Any) -> dict[str, Any]:
    return WORDS | {"version": delivery.version} | changes


def deliver(client: Client, delivery: Delivery, **changes: Any) -> Any:
    return client.post(reverse("position:deliver", args=[delivery.pk]), sent(delivery, **changes))


@pytest.mark.story("ST08")
def test_the_supplier_hands_over_on_one_screen(cast: Cast, agree: Agree) -> None:
    delivery = expected(cast, agree())
    chief = cast.client(Function.TEAM_CHIEF)
    page = body(chief.get(reverse("position:mine")))
    assert reverse("position:deliver", args=[delivery.pk]) in page
    form = body(chief.get(reverse("position:deliver", args=[delivery.pk])))
    assert "Wat betekent dit?" in form
    assert "Binnengekomen op" not in form
    answer = deliver(chief, delivery)
    assert answer["Location"] == reverse("position:delivery", args=[delivery.pk])
    [item] = items(cast)
    assert (item.title, item.certainty, item.supplier) == (
        "Rustig weekend",
        Certainty.LIKELY,
        delivery.supplier,
    )
    assert item.delivery == delivery
    assert item.info_kind == InfoKind.ANALYTICAL
    assert "op tijd" in body(cast.client(Function.MAYOR).get(answer["Location"]))


def test_sent_twice_is_one_delivery_and_a_clear_word(cast: Cast, agree: Agree) -> None:
    delivery = expected(cast, agree())
    chief = cast.client(Function.TEAM_CHIEF)
    deliver(chief, delivery)
    again = chief.post(reverse("position:deliver", args=[delivery.pk]), sent(delivery), follow=True)
    assert "was al binnen" in body(again)
    assert "niets dubbel opgeslagen" in body(again)
    assert len(items(cast)) == 1


def test_an_old_page_does_not_deliver_over_a_change(cast: Cast, agree: Agree) -> None:
    delivery = expected(cast, agree())
    chief = cast.client(Function.TEAM_CHIEF)
    answer = chief.post(
        reverse("position:deliver", args=[delivery.pk]), sent(delivery, version=7), follow=True
    )
    assert "Er is niets opgeslagen" in body(answer)
    assert not items(cast)


def test_the_adviser_registers_what_came_another_way_on_the_day_it_came(cast: Cast, agree: Agree) -> None:
    made = agree()
    delivery = expected(cast, made)
    make_late(cast, delivery, days=6)
    adviser = cast.client(Function.SAFETY_ADVISER)
    assert "Binnengekomen op" in body(adviser.get(reverse("position:deliver", args=[delivery.pk])))
    tomorrow = timezone.localdate() + timedelta(days=1)
    refused = deliver(adviser, delivery, received_on=tomorrow.isoformat())
    assert "Kies vandaag of een eerdere dag." in body(refused)
    day = timezone.localdate() - timedelta(days=8)
    assert deliver(adviser, delivery, received_on=day.isoformat()).status_code == 302
    [item] = items(cast)
    assert timezone.localdate(item.received_at) == day
    assert item.provided_by_id == cast.people[Function.SAFETY_ADVISER].pk
    # It came before it was due, so it was not late, whenever it was registered.
    assert "op tijd" in body(adviser.get(reverse("position:delivery", args=[delivery.pk])))


def test_a_late_delivery_is_said_to_be_late(cast: Cast, agree: Agree) -> None:
    delivery = expected(cast, agree())
    make_late(cast, delivery)
    chief = cast.client(Function.TEAM_CHIEF)
    assert "Had er moeten zijn" in body(chief.get(reverse("position:mine")))
    deliver(chief, delivery)
    shown = body(cast.client(Function.MAYOR).get(reverse("position:delivery", args=[delivery.pk])))
    assert "te laat binnen" in shown
    assert "te laat</dd>" in shown


def test_one_more_message_keeps_what_was_typed_and_an_empty_one_is_none(cast: Cast, agree: Agree) -> None:
    delivery = expected(cast, agree())
    chief = cast.client(Function.TEAM_CHIEF)
    page = deliver(chief, delivery, more="1", **{"form-0-text": ""})
    shown = body(page)
    assert "Bericht 2" in shown
    assert 'value="Rustig weekend"' in shown
    # Nothing is judged before it is handed over.
    assert "Fout:" not in shown
    assert not items(cast)
    second = {"form-TOTAL_FORMS": "3", "form-1-title": "Plein", "form-1-text": "Het plein blijft druk.",
              "form-1-certainty": "confirmed", "form-1-classification": "intern",
              "form-2-certainty": "confirmed", "form-2-classification": "intern"}  # fmt: skip
    deliver(chief, delivery, **second)
    assert sorted(item.title for item in items(cast)) == ["Plein", "Rustig weekend"]


def test_there_are_five_messages_at_most(cast: Cast, agree: Agree) -> None:
    delivery = expected(cast, agree())
    chief = cast.client(Function.TEAM_CHIEF)
    page = deliver(chief, delivery, more="1", **{"form-TOTAL_FORMS": "900"})
    assert page.context["forms"].total_form_count() == 5
    assert "Nog een bericht" not in body(page)


def test_nothing_sent_is_nothing_delivered(cast: Cast, agree: Agree) -> None:
    delivery = expected(cast, agree())
    chief = cast.client(Function.TEAM_CHIEF)
    for data in ({"form-TOTAL_FORMS": "0"}, {"form-TOTAL_FORMS": "x"}, {"form-0-title": ""}):
        assert deliver(chief, delivery, **data).status_code == 200
    assert "Schrijf wat er is" in body(deliver(chief, delivery, **{"form-0-text": ""}))
    assert not items(cast)
    assert expected(cast, delivery.agreement).state == DeliveryState.EXPECTED


def test_nothing_to_report_is_a_delivery_with_a_reason(cast: Cast, agree: Agree) -> None:
    delivery = expected(cast, agree())
    chief = cast.client(Function.TEAM_CHIEF)
    address = reverse("position:delivery_nothing", args=[delivery.pk])
    refused = chief.post(address, {"version": delivery.version, "reason": ""})
    assert "Schrijf in een zin hoe u dat weet." in body(refused)
    assert not items(cast)
    chief.post(address, {"version": delivery.version, "reason": "Er waren geen meldingen."})
    [item] = items(cast)
    assert (item.title, item.text) == ("Niets te melden", "Er waren geen meldingen.")
    assert "al binnen" in body(chief.post(address, {"version": 1, "reason": "Nog eens"}, follow=True))
    assert len(items(cast)) == 1


def test_what_was_said_last_time_is_filled_in(cast: Cast, agree: Agree) -> None:
    made = agree()
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        hand_over(identity, first_delivery(made), source="Registratie basisteam")
    following = expected(cast, made)
    page = cast.client(Function.TEAM_CHIEF).get(reverse("position:deliver", args=[following.pk]))
    form = page.context["forms"][0]
    assert form["source"].value() == "Registratie basisteam"
    assert " tot en met " in form["period"].value()
    # What is kept is read next year too.
    assert str(following.period_end.year) in form["period"].value()  # type: ignore[union-attr]


def test_operational_information_is_not_asked_for_a_period(cast: Cast, agree: Agree) -> None:
    delivery = expected(cast, agree(info_kind=InfoKind.OPERATIONAL))
    page = cast.client(Function.TEAM_CHIEF).get(reverse("position:deliver", args=[delivery.pk]))
    assert not {"period", "comparison", "limits"} & set(page.context["forms"][0].fields)


def test_personal_data_only_where_they_were_agreed_on(cast: Cast, agree: Agree) -> None:
    delivery = expected(cast, agree())
    chief = cast.client(Function.TEAM_CHIEF)
    page = chief.get(reverse("position:deliver", args=[delivery.pk]))
    assert "personal_data" not in page.context["forms"][0].fields
    # Sending it all the same stores it without the mark that would hide it: the field is not there.
    deliver(chief, delivery, **{"form-0-personal_data": "on"})
    assert [item.personal_data for item in items(cast)] == [False]


def test_personal_data_are_kept_close_and_short_with_words_at_the_field(cast: Cast, agree: Agree) -> None:
    delivery = expected(cast, agree(personal_data=True))
    chief = cast.client(Function.TEAM_CHIEF)
    refused = deliver(chief, delivery, **{"form-0-personal_data": "on"})
    assert list(refused.context["forms"][0].errors) == ["classification"]
    close = {"form-0-personal_data": "on", "form-0-classification": "vertrouwelijk"}
    refused = deliver(chief, delivery, **close)
    assert list(refused.context["forms"][0].errors) == ["expires_on"]
    assert "want er staan persoonsgegevens in" in body(refused)
    today = timezone.localdate()
    refused = deliver(chief, delivery, **close, **{"form-0-expires_on": today.isoformat()})
    assert "Kies morgen of een latere dag." in body(refused)
    day = today + timedelta(days=30)
    assert deliver(chief, delivery, **close, **{"form-0-expires_on": day.isoformat()}).status_code == 302
    [item] = items(cast)
    assert (item.personal_data, item.classification, item.expires_on) == (
        True,
        Classification.CONFIDENTIAL,
        day,
    )


def test_a_fact_is_not_of_tomorrow(cast: Cast, agree: Agree) -> None:
    delivery = expected(cast, agree())
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = deliver(cast.client(Function.TEAM_CHIEF), delivery, **{"form-0-fact_on": tomorrow.isoformat()})
    assert "Wat nog komt, is geen feit." in body(answer)


def test_an_event_is_reported_once_however_often_it_is_sent(cast: Cast, agree: Agree) -> None:
    made = agree(rhythm=Rhythm.EVENT, moment="arrest", what="Bericht bij een aanhouding")
    chief = cast.client(Function.TEAM_CHIEF)
    assert "Meld nu" in body(chief.get(reverse("position:agreement", args=[made.pk])))
    address = reverse("position:report", args=[made.pk])
    data = {
        "title": "Aanhouding",
        "text": "Op het plein.",
        "certainty": "confirmed",
        "classification": "intern",
    }
    first = chief.post(address, data)
    [item] = items(cast)
    assert first["Location"] == reverse("position:item", args=[item.pk])
    assert item.delivery is not None
    assert item.delivery.agreement_id == made.pk
    assert "al binnen" in body(chief.post(address, data, follow=True))
    assert len(items(cast)) == 1


def test_only_agreements_at_an_event_take_reports(cast: Cast, agree: Agree) -> None:
    made = agree()
    answer = cast.client(Function.TEAM_CHIEF).get(reverse("position:report", args=[made.pk]), follow=True)
    assert "wordt nu niets gemeld" in body(answer)


def test_something_unasked_comes_from_ones_own_organisation(cast: Cast, theme: Theme) -> None:
    partner = cast.client(Function.PARTNER)
    address = reverse("position:provide")
    form = partner.get(address).context["form"]
    own = form["supplier"].value()
    data = {
        "supplier": own,
        "theme": theme.pk,
        "title": "Leegstand neemt toe",
        "text": "Twaalf woningen in één straat.",
        "certainty": "confirmed",
        "classification": "intern",
    }
    assert form["supplier"].is_hidden
    partner.post(address, data)
    [item] = items(cast)
    assert (item.delivery, item.supplier_id, item.theme) == (None, own, theme)
    assert "al binnen" in body(partner.post(address, data, follow=True))
    police = cast.client(Function.TEAM_CHIEF).get(address).context["form"]["supplier"].value()
    refused = partner.post(address, data | {"supplier": police, "title": "Namens een ander"})
    assert refused.status_code == 200
    assert len(items(cast)) == 1


def test_who_keeps_the_position_drops_what_is_no_longer_awaited(cast: Cast, agree: Agree) -> None:
    made = agree()
    delivery = expected(cast, made)
    mayor = cast.client(Function.MAYOR)
    address = reverse("position:delivery_drop", args=[delivery.pk])
    assert "Wat dit doet" in body(mayor.get(address))
    mayor.post(address, {"version": delivery.version})
    assert expected(cast, made).pk != delivery.pk
    again = cast.client(Function.TEAM_CHIEF).post(
        reverse("position:deliver", args=[delivery.pk]), sent(delivery), follow=True
    )
    assert "niet meer verwacht" in body(again)
    assert not items(cast)
    shown = body(mayor.post(address, {"version": delivery.version}, follow=True))
    assert "Iemand anders heeft dit net gewijzigd" in shown


def test_who_only_reads_does_not_deliver(cast: Cast, agree: Agree) -> None:
    delivery = expected(cast, agree())
    for function in (Function.MAYOR, Function.ANALYST, Function.DPO):
        assert deliver(cast.client(function), delivery).status_code == 403
    assert not items(cast)


def test_a_suppliers_own_page_shows_the_next_of_each_agreement(cast: Cast, need: Need, agree: Agree) -> None:
    late = expected(cast, agree(what="Weekbericht dat te laat is"))
    make_late(cast, late)
    agree(what="Maandbeeld", rhythm=Rhythm.MONTHLY, weekday=None, day=12)
    page = cast.client(Function.TEAM_CHIEF).get(reverse("position:mine"))
    assert [row.title for row in page.context["late"]] == ["Weekbericht dat te laat is"]
    coming = [row.title for row in page.context["asked"]]
    assert sorted(coming) == ["Maandbeeld", "Weekbericht dat te laat is"]
    assert cast.client(Function.PARTNER).get(reverse("position:mine")).context["asked"] == []


def test_a_suppliers_own_page_asks_as_often_for_many_agreements(cast: Cast, need: Need, agree: Agree) -> None:
    agree()
    chief = cast.client(Function.TEAM_CHIEF)
    few = count_queries(chief, reverse("position:mine"))
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        for _number in range(12):
            made = make_agreement(identity, need)
            hand_over(identity, first_delivery(made))
    assert count_queries(chief, reverse("position:mine")) == few


def test_what_lies_elsewhere_need_not_be_written_again(cast: Cast, agree: Agree) -> None:
    delivery = expected(cast, agree())
    elsewhere = {"form-0-text": "", "form-0-reference": "Beveiligde e-mail van vandaag"}
    deliver(cast.client(Function.TEAM_CHIEF), delivery, **elsewhere)
    [item] = items(cast)
    shown = body(cast.client(Function.MAYOR).get(reverse("position:item", args=[item.pk])))
    assert "Het stuk ligt hier: Beveiligde e-mail van vandaag" in shown
