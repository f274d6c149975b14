"""One meeting: moving and cancelling it, and answering its invitation."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.deadlines.tasks import tell
from driehoek.ledger import services as ledger
from driehoek.ledger.services import EventData
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.meetings.models import Attendee, Invitation, Meeting, MeetingState
from driehoek.meetings.queries.gatherings import may_keep, stand_ins
from driehoek.meetings.queries.walls import visible_meetings

BEFORE = (MeetingState.PLANNED, MeetingState.CALLED)


class NotAtThisStage(PermissionDenied):
    """The meeting is past the stage at which this can be done."""


class CannotStandIn(PermissionDenied):
    """This person cannot come in the other's place."""


@transaction.atomic
def change_meeting(
    *, identity: Identity, meeting: Meeting, version: int, starts_at: datetime, minutes: int, place: str
) -> bool:
    """Move a meeting that was read at `version`; who has its pack is told. Tell whether anything changed.

    Raises:
        VersionConflict: it was changed meanwhile.
        NotAtThisStage: it has been held or cancelled.
    """
    require_keeper(identity, meeting)
    require_state(meeting, *BEFORE)
    values = {"starts_at": starts_at, "minutes": minutes, "place": place}
    changed = [name for name, value in values.items() if getattr(meeting, name) != value]
    if not changed:
        return False
    update_once(visible_meetings(identity), meeting, version, **values, changed_at=timezone.now())
    record(meeting, "moved", {"changed": changed})
    if meeting.state == MeetingState.CALLED:
        tell_attendees(identity, meeting)
    return True


@transaction.atomic
def cancel_meeting(*, identity: Identity, meeting: Meeting, version: int) -> None:
    """Cancel a meeting: its points go back to the list, and who has its pack is told.

    Raises:
        VersionConflict: it was changed meanwhile.
        NotAtThisStage: it has been held or cancelled.
    """
    require_keeper(identity, meeting)
    require_state(meeting, *BEFORE)
    told = meeting.state == MeetingState.CALLED
    update_once(
        visible_meetings(identity).filter(state__in=BEFORE),
        meeting,
        version,
        state=MeetingState.CANCELLED,
        changed_at=timezone.now(),
    )
    settle(meeting)
    record(meeting, "cancelled")
    if told:
        tell_attendees(identity, meeting)


@transaction.atomic
def restore_meeting(*, identity: Identity, meeting: Meeting, version: int) -> None:
    """Let a meeting that was cancelled take place after all; its agenda is composed anew.

    Raises:
        VersionConflict: it was changed meanwhile.
        NotAtThisStage: it was not cancelled.
    """
    require_keeper(identity, meeting)
    require_state(meeting, MeetingState.CANCELLED)
    rows = visible_meetings(identity).filter(state=MeetingState.CANCELLED)
    update_once(rows, meeting, version, state=MeetingState.PLANNED, changed_at=timezone.now())
    record(meeting, "restored")


@transaction.atomic
def accept(*, identity: Identity, meeting: Meeting) -> None:
    """Say that one comes; whoever was to come instead does not any more.

    Raises:
        NotAtThisStage: the meeting is over or cancelled.
        PermissionDenied: one has no seat at this meeting.
    """
    seat = _own_seat(identity, meeting)
    Attendee.objects.filter(stands_for=seat).delete()
    _answer(seat, Invitation.ACCEPTED)
    record(meeting, "accepted")


@transaction.atomic
def decline(*, identity: Identity, meeting: Meeting, substitute: uuid.UUID | None) -> None:
    """Say that one does not come, and who comes instead.

    Whoever comes instead gets the open part; the closed part only with the function of the one who declined.
    What they may see of problems is theirs: their own grants, never those of the other.

    Raises:
        CannotStandIn: the substitute has a seat already, or is no colleague.
        NotAtThisStage: the meeting is over or cancelled.
        PermissionDenied: one has no seat at this meeting.
    """
    seat = _own_seat(identity, meeting)
    Attendee.objects.filter(stands_for=seat).delete()
    _answer(seat, Invitation.DECLINED)
    if substitute is not None:
        choice = {one.person.pk: one for one in stand_ins(identity, seat)}.get(substitute)
        if choice is None:
            raise CannotStandIn(_("Deze persoon kan niet in uw plaats komen. Kies een ander."))
        Attendee.objects.create(
            municipality_id=meeting.municipality_id,
            meeting=meeting,
            person=choice.person,
            closed=seat.closed and choice.same_function,
            stands_for=seat,
        )
        if meeting.state == MeetingState.CALLED:
            tell(municipality=meeting.municipality_id, persons=[choice.person.pk])
    record(meeting, "declined", {"substitute": substitute is not None})


def require_keeper(identity: Identity, meeting: Meeting) -> None:
    """Refuse who does not keep this meeting: keepers of the position, and its chair.

    Raises:
        PermissionDenied: always with a sentence that says who may.
    """
    if not may_keep(identity, meeting):
        raise PermissionDenied(_("Dit is voor de voorzitter, de burgemeester, de loco en de adviseur."))


def require_state(meeting: Meeting, *states: MeetingState) -> None:
    """Refuse an act at a stage that it does not belong to.

    Raises:
        NotAtThisStage: with the stage at which the meeting is.
    """
    if meeting.state not in states:
        raise NotAtThisStage(
            _("Dat kan nu niet meer. Dit overleg staat op: %(state)s.")
            % {"state": str(MeetingState(meeting.state).label).lower()}
        )


def touch(meeting: Meeting, **values: object) -> None:
    """Raise the version of a meeting whose agenda or minutes changed, so that nobody confirms what they did not see."""
    rows = Meeting.objects.filter(pk=meeting.pk, confirmed_at=None)
    if not rows.select_for_update().values_list("pk").first():
        raise VersionConflict
    meeting.refresh_from_db(fields=["version", "state"])
    for name, value in (values | {"version": meeting.version + 1}).items():
        setattr(meeting, name, value)
    rows.update(**values, version=meeting.version)


def settle(meeting: Meeting) -> None:
    """End the agenda of a meeting (walls.sql, meetings_settle)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT meetings_settle(%s)", [meeting.pk])


def tell_attendees(identity: Identity, meeting: Meeting) -> None:
    """Mail a link to everyone who comes, but the one who acts."""
    seats = meeting.attendees.exclude(invitation=Invitation.DECLINED).exclude(person=identity.person)
    tell(municipality=meeting.municipality_id, persons=seats.values_list("person", flat=True))


def record(meeting: Meeting, act: str, data: EventData | None = None) -> None:
    """Append a line about a meeting to the ledger."""
    ledger.append(
        municipality=meeting.municipality_id,
        action=f"meetings:meeting:{act}",
        subject=meeting.pk,
        version=meeting.version,
        data=data,
    )


def _own_seat(identity: Identity, meeting: Meeting) -> Attendee:
    require_state(meeting, *BEFORE)
    seats = meeting.attendees.filter(person__in=identity.persons).select_for_update()
    found = sorted(seats, key=lambda seat: seat.person_id != identity.person)
    if not found:
        raise PermissionDenied(_("U bent voor dit overleg niet uitgenodigd."))
    return found[0]


def _answer(seat: Attendee, answer: Invitation) -> None:
    Attendee.objects.filter(pk=seat.pk).update(invitation=answer, answered_at=timezone.now())
