"""What was told by word of mouth: recorded whatever the law says, answered once, and never hidden (OM06)."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.exchange.models import OralIncident, OralReply, Provision
from driehoek.exchange.services import oral as services
from driehoek.exchange.services.provision_values import ReleaseError
from driehoek.exchange.services.receiving import NotReadableError, read_part
from driehoek.parties.models import Function, OrganisationKind
from driehoek.problems.models import Theme
from tests.support.cast import Cast
from tests.support.exchange_oral import SAID, forbidden, told
from tests.support.giving import ANSWERS, POSTED, fields_of, organisation

pytestmark = pytest.mark.django_db
OBJECTION = "Het ging over een andere dag dan hier staat."


def run(statement: str, *values: object) -> int:
    """Run SQL as the app's role; what is refused touched nothing."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount
    except DatabaseError:
        return 0


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


@pytest.mark.story("OM06")
def test_what_was_told_is_recorded_with_its_basis_and_the_other_side_answers_once(
    cast: Cast, theme: Theme
) -> None:
    prosecutor, adviser = cast.client(Function.PROSECUTOR), cast.client(Function.SAFETY_ADVISER)
    new = reverse("exchange:oral_new")
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        town = str(organisation(OrganisationKind.MUNICIPALITY, cast).pk)
    page = prosecutor.get(new).content.decode()
    sent: dict[str, Any] = fields_of(page, "dh-form") | {
        "recipient": town,
        "theme": str(theme.pk),
        "title": "Telefoon over een vrijlating",
        "text": SAID,
        "purpose": "openbare_orde",
        "subject": "verdachte",
        "data_categories": ["strafvorderlijke_gegevens"],
        "told_at": (timezone.localtime() - timedelta(days=8)).strftime("%Y-%m-%dT%H:%M"),
    }
    asks = prosecutor.post(new, sent).content.decode()
    assert "Beantwoord de vragen." in asks
    answered = sent | POSTED | {"fact-asked": " ".join(ANSWERS)}
    shown = prosecutor.post(new, answered).content.decode()
    # Nothing is recorded before the writer saw what the law says.
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        assert not Provision.objects.exists()
    whole = answered | {
        key: value for key, value in fields_of(shown, "dh-form").items() if key in ("seen", "fact-asked")
    }
    assert whole["seen"].startswith("allowed")
    made = prosecutor.post(new, whole)
    assert made.status_code == 302
    assert prosecutor.post(new, whole).headers["Location"] == made.headers["Location"]
    address = made.headers["Location"]
    own = prosecutor.get(address).content.decode()
    assert "meer dan twee werkdagen na het gesprek" in own

    seen = adviser.get(address).content.decode()
    assert "Telefoon over een vrijlating" in seen
    assert SAID not in seen
    assert "Telefoon over een vrijlating" in adviser.get(reverse("exchange:oral_list")).content.decode()
    assert "Telefoon over een vrijlating" in prosecutor.get(reverse("exchange:oral_list")).content.decode()
    pk = uuid.UUID(address.rstrip("/").rsplit("/", 1)[-1])
    assert adviser.get(reverse("exchange:received", args=[pk])).headers["Location"] == address
    assert adviser.post(reverse("exchange:received_confirm", args=[pk])).headers["Location"] == address
    answer = reverse("exchange:oral_reply", args=[pk])
    assert "minstens 10 tekens" in adviser.post(answer, {"agrees": "no", "words": "Nee"}).content.decode()
    assert adviser.post(answer, {"agrees": "no", "words": OBJECTION}).status_code == 302
    adviser.post(answer, {"agrees": "yes", "words": ""})
    assert OBJECTION in prosecutor.get(address).content.decode()
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        assert OralReply.objects.get().agrees is False
        assert not OralIncident.objects.exists()


@pytest.mark.story("TZ05")
def test_what_was_not_allowed_goes_to_the_officer_without_what_was_said(cast: Cast, theme: Theme) -> None:
    made = forbidden(cast, theme)
    officer = cast.client(Function.DPO)
    with acting_as(person=cast.people[Function.DPO].pk):
        incident = OralIncident.objects.select_related("deadline").get()
        assert (incident.number, incident.outcome) == (made.number, "not_allowed")
        assert incident.deadline is not None
        assert incident.deadline.responsible_id == cast.people[Function.DPO].pk
        assert count("exchange_provision") == count("exchange_part") == 0
    assert made.number in officer.get(reverse("exchange:oral_incidents")).content.decode()
    address = reverse("exchange:oral_incident", args=[incident.pk])
    page = officer.get(address).content.decode()
    assert "Waarom" in page
    assert SAID not in page
    assert made.title not in page
    words = "Besproken met de officier; geen datalek, wel een les."
    assert "minstens 10 tekens" in officer.post(address, {"words": "Klaar", "version": "1"}).content.decode()
    assert officer.post(address, {"words": words, "version": "1"}).status_code == 302
    late = officer.post(address, {"words": "Toch iets anders besloten.", "version": "1"}, follow=True)
    assert "handelde dit net af" in late.content.decode()
    settled = officer.get(address).content.decode()
    assert words in settled
    # Settled is not hidden.
    assert made.number in officer.get(reverse("exchange:oral_incidents")).content.decode()
    with acting_as(person=cast.people[Function.DPO].pk):
        assert Deadline.objects.get(kind=services.INCIDENT).state == DeadlineState.MET
    told_it = cast.client(Function.PROSECUTOR).get(reverse("exchange:oral", args=[made.pk])).content.decode()
    assert "heeft dit afgehandeld" in told_it


def test_an_incident_is_never_hidden_forged_or_changed(cast: Cast, theme: Theme) -> None:
    fine, made = told(cast, theme), forbidden(cast, theme)
    insert = (
        "INSERT INTO exchange_oralincident (id, municipality_id, provision_id, number, giver_id, recipient_id,"
        " decision_id, outcome, told_at, recorded_at, words, version) SELECT gen_random_uuid(), municipality_id, id,"
        " number, giver_id, recipient_id, decision_id, 'not_allowed', given_at, released_at, '', 1"
        " FROM exchange_provision WHERE id = %s"
    )
    statements = (
        "UPDATE exchange_oralincident SET outcome = 'allowed'",
        "UPDATE exchange_oralincident SET words = 'Weg ermee.', settled_at = now(), settled_by_id = provision_id",
        "DELETE FROM exchange_oralincident",
        "TRUNCATE exchange_oralincident, exchange_oralreply",
    )
    for function in (Function.PROSECUTOR, Function.MAYOR):
        with acting_as(person=cast.people[function].pk):
            for statement in statements:
                assert run(statement) == 0
    with acting_as(person=cast.people[Function.DPO].pk):
        for statement in (statements[0], *statements[2:]):
            assert run(statement) == 0
        assert run(insert, fine.pk) == 0
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        assert run(insert, fine.pk) == 0
        assert [one.provision_id for one in OralIncident.objects.all()] == [made.pk]


def test_an_answer_is_the_told_sides_own_and_stays(cast: Cast, theme: Theme) -> None:
    made = told(cast, theme)
    insert = (
        "INSERT INTO exchange_oralreply (id, municipality_id, provision_id, agrees, words, given_by_id, given_at)"
        " VALUES (gen_random_uuid(), %s, %s, true, '', %s, now())"
    )
    for function in (Function.PROSECUTOR, Function.TEAM_CHIEF, Function.DPO):
        person = cast.people[function].pk
        with acting_as(person=person):
            assert run(insert, cast.home.pk, made.pk, person) == 0
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        found = Provision.objects.get(pk=made.pk)
        services.reply(identity=identity, provision=found, agrees=True)
        with pytest.raises(services.NotNowError, match="over"):
            services.reply(identity=identity, provision=found, agrees=False, words=OBJECTION)
        assert run("UPDATE exchange_oralreply SET agrees = false, words = 'Toch niet'") == 0
        assert run("DELETE FROM exchange_oralreply") == 0
        assert Provision.objects.get(pk=made.pk).received_at is not None


def test_the_told_side_never_reads_the_text(cast: Cast, theme: Theme) -> None:
    told(cast, theme)
    with acting_as(person=cast.people[Function.MAYOR].pk):
        assert count("exchange_part") == count("exchange_partkey") == 0
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        part = Provision.objects.select_related("recipient").get().parts.get()
        provision = Provision.objects.select_related("recipient").get()
    part.provision = provision
    with (
        acting_as(person=cast.people[Function.MAYOR].pk) as identity,
        pytest.raises(NotReadableError, match="oral"),
    ):
        read_part(identity=identity, part=part)


def test_nobody_else_sees_it(cast: Cast, theme: Theme) -> None:
    made = forbidden(cast, theme)
    outside = (Function.TEAM_CHIEF, Function.PARTNER, Function.ANALYST, Function.ADMIN, Function.COUNCIL)
    for function in outside:
        answer = cast.client(function).get(reverse("exchange:oral", args=[made.pk]))
        assert answer.status_code in (403, 404)
        with acting_as(person=cast.people[function].pk):
            for table in ("exchange_provision", "exchange_oralincident", "exchange_oralreply"):
                assert count(table) == 0
            assert not Deadline.objects.filter(kind=services.INCIDENT).exists()


def test_another_municipality_sees_nothing(cast: Cast, theme: Theme) -> None:
    made = forbidden(cast, theme)
    client = cast.client(person=cast.stranger)
    assert client.get(reverse("exchange:oral", args=[made.pk])).status_code == 404
    with acting_as(person=cast.stranger.pk):
        assert count("exchange_oralincident") == 0


def test_late_counts_in_working_days(cast: Cast, theme: Theme) -> None:
    assert not services.is_late(told(cast, theme))
    assert services.is_late(told(cast, theme, told_at=timezone.now() - timedelta(days=6)))


def test_the_lists_cost_the_same_for_one_and_for_many(
    cast: Cast, theme: Theme, django_assert_num_queries: Any
) -> None:
    pages = [
        (cast.client(Function.MAYOR), reverse("exchange:oral_list")),
        (cast.client(Function.DPO), reverse("exchange:oral_incidents")),
    ]
    forbidden(cast, theme)
    counts = []
    for client, address in pages:
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        counts.append(len(few))
    for _one in range(3):
        forbidden(cast, theme)
    for (client, address), number in zip(pages, counts, strict=True):
        with django_assert_num_queries(number):
            client.get(address)


def test_what_is_still_to_come_was_not_told(cast: Cast, theme: Theme) -> None:
    with pytest.raises(ReleaseError, match="told_at"):
        told(cast, theme, told_at=timezone.now() + timedelta(hours=1))
