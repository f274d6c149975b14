"""Series: who meets how often, and planning the meetings that follow from that."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.deadlines import recurrence
from driehoek.deadlines.calendar import at_local
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once
from driehoek.meetings.agendas import template_of
from driehoek.meetings.models import Attendee, FixedPoint, Meeting, MeetingState, Member, Series
from driehoek.parties.models import Appointment

# How far ahead meetings stand in the calendars.
AHEAD: Final = timedelta(weeks=13)
_CHANGING: Final = (MeetingState.PLANNED, MeetingState.CALLED)


class SeriesEnded(PermissionDenied):
    """The series has ended; nothing is planned in it any more."""


@dataclass(frozen=True)
class NewSeries:
    """What a series is; see the model for the fields.

    Attributes:
        members: the appointments of those who sit at the table.
        closed: ids of the appointments for whom the closed part is too.
        chair: id of the person who leads; always a member, and always in the closed part.
    """

    name: str
    kind: str
    rhythm: str
    starts_on: date
    starts_at: time
    chair: uuid.UUID
    members: Sequence[Appointment]
    closed: frozenset[uuid.UUID] = frozenset()
    minutes: int = 60
    place: str = ""

    def values(self) -> dict[str, Any]:
        """Return the fields of the series itself."""
        rule = recurrence.rule_for(self.rhythm, weekday=self.starts_on.weekday(), day=self.starts_on.day)
        return {
            "name": self.name,
            "kind": self.kind,
            "rhythm": self.rhythm,
            "rule": rule,
            "starts_on": self.starts_on,
            "starts_at": self.starts_at,
            "chair_id": self.chair,
            "minutes": self.minutes,
            "place": self.place,
        }


@transaction.atomic
def make_series(*, identity: Identity, new: NewSeries) -> Series:
    """Make a series with its members and the fixed points of its kind, and plan its meetings of a quarter.

    Raises:
        PermissionDenied: the maker is no keeper of the position.
    """
    _require_keeper(identity)
    series = Series.objects.create(
        municipality_id=identity.municipality,
        created_by_id=identity.person,
        **new.values(),
    )
    FixedPoint.objects.bulk_create(
        FixedPoint(
            municipality_id=identity.municipality,
            series=series,
            place=place,
            title=fixed.title,
            minutes=fixed.minutes,
            confidential=fixed.confidential,
        )
        for place, fixed in enumerate(template_of(new.kind), start=1)
    )
    _seat_members(series, new)
    _plan(series, until=max(timezone.localdate(), series.starts_on) + AHEAD)
    _record(series, "made")
    return series


@transaction.atomic
def change_series(*, identity: Identity, series: Series, version: int, new: NewSeries) -> None:
    """Change a series that was read at `version`. Meetings that are still to come get its members.

    A meeting that is planned keeps its time and place: those who come have it in their calendars.

    Raises:
        VersionConflict: it was changed meanwhile.
        PermissionDenied: the person is no keeper of the position.
    """
    _require_keeper(identity)
    update_once(Series.objects.filter(ended_at=None), series, version, **new.values())
    series.refresh_from_db()
    Member.objects.filter(series=series).exclude(person__in=[one.person_id for one in new.members]).delete()
    _seat_members(series, new)
    for meeting in series.meetings.filter(state__in=_CHANGING, starts_at__gt=timezone.now()):
        _reseat(meeting)
    _record(series, "changed")


@transaction.atomic
def end_series(*, identity: Identity, series: Series, version: int) -> None:
    """End a series: nothing more is planned in it; what is planned stays until it is cancelled.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    _require_keeper(identity)
    update_once(Series.objects.filter(ended_at=None), series, version, ended_at=timezone.now())
    _record(series, "ended")


@transaction.atomic
def restore_series(*, identity: Identity, series: Series, version: int) -> None:
    """Let a series that ended go on.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    _require_keeper(identity)
    update_once(Series.objects.exclude(ended_at=None), series, version, ended_at=None)
    _record(series, "restored")


@transaction.atomic
def plan_ahead(*, identity: Identity, series: Series) -> int:
    """Plan the meetings of the quarter after the last one that is planned; return how many came.

    Raises:
        SeriesEnded: nothing is planned in it any more.
    """
    _require_keeper(identity)
    _require_running(series)
    last: date | None = series.meetings.aggregate(last=Max("nominal"))["last"]
    number = _plan(series, until=max(timezone.localdate(), last or series.starts_on) + AHEAD)
    _record(series, "planned", number)
    return number


@transaction.atomic
def plan_meeting(*, identity: Identity, series: Series, starts_at: datetime) -> Meeting:
    """Plan one meeting by hand, with the members of the series.

    Raises:
        SeriesEnded: nothing is planned in it any more.
    """
    _require_keeper(identity)
    _require_running(series)
    meeting = _meeting(series, starts_at, None)
    meeting.save(force_insert=True)
    _seat([meeting], _sitting(series))
    _record(series, "planned", 1)
    return meeting


@transaction.atomic
def add_fixed_point(
    *, identity: Identity, series: Series, title: str, minutes: int, confidential: bool
) -> FixedPoint:
    """Add a fixed point to a series, before the one that closes the agenda."""
    _require_keeper(identity)
    rows = list(series.fixed_points.order_by("place"))
    closing = rows[-1:]
    place = (rows[-1].place if rows else 0) + 1
    if closing:
        FixedPoint.objects.filter(pk=closing[0].pk).update(place=place)
        place -= 1
    made = FixedPoint.objects.create(
        municipality_id=identity.municipality,
        series=series,
        place=place,
        title=title,
        minutes=minutes,
        confidential=confidential,
    )
    _record(series, "fixed_points_changed")
    return made


@transaction.atomic
def remove_fixed_point(*, identity: Identity, point: FixedPoint) -> None:
    """Take a fixed point off a series; agendas that were composed keep theirs."""
    _require_keeper(identity)
    point.delete()
    _record(point.series, "fixed_points_changed")


def _seat_members(series: Series, new: NewSeries) -> None:
    for one in new.members:
        # Keepers compose the closed part too, so their seat says what they can see.
        keeps = one.function in KEEPERS_OF_POSITION
        closed = one.pk in new.closed or one.person_id == new.chair or keeps
        Member.objects.update_or_create(
            series=series,
            person_id=one.person_id,
            defaults={
                "municipality_id": series.municipality_id,
                "appointment": one,
                "closed": closed,
            },
        )


def _plan(series: Series, *, until: date) -> int:
    """Plan what the rule names from today until a day and is not planned yet."""
    yesterday = timezone.localdate() - timedelta(days=1)
    after = max(yesterday, series.starts_on - timedelta(days=1))
    found = recurrence.occurrences(series.rule, starts_on=series.starts_on, after=after, until=until)
    days = {one.nominal: one.due for one in found}
    if not series.rule and not series.meetings.exists():
        days = {series.starts_on: series.starts_on}
    taken = set(series.meetings.filter(nominal__in=list(days)).values_list("nominal", flat=True))
    made = Meeting.objects.bulk_create(
        _meeting(series, at_local(day, series.starts_at), nominal)
        for nominal, day in days.items()
        if nominal not in taken
    )
    _seat(made, _sitting(series))
    return len(made)


def _meeting(series: Series, starts_at: datetime, nominal: date | None) -> Meeting:
    return Meeting(
        municipality_id=series.municipality_id,
        series=series,
        nominal=nominal,
        starts_at=starts_at,
        minutes=series.minutes,
        place=series.place,
        changed_at=timezone.now(),
    )


def _sitting(series: Series) -> list[Member]:
    """Return the members whose appointment runs."""
    now = timezone.now()
    running = Q(appointment__valid_until=None) | Q(appointment__valid_until__gt=now)
    return list(series.members.filter(running, appointment__valid_from__lte=now))


def _seat(meetings: Iterable[Meeting], members: Sequence[Member]) -> None:
    Attendee.objects.bulk_create(
        Attendee(
            municipality_id=meeting.municipality_id,
            meeting=meeting,
            person_id=member.person_id,
            closed=member.closed,
        )
        for meeting in meetings
        for member in members
    )


def _reseat(meeting: Meeting) -> None:
    """Give a meeting the members of its series; who came already keeps the answer, and whoever stands in."""
    members = _sitting(meeting.series)
    seats = {seat.person_id: seat for seat in meeting.attendees.filter(stands_for=None)}
    gone = set(seats) - {member.person_id for member in members}
    meeting.attendees.filter(person__in=gone, stands_for=None).delete()
    # Someone who came in another's place and now has a seat of their own sits on that one.
    new = [member for member in members if member.person_id not in seats]
    meeting.attendees.filter(person__in=[member.person_id for member in new]).delete()
    _seat([meeting], new)
    for member in members:
        seat = seats.get(member.person_id)
        if seat and seat.closed != member.closed:
            meeting.attendees.filter(pk=seat.pk).update(closed=member.closed)
            if not member.closed:
                meeting.attendees.filter(stands_for=seat).update(closed=False)


def _require_keeper(identity: Identity) -> None:
    if not identity.holds(*KEEPERS_OF_POSITION):
        raise PermissionDenied(_("Een reeks is voor de burgemeester, de loco en de adviseur om te maken."))


def _require_running(series: Series) -> None:
    if series.ended_at is not None:
        raise SeriesEnded(_("Deze reeks is beëindigd. Zet haar eerst weer aan."))


def _record(series: Series, act: str, number: int | None = None) -> None:
    ledger.append(
        municipality=series.municipality_id,
        action=f"meetings:series:{act}",
        subject=series.pk,
        version=series.version,
        data=None if number is None else {"count": number},
    )
