"""With the ORM and with SQL as the app's role: nothing is given without today's decision, nor read by who may not."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from driehoek import law
from driehoek.access.identity import acting_as
from driehoek.exchange.models import (
    Detail,
    Judgement,
    Part,
    PartKey,
    PartReading,
    Provision,
    ProvisionState,
    Request,
    Use,
)
from driehoek.exchange.proposals import PROVISION, proposal_of
from driehoek.exchange.services import provisions
from driehoek.exchange.services import requests as services
from driehoek.exchange.services.parts import NewPart
from driehoek.grounds import services as grounds
from driehoek.grounds.models import Decision
from driehoek.parties.models import Function, OrganisationKind, Person
from driehoek.position.models import Agreement, Delivery, Item
from driehoek.problems.models import Theme
from tests.support.cast import Cast
from tests.support.giving import TEXT, drafted, organisation, released, submitted

pytestmark = pytest.mark.django_db
RELEASE = {"record_written": True, "secrecy_notice": True}
OUTSIDERS = (
    Function.ANALYST,
    Function.DPO,
    Function.ADMIN,
    Function.COUNCIL,
    Function.TEAM_CHIEF,
    Function.PARTNER,
)
TABLES = (
    "exchange_request", "exchange_judgement", "exchange_provision", "exchange_part", "exchange_partkey",
    "exchange_partreading", "exchange_use",
)  # fmt: skip


def run(statement: str, *values: object) -> int:
    """Run SQL as the app's role; what fails leaves no trace."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


@contextmanager
def refused(match: str | None = None) -> Iterator[None]:
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        yield


def judged(identity: Any, provision: Provision, **changes: Any) -> Decision:
    """A decision of the application itself, about whatever is told it."""
    given: dict[str, Any] = {
        "subject_kind": PROVISION,
        "subject": provision.pk,
        "organisation": provision.giver_id,
        "proposal": proposal_of(provision),
    }
    return grounds.judge(identity=identity, **(given | changes))


def forced(provision: Provision, decision: uuid.UUID | None, **columns: Any) -> int:
    """Release a draft past every service, with the ORM."""
    values: dict[str, Any] = {
        "state": ProvisionState.RELEASED,
        "decision_id": decision,
        "released_at": timezone.now(),
        "released_by_id": provision.made_by_id,
        "given_at": timezone.now(),
        "number": "G-2026-9999",
    }
    with transaction.atomic():
        return Provision.objects.filter(pk=provision.pk).update(**(values | columns))


@pytest.fixture
def draft(cast: Cast, theme: Theme) -> Provision:
    """A draft of the prosecution service that the law would allow, with all its facts."""
    made = drafted(cast, theme)
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        decision = provisions.judge_provision(identity=identity, provision=made, facts=RELEASE)
        assert decision.outcome == law.Outcome.ALLOWED
    return made


def test_nothing_is_given_without_an_allowed_decision_of_today_about_exactly_this(
    cast: Cast, theme: Theme, draft: Provision
) -> None:
    other = drafted(cast, theme)
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        with refused("provision_released_under_a_decision|No decision"):
            forced(draft, None)
        # That of another provision.
        theirs = provisions.judge_provision(identity=identity, provision=other, facts=RELEASE)
        with refused("No decision"):
            forced(draft, theirs.pk)
        # Yesterday's.
        old = judged(identity, draft, on=timezone.localdate() - timedelta(days=1))
        assert old.releasable
        with refused("No decision of today"):
            forced(draft, old.pk)
        # One under another kind of subject, and one of an act that is no giving.
        with refused("No decision"):
            forced(draft, judged(identity, draft, subject_kind="position.agreement").pk)
        # One that says no, also when a milder one stands before it.
        good = judged(identity, draft)
        bad = judged(identity, draft, proposal=proposal_of(draft) | {"purpose": "openbaarheid"})
        assert not bad.releasable
        for decision in (good, bad):
            with refused("No decision"):
                forced(draft, decision.pk)
        assert Provision.objects.get(pk=draft.pk).state == ProvisionState.DRAFT
        # With the right one it goes, and its number is the database's own.
        assert forced(draft, judged(identity, draft).pk)
        assert Provision.objects.get(pk=draft.pk).number.endswith("-0001")


@pytest.mark.parametrize(
    "change",
    [
        {"data_categories": ["strafvorderlijke_gegevens", "justitiele_gegevens"]},
        {"data_categories": ["geaggregeerd"]},
        {"purpose": "bestuurlijk_besluit"},
        {"subject": "slachtoffer"},
        {"trigger": "on_request"},
        {"facts": {}},
        {"wpg_processing": ["8"]},
        {"mark": "intern"},
        {"keep_until": "2020-01-01"},
        {"recipient": OrganisationKind.HOUSING},
    ],
)
def test_what_is_released_is_what_was_judged(cast: Cast, draft: Provision, change: dict[str, Any]) -> None:
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        decision = judged(identity, draft)
        values = dict(change)
        if "recipient" in values:
            values = {"recipient_id": organisation(values["recipient"], cast).pk}
        with refused():
            forced(draft, decision.pk, **values)
        # Nor when the draft is changed first and released after.
        Provision.objects.filter(pk=draft.pk).update(**values)
        with refused():
            forced(draft, decision.pk)


def test_an_agreement_that_nobody_gave_does_not_count(cast: Cast, draft: Provision) -> None:
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        facts = {**draft.facts, "helpdesk_consent": "given"}
        Provision.objects.filter(pk=draft.pk).update(facts=facts)
        draft.refresh_from_db()
        for made in (judged(identity, draft), provisions.judge_provision(identity=identity, provision=draft)):
            assert "helpdesk_consent" not in made.proposal["facts"]
            Provision.objects.filter(pk=draft.pk).update(facts=facts)
            with refused("No decision about exactly this"):
                forced(draft, made.pk)


def test_a_decision_and_a_released_provision_stand_still(cast: Cast, theme: Theme) -> None:
    given = released(cast, theme)
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        for change in (
            {"purpose": "opsporing_vervolging"}, {"facts": {}}, {"data_categories": ["geaggregeerd"]},
            {"recipient_id": organisation(OrganisationKind.HOUSING, cast).pk}, {"readers": ["partner"]},
            {"mark": "openbaar"}, {"conditions": ""}, {"title": "Anders"}, {"terms": {}}, {"decision_id": None},
            {"number": "G-2026-0099"}, {"state": "draft"}, {"state": "dropped"}, {"state": "expired"},
            {"keep_until": given.keep_until + timedelta(days=1)}, {"released_at": timezone.now()},
            {"received_at": timezone.now()}, {"giver_id": organisation(OrganisationKind.POLICE, cast).pk},
        ):  # fmt: skip
            if change == {"conditions": ""}:
                change = {"conditions": "Iets anders."}
            with refused():
                Provision.objects.filter(pk=given.pk).update(**change)
        for change in (
            {"body": b"x"}, {"digest": "x"}, {"let_go_at": None}, {"let_go_at": timezone.now()}, {"detail": "extract"},
            {"embargo_until": timezone.now() + timedelta(days=1)}, {"body": None, "nonce": None},
            {"body": None, "nonce": None, "destroyed_at": timezone.now()},
        ):  # fmt: skip
            with refused():
                Part.objects.filter(provision=given).update(**change)
        with refused():
            PartKey.objects.filter(part__provision=given).update(wrapped=b"x")
        for table in ("exchange_provision", "exchange_part", "exchange_partkey"):
            with refused():
                run(f"DELETE FROM {table}")
        for table in TABLES:
            with refused():
                run(f"TRUNCATE {table} CASCADE")
        with refused():
            run("ALTER TABLE exchange_provision DISABLE TRIGGER exchange_guard")
        with refused():
            run("UPDATE grounds_decision SET outcome = 'allowed'")


def test_each_side_takes_its_own_steps_only(cast: Cast, theme: Theme) -> None:
    request = submitted(cast, theme)
    given = released(cast, theme)
    now = timezone.now()
    with acting_as(person=cast.people[Function.MAYOR].pk):
        for change in (
            {"state": "judging"}, {"what": "Meer"}, {"due_at": now}, {"number": "V-2026-0042"}, {"state": "draft"},
            {"ruling_words": "Ja"},
        ):  # fmt: skip
            with refused():
                Request.objects.filter(pk=request.pk).update(**change)
        with refused():
            run("DELETE FROM exchange_request")
        with refused():
            Provision.objects.filter(pk=given.pk).update(
                state="recalled",
                recalled_at=now,
                recalled_by_id=cast.people[Function.MAYOR].pk,
                recall_words="weg",
            )
        assert Part.objects.filter(provision=given).update(announced_at=None) == 0
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        found = Request.objects.get(pk=request.pk)
        services.take_up(identity=identity, request=found)
        for change in ({"state": "withdrawn"}, {"received_at": now}, {"agreement_id": None}):
            with refused():
                Request.objects.filter(pk=request.pk).update(**change)
        # Granted without anything given.
        with refused("with what was given"):
            Request.objects.filter(pk=request.pk).update(state="granted", answered_at=now)
        # In the name of another.
        with refused():
            Provision.objects.create(
                municipality=cast.home, giver=organisation(OrganisationKind.POLICE, cast), theme=theme,
                recipient=organisation(OrganisationKind.MUNICIPALITY, cast), kind="unprompted", title="x",
                purpose="openbare_orde", subject="verdachte", data_categories=["persoonsgegevens"],
                keep_until=now.date(), made_by_id=identity.person, made_at=now,
            )  # fmt: skip


def test_drafts_and_working_papers_exist_for_their_own_side_alone(cast: Cast, theme: Theme) -> None:
    request = submitted(cast, theme)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        services.draft_request(
            identity=identity,
            new=services.NewRequest(organisation(OrganisationKind.PROSECUTION, cast), theme, timezone.now()),
        )
        assert count("exchange_request") == 2
    draft = drafted(cast, theme)
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        assert count("exchange_request") == 1
        services.take_up(identity=identity, request=Request.objects.get(pk=request.pk))
        assert (count("exchange_judgement"), count("exchange_provision"), count("exchange_partkey")) == (
            1,
            1,
            1,
        )
    part = None
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        part = Part.objects.get(provision=draft).pk
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        for table in ("exchange_judgement", "exchange_provision", "exchange_part", "exchange_partkey"):
            assert count(table) == 0, table
        # What is refused does not say whether it is there: an invisible row and an invented one give the same answer.
        for target in (part, uuid.uuid4()):
            with refused("row-level security"):
                run(
                    "INSERT INTO exchange_partreading"
                    " (id, municipality_id, provision_id, detail, part_id, person_id, at)"
                    " VALUES (gen_random_uuid(), %s, %s, 'headline', %s, %s, now())",
                    cast.home.pk, draft.pk, target, identity.person,
                )  # fmt: skip
        for target in (draft.pk, uuid.uuid4()):
            with refused("row-level security"):
                Use.objects.create(
                    municipality=cast.home, provision_id=target, decision_taken="x", recorded_by_id=identity.person,
                    decided_on=timezone.localdate(), recorded_at=timezone.now(),
                )  # fmt: skip
        with refused("row-level security"):
            Judgement.objects.create(
                municipality=cast.home, request=request, organisation_id=request.from_organisation_id,
                begun_by_id=identity.person, begun_at=timezone.now(),
            )  # fmt: skip
        # A number that was given out cannot be tried on a draft.
        with refused("draft has no number"):
            Request.objects.filter(state="draft").update(number=request.number)


@pytest.mark.parametrize("function", OUTSIDERS)
def test_nobody_else_finds_a_row(cast: Cast, theme: Theme, function: Function) -> None:
    _full(cast, theme)
    with acting_as(person=cast.people[function].pk):
        assert {table: count(table) for table in TABLES} == dict.fromkeys(TABLES, 0)


def test_another_municipality_finds_no_row(cast: Cast, theme: Theme) -> None:
    _full(cast, theme)
    with acting_as(person=cast.stranger.pk):
        assert {table: count(table) for table in TABLES} == dict.fromkeys(TABLES, 0)


def test_without_identity_there_is_nothing(cast: Cast, theme: Theme) -> None:
    _full(cast, theme)
    with connection.cursor() as cursor:
        for name in ("app.person", "app.persons", "app.functions", "app.municipality"):
            cursor.execute("SELECT set_config(%s, '', true)", [name])
    assert {table: count(table) for table in TABLES} == dict.fromkeys(TABLES, 0)


def test_a_key_is_there_for_a_reader_who_wrote_down_the_reading_and_for_nobody_else(
    cast: Cast, theme: Theme
) -> None:
    given = released(cast, theme, readers=["mayor"])
    embargo = timezone.now() + timedelta(hours=1)
    late = released(
        cast, theme, readers=["mayor"], parts=[NewPart(Detail.HEADLINE, TEXT, embargo_until=embargo)]
    )
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        parts = {one.provision_id: one for one in Part.objects.all()}
        assert PartKey.objects.count() == 2

    def read(person: Person, part: Part) -> None:
        with transaction.atomic():
            PartReading.objects.create(
                municipality=cast.home, provision_id=part.provision_id, detail="extract", part=part, person=person,
                at=timezone.now() - timedelta(days=9),
            )  # fmt: skip

    mayor, adviser = cast.people[Function.MAYOR], cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk):
        assert Part.objects.count() == 1
        with refused("row-level security"):
            read(adviser, parts[given.pk])
        with refused("row-level security"):
            read(mayor, parts[given.pk])
    with acting_as(person=mayor.pk):
        assert not PartKey.objects.exists()
        with refused("row-level security"):
            read(mayor, parts[late.pk])
        read(mayor, parts[given.pk])
        written = PartReading.objects.get()
        # What stands there is what the database saw, not what it was told.
        assert written.detail == Detail.HEADLINE
        assert timezone.now() - written.at < timedelta(minutes=1)
        assert PartKey.objects.get().part_id == parts[given.pk].pk
        for change in ("UPDATE exchange_partreading SET at = now()", "DELETE FROM exchange_partreading"):
            assert run(change) == 0
        assert run("UPDATE exchange_partkey SET wrapped = ''") == 0
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        # The giver does not invent that someone read it.
        with refused("row-level security"):
            read(cast.people[Function.PROSECUTOR], parts[given.pk])
        given.refresh_from_db()
        provisions.recall(identity=identity, provision=given, version=given.version, words="Verkeerd.")
    with acting_as(person=mayor.pk):
        assert not PartKey.objects.exists()
        assert not Part.objects.exists()
        with refused("row-level security"):
            read(mayor, parts[given.pk])


def test_a_request_is_not_answered_beside_the_exchange(cast: Cast, theme: Theme) -> None:
    submitted(cast, theme)
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        delivery = Delivery.objects.get()
        assert (
            Delivery.objects.filter(pk=delivery.pk).update(state="received", received_at=timezone.now()) == 0
        )
        with refused("row-level security"):
            Item.objects.create(
                municipality=cast.home, delivery=delivery, supplier_id=delivery.supplier_id, theme=theme,
                info_kind="operational", title="Buitenom", text=TEXT, provided_by_id=identity.person,
                received_at=timezone.now(),
            )  # fmt: skip
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        assert Agreement.objects.update(state="ended", ended_at=timezone.now()) == 0


def test_whoever_tries_to_grow_an_embargo_back_or_let_a_part_return_is_refused(
    cast: Cast, theme: Theme
) -> None:
    until = timezone.now() + timedelta(hours=2)
    given = released(cast, theme, parts=[NewPart(Detail.HEADLINE, TEXT, embargo_until=until)])
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        rows = Part.objects.filter(provision=given)
        for moment in (None, until - timedelta(minutes=1), timezone.now()):
            with refused("only put off"):
                rows.update(embargo_until=moment)
        assert rows.update(embargo_until=until + timedelta(hours=1)) == 1
        given.refresh_from_db()
        assert given.known_from == until + timedelta(hours=1)
        # From when it is known is the database's own: telling it something else changes nothing.
        Provision.objects.filter(pk=given.pk).update(known_from=timezone.now() - timedelta(days=1))
        given.refresh_from_db()
        assert given.known_from == until + timedelta(hours=1)
    with acting_as(person=cast.people[Function.MAYOR].pk):
        assert count("exchange_provision") == 0


def _full(cast: Cast, theme: Theme) -> None:
    """One of everything: a request that is judged, a provision that was read and used."""
    request = submitted(cast, theme)
    released(cast, theme)
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        services.take_up(identity=identity, request=Request.objects.get(pk=request.pk))
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        from driehoek.exchange.services import receiving

        part = Part.objects.select_related("provision__recipient").get()
        assert receiving.read_part(identity=identity, part=part) == TEXT
        new = receiving.NewUse("Toezicht", timezone.localdate())
        receiving.record_use(identity=identity, provision=part.provision, new=new)
