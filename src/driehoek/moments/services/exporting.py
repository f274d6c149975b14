"""The calendar as a file, with how confidential it is in its name; each copy is on the ledger."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from icalendar import Calendar, Event

from driehoek.access.identity import Identity
from driehoek.deadlines.calendar import AMSTERDAM
from driehoek.ledger import services as ledger
from driehoek.moments.importing.shapes import OWN_UID
from driehoek.moments.models import MomentState
from driehoek.moments.queries import Occurrence, occurrences
from driehoek.moments.services.keeping import require_writer

AHEAD: Final = timedelta(days=365)


@dataclass(frozen=True)
class CalendarFile:
    """A file to hand over.

    Attributes:
        name: with how confidential it is, and the day.
        content: iCalendar (RFC 5545).
        count: how many times it holds.
    """

    name: str
    content: bytes
    count: int


@transaction.atomic
def export(*, identity: Identity, closed: bool = False) -> CalendarFile:
    """Return what takes place in the next year as a file, as far as `identity` sees it.

    It holds what, when and where; not what may happen, which stays here. What is confidential or about a problem
    is left out, unless `closed` asks for it; then the file's name says so.

    Raises:
        PermissionDenied: not a keeper of the calendar.
    """
    require_writer(identity)
    now = timezone.now()
    found = occurrences(identity, after=now, before=now + AHEAD)
    if not closed:
        found = [one for one in found if not _is_closed(one)]
    secret = any(_is_closed(one) for one in found)
    mark = "VERTROUWELIJK" if secret else "INTERN"
    calendar = Calendar()
    calendar.add("prodid", "-//Driehoek//Kalender//NL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Risicomomenten ({mark})")
    for one in found:
        calendar.add_component(_event(one, now))
    ledger.append(
        municipality=identity.municipality,
        action="moments:export:made",
        subject=uuid.uuid4(),
        data={"count": len(found), "closed": secret},
    )
    name = f"kalender-{mark}-{timezone.localdate():%Y-%m-%d}.ics"
    return CalendarFile(name, calendar.to_ical(), len(found))


def _is_closed(one: Occurrence) -> bool:
    return one.moment.confidential or one.moment.problem is not None


def _event(one: Occurrence, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{one.moment.pk}-{one.day:%Y%m%d}{OWN_UID}")
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("summary", one.moment.title)
    if one.moment.starts_time is None:
        event.add("dtstart", one.starts_at.astimezone(AMSTERDAM).date())
        event.add("dtend", one.ends_at.astimezone(AMSTERDAM).date())
    else:
        event.add("dtstart", one.starts_at.astimezone(UTC))
        event.add("dtend", one.ends_at.astimezone(UTC))
    event.add("status", _status(one))
    event.add("class", "CONFIDENTIAL" if _is_closed(one) else "PRIVATE")
    event.add("categories", [str(one.moment.get_kind_display())])
    if one.places:
        event.add("location", ", ".join(one.places))
    return event


def _status(one: Occurrence) -> str:
    if one.cancelled:
        return "CANCELLED"
    return "CONFIRMED" if one.moment.state == MomentState.CONFIRMED else "TENTATIVE"
