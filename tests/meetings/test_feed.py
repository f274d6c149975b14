"""The calendar of one's own: no session, no content, one address at a time, and gone when it is revoked."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.meetings.models import FeedToken, Meeting
from driehoek.meetings.views import feeds
from driehoek.parties.models import Appointment, Function
from tests.support.cast import Cast
from tests.support.meeting_objects import make_table

ADVISER, CHIEF, MAYOR = Function.SAFETY_ADVISER, Function.TEAM_CHIEF, Function.MAYOR


def address_of(cast: Cast, function: Function) -> str:
    page = cast.client(function).post(reverse("meetings:feed_make")).content.decode()
    found = re.search(r"http://testserver(/driehoek/overleg/kalender/[\w-]+\.ics)", page)
    assert found
    return found.group(1)


def events(address: str) -> list[dict[str, object]]:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert not answer.cookies
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def plan(cast: Cast, *table: Function) -> Meeting:
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        series = make_table(identity, name="Geheime tafel", chair=table[0], table=table)
        return series.meetings.get()


def test_a_calendar_tells_when_and_nothing_else(cast: Cast) -> None:
    meeting = plan(cast, MAYOR, CHIEF)
    plan(cast, MAYOR, Function.PROSECUTOR)
    address = address_of(cast, CHIEF)
    (event,) = events(address)
    assert event["SUMMARY"] == "Overleg"
    assert event["LOCATION"] == "zie Driehoek"
    assert event["UID"] == f"{meeting.pk}@driehoek"
    raw = Client().get(address).content.decode()
    for words in ("Geheim", "Kamer", "Burgemeester", "@voorbeeld"):
        assert words not in raw
    with acting_as(person=cast.people[MAYOR].pk):
        assert FeedToken.objects.count() == 0
    assert len(events(address_of(cast, MAYOR))) == 2


def test_a_moved_or_cancelled_meeting_keeps_its_identifier(cast: Cast) -> None:
    meeting = plan(cast, MAYOR, CHIEF)
    address = address_of(cast, CHIEF)
    (before,) = events(address)
    mark = Client().get(address)["ETag"]
    assert Client().get(address, headers={"if-none-match": mark}).status_code == 304
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    moved = {"day": day, "clock": "16:30", "minutes": "45", "place": "Elders", "version": 1}
    cast.client(MAYOR).post(reverse("meetings:meeting_change", args=[meeting.pk]), moved)
    (after,) = events(address)
    assert after["UID"] == before["UID"]
    assert int(str(after["SEQUENCE"])) > int(str(before["SEQUENCE"]))
    assert after["DTSTART"].dt.astimezone().minute == 30  # type: ignore[attr-defined]  # icalendar's own type
    cast.client(MAYOR).post(reverse("meetings:cancel", args=[meeting.pk]), {"version": 2})
    (gone,) = events(address)
    assert gone["STATUS"] == "CANCELLED"
    assert Client().get(address, headers={"if-none-match": mark}).status_code == 200


def test_an_address_stops_when_it_is_revoked_replaced_or_the_function_ends(cast: Cast) -> None:
    plan(cast, MAYOR, CHIEF)
    first = address_of(cast, CHIEF)
    second = address_of(cast, CHIEF)
    assert Client().get(first).status_code == 404
    assert len(events(second)) == 1
    chief = cast.client(CHIEF)
    assert second.rsplit("/", 1)[1] not in chief.get(reverse("meetings:feed")).content.decode()
    chief.post(reverse("meetings:feed_revoke"))
    assert Client().get(second).status_code == 404
    third = address_of(cast, CHIEF)
    with acting_as_system(municipality=cast.home.pk):
        Appointment.objects.filter(person=cast.people[CHIEF]).update(
            valid_until=timezone.now() - timedelta(minutes=1)
        )
    assert Client().get(third).status_code == 404
    assert Client().get(reverse("meetings:calendar", args=["geraden"])).status_code == 404


def test_who_declines_has_it_no_longer_in_the_calendar(cast: Cast) -> None:
    meeting = plan(cast, MAYOR, CHIEF)
    address = address_of(cast, CHIEF)
    assert len(events(address)) == 1
    cast.client(CHIEF).post(reverse("meetings:decline", args=[meeting.pk]), {"substitute": "none"})
    assert events(address) == []


def test_a_calendar_that_asks_too_often_is_told_to_wait(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST_PER_HOUR", 2)
    cache.clear()
    address = address_of(cast, CHIEF)
    assert [Client().get(address).status_code for _time in range(3)] == [200, 200, 429]
