"""Who must agree is asked, answers once, and never in the place of another."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction

from driehoek.access.identity import Identity, acting_as, acting_as_system
from driehoek.deadlines.kinds import describe_all
from driehoek.deadlines.models import Deadline, DeadlineState
from driehoek.grounds import queries, services
from driehoek.grounds.models import ApprovalRecord, ApprovalState
from driehoek.ledger.models import Event
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Appointment, Function, Organisation, Person
from tests.support.cast import Cast
from tests.support.ground_objects import KIND, judged, organisation_of

# The prosecution gives to the municipality's executive, for prevention: the Helpdesk Privacy must agree.
HELPDESK: dict[str, Any] = {
    "provider": "om",
    "recipient": "burgemeester",
    "purpose": "voorkomen_strafbare_feiten",
    "data_categories": ["strafvorderlijke_gegevens"],
    "subject": "veroordeelde",
    "frequency": "incidental",
    "trigger": "unprompted",
    "facts": {
        "final_decision": "conviction_irrevocable",
        "whole_file": False,
        "others_traceable": False,
        **dict.fromkeys(
            (
                "recipient_task_named",
                "weighty_interest_stated",
                "recipient_own_ground",
                "proportionate",
                "minimised",
            ),
            True,
        ),
    },
}


@pytest.fixture
def colleague(cast: Cast) -> Person:
    """A second prosecutor of the same office."""

    person = Person(email=f"collega.{uuid.uuid4().hex[:6]}@voorbeeld.invalid", name="Tweede officier")
    person.set_unusable_password()
    with acting_as_system(municipality=cast.home.pk):
        person.save(force_insert=True)
        own = Appointment.objects.get(person=cast.people[Function.PROSECUTOR])
        Appointment.objects.create(
            municipality=cast.home,
            person=person,
            organisation_id=own.organisation_id,
            function=Function.PROSECUTOR,
            valid_from=own.valid_from,
        )
    return person


def ask(identity: Identity, organisation: Organisation, subject: uuid.UUID, fact: str) -> ApprovalRecord:
    return services.ask_approval(
        identity=identity, subject_kind=KIND, subject=subject, organisation=organisation.pk, fact=fact
    )


def claiming(state: str) -> dict[str, Any]:
    return {**HELPDESK, "facts": {**HELPDESK["facts"], "helpdesk_consent": state}}


def test_an_approval_from_outside_turns_the_judgement(cast: Cast) -> None:
    subject = uuid.uuid4()
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        office = organisation_of(cast, Function.PROSECUTOR)
        first = judged(identity, office.pk, HELPDESK, subject=subject)
        assert first.outcome == "needs_approval"
        assert "toestemming" in first.why_not()
        (open_one,) = first.answer["approvals"]
        record = ask(identity, office, subject, open_one["fact"])
        assert (record.approver, record.four_eyes) == ("helpdesk_privacy_pag", False)
        assert ask(identity, office, subject, open_one["fact"]).pk == record.pk
        deadline = Deadline.objects.get(kind="grounds.approval", subject=record.pk)
        assert "Helpdesk Privacy" in describe_all(identity, [deadline])[deadline.pk].title
        asked = judged(identity, office.pk, HELPDESK, subject=subject)
        assert asked.answer["approvals"][0]["state"] == "pending"
        with pytest.raises(services.ApprovalError, match="waar het antwoord staat"):
            services.give_approval(identity=identity, record=record, version=1, reference="  ")
        stale = ApprovalRecord.objects.get(pk=record.pk)
        services.give_approval(identity=identity, record=record, version=1, reference="PaG 2026-0815")
        with pytest.raises(VersionConflict):
            services.refuse_approval(identity=identity, record=stale, version=1, reference="PaG 2026-0816")
        assert queries.approvals_for(identity, KIND, subject) == {"helpdesk_consent": "given"}
        assert Deadline.objects.get(pk=deadline.pk).state == DeadlineState.MET
        # What is on record counts, and not what the form says of it.
        assert judged(identity, office.pk, claiming("given")).outcome == "needs_approval"
        assert judged(identity, office.pk, claiming("refused"), subject=subject).outcome in (
            "allowed",
            "warn",
        )
        lines = Event.objects.filter(subject=subject, action__startswith="grounds:approval")
        assert [one.action for one in lines] == ["grounds:approval:asked", "grounds:approval:given"]
        assert all("PaG" not in one.data for one in lines)


def test_whoever_asked_does_not_also_answer(cast: Cast, colleague: Person) -> None:
    subject = uuid.uuid4()
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        record = ask(identity, organisation_of(cast, Function.PROSECUTOR), subject, "prosecutor_agreement")
        assert record.four_eyes
        with pytest.raises(PermissionDenied, match="zelf"):
            services.give_approval(identity=identity, record=record, version=1)
        # The database refuses it too, whatever the code says.
        with pytest.raises(IntegrityError, match="approval_by_four_eyes"), transaction.atomic():
            ApprovalRecord.objects.filter(pk=record.pk).update(
                state="given", answered_by=identity.person, answered_at=record.asked_at
            )
    with acting_as(person=colleague.pk) as other:
        services.give_approval(identity=other, record=record, version=1)
        assert queries.approvals_for(other, KIND, subject) == {"prosecutor_agreement": "given"}


def test_only_the_function_that_the_law_names_answers(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        record = ask(identity, organisation_of(cast, Function.MAYOR), uuid.uuid4(), "authority_agreement")
    with (
        acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity,
        pytest.raises(PermissionDenied, match="andere functie"),
    ):
        services.give_approval(identity=identity, record=record, version=1)
    with acting_as(person=cast.people[Function.DEPUTY].pk) as identity:
        services.refuse_approval(identity=identity, record=record, version=1)
        assert ApprovalRecord.objects.get(pk=record.pk).state == ApprovalState.REFUSED


def test_what_is_not_needed_any_more_lapses_and_can_be_asked_anew(cast: Cast) -> None:
    subject = uuid.uuid4()
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        office = organisation_of(cast, Function.PROSECUTOR)
        record = ask(identity, office, subject, "helpdesk_consent")
        assert services.lapse_approvals(identity=identity, subject_kind=KIND, subject=subject) == 1
        assert services.lapse_approvals(identity=identity, subject_kind=KIND, subject=subject) == 0
        assert queries.approvals_for(identity, KIND, subject) == {}
        assert Deadline.objects.get(subject=record.pk).state == DeadlineState.WITHDRAWN
        assert ask(identity, office, subject, "helpdesk_consent").pk != record.pk
        with pytest.raises(services.ApprovalError):
            ask(identity, office, subject, "necessary")


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        (
            "UPDATE grounds_approvalrecord SET state = 'asked', answered_by_id = NULL, answered_at = NULL",
            "answered once",
        ),
        ("UPDATE grounds_approvalrecord SET state = 'given', reference = 'x'", "answered once"),
        ("DELETE FROM grounds_approvalrecord", "refused"),
    ],
)
def test_an_answer_stands(cast: Cast, statement: str, says: str) -> None:
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        office = organisation_of(cast, Function.PROSECUTOR)
        record = ask(identity, office, uuid.uuid4(), "helpdesk_consent")
        with (
            pytest.raises(ProgrammingError, match="does not change"),
            transaction.atomic(),
            connection.cursor() as c,
        ):
            c.execute(
                "UPDATE grounds_approvalrecord SET state = 'given', reference = 'x', answered_by_id = asked_by_id,"
                " answered_at = asked_at, four_eyes = false, fact = 'minister_permission'"
            )
        services.refuse_approval(identity=identity, record=record, version=1, reference="PaG 2026-0815")
        with pytest.raises(ProgrammingError, match=says), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_another_organisation_sees_nothing_of_it(cast: Cast) -> None:
    subject = uuid.uuid4()
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        record = ask(identity, organisation_of(cast, Function.PROSECUTOR), subject, "helpdesk_consent")
    for function in (Function.MAYOR, Function.TEAM_CHIEF, Function.ADMIN, Function.COUNCIL, Function.ANALYST):
        with acting_as(person=cast.people[function].pk) as identity:
            assert not ApprovalRecord.objects.exists()
            assert queries.approvals_for(identity, KIND, subject) == {}
            told = describe_all(identity, list(Deadline.objects.filter(subject=record.pk)))
            assert all("Helpdesk" not in one.title for one in told.values())
