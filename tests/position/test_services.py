"""Planning, delivering, refusing, expiring: what the position promises whoever calls it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.deadlines.recurrence import Rhythm
from driehoek.ledger.models import Event
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Function
from driehoek.position import services
from driehoek.position.models import (
    Agreement,
    AgreementState,
    Delivery,
    DeliveryState,
    Gate,
    Item,
    Need,
    NeedState,
    Reading,
    Verdict,
)
from driehoek.position.services import NewItem
from driehoek.position.services.agreements import plan_all
from driehoek.position.services.deliveries import PersonalDataError
from driehoek.problems.models import Classification
from tests.support.cast import Cast

Agree = Callable[..., Agreement]


def expected(agreement: Agreement) -> list[Delivery]:
    return list(
        Delivery.objects.filter(agreement=agreement, state=DeliveryState.EXPECTED)
        .select_related("agreement", "deadline")
        .order_by("deadline__due_at")
    )


def test_an_agreement_plans_what_is_to_be_expected_with_a_deadline_each(cast: Cast, agree: Agree) -> None:
    agreement = agree()
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        planned = expected(agreement)
    assert 12 <= len(planned) <= 14
    for delivery in planned:
        assert delivery.deadline is not None
        assert delivery.deadline.responsible_id == cast.people[Function.TEAM_CHIEF].pk
        assert delivery.deadline.late_after > delivery.deadline.due_at > timezone.now() - timedelta(days=1)
    assert len({delivery.period_end for delivery in planned}) == len(planned)


def test_planning_again_adds_nothing_and_a_yearly_report_has_its_next_one(cast: Cast, agree: Agree) -> None:
    agree()
    yearly = agree(rhythm=Rhythm.YEARLY, weekday=None, day=10, what="Jaarbeeld")
    with acting_as_system(municipality=cast.home.pk):
        assert len(expected(yearly)) == 1
        assert plan_all(municipality=cast.home.pk) == 0


def test_what_ran_before_it_was_registered_can_be_planned_back(cast: Cast, agree: Agree) -> None:
    agreement = agree(starts_on=timezone.localdate() - timedelta(days=70))
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        before = len(expected(agreement))
        added = services.plan_deliveries(
            agreement=agreement, since=timezone.localdate() - timedelta(days=60), until=timezone.localdate()
        )
        assert added in (8, 9)
        assert len(expected(agreement)) == before + added


def test_a_week_that_easter_moves_is_planned_too(cast: Cast, agree: Agree) -> None:
    """Friday reports around Good Friday 26 March 2027: one moves to Tuesday, and is still about its own week."""
    agreement = agree(weekday=4, starts_on=date(2027, 3, 1))
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        services.plan_deliveries(agreement=agreement, since=date(2027, 3, 20), until=date(2027, 4, 10))
        planned = Delivery.objects.filter(agreement=agreement, period_end__gte=date(2027, 3, 15))
        found = sorted(
            (one.period_end, timezone.localdate(one.deadline.due_at))
            for one in planned.select_related("deadline")
            if one.deadline and one.deadline.due_at.year == 2027 and one.deadline.due_at.month in (3, 4)
        )
    assert [due for _end, due in found] == [date(2027, 3, 30), date(2027, 4, 2), date(2027, 4, 9)]
    ends = [end for end, _due in found if end]
    assert len(set(ends)) == len(ends) == 3


def test_a_request_is_due_once_and_an_event_never(cast: Cast, agree: Agree) -> None:
    request = agree(rhythm=Rhythm.ONCE, weekday=None, starts_on=timezone.localdate() + timedelta(days=9))
    event = agree(rhythm=Rhythm.EVENT, weekday=None, moment="arrest")
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        assert len(expected(request)) == 1
        assert expected(event) == []
    assert (request.rule, event.rule) == ("", "")


def test_delivering_meets_the_deadline_once(cast: Cast, agree: Agree) -> None:
    agreement = agree()
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        delivery = expected(agreement)[0]
        items = services.deliver(
            identity=identity,
            delivery=delivery,
            version=1,
            items=[NewItem("Rustig weekend", "Twee meldingen")],
        )
        assert [item.delivery_id for item in items] == [delivery.pk]
        with pytest.raises(VersionConflict):
            services.deliver(identity=identity, delivery=delivery, version=1, items=[NewItem("Nog eens")])
        assert Deadline.objects.get(pk=delivery.deadline_id).state == DeadlineState.MET
        assert Item.objects.count() == 1
    with acting_as(person=cast.people[Function.MAYOR].pk):
        event = Event.objects.get(action="position:delivery:received", subject=delivery.pk)
    assert event.data == '{"items":1,"late":false}'


@pytest.mark.parametrize(
    ("code", "personal", "classification", "days"),
    [
        ("agreement", False, Classification.CONFIDENTIAL, 30),
        ("classification", True, Classification.INTERNAL, 30),
        ("expiry", True, Classification.CONFIDENTIAL, None),
    ],
)
def test_personal_data_only_where_agreed_kept_close_and_short(
    cast: Cast, agree: Agree, code: str, personal: bool, classification: Classification, days: int | None
) -> None:
    agreement = agree(personal_data=personal)
    assert agreement.gate == (Gate.UNTESTED if personal else Gate.NOT_NEEDED)
    until = timezone.localdate() + timedelta(days=days) if days else None
    new = NewItem("Eén persoon", personal_data=True, classification=classification, expires_on=until)
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        delivery = expected(agreement)[0]
        with pytest.raises(PersonalDataError, match=code):
            services.deliver(identity=identity, delivery=delivery, version=1, items=[new])
        assert Delivery.objects.get(pk=delivery.pk).state == DeliveryState.EXPECTED


def test_an_item_is_emptied_on_the_day_it_expires(cast: Cast, agree: Agree) -> None:
    agreement = agree(personal_data=True)
    new = NewItem(
        "Terugkeer",
        "Tekst met een naam",
        personal_data=True,
        classification=Classification.CONFIDENTIAL,
        expires_on=timezone.localdate() + timedelta(days=1),
    )
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        item = services.deliver(identity=identity, delivery=expected(agreement)[0], version=1, items=[new])[0]
    with acting_as_system(municipality=cast.home.pk):
        assert services.expire_items(municipality=cast.home.pk) == 0
        tomorrow = timezone.localdate() + timedelta(days=1)
        assert services.expire_items(municipality=cast.home.pk, on=tomorrow) == 1
        assert services.expire_items(municipality=cast.home.pk, on=tomorrow) == 0
        left = Item.objects.get(pk=item.pk)
    assert (left.text, left.title) == ("", "Terugkeer")
    assert left.expired_at is not None


def test_pausing_takes_back_what_is_not_due_and_resuming_plans_it_again(cast: Cast, agree: Agree) -> None:
    agreement = agree()
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        services.pause_agreement(identity=identity, agreement=agreement, version=1)
        assert expected(agreement) == []
        assert not Deadline.objects.filter(state=DeadlineState.OPEN).exists()
        services.resume_agreement(identity=identity, agreement=agreement, version=2)
        assert len(expected(agreement)) >= 12
        services.end_agreement(identity=identity, agreement=agreement, version=3)
        assert expected(agreement) == []
        with pytest.raises(VersionConflict):
            services.pause_agreement(identity=identity, agreement=agreement, version=4)


def test_changing_the_rhythm_plans_anew_and_the_contact_goes_along(cast: Cast, agree: Agree) -> None:
    agreement = agree()
    deputy = cast.people[Function.PROSECUTOR]
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        services.change_agreement(
            identity=identity, agreement=agreement, version=1, values={"contact": deputy}
        )
        assert {one.deadline.responsible_id for one in expected(agreement) if one.deadline} == {deputy.pk}
        services.change_agreement(
            identity=identity, agreement=agreement, version=2, values={"rhythm": Rhythm.MONTHLY, "day": 5}
        )
        assert 2 <= len(expected(agreement)) <= 4
        with pytest.raises(VersionConflict):
            services.change_agreement(
                identity=identity, agreement=agreement, version=2, values={"what": "Iets anders"}
            )


def test_a_reading_says_when_and_what_it_was_worth_and_may_change(cast: Cast, agree: Agree) -> None:
    agreement = agree()
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        item = services.deliver(
            identity=identity, delivery=expected(agreement)[0], version=1, items=[NewItem("Weekend")]
        )[0]
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        services.open_item(identity=identity, item=item)
        services.open_item(identity=identity, item=item)
        services.rate(identity=identity, item=item, verdict=Verdict.NO_MEANING, note="Waarom?")
        services.rate(identity=identity, item=item, verdict=Verdict.USEFUL, mark=4)
        services.withdraw_rating(identity=identity, item=item)
        reading = Reading.objects.get(item=item)
        assert (reading.verdict, reading.mark, reading.rated_at) == ("", None, None)
        assert reading.acknowledged_at is not None
        names = list(
            Event.objects.filter(subject=item.pk).order_by("sequence").values_list("action", flat=True)
        )
    assert names == [
        "position:item:opened",
        "position:item:rated",
        "position:item:rated",
        "position:item:unrated",
    ]


def test_a_barred_need_has_its_reason_and_can_be_needed_again(cast: Cast, need: Need) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        with pytest.raises(IntegrityError), transaction.atomic():
            Need.objects.filter(pk=need.pk).update(state=NeedState.BARRED)
        services.bar_need(identity=identity, need=need, version=1, reason="Beroepsgeheim")
        services.reopen_need(identity=identity, need=need, version=2)
        services.end_need(identity=identity, need=need, version=3)
        found = Need.objects.get(pk=need.pk)
    assert (found.state, found.version, found.barred_reason) == (NeedState.ENDED, 4, "")


def test_the_database_keeps_agreements_from_who_may_only_supply(cast: Cast, agree: Agree) -> None:
    agreement = agree()
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        assert Agreement.objects.filter(pk=agreement.pk).update(state=AgreementState.ENDED) == 0
        assert Agreement.objects.filter(pk=agreement.pk).exists()
    for function in (Function.PARTNER, Function.PROSECUTOR, Function.CASE_DIRECTOR, Function.ADMIN):
        with acting_as(person=cast.people[function].pk):
            assert not Agreement.objects.exists()
            assert not Need.objects.exists()
            assert not Delivery.objects.exists()
            assert not Deadline.objects.exists()
