"""What the position says on the first page: to the mayor, to a supplier, to nobody else (OV01)."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from driehoek.access.identity import Identity, acting_as, acting_as_system
from driehoek.access.models import Level
from driehoek.access.services import grant
from driehoek.brief.pdf import brief_pdf
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.models import Deadline
from driehoek.parties.models import Function, Person
from driehoek.position import services
from driehoek.position.models import Agreement, Delivery, Question, QuestionKind, Verdict
from driehoek.position.queries.first_page import FirstPage, first_page
from driehoek.position.services import NewQuestion
from driehoek.problems.models import Kind, Problem, SafetyField, Theme
from driehoek.problems.services import NewProblem, ensure_theme, open_problem
from tests.support.cast import Cast
from tests.support.position_objects import first_delivery, hand_over, make_agreement, make_need

LATE, COMES = "Weekbericht dat te laat is", "Maandbeeld dat nog komt"


@pytest.fixture
def theme(cast: Cast) -> Theme:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        return ensure_theme(municipality=identity.municipality, field=SafetyField.LIVING, path=("Wonen",))


@pytest.fixture
def agreement(cast: Cast, theme: Theme) -> Agreement:
    """A weekly report of the police, with the team chief as contact."""
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        need = make_need(identity, theme)
        return make_agreement(identity, need, what=LATE, contact=cast.people[Function.TEAM_CHIEF])


def page_of(cast: Cast, function: Function) -> str:
    return cast.client(function).get(reverse("brief:today")).content.decode()


def read(cast: Cast, function: Function, at: datetime | None = None) -> FirstPage:
    with acting_as(person=cast.people[function].pk) as identity:
        return first_page(identity, lines=5, at=at)


def make_late(cast: Cast, agreement: Agreement, days: int = 6) -> Delivery:
    """Move an expected delivery back, so that it is late by now."""
    with acting_as_system(municipality=cast.home.pk):
        delivery = first_delivery(agreement)
        due = timezone.now() - timedelta(days=days)
        Deadline.objects.filter(pk=delivery.deadline_id).update(
            due_at=due,
            late_after=due + timedelta(days=1),
            remind_at=due + timedelta(days=1),
            created_at=due - timedelta(days=30),
        )
        return delivery


def ask(identity: Identity, person: Person, text: str, **more: object) -> Question:
    new = NewQuestion(text=text, due_at=timezone.now() + timedelta(days=2), to_person=person, **more)  # type: ignore[arg-type]
    return services.ask(identity=identity, new=new)


@pytest.mark.story("OV01")
def test_the_mayor_reads_on_one_page_what_is_asked_late_arrived_and_coming(
    cast: Cast, theme: Theme, agreement: Agreement
) -> None:
    make_late(cast, agreement)
    mayor = cast.people[Function.MAYOR]
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        ask(
            identity, mayor, "Eerder sluiten?", kind=QuestionKind.DECISION, options=("Ja", "Nee"), advice="Ja"
        )
        other = make_agreement(identity, make_need(identity, theme), what=COMES)
        soon = first_delivery(other)
        assert soon.deadline is not None
        deadlines.move(deadline=soon.deadline, due_at=timezone.now() + timedelta(days=2))
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        arrived = make_agreement(identity, make_need(identity, theme), what="Dagbeeld")
        hand_over(identity, first_delivery(arrived), title="Rustige nacht")
    page = page_of(cast, Function.MAYOR)
    asked, rest = page.split('id="going-on-title"')
    assert "Eerder sluiten?" in asked
    assert "besluit" in asked
    going_on, rest = rest.split('id="changed-title"')
    assert LATE in going_on
    assert "werkdagen te laat" in going_on
    assert "Nog niet herinnerd." in going_on
    changed, coming = rest.split('id="coming-title"')
    assert "Rustige nacht" in changed
    assert COMES in coming
    assert "Eén ding wordt van u gevraagd. Eén levering is te laat." in page


def test_who_supplies_sees_what_is_asked_of_them_first_and_what_was_thought_of_it(
    cast: Cast, agreement: Agreement
) -> None:
    late = make_late(cast, agreement)
    page = page_of(cast, Function.TEAM_CHIEF)
    asked = page.split('id="going-on-title"')[0]
    assert f"Lever: {LATE}" in asked
    assert "werkdagen te laat" in asked
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        item = hand_over(identity, late, title="Weekbeeld")
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        services.rate(identity=identity, item=item, verdict=Verdict.NO_MEANING, note="Waarom steeg het?")
    page = page_of(cast, Function.TEAM_CHIEF)
    assert "“Weekbeeld”: duiding mist" in page
    assert "Waarom steeg het?" in page
    assert "werkdagen te laat" not in page


def test_the_supplier_is_not_shown_as_late_with_others_and_others_see_nothing(
    cast: Cast, agreement: Agreement
) -> None:
    make_late(cast, agreement)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        ask(identity, cast.people[Function.TEAM_CHIEF], "Wanneer komt het?")
    for function in (Function.PARTNER, Function.PROSECUTOR, Function.CASE_DIRECTOR, Function.ANALYST,
                     Function.ADMIN, Function.DPO):  # fmt: skip
        assert read(cast, function).parts == {}, function
        page = page_of(cast, function)
        assert LATE not in page
        assert "Wanneer komt het?" not in page
    stranger = cast.client(person=cast.stranger).get(reverse("brief:today")).content.decode()
    assert LATE not in stranger
    assert [line.part for line in read(cast, Function.TEAM_CHIEF).lines("late")] == []


def test_an_item_leaves_the_page_when_it_is_seen_and_an_answer_when_it_is_read(
    cast: Cast, agreement: Agreement
) -> None:
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        item = hand_over(identity, first_delivery(agreement), title="Weekbeeld")
    mayor = cast.client(Function.MAYOR)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        question = ask(identity, cast.people[Function.TEAM_CHIEF], "Waarom zo weinig?")
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        services.answer(identity=identity, question=question, version=1, text="Door de regen")
    page = mayor.get(reverse("brief:today")).content.decode()
    assert "Antwoord: Waarom zo weinig?" in page
    assert "Weekbeeld" in page
    mayor.get(reverse("position:question", args=[question.pk]))
    mayor.post(reverse("position:item_rate", args=[item.pk]), {"verdict": "useful", "next": "/vandaag/"})
    page = mayor.get(reverse("brief:today")).content.decode()
    assert "Antwoord: Waarom zo weinig?" not in page
    assert "Weekbeeld" not in page


def test_who_was_called_in_as_the_next_step_is_told_so(cast: Cast, agreement: Agreement) -> None:
    delivery = make_late(cast, agreement, days=20)
    with acting_as_system(municipality=cast.home.pk):
        for day in range(8):
            deadlines.sweep(municipality=cast.home.pk, now=timezone.now() + timedelta(days=day))
        assert Deadline.objects.get(pk=delivery.deadline_id).reminded_at is not None
    adviser = read(cast, Function.SAFETY_ADVISER)
    assert [line.title for line in adviser.lines("called")] == [LATE]
    assert f"Bel over wat te laat is: {LATE}" in page_of(cast, Function.SAFETY_ADVISER)
    assert [line.title for line in read(cast, Function.MAYOR).lines("late")] == [LATE]


def test_an_exercise_and_a_closed_case_stay_off_the_page(cast: Cast, theme: Theme) -> None:
    adviser, chief = cast.people[Function.SAFETY_ADVISER], cast.people[Function.TEAM_CHIEF]
    found: dict[str, Problem] = {}
    with acting_as(person=adviser.pk) as identity:
        for title, kind, training in (("Oefening", Kind.CRISIS, True), ("Zaak", Kind.COMPLEX, False)):
            new = NewProblem(title=title, kind=kind, theme=theme, owner=adviser.pk, training=training)
            found[title] = open_problem(identity=identity, new=new)
            ask(identity, chief, f"Vraag over {title}", problem=found[title])
    assert read(cast, Function.TEAM_CHIEF).parts == {}
    with acting_as(person=adviser.pk) as identity:
        grant(identity=identity, person=chief.pk, problem=found["Zaak"].pk, level=Level.OVERVIEW)
    assert [line.title for line in read(cast, Function.TEAM_CHIEF).lines("asked")] == ["Vraag over Zaak"]


def test_the_page_of_an_earlier_moment_shows_what_was_late_then(cast: Cast, agreement: Agreement) -> None:
    late = make_late(cast, agreement)
    before = timezone.now()
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        hand_over(identity, late)
    assert read(cast, Function.MAYOR).lines("late") == []
    assert [line.title for line in read(cast, Function.MAYOR, at=before).lines("late")] == [LATE]


@pytest.mark.parametrize("count", [3, 40])
def test_the_page_asks_at_most_twelve_questions_however_much_there_is(
    cast: Cast, theme: Theme, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        need = make_need(identity, theme)
        for number in range(count):
            made = make_agreement(identity, need, what=f"Bericht {number}")
            if number % 2:
                hand_over(identity, first_delivery(made), title=f"Beeld {number}")
            ask(identity, cast.people[Function.MAYOR], f"Mag {number}?")
    client = cast.client(Function.MAYOR)
    client.get(reverse("brief:today"))
    with django_assert_max_num_queries(12):
        page = client.get(reverse("brief:today")).content.decode()
    shown = {number for number in range(count) if f"Mag {number}?" in page}
    assert len(shown) == min(count, 5)


def test_the_a4_is_still_one_page_when_everything_is_full(cast: Cast, theme: Theme) -> None:
    adviser, mayor = cast.people[Function.SAFETY_ADVISER], cast.people[Function.MAYOR]
    with acting_as(person=adviser.pk) as identity:
        need = make_need(identity, theme)
        for number in range(8):
            made = make_agreement(identity, need, what=f"Maandbericht over onderwerp nummer {number}")
            hand_over(
                identity, first_delivery(made), title=f"Beeld van de maand {number}, met een lange regel"
            )
            soon = first_delivery(made)
            assert soon.deadline is not None
            deadlines.move(deadline=soon.deadline, due_at=timezone.now() + timedelta(days=3))
            ask(identity, mayor, f"Mag de tweede handhaver blijven tot en met zondag, vraag {number}?")
            new = NewProblem(
                title=f"Probleem met een titel van gewone lengte {number}",
                summary="Wat er speelt, in twee zinnen die de burgemeester nodig heeft. En wat er nu gebeurt.",
                kind=Kind.STANDARD, theme=theme, owner=adviser.pk,
            )  # fmt: skip
            open_problem(identity=identity, new=new)
    with acting_as(person=mayor.pk) as identity:
        content = brief_pdf(identity, "Burgemeester", at=timezone.now())
    with pikepdf.open(io.BytesIO(content)) as paper:
        assert len(paper.pages) == 1
