"""What is closed is absent: from agenda, pack, paper, minutes, actions, feed and counts; tested as an enemy."""

from __future__ import annotations

import io
import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.ledger.models import Event
from driehoek.meetings import paper
from driehoek.meetings.models import (
    Action,
    Addition,
    AgendaPoint,
    Attendee,
    Edition,
    EditionPoint,
    FixedPoint,
    Meeting,
    Member,
    MinuteEntry,
    Series,
)
from driehoek.meetings.queries.gatherings import numbers_of_points, points_of
from driehoek.meetings.services import composing, minutes, packs
from driehoek.meetings.services.composing import PointWords
from driehoek.meetings.services.minutes import NewEntry
from driehoek.parties.models import Function
from tests.support.cast import Cast
from tests.support.meeting_objects import fresh, make_table

ADVISER, CHIEF, MAYOR, PROSECUTOR, PARTNER = (
    Function.SAFETY_ADVISER,
    Function.TEAM_CHIEF,
    Function.MAYOR,
    Function.PROSECUTOR,
    Function.PARTNER,
)
SECRETS = ("Punt over de zaak", "Besloten punt", "Besluit over de zaak", "Besloten besluit", "Geheime actie")


@dataclass(frozen=True)
class Scene:
    """A meeting whose pack and minutes hold a case that the chief has no grant on, and a closed point."""

    meeting: Meeting
    entry: MinuteEntry
    action: Action


@pytest.fixture
def scene(cast: Cast, secret: uuid.UUID) -> Scene:
    due = timezone.localdate() + timedelta(days=7)
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        meeting = fresh(make_table(identity, closed=(MAYOR, ADVISER, PROSECUTOR)).meetings.get())
        for words, problem in (
            (PointWords("Open punt"), None),
            (PointWords("Punt over de zaak"), secret),
            (PointWords("Besloten punt", confidential=True), None),
        ):
            composing.add_point(identity=identity, meeting=meeting, words=words, problem=problem)
        meeting = fresh(meeting)
        packs.send_pack(identity=identity, meeting=meeting, version=meeting.version)
        decided = {"Punt over de zaak": "Besluit over de zaak", "Besloten punt": "Besloten besluit"}
        for point in points_of(identity, meeting):
            if point.title not in decided:
                continue
            new = NewEntry(decision=decided[point.title], decided_by=meeting.series.chair_id)
            entry = minutes.record_entry(
                identity=identity, meeting=fresh(meeting), point=point, version=0, new=new
            )
            if point.problem:
                case = entry
                action = minutes.add_action(
                    identity=identity,
                    entry=entry,
                    text="Geheime actie",
                    owner=cast.people[ADVISER].pk,
                    due_on=due,
                )
    return Scene(fresh_as(cast, meeting), case, action)


def fresh_as(cast: Cast, meeting: Meeting) -> Meeting:
    with acting_as(person=cast.people[ADVISER].pk):
        return fresh(meeting)


def confirm(cast: Cast, meeting: Meeting) -> None:
    with acting_as(person=cast.people[MAYOR].pk) as identity:
        found = fresh(meeting)
        minutes.confirm(identity=identity, meeting=found, version=found.version)


def test_nothing_closed_reaches_a_seat_without_it(cast: Cast, scene: Scene) -> None:
    confirm(cast, scene.meeting)
    chief = cast.client(CHIEF)
    own = scene.meeting.pk
    addresses = [
        reverse("meetings:meetings"),
        reverse("meetings:meeting", args=[own]),
        reverse("meetings:pack", args=[own, 1]),
        reverse("meetings:minutes", args=[own]),
        reverse("meetings:actions"),
        reverse("meetings:settled"),
        reverse("meetings:agenda"),
        reverse("meetings:print"),
        reverse("deadlines:coming"),
        reverse("brief:today"),
    ]
    for address in addresses:
        answer = chief.get(address)
        assert answer.status_code == 200, address
        for words in (*SECRETS, "Zaak Nachtvlinder", "Besloten deel"):
            assert words not in answer.content.decode(), (address, words)
    minutes_page = cast.client(MAYOR).get(reverse("meetings:minutes", args=[own])).content.decode()
    assert all(words in minutes_page for words in SECRETS)


def test_the_paper_holds_only_what_the_reader_may_see_and_leaves_a_line(
    cast: Cast, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = reverse("meetings:pack_pdf", args=[scene.meeting.pk, 1])
    laid: list[str] = []
    real = paper.compile_pdf

    def watched(template: Path, content: dict[str, Any]) -> bytes:
        laid.append(json.dumps(content))
        return real(template, content)

    monkeypatch.setattr(paper, "compile_pdf", watched)
    for function in (MAYOR, CHIEF):
        answer = cast.client(function).get(address)
        with pikepdf.open(io.BytesIO(answer.content)) as document:
            assert document.Root.MarkInfo.Marked
            assert "pdfuaid" in str(document.open_metadata())
    mayor, chief = laid
    assert "Punt over de zaak" in mayor
    assert "Besloten punt" in mayor
    assert "Open punt" in chief
    for words in ("zaak", "Besloten"):
        assert words not in chief
    with acting_as(person=cast.people[ADVISER].pk):
        takers = Event.objects.filter(action="meetings:meeting:pack_copied").values_list("actor", flat=True)
        assert set(takers) == {cast.people[MAYOR].pk, cast.people[CHIEF].pk}


def test_what_is_hidden_is_counted_neither(cast: Cast, scene: Scene) -> None:
    numbers = {}
    for function in (ADVISER, CHIEF, PROSECUTOR):
        with acting_as(person=cast.people[function].pk) as identity:
            numbers[function] = numbers_of_points(identity, [scene.meeting])[scene.meeting.pk]
    # With the ten fixed points, three of them closed.
    assert numbers == {ADVISER: 13, CHIEF: 8, PROSECUTOR: 12}


@pytest.mark.parametrize("function", [PARTNER, Function.ANALYST, Function.CASE_DIRECTOR])
def test_without_a_seat_a_meeting_does_not_exist(cast: Cast, scene: Scene, function: Function) -> None:
    client = cast.client(function)
    for name, more in (("meeting", []), ("pack", [1]), ("pack_pdf", [1]), ("minutes", []), ("decline", [])):
        assert client.get(reverse(f"meetings:{name}", args=[scene.meeting.pk, *more])).status_code == 404
    assert "Driehoek<" not in client.get(reverse("meetings:meetings")).content.decode().split("<main")[1]


def test_the_wall_in_the_database_holds_without_the_first_one(cast: Cast, scene: Scene) -> None:
    tables = (Series, FixedPoint, Member, Meeting, Attendee, Edition, EditionPoint, MinuteEntry, Action)
    for person in (cast.people[PARTNER], cast.people[Function.ADMIN], cast.stranger):
        with acting_as(person=person.pk):
            assert [table.__name__ for table in tables if table.objects.exists()] == []
            assert not AgendaPoint.objects.exists()
    with acting_as(person=cast.people[CHIEF].pk):
        titles = set(EditionPoint.objects.values_list("title", flat=True))
        assert "Open punt" in titles
        assert not titles & set(SECRETS)
        assert not EditionPoint.objects.filter(confidential=True).exists()
        assert not MinuteEntry.objects.exists()
        assert not Action.objects.exists()
        assert not Addition.objects.exists()
        assert Attendee.objects.count() == 4
        assert not Attendee.objects.filter(pk=scene.meeting.pk).update(closed=True)
        # The switch of the owner role opens nothing for the app's role.
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.maintenance', 'on', true)")
            cursor.execute("SELECT count(*) FROM meetings_minuteentry")
            assert cursor.fetchone() == (0,)
            cursor.execute("SELECT count(*) FROM meetings_attendee")
            assert cursor.fetchone() == (0,)
            cursor.execute("SELECT set_config('app.maintenance', '', true)")


def test_an_action_about_a_case_goes_to_nobody_without_a_grant(cast: Cast, scene: Scene) -> None:
    form = {
        "text": "Rooster",
        "owner": str(cast.people[CHIEF].pk),
        "due_on": (timezone.localdate() + timedelta(days=3)).isoformat(),
    }
    answer = cast.client(ADVISER).post(reverse("meetings:action_new", args=[scene.entry.pk]), form)
    assert "mag dit probleem niet zien" in answer.content.decode()
    with acting_as(person=cast.people[ADVISER].pk):
        assert Action.objects.count() == 1


def test_nothing_of_a_meeting_stands_in_words_on_the_ledger(cast: Cast, scene: Scene) -> None:
    confirm(cast, scene.meeting)
    with acting_as(person=cast.people[ADVISER].pk):
        lines = " ".join(Event.objects.filter(action__startswith="meetings:").values_list("data", flat=True))
    for words in (*SECRETS, "Open punt", "Kamer", "Driehoek"):
        assert words not in lines


def test_a_chair_confirms_nothing_unseen(cast: Cast, secret: uuid.UUID) -> None:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        meeting = fresh(make_table(identity, chair=CHIEF).meetings.get())
        for title, problem in (("Open punt", None), ("Punt over de zaak", secret)):
            point = composing.add_point(
                identity=identity, meeting=meeting, words=PointWords(title), problem=problem
            )
            new = NewEntry(said="Gehoord")
            minutes.record_entry(identity=identity, meeting=fresh(meeting), point=point, version=0, new=new)
    with acting_as(person=cast.people[CHIEF].pk) as identity:
        found = fresh(meeting)
        with pytest.raises(minutes.PartUnseen):
            minutes.confirm(identity=identity, meeting=found, version=found.version)
        assert fresh(meeting).confirmed_at is None
