"""Asking at a line, answering in time, and who does not get to see it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from driehoek.access.identity import Identity, acting_as
from driehoek.access.models import Level
from driehoek.access.services import grant
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.parties.models import Function
from driehoek.position import services
from driehoek.position.models import Agreement, Question, QuestionKind, QuestionState
from driehoek.position.services import NewQuestion
from driehoek.position.services.questions import NotYoursError
from driehoek.problems.models import Kind, Problem, Theme
from driehoek.problems.services import NewProblem, open_problem
from tests.support.cast import Cast

Agree = Callable[..., Agreement]


def open_one(cast: Cast, theme: Theme, kind: Kind = Kind.STANDARD) -> Problem:
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        return open_problem(
            identity=identity,
            new=NewProblem(title="Vechtpartijen op de Testmarkt", kind=kind, theme=theme, owner=adviser.pk),
        )


def address(about: Problem) -> str:
    return reverse("position:question_new") + f"?over=problems.problem&id={about.pk}"


@pytest.mark.story("ST03")
def test_the_mayor_asks_at_a_problem_sees_who_answers_by_when_and_gets_the_answer(
    cast: Cast, theme: Theme
) -> None:
    problem = open_one(cast, theme)
    chief, mayor = cast.client(Function.TEAM_CHIEF), cast.client(Function.MAYOR)
    page = mayor.get(address(problem)).content.decode()
    assert "Vechtpartijen op de Testmarkt" in page
    sent = mayor.post(
        address(problem),
        {
            "text": "Waarom meer op donderdag?",
            "to": f"p:{cast.people[Function.TEAM_CHIEF].pk}",
            "when": "three",
        },
        follow=True,
    )
    told = sent.content.decode()
    assert re.search(r"Teamchef politie antwoordt uiterlijk .*17\.00", told)
    assert "Waarom meer op donderdag?" in chief.get(reverse("position:questions")).content.decode()
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        question = Question.objects.get()
    assert (
        mayor.post(
            reverse("position:question_answer", args=[question.pk]), {"text": "Zelf", "version": 1}
        ).status_code
        == 403
    )
    chief.post(
        reverse("position:question_answer", args=[question.pk]), {"text": "De studenten", "version": 1}
    )
    assert "De studenten" in mayor.get(reverse("position:question", args=[question.pk])).content.decode()
    with acting_as(person=cast.people[Function.MAYOR].pk):
        question = Question.objects.select_related("deadline").get()
    assert question.state == QuestionState.ANSWERED
    assert question.answer_seen_at is not None
    assert question.deadline is not None
    assert question.deadline.state == DeadlineState.MET


def test_the_first_answer_stands_and_the_second_loses_no_text(cast: Cast, theme: Theme) -> None:
    problem = open_one(cast, theme)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        question = services.ask(
            identity=identity,
            new=NewQuestion(
                text="Wat is er?",
                due_at=timezone.now() + timedelta(days=2),
                to_person=cast.people[Function.TEAM_CHIEF],
                problem=problem,
            ),
        )
    chief = cast.client(Function.TEAM_CHIEF)
    where = reverse("position:question_answer", args=[question.pk])
    chief.post(where, {"text": "Eerste antwoord", "version": 1})
    second = chief.post(where, {"text": "Tweede antwoord", "version": 1})
    assert second.status_code == 409
    page = second.content.decode()
    assert "Eerste antwoord" in page
    assert "Tweede antwoord" in page


def test_an_empty_answer_is_refused_with_words(cast: Cast, theme: Theme) -> None:
    problem = open_one(cast, theme)
    mayor = cast.client(Function.MAYOR)
    sent = mayor.post(address(problem), {"text": "", "to": "", "when": "date", "on": "2020-01-01"})
    page = sent.content.decode()
    assert "Schrijf uw vraag op." in page
    assert "Kies een dag die nog komt." in page


def test_a_decision_is_asked_with_options_and_taken_by_choosing_one(cast: Cast, theme: Theme) -> None:
    problem = open_one(cast, theme)
    adviser, mayor = cast.client(Function.SAFETY_ADVISER), cast.client(Function.MAYOR)
    where = reverse("position:decision_new") + f"?over=problems.problem&id={problem.pk}"
    data = {"text": "Eerder sluiten?", "options": "Ja, om 2 uur", "advice": "Doen", "when": "tomorrow"}
    assert "twee tot zes keuzes" in adviser.post(where, data).content.decode()
    adviser.post(where, data | {"options": "Ja, om 2 uur\nNee, laten zoals het is"})
    with acting_as(person=cast.people[Function.MAYOR].pk):
        question = Question.objects.get(kind=QuestionKind.DECISION)
    assert question.to_person_id == cast.people[Function.MAYOR].pk
    page = reverse("position:question", args=[question.pk])
    assert "Nee, laten zoals het is" in mayor.get(page).content.decode()
    answer = reverse("position:question_answer", args=[question.pk])
    assert "Kies een van de mogelijkheden." in mayor.post(answer, {"version": 1, "text": ""}).content.decode()
    mayor.post(answer, {"version": 1, "text": "", "chosen": "0"})
    assert "Ja, om 2 uur" in adviser.get(page).content.decode()
    assert adviser.get(where.replace(str(problem.pk), str(uuid.uuid4()))).status_code == 404
    assert mayor.get(where).status_code == 403


def test_only_the_asker_takes_a_question_back_and_only_while_it_waits(cast: Cast, theme: Theme) -> None:
    problem = open_one(cast, theme)
    mayor, adviser = cast.client(Function.MAYOR), cast.client(Function.SAFETY_ADVISER)
    question_of = ask_and_read(cast, mayor, problem)
    where = reverse("position:question_withdraw", args=[question_of])
    assert adviser.post(where, {"version": 1}).status_code == 403
    assert mayor.post(where, {"version": 1}).status_code == 302
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        question = Question.objects.select_related("deadline").get()
        assert question.state == QuestionState.WITHDRAWN
        assert Deadline.objects.get().state == DeadlineState.WITHDRAWN
        with pytest.raises(NotYoursError):
            services.answer(identity=identity, question=question, version=2, text="Toch")


def ask_and_read(cast: Cast, client: Client, problem: Problem) -> uuid.UUID:
    client.post(
        address(problem),
        {"text": "Hoe staat het?", "to": f"p:{cast.people[Function.TEAM_CHIEF].pk}", "when": "week"},
    )
    with acting_as(person=cast.people[Function.MAYOR].pk):
        return Question.objects.get().pk


def test_of_a_closed_problem_only_who_may_see_it_can_be_asked_or_told(cast: Cast, theme: Theme) -> None:
    problem = open_one(cast, theme, Kind.COMPLEX)
    mayor = cast.client(Function.MAYOR)
    page = mayor.get(address(problem)).content.decode()
    assert "Teamchef" not in page
    refused = mayor.post(
        address(problem),
        {"text": "Hoe staat het?", "to": f"p:{cast.people[Function.TEAM_CHIEF].pk}", "when": "week"},
    )
    assert refused.status_code == 200
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        grant(
            identity=identity, person=cast.people[Function.TEAM_CHIEF].pk, problem=problem.pk,
            level=Level.OVERVIEW,
        )  # fmt: skip
    question = ask_and_read(cast, mayor, problem)
    assert (
        cast.client(Function.TEAM_CHIEF).get(reverse("position:question", args=[question])).status_code == 200
    )
    for function in (Function.DEPUTY, Function.PROSECUTOR, Function.PARTNER, Function.ANALYST):
        client = cast.client(function)
        assert client.get(reverse("position:question", args=[question])).status_code == 404
        assert "Hoe staat het?" not in client.get(reverse("position:questions")).content.decode()
        assert client.get(address(problem)).status_code == 404
    stranger = cast.client(person=cast.stranger)
    assert stranger.get(reverse("position:question", args=[question])).status_code == 404
    with acting_as(person=cast.people[Function.PARTNER].pk):
        assert not Question.objects.exists()
        assert not Deadline.objects.exists()


def test_a_partner_sees_what_its_own_organisation_is_asked_and_nothing_else(
    cast: Cast, agree: Agree, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    agreement = agree()
    mayor = cast.client(Function.MAYOR)
    where = reverse("position:question_new") + f"?over=position.agreement&id={agreement.pk}"
    to = f"o:{agreement.supplier_id}"
    mayor.post(where, {"text": "Kan het ook op vrijdag?", "to": to, "when": "today"})
    with acting_as(person=cast.people[Function.MAYOR].pk):
        question = Question.objects.get()
    chief = cast.client(Function.TEAM_CHIEF)
    assert "Kan het ook op vrijdag?" in chief.get(reverse("position:questions")).content.decode()
    assert (
        cast.client(Function.PARTNER).get(reverse("position:question", args=[question.pk])).status_code == 404
    )
    assert cast.client(Function.ADMIN).get(reverse("position:questions")).status_code == 403
    with acting_as(person=cast.people[Function.PARTNER].pk) as identity, pytest.raises(NotYoursError):
        services.answer(identity=identity, question=question, version=1, text="Wij wel")


def many(identity: Identity, cast: Cast, count: int) -> None:
    for number in range(count):
        services.ask(
            identity=identity,
            new=NewQuestion(
                text=f"Vraag {number}",
                due_at=timezone.now() + timedelta(days=1),
                to_person=cast.people[Function.TEAM_CHIEF],
            ),
        )


def test_the_list_asks_the_same_number_of_questions_of_the_database_however_long(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    chief = cast.client(Function.TEAM_CHIEF)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        many(identity, cast, 40)
    with django_assert_max_num_queries(7):
        page = chief.get(reverse("position:questions")).content.decode()
    assert page.count("Vraag ") >= 30
    more = re.search(r'href="(\?[^"]*na=[^"]*)"', page)
    assert more
    second = chief.get(reverse("position:questions") + more[1].replace("&amp;", "&")).content.decode()
    assert "Vraag 0" in second
