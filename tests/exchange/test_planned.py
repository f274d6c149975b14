"""What the mayor means to do, put to the prosecution service first (OM05)."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.deadlines.models import DeadlineState
from driehoek.exchange.models import Objection, ObjectionState, PlannedState, Power
from driehoek.exchange.queries import planned as queries
from driehoek.exchange.services import planned as services
from driehoek.ledger.versions import VersionConflict
from driehoek.meetings import proposals
from driehoek.parties.models import Function
from driehoek.problems.models import Theme
from tests.support.cast import Cast
from tests.support.exchange_planned import announced, drafted

pytestmark = pytest.mark.django_db

REASON = "Het loopt anders vanavond uit de hand."


def form_of(page: str) -> dict[str, str]:
    """Return the hidden values of a page's forms."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def page(client: Client, name: str, *args: Any) -> str:
    """Return a page that must be there."""
    answer = client.get(reverse(f"exchange:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.story("OM05")
def test_a_closure_is_put_to_the_prosecutor_who_asks_to_wait_and_the_mayor_weighs_that(
    cast: Cast, theme: Theme
) -> None:
    adviser, prosecutor = cast.client(Function.SAFETY_ADVISER), cast.client(Function.PROSECUTOR)
    new = page(adviser, "planned_new")
    sent = form_of(new) | {
        "power": Power.CLOSURE,
        "title": "Sluiting van een pand na een drugsvondst",
        "place": "Voorbeeldlaan, het hoekpand",
        "reason": "Er kwamen drie meldingen van overlast in twee weken.",
        "planned_for": (timezone.localdate() + timedelta(days=9)).isoformat(),
        "theme": str(theme.pk),
        "urgent_words": "",
    }
    made = adviser.post(reverse("exchange:planned_new"), sent)
    again = adviser.post(reverse("exchange:planned_new"), sent)
    assert (made.status_code, made.headers["Location"]) == (302, again.headers["Location"])
    address = made.headers["Location"]
    assert prosecutor.get(address).status_code == 404
    assert "Er loopt niets" in page(prosecutor, "planned_list")

    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        found = queries.planned_powers(identity).get()
    confirm = page(adviser, "planned_announce", found.pk)
    assert "kan antwoorden tot" in confirm
    adviser.post(reverse("exchange:planned_announce", args=[found.pk]), form_of(confirm))

    shown = prosecutor.get(address).content.decode()
    assert "Wat vindt het OM?" in shown
    assert "drie meldingen" in shown
    wait = timezone.localtime() + timedelta(days=2)
    answered = prosecutor.post(
        reverse("exchange:planned_answer", args=[found.pk]),
        {
            "answer": ObjectionState.WAIT,
            "wait_until": wait.strftime("%Y-%m-%dT%H:%M"),
            "words": "Wacht tot wij klaar zijn in dit pand.",
            "key": form_of(shown)["key"],
        },
    )
    assert answered.status_code == 302

    mayor = cast.client(Function.MAYOR)
    seen = mayor.get(address).content.decode()
    assert "vraagt om te wachten tot" in seen
    assert "Wacht tot wij klaar zijn" in seen
    decision = {"outcome": "Het pand gaat over een week dicht.", "version": form_of(seen)["version"]}
    refused = mayor.post(reverse("exchange:planned_decide", args=[found.pk]), decision)
    assert "minstens 20 tekens" in refused.content.decode()
    taken = mayor.post(
        reverse("exchange:planned_decide", args=[found.pk]),
        decision | {"weighed": "De sluiting gaat pas in na dat moment."},
    )
    assert taken.status_code == 302
    both = [client.get(address).content.decode() for client in (mayor, prosecutor)]
    assert all("Besloten: Het pand gaat over een week dicht." in one for one in both)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        done = queries.planned_powers(identity).get()
    assert done.deadline is not None
    assert done.deadline.state == DeadlineState.MET


def test_before_the_end_of_the_term_deciding_without_an_answer_asks_why(cast: Cast, theme: Theme) -> None:
    planned = announced(cast, theme)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        with pytest.raises(services.NotNowError, match="answer_first"):
            services.decide_planned(
                identity=identity, planned=planned, version=planned.version, outcome="Dicht."
            )
        services.decide_planned(
            identity=identity, planned=planned, version=planned.version, outcome="Dicht.", urgent=REASON
        )
        assert (planned.state, planned.urgent_words) == (PlannedState.DECIDED, REASON)
        assert planned.deadline is not None
        assert planned.deadline.state == DeadlineState.WITHDRAWN


def test_an_urgent_one_has_a_term_of_two_hours_and_another_of_five_working_days(
    cast: Cast, theme: Theme
) -> None:
    urgent = announced(cast, theme, urgent_words=REASON)
    calm = announced(cast, theme)
    assert urgent.announced_at is not None
    assert urgent.object_until - urgent.announced_at == timedelta(hours=2)
    assert calm.object_until > timezone.now() + timedelta(days=5)


def test_an_answer_sent_twice_is_one_and_after_the_decision_none_is_taken(cast: Cast, theme: Theme) -> None:
    planned = announced(cast, theme)
    key = uuid.uuid4()
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        for _again in range(2):
            services.answer_planned(
                identity=identity,
                planned=planned,
                answer=ObjectionState.NONE,
                words="",
                wait_until=None,
                key=key,
            )
        assert Objection.objects.count() == 1
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        services.decide_planned(identity=identity, planned=planned, version=planned.version, outcome="Dicht.")
        with pytest.raises(VersionConflict):
            services.drop_planned(identity=identity, planned=planned, version=planned.version)
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        found = queries.planned_powers(identity).get(pk=planned.pk)
        with pytest.raises(services.NotNowError, match="over"):
            services.answer_planned(
                identity=identity,
                planned=found,
                answer=ObjectionState.NONE,
                words="",
                wait_until=None,
                key=uuid.uuid4(),
            )


def test_two_who_change_one_draft_get_a_conflict_and_keep_their_text(cast: Cast, theme: Theme) -> None:
    planned = drafted(cast, theme)
    deputy, adviser = cast.client(Function.DEPUTY), cast.client(Function.SAFETY_ADVISER)
    address = reverse("exchange:planned_change", args=[planned.pk])
    read = form_of(deputy.get(address).content.decode())
    sent = read | {
        "power": Power.AREA_BAN,
        "title": "Gebiedsverbod bij het station",
        "place": "Stationsplein",
        "reason": "Vechtpartijen op vrijdag.",
        "planned_for": timezone.localdate().isoformat(),
        "theme": str(theme.pk),
    }
    assert adviser.post(address, sent).status_code == 302
    late = deputy.post(address, sent | {"title": "Gebiedsverbod rond het plein"})
    assert late.status_code == 409
    said = late.content.decode()
    assert "Gebiedsverbod rond het plein" in said
    assert "Gebiedsverbod bij het station" in said


def test_a_service_number_in_the_reason_is_refused(cast: Cast, theme: Theme) -> None:
    adviser = cast.client(Function.SAFETY_ADVISER)
    sent = form_of(page(adviser, "planned_new")) | {
        "power": Power.CLOSURE,
        "title": "Sluiting",
        "place": "Voorbeeldlaan",
        "reason": "De bewoner heeft nummer 111222333.",
        "planned_for": timezone.localdate().isoformat(),
        "theme": str(theme.pk),
    }
    assert "burgerservicenummer" in adviser.post(reverse("exchange:planned_new"), sent).content.decode()


@pytest.mark.parametrize(
    "function", [Function.TEAM_CHIEF, Function.ANALYST, Function.PARTNER, Function.ADMIN, Function.DPO]
)
def test_nobody_else_sees_it_by_page_or_by_statement(cast: Cast, theme: Theme, function: Function) -> None:
    planned = announced(cast, theme)
    assert cast.client(function).get(reverse("exchange:planned", args=[planned.pk])).status_code == 403
    with acting_as(person=cast.people[function].pk), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM exchange_plannedpower")
        assert cursor.fetchone() == (0,)


def test_another_municipality_sees_nothing(cast: Cast, theme: Theme) -> None:
    planned = announced(cast, theme)
    client = cast.client(person=cast.stranger)
    assert client.get(reverse("exchange:planned", args=[planned.pk])).status_code == 404


@pytest.mark.parametrize(
    ("function", "statement"),
    [
        (Function.SAFETY_ADVISER, "UPDATE exchange_plannedpower SET reason = 'anders'"),
        (Function.SAFETY_ADVISER, "UPDATE exchange_plannedpower SET object_until = now()"),
        (Function.SAFETY_ADVISER, "DELETE FROM exchange_plannedpower"),
        (Function.PROSECUTOR, "UPDATE exchange_plannedpower SET state = 'dropped'"),
        (Function.SAFETY_ADVISER, "UPDATE exchange_objection SET answer = 'none'"),
        (Function.PROSECUTOR, "UPDATE exchange_objection SET answer = 'none'"),
        (Function.PROSECUTOR, "DELETE FROM exchange_objection"),
        (Function.SAFETY_ADVISER, "TRUNCATE exchange_plannedpower, exchange_objection, exchange_use"),
    ],
)
def test_the_database_keeps_what_was_announced_and_answered(
    cast: Cast, theme: Theme, function: Function, statement: str
) -> None:
    planned = announced(cast, theme)
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        services.answer_planned(
            identity=identity,
            planned=planned,
            answer=ObjectionState.OBJECT,
            words="Dit schaadt een lopend onderzoek.",
            wait_until=None,
            key=uuid.uuid4(),
        )
    with acting_as(person=cast.people[function].pk):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
                touched = cursor.rowcount
        except DatabaseError:
            touched = 0
        assert touched == 0


def test_only_the_asked_office_answers_and_only_in_its_own_name(cast: Cast, theme: Theme) -> None:
    planned = announced(cast, theme)
    values = {
        "municipality": planned.municipality_id,
        "planned": planned.pk,
        "organisation": planned.told_to_id,
        "by": cast.people[Function.PROSECUTOR].pk,
    }
    insert = (
        "INSERT INTO exchange_objection (id, municipality_id, planned_id, organisation_id, answer, words,"
        " given_by_id, given_at, key) VALUES (gen_random_uuid(), %(municipality)s, %(planned)s, %(organisation)s,"
        " 'none', '', %(by)s, now(), gen_random_uuid())"
    )
    for function in (Function.MAYOR, Function.SAFETY_ADVISER, Function.TEAM_CHIEF):
        with (
            acting_as(person=cast.people[function].pk),
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(insert, values)


def test_the_list_costs_the_same_for_one_and_for_many(
    cast: Cast, theme: Theme, django_assert_num_queries: Any
) -> None:
    client = cast.client(Function.PROSECUTOR)
    announced(cast, theme)
    address = reverse("exchange:planned_list")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _one in range(6):
        announced(cast, theme)
    with django_assert_num_queries(len(few)):
        client.get(address)


def test_what_waits_is_offered_for_the_agenda_of_the_driehoek(cast: Cast, theme: Theme) -> None:
    planned = announced(cast, theme, planned_for=timezone.localdate() + timedelta(days=1))
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        offered = proposals.propose_all(identity, timezone.now() + timedelta(days=3), leaving_out=frozenset())
    titles = [one.title for group in offered for one in group.proposals]
    assert planned.title in titles
