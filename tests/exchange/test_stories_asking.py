"""From a question to an answer that is used: the stories of the side that asks and receives."""

from __future__ import annotations

import html
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.deadlines import services as deadlines
from driehoek.deadlines.models import Deadline, DeadlineState, Notice
from driehoek.exchange.models import Provision, Request, RequestState
from driehoek.exchange.services.urgency import RECEIPT
from driehoek.ledger.models import Event
from driehoek.parties.models import Function, OrganisationKind
from driehoek.problems.models import Theme
from tests.support.asking_objects import (
    ESSENTIALS,
    TITLE,
    WORDS,
    given,
    opened_problem,
    party,
    recalled,
    refused,
)
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db
MAYOR, ADVISER, PROSECUTOR = Function.MAYOR, Function.SAFETY_ADVISER, Function.PROSECUTOR


def body(answer: Any) -> str:
    """The words of a page, as they are read."""
    return html.unescape(answer.content.decode())


@pytest.mark.story("OM01")
def test_the_mayor_asks_with_purpose_necessity_moment_and_level_and_reads_the_answer(
    cast: Cast, theme: Theme
) -> None:
    problem = opened_problem(cast, theme)
    mayor = cast.client(MAYOR)
    # The way in stands on the problem's page, and the form knows the problem, its theme and the usual partner.
    page = body(mayor.get(reverse("problems:page", args=[problem.pk])))
    way = f"{reverse('exchange:request_new')}?probleem={problem.pk}"
    assert way in page
    assert "Waarschijnlijk mag dit" in body(mayor.get(way))
    data = WORDS | {
        "to": str(party(cast, OrganisationKind.PROSECUTION).pk),
        "problem": str(problem.pk),
        "detail": "essentials",
        "purpose": "openbare_orde",
        "subject": "verdachte",
        "data_categories": ["strafvorderlijke_gegevens"],
        "due": "three",
        "key": str(uuid.uuid4()),
        "go": "1",
    }
    confirm = mayor.post(reverse("exchange:request_new"), data)
    sent = mayor.post(confirm["Location"], {"version": "1"})
    with acting_as(person=cast.people[MAYOR].pk):
        request = Request.objects.get()
        assert (request.state, request.detail, request.problem_id) == (
            RequestState.SUBMITTED,
            "essentials",
            problem.pk,
        )
        verbs = Event.objects.filter(subject=request.pk).order_by("sequence").values_list("action", flat=True)
        assert [verb.split(":")[2] for verb in verbs] == ["drafted", "submitted"]
        # The ledger knows that was asked, and no word of it.
        for event in Event.objects.filter(subject=request.pk):
            assert not any(words in event.data for words in WORDS.values())
    # It is due in the position by itself, and stands with the other side.
    assert request.number in body(mayor.get(reverse("deadlines:coming")))
    assert WORDS["necessity"] in body(
        cast.client(PROSECUTOR).get(reverse("exchange:judge", args=[request.pk]))
    )
    refused(cast, request)
    first = body(mayor.get(reverse("brief:today")))
    assert sent["Location"] in first
    assert "Antwoord op uw verzoek" in first
    answer = body(mayor.get(sent["Location"]))
    for words in (
        "Geweigerd",
        "Dit raakt het onderzoek.",
        "Het belang van het onderzoek",
        "Wat er anders moet",
    ):
        assert words in answer


@pytest.mark.story("OM06")
def test_receipt_use_and_feedback_are_recorded_and_a_recall_leaves_the_proof(
    cast: Cast, theme: Theme
) -> None:
    provision = given(cast, theme)
    mayor, adviser = cast.client(MAYOR), cast.client(ADVISER)
    here = reverse("exchange:received", args=[provision.pk])
    assert TITLE in body(mayor.get(reverse("brief:today")))
    page = body(mayor.get(here))
    assert "Lees de kern" in page
    with acting_as(person=cast.people[PROSECUTOR].pk):
        part = provision.parts.get(detail="essentials")
    read = mayor.post(reverse("exchange:received_read", args=[provision.pk, part.pk]))
    assert ESSENTIALS in body(read)
    mayor.post(reverse("exchange:received_confirm", args=[provision.pk]))
    adviser.post(
        reverse("exchange:received_use", args=[provision.pk]),
        {
            "decision_taken": "Extra toezicht rond de zitting",
            "decided_on": str(timezone.localdate()),
            "helped": "yes",
            "feedback": "Precies op tijd.",
            "key": str(uuid.uuid4()),
        },
    )
    # The giver sees receipt, reading and use.
    giver = body(cast.client(PROSECUTOR).get(reverse("exchange:provision", args=[provision.pk])))
    for words in ("Extra toezicht rond de zitting", "Precies op tijd.", "Burgemeester"):
        assert words in giver
    recalled(cast, provision)
    page = body(mayor.get(here))
    for words in (
        "heeft dit teruggetrokken",
        "De gegevens klopten niet.",
        "Kern",
        "Extra toezicht rond de zitting",
    ):
        assert words in page
    assert ESSENTIALS not in page


@pytest.mark.story("OM08")
def test_what_cannot_wait_rings_on_until_someone_at_the_receiver_confirms(cast: Cast, theme: Theme) -> None:
    provision = given(cast, theme, urgent=True)
    mayor = cast.client(MAYOR)
    assert "Zolang niemand bevestigt" in body(mayor.get(reverse("exchange:received", args=[provision.pk])))
    assert "wacht tot iemand bevestigt" in body(mayor.get(reverse("exchange:front")))
    with acting_as_system(municipality=cast.home.pk):
        deadline = Deadline.objects.get(kind=RECEIPT, subject=provision.pk)
        for minutes in (20, 40, 60, 80):
            deadlines.sweep(municipality=cast.home.pk, now=timezone.now() + timedelta(minutes=minutes))
        told = set(Notice.objects.filter(deadline=deadline).values_list("person", flat=True))
    assert len(told) > 1, "nobody else was rung"
    # Whoever is first ends it for all.
    adviser = cast.client(ADVISER)
    adviser.post(reverse("exchange:received_confirm", args=[provision.pk]))
    with acting_as_system(municipality=cast.home.pk):
        assert Deadline.objects.get(pk=deadline.pk).state == DeadlineState.MET
    with acting_as(person=cast.people[ADVISER].pk):
        assert Provision.objects.get(pk=provision.pk).received_by_id == cast.people[ADVISER].pk
    assert "wacht tot iemand bevestigt" not in body(mayor.get(reverse("exchange:front")))
