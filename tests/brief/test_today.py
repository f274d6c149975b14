"""The first page: what changed since the last visit, the receipt, the A4, the bound on its questions."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.brief import queries
from driehoek.brief.pdf import brief_pdf
from driehoek.ledger.models import Event
from driehoek.parties.models import Function
from driehoek.problems import services
from driehoek.problems.models import Kind, Problem, SafetyField, Status
from tests.support.cast import Cast


def open_problem(cast: Cast, title: str, kind: Kind = Kind.STANDARD) -> Problem:
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        theme = services.ensure_theme(
            municipality=identity.municipality, field=SafetyField.LIVING, path=("Wonen",)
        )
        return services.open_problem(
            identity=identity, new=services.NewProblem(title=title, kind=kind, theme=theme, owner=adviser.pk)
        )


def later(monkeypatch: pytest.MonkeyPatch, **passed: float) -> None:
    moment = timezone.now() + timedelta(**passed)
    monkeypatch.setattr("driehoek.brief.queries.timezone.now", lambda: moment)


def test_the_first_visit_shows_the_past_week(cast: Cast) -> None:
    open_problem(cast, "Woonoverlast")
    page = cast.client(Function.MAYOR).get(reverse("brief:today")).content.decode()
    assert "in de afgelopen week" in page
    assert "Woonoverlast" in page


def test_what_changed_stays_during_a_visit_and_is_gone_in_the_next(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_problem(cast, "Woonoverlast")
    mayor = cast.people[Function.MAYOR]
    client = cast.client(Function.MAYOR)
    client.get(reverse("brief:today"))
    with acting_as(person=mayor.pk) as identity:
        assert len(queries.today(identity).changed) == 1
        later(monkeypatch, hours=3)
        assert queries.today(identity).changed == []


def test_own_changes_are_no_news(cast: Cast) -> None:
    open_problem(cast, "Woonoverlast")
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        assert queries.today(identity).changed == []


def test_the_receipt_says_up_to_where_the_mayor_saw_and_a_reload_adds_none(cast: Cast) -> None:
    open_problem(cast, "Woonoverlast")
    client = cast.client(Function.MAYOR)
    client.get(reverse("brief:today"))
    client.get(reverse("brief:today"))
    with acting_as(person=cast.people[Function.MAYOR].pk):
        receipts = list(Event.objects.filter(action=queries.SEEN))
        opened = Event.objects.get(action="problems:problem:opened")
    assert len(receipts) == 1
    assert json.loads(receipts[0].data)["upto"] >= opened.sequence


def test_something_new_during_the_visit_gets_its_own_receipt(cast: Cast) -> None:
    client = cast.client(Function.MAYOR)
    client.get(reverse("brief:today"))
    open_problem(cast, "Nieuw vannacht")
    page = client.get(reverse("brief:today")).content.decode()
    assert "Nieuw vannacht" in page
    with acting_as(person=cast.people[Function.MAYOR].pk):
        assert Event.objects.filter(action=queries.SEEN).count() == 2


def test_a_crisis_stands_on_top_and_asks_to_be_read(cast: Cast) -> None:
    open_problem(cast, "Woonoverlast")
    open_problem(cast, "Explosie", Kind.CRISIS)
    page = cast.client(Function.MAYOR).get(reverse("brief:today")).content.decode()
    assert "Er loopt één crisis." in page
    assert "Lees het laatste over: Explosie" in page


def test_an_empty_page_says_why(cast: Cast) -> None:
    page = cast.client(Function.PARTNER).get(reverse("brief:today")).content.decode()
    assert "Niemand vraagt nu iets van u" in page
    assert "Er speelt niets dat u kunt zien" in page
    assert "Geen crisis." in page


@pytest.mark.parametrize("count", [2, 30])
def test_the_page_asks_at_most_twelve_questions(
    cast: Cast, django_assert_max_num_queries: object, count: int
) -> None:
    for number in range(count):
        open_problem(cast, f"Probleem {number}")
    client = cast.client(Function.MAYOR)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(reverse("brief:today"))


def test_the_a4_is_one_tagged_page_in_the_language_of_the_reader(cast: Cast) -> None:
    open_problem(cast, "Woonoverlast")
    mayor = cast.people[Function.MAYOR]
    with acting_as(person=mayor.pk) as identity:
        content = brief_pdf(identity, mayor.name, at=timezone.now())
    with pikepdf.open(io.BytesIO(content)) as paper:
        assert len(paper.pages) == 1
        assert str(paper.Root.Lang) == "nl"
        assert paper.Root.MarkInfo.Marked
        assert "pdfuaid" in str(paper.open_metadata())


def test_the_page_of_an_earlier_day_shows_what_ran_then(cast: Cast) -> None:
    adviser, mayor = cast.people[Function.SAFETY_ADVISER], cast.people[Function.MAYOR]
    problem = open_problem(cast, "Toen nog open")
    with acting_as(person=adviser.pk):
        Problem.objects.filter(pk=problem.pk).update(opened_at=timezone.now() - timedelta(days=9))
        services.change_status(problem=problem, version=1, status=Status.CLOSED)
    with acting_as(person=mayor.pk) as identity:
        assert not queries.today(identity).problems
        before = queries.today(identity, at=timezone.now() - timedelta(days=2))
        assert [row.title for row in before.problems] == ["Toen nog open"]
        assert not queries.today(identity, at=timezone.now() - timedelta(days=20)).problems
