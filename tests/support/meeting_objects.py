"""Objects of the meetings room, for tests that need one of each."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import time, timedelta

from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.meetings import services
from driehoek.meetings.models import Meeting, MinuteEntry, Series, SeriesKind
from driehoek.meetings.queries.gatherings import points_of
from driehoek.meetings.services import composing, minutes, packs
from driehoek.meetings.services.minutes import NewEntry
from driehoek.meetings.services.series import NewSeries, make_series
from driehoek.parties.models import Appointment, Function

TABLE = (Function.MAYOR, Function.SAFETY_ADVISER, Function.PROSECUTOR, Function.TEAM_CHIEF)


@dataclass(frozen=True)
class Held:
    """A meeting with minutes of one point, and an action of the team chief."""

    meeting: Meeting
    entry: MinuteEntry
    action: uuid.UUID


def make_table(
    identity: Identity,
    *,
    name: str = "Driehoek",
    chair: Function = Function.MAYOR,
    table: tuple[Function, ...] = TABLE,
    closed: tuple[Function, ...] = TABLE,
    kind: SeriesKind = SeriesKind.LOCAL,
    rhythm: str = "once",
) -> Series:
    """Make a series whose first meeting is tomorrow, as the acting person."""
    seats = {
        Function(one.function): one for one in Appointment.objects.filter(municipality=identity.municipality)
    }
    new = NewSeries(
        name=name,
        kind=kind,
        rhythm=rhythm,
        starts_on=timezone.localdate() + timedelta(days=1),
        starts_at=time(10, 0),
        place="Kamer 1",
        chair=seats[chair].person_id,
        members=[seats[one] for one in table],
        closed=frozenset(seats[one].pk for one in closed if one in table),
    )
    return make_series(identity=identity, new=new)


def fresh(meeting: Meeting) -> Meeting:
    """Read a meeting again, with its series and chair."""
    return Meeting.objects.select_related("series__chair").get(pk=meeting.pk)


def hold(identity: Identity, meeting: Meeting, *, owner: uuid.UUID, title: str = "Toezicht") -> Held:
    """Write the minutes of one point of a meeting, with an action."""
    composing.add_point(identity=identity, meeting=meeting, words=composing.PointWords(title))
    point = next(one for one in points_of(identity, meeting) if one.title == title)
    new = NewEntry(said="Besproken", decision="Akkoord", decided_by=meeting.series.chair_id)
    entry = minutes.record_entry(identity=identity, meeting=meeting, point=point, version=0, new=new)
    due = timezone.localdate() + timedelta(days=14)
    action = minutes.add_action(
        identity=identity, entry=entry, text="Het rooster aanpassen", owner=owner, due_on=due
    )
    return Held(fresh(meeting), entry, action.pk)


def meeting_objects(identity: Identity) -> dict[str, uuid.UUID | int | str]:
    """Make one of each; the names are those of the rights table."""
    found: dict[str, uuid.UUID | int | str] = {
        "point": services.put_forward(identity=identity, title="Toezicht in de nacht").pk
    }
    chief = Appointment.objects.get(
        municipality=identity.municipality, function=Function.TEAM_CHIEF
    ).person_id
    series = make_table(identity)
    called = fresh(series.meetings.get())
    composing.put_on_agenda(identity=identity, meeting=called, points=[], proposals=[])
    packs.send_pack(identity=identity, meeting=called, version=called.version)
    held = hold(identity, fresh(make_table(identity, name="Bilateraal").meetings.get()), owner=chief)
    own = make_table(identity, name="Voorbereiding", chair=Function.SAFETY_ADVISER)
    closed = hold(identity, fresh(own.meetings.get()), owner=chief)
    minutes.confirm(identity=identity, meeting=closed.meeting, version=closed.meeting.version)
    return found | {
        "series": series.pk,
        "fixed_point": series.fixed_points.order_by("place")[0].pk,
        "meeting": called.pk,
        "meeting_point": points_of(identity, called)[0].pk,
        "edition": 1,
        "held_meeting": held.meeting.pk,
        "held_point": held.entry.point_id,
        "held_entry": held.entry.pk,
        "draft_action": held.action,
        "closed_entry": closed.entry.pk,
        "meeting_action": closed.action,
    }
