"""What the mayor must know today: at once on the first page, and further along the route while unopened (ST11)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Appointment, Function
from driehoek.position import services
from driehoek.position.models import Agreement, Delivery, DeliveryState, Item
from driehoek.position.services import NewItem, PersonalDataError
from driehoek.position.services.must_know import MUST_KNOW
from driehoek.problems.models import Classification
from tests.deadlines.support import swept, told
from tests.position.support import body
from tests.position.test_deliveries_pages import WORDS, deliver, expected
from tests.support.cast import Cast

Agree = Callable[..., Agreement]
ALARM = NewItem(title="Dreiging bij het Marktplein", text="Een groep is op weg.", must_know=True)


def raised(cast: Cast, agree: Agree) -> tuple[Item, Deadline]:
    """The police raise an alarm with a delivery that is still to come."""
    delivery = expected(cast, agree())
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        [item] = services.add_items(identity=identity, delivery=delivery, items=[ALARM])
        return item, Deadline.objects.get(kind=MUST_KNOW, subject=item.pk)


def state(cast: Cast, deadline: Deadline) -> str:
    with acting_as_system(municipality=cast.home.pk):
        return Deadline.objects.get(pk=deadline.pk).state


def first_page(cast: Cast, function: Function) -> str:
    return body(cast.client(function).get(reverse("brief:today")))


@pytest.mark.story("ST11")
def test_the_flag_goes_straight_to_the_mayors_page_and_ends_when_it_is_opened(
    cast: Cast, agree: Agree
) -> None:
    delivery = expected(cast, agree())
    deliver(cast.client(Function.TEAM_CHIEF), delivery, **{"form-0-must_know": "on"})
    mayor = cast.client(Function.MAYOR)
    page = body(mayor.get(reverse("brief:today")))
    asked = page[page.index("Wat wordt van") :]
    assert WORDS["form-0-title"] in asked
    assert "vandaag weten" in page
    with acting_as(person=cast.people[Function.MAYOR].pk):
        item = Item.objects.get(must_know=True)
        deadline = Deadline.objects.get(kind=MUST_KNOW, subject=item.pk)
    assert body(mayor.get(reverse("position:item", args=[item.pk])))
    assert state(cast, deadline) == DeadlineState.MET
    assert "nog niet geopend" not in body(mayor.get(reverse("brief:today")))


@pytest.mark.story("ST11")
def test_unopened_it_goes_along_the_route_within_hours_not_days(cast: Cast, agree: Agree) -> None:
    _item, deadline = raised(cast, agree)
    names = {function: cast.people[function].name for function in Function}
    now = timezone.now()
    assert swept(cast, now + timedelta(hours=1)) == 0
    for minutes in (121, 152, 183, 214):
        swept(cast, now + timedelta(minutes=minutes))
    assert [row[2] for row in told(cast, deadline)] == [
        names[Function.MAYOR],
        names[Function.DEPUTY],
        names[Function.SAFETY_ADVISER],
    ]
    assert state(cast, deadline) == DeadlineState.OPEN
    assert "bel de burgemeester" in first_page(cast, Function.SAFETY_ADVISER)


def test_an_adviser_who_opens_it_does_not_end_it_but_telling_the_mayor_does(cast: Cast, agree: Agree) -> None:
    item, deadline = raised(cast, agree)
    adviser = cast.client(Function.SAFETY_ADVISER)
    assert "nog niet geopend" in body(adviser.get(reverse("position:item", args=[item.pk])))
    assert state(cast, deadline) == DeadlineState.OPEN
    adviser.post(reverse("position:item_told", args=[item.pk]))
    assert state(cast, deadline) == DeadlineState.MET
    assert "nog niet geopend" not in body(adviser.get(reverse("position:item", args=[item.pk])))
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        assert services.tell_in_person(identity=identity, item=item) is False
    with acting_as(person=cast.people[Function.DEPUTY].pk) as identity, pytest.raises(PermissionError):
        services.tell_in_person(identity=identity, item=item)


def test_without_a_mayor_it_is_for_the_deputy_and_without_both_for_the_advisers(
    cast: Cast, agree: Agree
) -> None:
    delivery = expected(cast, agree())
    gone = timezone.now() - timedelta(seconds=1)
    with acting_as_system(municipality=cast.home.pk):
        Appointment.objects.filter(person=cast.people[Function.MAYOR]).update(valid_until=gone)
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        [item] = services.add_items(identity=identity, delivery=delivery, items=[ALARM])
        deadline = Deadline.objects.get(kind=MUST_KNOW, subject=item.pk)
    assert deadline.responsible_id == cast.people[Function.DEPUTY].pk
    with acting_as_system(municipality=cast.home.pk):
        Appointment.objects.filter(person=cast.people[Function.DEPUTY]).update(valid_until=gone)
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        [item] = services.add_items(identity=identity, delivery=delivery, items=[ALARM])
        deadline = Deadline.objects.get(kind=MUST_KNOW, subject=item.pk)
    assert deadline.responsible_id is None
    swept(cast, timezone.now() + timedelta(minutes=121))
    assert [row[2] for row in told(cast, deadline)] == [cast.people[Function.SAFETY_ADVISER].name]
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        services.open_item(identity=identity, item=item)
    assert state(cast, deadline) == DeadlineState.MET


def test_a_delivery_can_be_received_before_its_items_come(cast: Cast, agree: Agree) -> None:
    delivery = expected(cast, agree())
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        services.receive(identity=identity, delivery=delivery, version=delivery.version)
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity, pytest.raises(VersionConflict):
        services.receive(identity=identity, delivery=delivery, version=1)
    chief = cast.people[Function.TEAM_CHIEF].pk
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        found = Delivery.objects.select_related("agreement", "deadline").get(pk=delivery.pk)
        assert (found.state, found.deadline.state) == (DeliveryState.RECEIVED, DeadlineState.MET)
        [item] = services.add_items(
            identity=identity, delivery=found, items=[NewItem(title="Rustig")], provided_by=chief
        )
    assert item.provided_by_id == chief


def test_personal_data_of_a_case_do_not_go_to_the_first_page(cast: Cast, agree: Agree) -> None:
    made = agree(personal_data=True)
    new = NewItem(
        title="Alarm",
        must_know=True,
        personal_data=True,
        classification=Classification.CONFIDENTIAL,
        expires_on=timezone.localdate() + timedelta(days=9),
    )
    services.judge_personal_data(new, made, None)
    with pytest.raises(PersonalDataError, match="must_know"):
        services.judge_personal_data(new, made, made.pk)


def test_free_text_is_screened_before_it_is_delivered(cast: Cast, agree: Agree) -> None:
    delivery = expected(cast, agree())
    chief = cast.client(Function.TEAM_CHIEF)
    page = body(deliver(chief, delivery, **{"form-0-text": "Het gaat om 111222333."}))
    assert "burgerservicenummer" in page
    assert "Ik heb het nagekeken" not in page
    words = {"form-0-text": "Bel wijkteam@voorbeeld.invalid voor meer."}
    page = body(deliver(chief, delivery, **words))
    assert "een e-mailadres (“wijkteam@voorbeeld.invalid”)" in page
    assert "Ik heb het nagekeken" in page
    assert deliver(chief, delivery, **words, **{"form-0-personal_confirmed": "on"}).status_code == 302
