"""A person's calendar of meetings, as an iCalendar file without content (RFC 5545)."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta
from typing import Final

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from driehoek.access.identity import Identity, establish
from driehoek.meetings.models import Attendee, FeedToken, Invitation, Meeting, MeetingState

BACK: Final = timedelta(days=31)
MOST: Final = 500
PRODUCT: Final = "-//Driehoek//Overleggen//NL"


def hash_of(secret: str) -> bytes:
    """Return what is kept of a secret: it has 256 bits of chance, so one round of SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).digest()


def own_feed(identity: Identity) -> FeedToken | None:
    """Return what is kept of the acting person's secret address, when there is one."""
    return FeedToken.objects.filter(
        municipality=identity.municipality, person=identity.person, revoked_at=None
    ).first()


def whose(secret: str) -> Identity | None:
    """Establish the person whose calendar a secret opens; None when it is wrong, revoked, or their function ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person, municipality FROM meetings_feed(%s)", [hash_of(secret)])
        row: tuple[uuid.UUID, uuid.UUID] | None = cursor.fetchone()
    return establish(person=row[0], municipality=row[1]) if row else None


def feed(identity: Identity) -> bytes:
    """Return the meetings at which the acting person has a seat and did not decline, as a calendar file.

    Titles are the same for every meeting, and the place says only where to look: calendars are kept by others.
    The identifier of a meeting never changes, so that a calendar moves it instead of adding a second one.
    """
    seats = Attendee.objects.filter(person=identity.person).exclude(invitation=Invitation.DECLINED)
    rows = Meeting.objects.filter(
        municipality=identity.municipality,
        pk__in=seats.values("meeting"),
        starts_at__gte=timezone.now() - BACK,
    )
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for meeting in rows.order_by("starts_at", "id")[:MOST]:
        calendar.add_component(_event(meeting))
    return bytes(calendar.to_ical())


def _event(meeting: Meeting) -> Event:
    event = Event()
    event.add("uid", f"{meeting.pk}@driehoek")
    event.add("dtstamp", meeting.changed_at)
    event.add("last-modified", meeting.changed_at)
    event.add("sequence", meeting.version)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.starts_at + timedelta(minutes=meeting.minutes))
    event.add("summary", _("Overleg"))
    event.add("location", _("zie Driehoek"))
    event.add("class", "PRIVATE")
    cancelled = meeting.state == MeetingState.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return event
