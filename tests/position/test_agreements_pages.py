"""Laying down who supplies what, how often and how (ST08)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.deadlines.calendar import next_working_day
from driehoek.deadlines.recurrence import Rhythm
from driehoek.parties.models import (
    Appointment,
    ContactStep,
    Function,
    Organisation,
    OrganisationKind,
    Person,
)
from driehoek.position import services
from driehoek.position.models import Agreement, AgreementState, Delivery, DeliveryState, Gate, Need, Verdict
from driehoek.problems.models import Kind, Theme
from driehoek.problems.services import NewProblem, open_problem
from tests.position.support import body, count_queries, make_late
from tests.support.cast import Cast
from tests.support.position_objects import first_delivery, hand_over, make_agreement, make_need

Agree = Callable[..., Agreement]


def all_agreements(cast: Cast) -> list[Agreement]:
    with acting_as(person=cast.people[Function.MAYOR].pk):
        return list(
            Agreement.objects.select_related("supplier", "contact", "substitute", "need").order_by("made_at")
        )


def expected(cast: Cast) -> list[Delivery]:
    with acting_as(person=cast.people[Function.MAYOR].pk):
        return list(
            Delivery.objects.filter(state=DeliveryState.EXPECTED)
            .select_related("deadline")
            .order_by("deadline__due_at")
        )


def proposed(client: Client, address: str) -> dict[str, Any]:
    """What the form holds before anyone types, as a browser would send it."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if value is not None and value is not False and value != ""
    }


@pytest.fixture
def second_at_the_police(cast: Cast, organisation: Callable[[OrganisationKind], Organisation]) -> Person:
    """A deputy team chief, second on the police's contact route after the team chief."""
    police = organisation(OrganisationKind.POLICE)
    with acting_as_system(municipality=cast.home.pk):
        deputy = Person(email="tweede@voorbeeld.invalid", name="Tweede Teamchef")
        deputy.set_unusable_password()
        deputy.save(force_insert=True)
        Appointment.objects.create(
            municipality=cast.home,
            person=deputy,
            organisation=police,
            function=Function.TEAM_CHIEF,
            valid_from=timezone.now() - timedelta(days=1),
        )
        for place, person in enumerate((cast.people[Function.TEAM_CHIEF], deputy), 1):
            ContactStep.objects.create(
                municipality=cast.home,
                organisation=police,
                place=place,
                person=person,
                wait_days=1,
                phone=f"088 000 00 0{place}",
            )
    return deputy


@pytest.mark.story("ST08")
def test_the_adviser_lays_down_an_agreement_without_typing_what_is_known(
    cast: Cast, need: Need, second_at_the_police: Person
) -> None:
    adviser = cast.client(Function.SAFETY_ADVISER)
    address = reverse("position:agreement_new", args=[need.pk])
    page = adviser.get(address)
    form = page.context["form"]
    # The need names the police and a week: neither is asked for, only what and which day.
    assert [field.name for field in form.main_fields] == ["what", "rhythm", "weekday", "day", "personal_data"]
    answer = adviser.post(address, proposed(adviser, address) | {"weekday": "1"})
    [made] = all_agreements(cast)
    assert answer["Location"] == reverse("position:agreement", args=[made.pk])
    assert made.supplier == need.partner
    assert (made.rhythm, made.rule) == (Rhythm.WEEKLY, "FREQ=WEEKLY;BYDAY=TU")
    assert made.what == need.sentence
    assert (made.contact, made.substitute) == (cast.people[Function.TEAM_CHIEF], second_at_the_police)
    assert made.gate == Gate.NOT_NEEDED
    planned = expected(cast)
    assert planned
    assert all(one.deadline and one.deadline.responsible_id == made.contact_id for one in planned)
    shown = body(adviser.get(answer["Location"]))
    assert "elke week, op dinsdag" in shown
    assert "088 000 00 01" in shown
    assert "Informatieafspraak gemaakt" in shown


def test_the_supplier_is_asked_when_the_need_names_none(cast: Cast, theme: Theme) -> None:
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        need = make_need(identity, theme, partner=None)
    mayor = cast.client(Function.MAYOR)
    address = reverse("position:agreement_new", args=[need.pk])
    assert mayor.get(address).context["form"].main_fields[0].name == "supplier"
    answer = mayor.post(address, proposed(mayor, address))
    assert "Kies wie dit levert." in body(answer)
    assert not all_agreements(cast)


def test_a_contact_works_for_the_supplier(
    cast: Cast, theme: Theme, organisation: Callable[[OrganisationKind], Organisation]
) -> None:
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        need = make_need(identity, theme, partner=None)
    mayor = cast.client(Function.MAYOR)
    address = reverse("position:agreement_new", args=[need.pk])
    wrong = {
        "supplier": organisation(OrganisationKind.POLICE).pk,
        "contact": cast.people[Function.PARTNER].pk,
    }
    shown = body(mayor.post(address, proposed(mayor, address) | wrong))
    assert "Kies iemand die voor Politie werkt." in shown
    assert not all_agreements(cast)


@pytest.mark.story("ST08")
def test_a_request_asks_a_day_and_becomes_one_delivery(cast: Cast, need: Need) -> None:
    mayor = cast.client(Function.MAYOR)
    address = reverse("position:agreement_new", args=[need.pk]) + "?ritme=once"
    assert [field.name for field in mayor.get(address).context["form"].main_fields] == [
        "what", "starts_on", "personal_data",
    ]  # fmt: skip
    yesterday = timezone.localdate() - timedelta(days=1)
    refused = mayor.post(address, proposed(mayor, address) | {"starts_on": yesterday.isoformat()})
    assert "Kies vandaag of een latere dag." in body(refused)
    day = next_working_day(timezone.localdate() + timedelta(days=3))
    mayor.post(address, proposed(mayor, address) | {"starts_on": day.isoformat()})
    [made] = all_agreements(cast)
    assert (made.rhythm, made.rule, made.starts_on) == (Rhythm.ONCE, "", day)
    [delivery] = expected(cast)
    assert timezone.localdate(delivery.deadline.due_at) == day  # type: ignore[union-attr]


def test_an_agreement_at_an_event_asks_which_and_plans_nothing(cast: Cast, need: Need) -> None:
    mayor = cast.client(Function.MAYOR)
    address = reverse("position:agreement_new", args=[need.pk]) + "?ritme=event"
    assert "Kies een van de mogelijkheden." in body(mayor.post(address, proposed(mayor, address)))
    mayor.post(address, proposed(mayor, address) | {"moment": "release"})
    [made] = all_agreements(cast)
    assert (made.rhythm, made.moment) == (Rhythm.EVENT, "release")
    assert not expected(cast)
    assert "bij een vrijlating" in body(mayor.get(reverse("position:agreement", args=[made.pk])))


def test_personal_data_are_said_to_be_not_judged_yet(cast: Cast, need: Need) -> None:
    mayor = cast.client(Function.MAYOR)
    address = reverse("position:agreement_new", args=[need.pk])
    shown = body(mayor.get(address))
    assert "nog niet getoetst" in shown
    assert "de juridische toets komt voordat er iets gedeeld wordt" in shown
    answer = mayor.post(address, proposed(mayor, address) | {"personal_data": "on"}, follow=True)
    [made] = all_agreements(cast)
    assert made.gate == Gate.UNTESTED
    assert "Nog niet getoetst" in body(answer)
    listed = mayor.get(reverse("position:agreements"), {"persoonsgegevens": "ja"})
    assert [row.title for row in listed.context["rows"]] == [made.what]


def test_a_second_agreement_on_the_same_need_is_asked_about(cast: Cast, need: Need, agree: Agree) -> None:
    agree()
    mayor = cast.client(Function.MAYOR)
    address = reverse("position:agreement_new", args=[need.pk])
    assert "Er loopt al een afspraak hierover" in body(mayor.get(address))
    sent = proposed(mayor, address)
    asked = mayor.post(address, sent)
    assert "Bedoelt u nog een?" in body(asked)
    assert len(all_agreements(cast)) == 1
    assert mayor.post(address, sent | {"overlap": "on"}).status_code == 302
    assert len(all_agreements(cast)) == 2
    # Asking once beside a running agreement is no overlap.
    once = address + "?ritme=once"
    assert mayor.post(once, proposed(mayor, once)).status_code == 302


def test_sent_twice_is_one_agreement(cast: Cast, need: Need) -> None:
    mayor = cast.client(Function.MAYOR)
    address = reverse("position:agreement_new", args=[need.pk]) + "?ritme=once"
    sent = proposed(mayor, address)
    first = mayor.post(address, sent)
    again = mayor.post(address, sent)
    assert again["Location"] == first["Location"]
    assert len(all_agreements(cast)) == 1


def test_dates_give_way_to_an_event_and_come_back(cast: Cast, agree: Agree) -> None:
    made = agree()
    mayor = cast.client(Function.MAYOR)
    address = reverse("position:agreement_change", args=[made.pk])
    event = address + "?ritme=event"
    mayor.post(event, proposed(mayor, event) | {"moment": "verdict"})
    [now] = all_agreements(cast)
    assert (now.rhythm, now.rule, now.moment) == (Rhythm.EVENT, "", "verdict")
    assert not expected(cast)
    back = address + "?ritme=vast"
    mayor.post(back, proposed(mayor, back) | {"rhythm": "fortnightly", "weekday": "3"})
    [now] = all_agreements(cast)
    assert (now.rule, now.moment) == ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "")
    assert expected(cast)


def test_what_the_regime_says_is_not_typed_again(cast: Cast, theme: Theme) -> None:
    adviser_id = cast.people[Function.SAFETY_ADVISER].pk
    with acting_as(person=adviser_id) as identity:
        open_problem(
            identity=identity,
            new=NewProblem(title="Groep Zuid", kind=Kind.COMPLEX, theme=theme, owner=adviser_id),
        )
        need = Need.objects.filter(origin="regime").first()
    assert need is not None
    adviser = cast.client(Function.SAFETY_ADVISER)
    form = adviser.get(reverse("position:agreement_new", args=[need.pk])).context["form"]
    assert form["threshold"].value()


def test_two_editors_the_second_is_told_and_loses_no_text(cast: Cast, agree: Agree) -> None:
    made = agree()
    address = reverse("position:agreement_change", args=[made.pk])
    adviser, mayor = cast.client(Function.SAFETY_ADVISER), cast.client(Function.MAYOR)
    sent = proposed(adviser, address)
    assert adviser.post(address, sent | {"threshold": "Bel bij onrust."}).status_code == 302
    answer = mayor.post(address, sent | {"threshold": "Bel bij geweld.", "grace_days": "0"})
    assert answer.status_code == 409
    shown = body(answer)
    assert "Iemand anders was u voor" in shown
    assert "Bel bij onrust." in shown
    assert 'value="Bel bij geweld."' in shown
    assert all_agreements(cast)[0].threshold == "Bel bij onrust."
    form = answer.context["form"]
    again = {name: form[name].value() for name in form.fields if form[name].value()} | {"grace_days": "0"}
    assert mayor.post(address, again).status_code == 302
    [now] = all_agreements(cast)
    assert (now.threshold, now.grace_days, now.version) == ("Bel bij geweld.", 0, 3)
    history = body(mayor.get(reverse("position:agreement", args=[made.pk])))
    assert "Gewijzigd: bel tussendoor." in history
    assert cast.people[Function.SAFETY_ADVISER].name in history


def test_another_rhythm_plans_anew(cast: Cast, agree: Agree) -> None:
    made = agree()
    mayor = cast.client(Function.MAYOR)
    address = reverse("position:agreement_change", args=[made.pk])
    weekly = len(expected(cast))
    mayor.post(address, proposed(mayor, address) | {"rhythm": "monthly", "day": "31"})
    [now] = all_agreements(cast)
    assert now.rule == "FREQ=MONTHLY;BYMONTHDAY=-1"
    assert 1 <= len(expected(cast)) < weekly
    assert mayor.get(address).context["form"]["day"].value() == 31


def test_rest_run_again_and_end_say_first_what_they_do(cast: Cast, agree: Agree) -> None:
    made = agree()
    mayor = cast.client(Function.MAYOR)

    def turn(name: str, version: int) -> str:
        address = reverse(f"position:agreement_{name}", args=[made.pk])
        said = body(mayor.get(address))
        assert "Wat dit doet" in said
        mayor.post(address, {"version": version})
        return said

    assert "niets nieuws verwacht" in turn("pause", 1)
    assert all_agreements(cast)[0].state == AgreementState.PAUSED
    assert not expected(cast)
    turn("resume", 2)
    assert expected(cast)
    assert "ook niet wat nu te laat is" in turn("end", 3)
    assert all_agreements(cast)[0].state == AgreementState.ENDED
    assert not expected(cast)
    late = mayor.post(reverse("position:agreement_pause", args=[made.pk]), {"version": 1}, follow=True)
    assert "Iemand anders heeft dit net gewijzigd" in body(late)


def test_the_page_shows_the_ladder_when_it_is_late(cast: Cast, agree: Agree) -> None:
    made = agree()
    mayor = cast.client(Function.MAYOR)
    address = reverse("position:agreement", args=[made.pk])
    assert "Wie wordt erop aangesproken" not in body(mayor.get(address))
    with acting_as(person=cast.people[Function.MAYOR].pk):
        delivery = first_delivery(made)
    make_late(cast, delivery)
    shown = body(mayor.get(address))
    assert "Wie wordt erop aangesproken" in shown
    assert "te laat" in shown
    assert cast.people[Function.TEAM_CHIEF].name in shown


def test_the_list_goes_by_supplier_and_pages_on(cast: Cast, theme: Theme) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        need = make_need(identity, theme)
        suppliers = list(Organisation.objects.filter(municipality=cast.home).order_by("name"))[:3]
        for number in range(33):
            make_agreement(
                identity, need, supplier=suppliers[number % 3], what=f"Stuk {number:02}", rhythm=Rhythm.YEARLY
            )
    mayor = cast.client(Function.MAYOR)
    first = mayor.get(reverse("position:agreements"))
    second = mayor.get(reverse("position:agreements") + first.context["next_url"])
    rows = [row for page in (first, second) for row in page.context["rows"]]
    assert len({row.title for row in rows}) == len(rows) == 33
    assert [row.text for row in rows] == [one.name for one in suppliers for _time in range(11)]
    only = mayor.get(reverse("position:agreements"), {"partner": suppliers[1].pk})
    assert {row.text for row in only.context["rows"]} == {suppliers[1].name}


def test_list_and_page_ask_the_database_as_often_for_many_as_for_few(cast: Cast, theme: Theme) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        need = make_need(identity, theme)
        made = make_agreement(identity, need, what="Eerste")
        item = hand_over(identity, first_delivery(made))
        services.rate(identity=identity, item=item, verdict=Verdict.USEFUL)
        make_agreement(identity, need)
    mayor = cast.client(Function.MAYOR)
    addresses = [
        reverse("position:agreements"),
        reverse("position:agreement", args=[made.pk]),
        reverse("position:need", args=[need.pk]),
    ]
    few = [count_queries(mayor, address) for address in addresses]
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        for _number in range(20):
            more = make_agreement(identity, need)
            item = hand_over(identity, first_delivery(more))
            services.rate(identity=identity, item=item, verdict=Verdict.LATE)
        for _number in range(3):
            hand_over(identity, first_delivery(made))
    assert [count_queries(mayor, address) for address in addresses] == few
