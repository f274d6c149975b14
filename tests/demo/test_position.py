"""The demo's information position tells one small story, on whatever day it is made."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from driehoek.access.identity import acting_as
from driehoek.deadlines.calendar import (
    add_working_days,
    end_of_working_day,
    local_day,
    working_days_after,
)
from driehoek.deadlines.models import Deadline, Notice
from driehoek.deadlines.recurrence import Rhythm, due_dates, rule_for
from driehoek.demo.build import make_municipality, make_problems
from driehoek.demo.needs import NEEDS
from driehoek.demo.needs.shapes import Due
from driehoek.demo.position import LATE_SINCE, make_position
from driehoek.ledger.events import known_actions
from driehoek.ledger.models import Event
from driehoek.meetings.queries import open_points, settled_points
from driehoek.parties.models import ContactStep, Function, OrganisationKind, Person
from driehoek.position.gap import GapKind
from driehoek.position.models import (
    Agreement,
    Delivery,
    DeliveryState,
    Gate,
    InfoKind,
    Item,
    Need,
    NeedState,
    Question,
    QuestionKind,
    QuestionState,
    Reading,
    Verdict,
)
from driehoek.position.queries.first_page import first_page
from driehoek.position.queries.matrix import matrix
from tests.support.cast import Cast

Made = tuple[uuid.UUID, dict[Function, Person]]


@pytest.fixture(scope="module")
def days() -> list[date]:
    """Every day of two years, one with a leap day."""
    return [date(2027, 1, 1) + timedelta(days=number) for number in range(731)]


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Made]:
    """The demo municipality, made once, without its figures, which the position does not need."""
    with django_db_blocker.unblock(), transaction.atomic():
        home, people = make_municipality("Voorbeeldstad", "GM9901")
        make_problems(home, people)
        make_position(home, people)
        yield home, people
        transaction.set_rollback(True)
    connection.close()


def test_on_every_day_the_late_one_is_late_and_its_reminder_has_gone(days: list[date]) -> None:
    for day in days:
        due = add_working_days(day, LATE_SINCE)
        rule = rule_for(Rhythm.MONTHLY, day=due.day)
        found = due_dates(
            rule, starts_on=day - timedelta(weeks=18), after=day - timedelta(weeks=19), until=day
        )
        assert found[-1] == due
        assert len(found) >= 4
        late_after = working_days_after(end_of_working_day(due), 2)
        assert local_day(late_after) < day


def test_on_every_day_each_recurring_agreement_has_something_behind_it(days: list[date]) -> None:
    recurring = [
        agreed for needed in NEEDS for agreed in needed.agreed if agreed.came and agreed.due is Due.AGREED
    ]
    assert len(recurring) == 9
    for agreed in recurring:
        rule = rule_for(agreed.rhythm, weekday=agreed.weekday, day=agreed.day)
        for day in days:
            start = day - timedelta(weeks=agreed.weeks)
            assert due_dates(rule, starts_on=start, after=start, until=day - timedelta(days=1)), agreed.what


def test_needs_and_agreements_are_as_told(made: Made) -> None:
    home, people = made
    with acting_as(person=people[Function.MAYOR].pk, municipality=home):
        stated = Need.objects.filter(regime="")
        assert stated.count() == len(NEEDS) == 16
        assert set(stated.filter(agreements=None).values_list("state", "partner__kind")) == {
            (NeedState.BARRED, OrganisationKind.CARE),
            (NeedState.OPEN, OrganisationKind.PROSECUTION),
            (NeedState.OPEN, None),
        }
        assert "beroepsgeheim" in stated.get(state=NeedState.BARRED).barred_reason
        agreements = Agreement.objects.filter(regime="")
        assert agreements.count() == 13
        assert agreements.get(personal_data=True).gate == Gate.UNTESTED
        suppliers = set(agreements.values_list("supplier__kind", flat=True))
    assert suppliers == {
        OrganisationKind.POLICE,
        OrganisationKind.PROSECUTION,
        OrganisationKind.SAFETY_HOUSE,
        OrganisationKind.HOUSING,
        OrganisationKind.CARE,
        OrganisationKind.ENFORCEMENT,
        OrganisationKind.FIRE_BRIGADE,
        OrganisationKind.RIEC,
    }


def test_a_part_of_what_each_case_asks_for_is_agreed(made: Made) -> None:
    home, people = made
    with acting_as(person=people[Function.MAYOR].pk, municipality=home):
        agreed = Agreement.objects.exclude(regime="").values_list("problem__title", "need__origin_id")
        titles = Counter(title for title, _line in agreed)
        asked = Need.objects.filter(origin="regime", problem__training=False).count()
        assert not Agreement.objects.filter(problem__training=True).exists()
        needed = Need.objects.filter(origin="regime").select_related("problem")
        assert all(need.stated_at == need.problem.opened_at for need in needed if need.problem)
        assert not Agreement.objects.filter(made_at__lt=F("need__stated_at")).exists()
    assert sorted(titles.values()) == [2, 3, 3, 3]
    assert asked > sum(titles.values())


def test_the_matrix_shows_every_kind_of_gap(made: Made) -> None:
    home, people = made
    with acting_as(person=people[Function.MAYOR].pk, municipality=home) as identity:
        found = matrix(identity)
        kinds = {line.kind for row in found.rows for cell in row.cells for line in cell.lines}
    assert kinds == set(GapKind)


def test_half_a_year_came_in_some_of_it_late_and_nothing_from_the_future(made: Made) -> None:
    home, people = made
    now = timezone.now()
    with acting_as(person=people[Function.MAYOR].pk, municipality=home):
        received = list(Delivery.objects.filter(state=DeliveryState.RECEIVED).select_related("deadline"))
        weekly = [one for one in received if one.agreement.rhythm == Rhythm.WEEKLY]
        assert 25 <= len(weekly) <= 27
        late = [one for one in received if one.deadline and one.received_at > one.deadline.late_after]
        assert 8 <= len(late) < len(received) / 2
        assert max(one.received_at for one in received if one.received_at) < now
        assert min(one.received_at for one in received if one.received_at) < now - timedelta(days=160)
        assert not Reading.objects.filter(rated_at__gt=now).exists()
        for reading in Reading.objects.exclude(verdict="").select_related("item"):
            assert reading.rated_at is not None
            assert reading.rated_at >= reading.item.received_at
        verdicts = Counter(
            Reading.objects.filter(person=people[Function.MAYOR]).values_list("verdict", flat=True)
        )
        without_meaning = Item.objects.filter(info_kind=InfoKind.ANALYTICAL, meaning="").count()
    assert set(Verdict) <= set(verdicts)
    assert without_meaning >= 5


def test_only_what_came_last_waits_to_be_read(made: Made) -> None:
    home, people = made
    mayor = people[Function.MAYOR]
    with acting_as(person=mayor.pk, municipality=home):
        unread = Item.objects.exclude(readings__person=mayor)
        assert unread.count() == 4
        assert min(unread.values_list("received_at", flat=True)) > timezone.now() - timedelta(days=45)
        week = Reading.objects.filter(rated_at__gt=timezone.now() - timedelta(days=3, hours=1))
        assert week.filter(verdict=Verdict.NO_MEANING).count() == 1


def test_one_delivery_is_late_now_and_was_reminded_of_once(made: Made) -> None:
    home, people = made
    with acting_as(person=people[Function.MAYOR].pk, municipality=home):
        late = Deadline.objects.get(state="open", late_after__lt=timezone.now())
        assert late.delivery.agreement.what == "Maandbericht woonoverlast"
        assert late.reminded_at == late.late_after
        assert late.step == 0
        notice = Notice.objects.get()
    assert notice.person == people[Function.PARTNER]
    assert notice.reason == Notice.Reason.REMINDER


def test_the_routes_begin_at_the_party_itself(made: Made) -> None:
    home, people = made
    first = {OrganisationKind.POLICE: Function.TEAM_CHIEF, OrganisationKind.HOUSING: Function.PARTNER}
    with acting_as(person=people[Function.SAFETY_ADVISER].pk, municipality=home):
        for kind, function in first.items():
            route = list(ContactStep.objects.filter(organisation__kind=kind).order_by("place"))
            assert len(route) == 3
            assert route[0].person == people[function]


def test_three_questions_wait_are_answered_and_ask_for_a_decision(made: Made) -> None:
    home, people = made
    with acting_as(person=people[Function.MAYOR].pk, municipality=home):
        waiting = Question.objects.get(kind=QuestionKind.QUESTION, state=QuestionState.OPEN)
        answered = Question.objects.get(state=QuestionState.ANSWERED)
        decision = Question.objects.select_related("deadline").get(kind=QuestionKind.DECISION)
    assert waiting.to_person == people[Function.TEAM_CHIEF]
    assert waiting.about_title.startswith("Uitgaan in ")
    assert answered.answered_by == people[Function.PARTNER]
    assert decision.to_person == people[Function.MAYOR]
    assert (len(decision.options), bool(decision.advice)) == (2, True)
    assert decision.deadline is not None
    assert local_day(decision.deadline.due_at) == add_working_days(timezone.localdate(), 2)


def test_each_first_page_tells_its_reader_what_to_do(made: Made) -> None:
    home, people = made

    def titles(function: Function, part: str) -> list[str]:
        with acting_as(person=people[function].pk, municipality=home) as identity:
            return [line.title for line in first_page(identity, lines=25).lines(part)]

    assert titles(Function.MAYOR, "asked") == ["Blijft het extra toezicht rond de Testmarkt?"]
    assert titles(Function.MAYOR, "late") == ["Maandbericht woonoverlast"]
    assert titles(Function.MAYOR, "answered") == ["Zijn de vrije woningen al opnieuw verhuurd?"]
    assert "Verwachting voor het Voorbeeldfestival" in titles(Function.MAYOR, "coming")
    unread = titles(Function.MAYOR, "unread")
    assert len(unread) == 4
    assert unread[0].startswith("Beeld na de explosie")
    assert "Maandbericht woonoverlast" in titles(Function.PARTNER, "asked")
    assert "Waarom zijn er meer vechtpartijen op donderdag, en wat stelt u voor?" in titles(
        Function.TEAM_CHIEF, "asked"
    )
    assert any(title.startswith("Uitgaan in ") for title in titles(Function.TEAM_CHIEF, "rated"))


def test_the_driehoek_has_an_agenda_to_which_each_brought_something(made: Made) -> None:
    home, people = made
    with acting_as(person=people[Function.MAYOR].pk, municipality=home) as identity:
        points = list(open_points(identity))
        settled, more = settled_points(identity)
    assert {point.proposed_by for point in points} == {
        people[function] for function in (Function.SAFETY_ADVISER, Function.TEAM_CHIEF, Function.PROSECUTOR)
    }
    assert [point.confidential for point in points] == [False, False, True]
    assert (len(settled), more) == (1, False)
    assert settled[0].outcome


def test_the_ledger_knows_every_event_and_holds_no_words(made: Made) -> None:
    home, people = made
    with acting_as(person=people[Function.MAYOR].pk, municipality=home):
        rows = list(Event.objects.exclude(action__startswith="problems:").values_list("action", "data"))
    assert {action for action, _data in rows} <= set(known_actions())
    kept = " ".join(data for _action, data in rows)
    assert "Testmarkt" not in kept
    assert "Maandbericht" not in kept


def test_the_pages_of_the_mayor_stand(made: Made) -> None:
    home, people = made
    client: Client = Cast(home=home, away=home, people=people, stranger=people[Function.MAYOR]).client(  # type: ignore[arg-type]
        Function.MAYOR
    )
    page = client.get(reverse("brief:today")).content.decode()
    for words in (
        "Blijft het extra toezicht rond de Testmarkt?",
        "Maandbericht woonoverlast",
        "Beeld na de explosie",
    ):
        assert words in page
