"""Sending the pack: an edition that never changes, and a mail with a link."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.ledger.versions import update_once
from driehoek.meetings.models import Edition, Meeting, MeetingState, PointState
from driehoek.meetings.queries.points import visible_points
from driehoek.meetings.queries.walls import visible_meetings
from driehoek.meetings.services.gatherings import (
    BEFORE,
    record,
    require_keeper,
    require_state,
    tell_attendees,
)


class EmptyAgenda(PermissionDenied):
    """There is nothing to send."""


@transaction.atomic
def send_pack(*, identity: Identity, meeting: Meeting, version: int) -> Edition:
    """Freeze the agenda as the next edition of the pack, and mail a link to everyone who comes; return the edition.

    The edition holds every point of the meeting, also those that the sender may not see; each reader finds
    only their own part of it.

    Raises:
        VersionConflict: the agenda was changed meanwhile, or sent by someone else.
        EmptyAgenda: no point stands on it.
        NotAtThisStage: the meeting has been held or cancelled.
    """
    require_keeper(identity, meeting)
    require_state(meeting, *BEFORE)
    if not visible_points(identity).filter(meeting=meeting, state=PointState.PROPOSED).exists():
        raise EmptyAgenda(_("De agenda is leeg. Stel haar eerst samen."))
    rows = visible_meetings(identity).filter(state__in=BEFORE)
    update_once(rows, meeting, version, state=MeetingState.CALLED, changed_at=timezone.now())
    meeting.refresh_from_db(fields=["state", "starts_at", "place"])
    last: int | None = meeting.editions.aggregate(last=Max("number"))["last"]
    edition = Edition.objects.create(
        municipality_id=meeting.municipality_id,
        meeting=meeting,
        number=(last or 0) + 1,
        starts_at=meeting.starts_at,
        place=meeting.place,
        sent_at=timezone.now(),
        sent_by_id=identity.person,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT meetings_freeze(%s, %s)", [meeting.pk, edition.pk])
    record(meeting, "pack_sent", {"edition": edition.number})
    tell_attendees(identity, meeting)
    return edition


@transaction.atomic
def take_copy(*, identity: Identity, edition: Edition) -> None:
    """Note on the ledger that someone took the pack as a document."""
    record(edition.meeting, "pack_copied", {"edition": edition.number})
