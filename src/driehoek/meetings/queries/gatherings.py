"""Series and meetings for one reader."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.access.rules import CONTENTLESS, KEEPERS_OF_POSITION
from driehoek.ledger.models import Event
from driehoek.meetings.models import (
    AgendaPoint,
    Attendee,
    FixedPoint,
    Invitation,
    Meeting,
    MeetingState,
    Member,
    PointState,
    Series,
)
from driehoek.meetings.queries.points import visible_points
from driehoek.meetings.queries.walls import visible_meetings
from driehoek.parties.models import Appointment, Function, Person

PAGE: Final = 20
# A meeting that began this morning is still today's.
JUST_NOW: Final = timedelta(hours=12)


@dataclass(frozen=True)
class StandIn:
    """Someone who can come in another's place.

    Attributes:
        same_function: whether they hold the same function, so that the closed part is for them too.
    """

    person: Person
    same_function: bool


def coming(identity: Identity, *, limit: int = PAGE) -> list[Meeting]:
    """Return the visible meetings to come, the first on top, those of today too."""
    rows = visible_meetings(identity).filter(starts_at__gte=timezone.now() - JUST_NOW)
    return list(rows.select_related("series").order_by("starts_at", "id")[:limit])


def past(
    identity: Identity, *, after: tuple[datetime, uuid.UUID] | None = None
) -> tuple[list[Meeting], bool]:
    """Return a page of meetings that were, newest first, and whether there are more."""
    rows = visible_meetings(identity).filter(starts_at__lt=timezone.now() - JUST_NOW)
    if after:
        moment, last = after
        rows = rows.filter(Q(starts_at__lt=moment) | Q(starts_at=moment, id__lt=last))
    found = list(rows.select_related("series").order_by("-starts_at", "-id")[: PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def find_meeting(identity: Identity, meeting: uuid.UUID) -> Meeting | None:
    """Return one visible meeting with its series and chair."""
    rows = visible_meetings(identity).select_related("series__chair", "confirmed_by")
    return rows.filter(pk=meeting).first()


def own_seats(identity: Identity, meetings: list[Meeting]) -> dict[uuid.UUID, Attendee]:
    """Return the reader's own seats by meeting; one query."""
    rows = Attendee.objects.filter(meeting__in=meetings, person__in=identity.persons)
    return {
        seat.meeting_id: seat for seat in sorted(rows, key=lambda seat: seat.person_id == identity.person)
    }


def attendees(meeting: Meeting) -> list[Attendee]:
    """Return the seats of a meeting by name, with who comes instead."""
    rows = meeting.attendees.select_related("person", "stands_for__person")
    return list(rows.order_by("person__name", "id"))


def points_of(identity: Identity, meeting: Meeting) -> list[AgendaPoint]:
    """Return the points of a meeting that the reader may see: the open part, then the closed part, in order."""
    rows = visible_points(identity).filter(meeting=meeting).exclude(state=PointState.DROPPED)
    return list(rows.select_related("proposed_by").order_by("confidential", "place", "proposed_at", "id"))


def numbers_of_points(identity: Identity, meetings: list[Meeting]) -> dict[uuid.UUID, int]:
    """Return how many points of each meeting the reader may see; one query."""
    rows = visible_points(identity).filter(meeting__in=meetings).exclude(state=PointState.DROPPED)
    return dict(rows.order_by().values_list("meeting").annotate(number=Count("pk")))


def is_chair(identity: Identity, meeting: Meeting) -> bool:
    """Tell whether the reader leads this meeting: the chair, who stands in for the chair, or who comes instead."""
    if meeting.series.chair_id in identity.persons:
        return True
    return meeting.attendees.filter(
        person=identity.person,
        stands_for__person=meeting.series.chair_id,
        stands_for__invitation=Invitation.DECLINED,
    ).exists()


def may_keep(identity: Identity, meeting: Meeting) -> bool:
    """Tell whether the reader composes the agenda and writes the minutes: a keeper of the position, or the chair."""
    return identity.holds(*KEEPERS_OF_POSITION) or is_chair(identity, meeting)


def series_list(identity: Identity) -> list[Series]:
    """Return the series for who makes them: those that run, then those that ended."""
    rows = Series.objects.filter(municipality=identity.municipality).select_related("chair")
    return sorted(rows, key=lambda series: (series.ended_at is not None, series.name.lower()))


def find_series(identity: Identity, series: uuid.UUID) -> Series | None:
    """Return one series, for who makes them."""
    if not identity.holds(*KEEPERS_OF_POSITION):
        return None
    rows = Series.objects.filter(municipality=identity.municipality, pk=series)
    return rows.select_related("chair").first()


def seated(identity: Identity) -> QuerySet[Appointment]:
    """Return the appointments that can have a seat: those that run, with content; each person once."""
    now = timezone.now()
    rows = Appointment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=now),
        municipality=identity.municipality,
        valid_from__lte=now,
        person__is_active=True,
    ).exclude(function__in=CONTENTLESS)
    first = rows.order_by("person_id", "valid_from", "id").distinct("person_id").values("pk")
    return (
        Appointment.objects.filter(pk__in=first)
        .select_related("person", "organisation")
        .order_by("organisation__name", "person__name")
    )


def stand_ins(identity: Identity, seat: Attendee) -> list[StandIn]:
    """Return who can come instead: those of the same organisation or function who have no seat of their own."""
    now = timezone.now()
    running = Appointment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=now),
        municipality=identity.municipality,
        valid_from__lte=now,
        person__is_active=True,
    ).exclude(function__in=CONTENTLESS)
    own = list(running.filter(person=seat.person_id))
    functions = {Function(one.function) for one in own}
    taken = Attendee.objects.filter(meeting=seat.meeting_id).exclude(stands_for=seat).values("person")
    rows = running.filter(
        Q(organisation__in=[one.organisation_id for one in own]) | Q(function__in=functions)
    ).exclude(person__in=taken)
    found: dict[uuid.UUID, StandIn] = {}
    for one in rows.select_related("person").order_by("person__name"):
        before = found.get(one.person_id)
        same = Function(one.function) in functions or bool(before and before.same_function)
        found[one.person_id] = StandIn(one.person, same)
    return list(found.values())


def last_act(meeting_or_part: uuid.UUID, municipality: uuid.UUID) -> tuple[str, datetime] | None:
    """Return who changed a thing of this room last, and when, for who came too late."""
    event = (
        Event.objects.filter(municipality=municipality, subject=meeting_or_part).order_by("-sequence").first()
    )
    if event is None:
        return None
    person = Person.objects.filter(pk=event.actor).first() if event.actor else None
    return (person.name if person else "Driehoek"), event.at


def can_be_composed(meeting: Meeting) -> bool:
    """Tell whether the agenda of a meeting still changes."""
    return meeting.state in {MeetingState.PLANNED, MeetingState.CALLED, MeetingState.HELD}


@dataclass(frozen=True)
class SeriesPage:
    """What the page of a series shows besides the series itself."""

    members: list[Member]
    fixed: list[FixedPoint]
    meetings: list[Meeting]


def series_page(identity: Identity, series: Series) -> SeriesPage:
    """Return the members, fixed points and coming meetings of a series."""
    rows = visible_meetings(identity).filter(series=series, starts_at__gte=timezone.now() - JUST_NOW)
    return SeriesPage(
        members=list(series.members.select_related("person").order_by("person__name")),
        fixed=list(series.fixed_points.order_by("place")),
        meetings=list(rows.order_by("starts_at", "id")[:PAGE]),
    )
