"""A form of the council's papers that is sent twice stores nothing twice; a number in any field is refused."""

from __future__ import annotations

import pytest
from django.urls import reverse

from driehoek.access.identity import acting_as
from driehoek.council.models import CouncilQuestion, Passage, Version
from driehoek.deadlines.models import Deadline
from driehoek.parties.models import Function
from tests.council.test_version import BSN
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db
QUESTION = {
    "title": "Fietsdiefstal", "text": "Hoeveel fietsen?", "asked_by": "Fractie A", "asked_on": "2026-11-02",
    "term_days": "30", "version": "0",
}  # fmt: skip


def test_a_form_sent_twice_stores_once(cast: Cast) -> None:
    adviser = cast.client(Function.SAFETY_ADVISER)
    answers = [adviser.post(reverse("council:question_new"), QUESTION) for _time in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    quarter = {"quarter": "2022-Q3"}
    given = {"title": "Derde kwartaal", "depth": "district", "minimum": "5", "version": "0"}
    shown = adviser.get(reverse("council:version_new"))
    quarter["quarter"] = next(value for value, _words in shown.context["form"].fields["quarter"].choices)
    made = [adviser.post(reverse("council:version_new"), given | quarter) for _time in range(2)]
    assert made[0].status_code == 302
    assert made[0]["Location"] == made[1]["Location"]
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        version = Version.objects.get()
        address = reverse("council:passage_new", args=[version.pk])
    for _time in range(2):
        adviser.post(address, {"heading": "Vooraf", "text": "Wat wij doen.", "version": "0"})
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        assert CouncilQuestion.objects.count() == 1
        assert Deadline.objects.filter(kind="council.question").count() == 1
        assert Passage.objects.count() == 1
    # Another question of the same day is another question.
    other = adviser.post(reverse("council:question_new"), QUESTION | {"asked_by": "Fractie B"})
    assert other["Location"] != answers[0]["Location"]


def test_a_number_in_who_asked_is_refused_too(cast: Cast) -> None:
    adviser = cast.client(Function.SAFETY_ADVISER)
    answer = adviser.post(reverse("council:question_new"), QUESTION | {"asked_by": BSN})
    assert answer.status_code == 200
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        assert not CouncilQuestion.objects.exists()
