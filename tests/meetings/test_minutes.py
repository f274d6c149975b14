"""Minutes: immutable at the database once confirmed, two writers, additions, and who may what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.ledger.versions import VersionConflict
from driehoek.meetings.models import Action, ActionStep, Meeting, MeetingState, MinuteEntry
from driehoek.meetings.services import actions, minutes
from driehoek.meetings.services.minutes import NewEntry
from driehoek.parties.models import Function
from tests.support.cast import Cast
from tests.support.meeting_objects import Held, fresh, hold, make_table

ADVISER, CHIEF, MAYOR = Function.SAFETY_ADVISER, Function.TEAM_CHIEF, Function.MAYOR


@pytest.fixture
def held(cast: Cast) -> Held:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        meeting = fresh(make_table(identity).meetings.get())
        return hold(identity, meeting, owner=cast.people[CHIEF].pk)


def confirm(cast: Cast, held: Held) -> None:
    with acting_as(person=cast.people[MAYOR].pk) as identity:
        found = fresh(held.meeting)
        minutes.confirm(identity=identity, meeting=found, version=found.version)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE meetings_minuteentry SET decision = 'anders' WHERE meeting_id = %(meeting)s",
        "DELETE FROM meetings_minuteentry WHERE meeting_id = %(meeting)s",
        (
            "UPDATE meetings_meeting SET state = 'held', confirmed_at = NULL, confirmed_by_id = NULL"
            " WHERE id = %(meeting)s"
        ),
        "DELETE FROM meetings_meeting WHERE id = %(meeting)s",
        "UPDATE meetings_agendapoint SET outcome = 'anders' WHERE meeting_id = %(meeting)s",
        "UPDATE meetings_attendee SET closed = true WHERE meeting_id = %(meeting)s",
        "UPDATE meetings_action SET text = 'anders' WHERE meeting_id = %(meeting)s",
        "UPDATE meetings_action SET owner_id = %(mayor)s WHERE meeting_id = %(meeting)s",
        "DELETE FROM meetings_action WHERE meeting_id = %(meeting)s",
        "DELETE FROM meetings_addition WHERE meeting_id = %(meeting)s",
        "UPDATE meetings_editionpoint SET title = 'anders'",
        "DELETE FROM meetings_actionstep",
    ],
)
def test_confirmed_minutes_do_not_change_at_the_database(cast: Cast, held: Held, statement: str) -> None:
    confirm(cast, held)
    names = {"meeting": held.meeting.pk, "mayor": cast.people[MAYOR].pk}
    with acting_as(person=cast.people[ADVISER].pk), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
            cursor.execute(statement, names)
        assert MinuteEntry.objects.get().decision == "Akkoord"


def test_before_the_confirmation_the_same_statement_passes(cast: Cast, held: Held) -> None:
    with acting_as(person=cast.people[ADVISER].pk), connection.cursor() as cursor:
        cursor.execute("UPDATE meetings_minuteentry SET decision = 'anders'")
        assert MinuteEntry.objects.get().decision == "anders"


def test_confirmed_minutes_change_by_an_addition_only(cast: Cast, held: Held) -> None:
    confirm(cast, held)
    adviser = cast.client(ADVISER)
    entry = reverse("meetings:entry", args=[held.meeting.pk, held.entry.point_id])
    assert adviser.get(entry).status_code == 403
    handle = reverse("meetings:handle", args=[held.entry.point_id])
    assert adviser.post(handle, {"outcome": "Anders", "version": 2}).status_code == 403
    assert (
        adviser.post(reverse("meetings:reopen", args=[held.entry.point_id]), {"version": 2}).status_code
        == 403
    )
    adviser.post(reverse("meetings:addition", args=[held.entry.pk]), {"text": "Ook op vrijdag"})
    page = cast.client(CHIEF).get(reverse("meetings:minutes", args=[held.meeting.pk])).content.decode()
    assert "Akkoord" in page
    assert "Ook op vrijdag" in page


def test_only_the_chair_confirms_and_only_what_was_read(cast: Cast, held: Held) -> None:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        found = fresh(held.meeting)
        with pytest.raises(minutes.NotTheChair):
            minutes.confirm(identity=identity, meeting=found, version=found.version)
        read = found.version
        new = NewEntry(said="Later bijgeschreven")
        entry = MinuteEntry.objects.select_related("point").get()
        minutes.record_entry(
            identity=identity, meeting=found, point=entry.point, version=entry.version, new=new
        )
    with acting_as(person=cast.people[MAYOR].pk) as identity, pytest.raises(VersionConflict):
        minutes.confirm(identity=identity, meeting=fresh(held.meeting), version=read)
    with acting_as(person=cast.people[ADVISER].pk):
        assert Meeting.objects.get().state == MeetingState.HELD


def test_the_second_writer_is_told_and_keeps_the_text(cast: Cast, held: Held) -> None:
    address = reverse("meetings:entry", args=[held.meeting.pk, held.entry.point_id])
    words = {"said": "Eerste versie", "decision": "", "decided_by": "", "version": 1}
    assert cast.client(MAYOR).post(address, words).status_code == 302
    answer = cast.client(ADVISER).post(address, words | {"said": "Mijn lange verslag"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mijn lange verslag" in page
    assert "<pre>Eerste versie</pre>" in page
    assert cast.client(ADVISER).post(address, words | {"said": "Samen", "version": 2}).status_code == 302
    with acting_as(person=cast.people[ADVISER].pk):
        assert MinuteEntry.objects.get().said == "Samen"


def test_a_decision_needs_a_decider_and_an_entry_needs_words(cast: Cast, held: Held) -> None:
    address = reverse("meetings:entry", args=[held.meeting.pk, held.entry.point_id])
    adviser = cast.client(ADVISER)
    empty = adviser.post(address, {"said": " ", "decision": "", "decided_by": "", "version": 1})
    assert "Schrijf een besluit op" in empty.content.decode()
    nobody = adviser.post(address, {"said": "", "decision": "Ja", "decided_by": "", "version": 1})
    assert "Kies wie dit besloot" in nobody.content.decode()


def test_two_who_finish_an_action_do_it_once_and_others_do_not(cast: Cast, held: Held) -> None:
    confirm(cast, held)
    with acting_as(person=cast.people[CHIEF].pk) as identity:
        first, second = (Action.objects.select_related("deadline").get() for _time in range(2))
        actions.finish_action(identity=identity, action=first, version=1, note="Klaar")
        with pytest.raises(VersionConflict):
            actions.finish_action(identity=identity, action=second, version=1, note="Ook klaar")
        assert ActionStep.objects.count() == 1
    done = reverse("meetings:action_done", args=[held.action])
    assert cast.client(Function.PROSECUTOR).post(done, {"version": 2}).status_code == 403
    assert cast.client(Function.PARTNER).post(done, {"version": 2}).status_code == 404
    assert "Klaar" in cast.client(CHIEF).get(reverse("meetings:action", args=[held.action])).content.decode()
    assert "Het rooster" in cast.client(CHIEF).get(reverse("meetings:actions_done")).content.decode()


def test_an_owner_who_was_not_there_finds_the_action(cast: Cast) -> None:
    partner = cast.people[Function.PARTNER]
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        meeting = fresh(make_table(identity).meetings.get())
        held = hold(identity, meeting, owner=partner.pk)
    client = cast.client(Function.PARTNER)
    assert client.get(reverse("meetings:action", args=[held.action])).status_code == 404
    confirm(cast, held)
    assert "Het rooster" in client.get(reverse("meetings:actions")).content.decode()
    page = client.get(reverse("meetings:action", args=[held.action])).content.decode()
    assert "Verslag:" not in page
    assert client.get(reverse("meetings:minutes", args=[meeting.pk])).status_code == 404
    client.post(reverse("meetings:action_done", args=[held.action]), {"version": 1, "note": ""})
    assert "gedaan" in client.get(reverse("meetings:action", args=[held.action])).content.decode()


@pytest.mark.parametrize("name", ["meetings", "actions", "meeting", "minutes"])
def test_the_number_of_queries_does_not_grow(
    cast: Cast, django_assert_max_num_queries: Callable[[int], Any], name: str
) -> None:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        meeting = fresh(make_table(identity).meetings.get())
        held = hold(identity, meeting, owner=cast.people[CHIEF].pk)
    confirm(cast, held)
    client = cast.client(CHIEF)
    address = reverse(f"meetings:{name}", args=[meeting.pk] if name in {"meeting", "minutes"} else [])

    def more(number: int) -> None:
        for index in range(number):
            with acting_as(person=cast.people[ADVISER].pk) as identity:
                table = make_table(identity, name=f"Reeks {index}", rhythm="weekly")
                one = hold(identity, fresh(table.meetings.first()), owner=cast.people[CHIEF].pk)
            confirm(cast, one)

    client.get(address)
    with django_assert_max_num_queries(40) as few:
        assert client.get(address).status_code == 200
    more(3)
    with django_assert_max_num_queries(40) as many:
        client.get(address)
    assert len(few) == len(many) <= 20


def test_an_action_is_not_moved_into_the_past(cast: Cast, held: Held) -> None:
    confirm(cast, held)
    yesterday = timezone.localdate() - timedelta(days=1)
    sent = {"due_on": yesterday.isoformat(), "reason": "Zomaar", "version": 1}
    answer = cast.client(CHIEF).post(reverse("meetings:action_move", args=[held.action]), sent)
    assert "Kies een dag die nog komt" in answer.content.decode()
    with acting_as(person=cast.people[CHIEF].pk):
        assert not ActionStep.objects.exists()
