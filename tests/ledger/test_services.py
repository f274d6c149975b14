"""Appending events and processing records."""

from __future__ import annotations

import uuid

import pytest
from django.db import DatabaseError, transaction

from driehoek.access.identity import acting_as
from driehoek.ledger import services
from driehoek.ledger.chain import event_hash
from driehoek.ledger.events import register
from driehoek.ledger.models import Event, ProcessingRecord
from driehoek.parties.models import Function
from tests.support.cast import Cast

ACTIVITY = "https://driehoek.invalid/verwerkingen/proef/v1"


def test_the_database_names_the_actor_not_the_caller(cast: Cast) -> None:
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        Event.objects.create(
            municipality_id=identity.municipality,
            action="test:line:written",
            subject=uuid.uuid4(),
            actor=cast.people[Function.MAYOR].pk,
            trace="0" * 32,
            sequence=77,
            hash=b"x",
        )
        event = Event.objects.get()
    assert event.actor == adviser.pk
    assert event.sequence == 1
    assert bytes(event.hash) == event_hash(event)


def test_a_line_about_a_problem_is_hidden_from_those_without_a_grant(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        services.append(
            municipality=identity.municipality,
            action="test:line:written",
            subject=uuid.uuid4(),
            problem=uuid.uuid4(),
        )
        assert not Event.objects.exists()


def test_each_data_subject_has_a_record_of_its_own_under_one_trace(cast: Cast) -> None:
    services.start_trace("ab" * 16)
    with acting_as(person=cast.people[Function.DPO].pk) as identity:
        with services.processing(
            municipality=identity.municipality,
            name="proef",
            activity=ACTIVITY,
            subjects=[("urn:proef", "1"), ("urn:proef", "2")],
        ):
            pass
        records = list(ProcessingRecord.objects.all())
    assert len(records) == 2
    assert {record.trace_id for record in records} == {"ab" * 16}
    assert len({record.data_subject_id for record in records}) == 2
    assert {record.parent_span_id for record in records} != {""}
    assert all(record.data_subject_id != "1" and len(record.data_subject_id) == 64 for record in records)


def test_only_the_data_protection_officer_reads_the_processing_log(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.ADMIN].pk) as identity:
        with services.processing(
            municipality=identity.municipality, name="proef", activity=ACTIVITY, subjects=[("urn:proef", "1")]
        ):
            pass
        assert not ProcessingRecord.objects.exists()
    with acting_as(person=cast.people[Function.DPO].pk):
        assert ProcessingRecord.objects.count() == 1


def test_when_the_log_cannot_be_written_the_work_is_undone(cast: Cast) -> None:
    mayor = cast.people[Function.MAYOR]
    with acting_as(person=cast.people[Function.ADMIN].pk) as identity:
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            services.processing(
                municipality=identity.municipality,
                name="x" * 300,
                activity=ACTIVITY,
                subjects=[("urn:proef", "1")],
            ),
        ):
            type(mayor).objects.filter(pk=mayor.pk).update(name="Ander")
        mayor.refresh_from_db()
    assert mayor.name != "Ander"


def test_an_event_needs_a_name_in_three_parts() -> None:
    with pytest.raises(ValueError, match="source:subject:action"):
        register({"problem opened": "x"})
