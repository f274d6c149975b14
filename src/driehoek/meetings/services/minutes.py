"""Minutes: what was said and decided, the actions that follow, and the chair's confirmation."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.access.queries import grants_on
from driehoek.deadlines.calendar import end_of_working_day
from driehoek.deadlines.services import NewDeadline, set_deadlines
from driehoek.deadlines.tasks import tell
from driehoek.ledger import services as ledger
from driehoek.ledger.services import EventData
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.meetings.models import (
    Action,
    ActionState,
    Addition,
    AgendaPoint,
    Meeting,
    MeetingState,
    MinuteEntry,
)
from driehoek.meetings.queries.gatherings import is_chair
from driehoek.meetings.queries.minutes import visible_actions, visible_entries
from driehoek.meetings.queries.walls import visible_meetings
from driehoek.meetings.services.composing import OPEN_STATES
from driehoek.meetings.services.gatherings import record as record_meeting
from driehoek.meetings.services.gatherings import require_keeper, require_state, settle, touch

ACTION: Final = "meetings.action"


class NotTheChair(PermissionDenied):
    """Only the chair confirms the minutes."""


class NothingToConfirm(PermissionDenied):
    """There are no minutes yet."""


class PartUnseen(PermissionDenied):
    """Part of the minutes is about what this person may not see."""


class OwnerMayNotSee(PermissionDenied):
    """The action would be about something that its owner may not see."""


@dataclass(frozen=True)
class NewEntry:
    """The minutes of one point; see MinuteEntry.

    Attributes:
        decided_by: id of who decided; needed with a decision, and only then.
    """

    said: str = ""
    decision: str = ""
    decided_by: uuid.UUID | None = None
    confidential: bool = False


@transaction.atomic
def record_entry(
    *, identity: Identity, meeting: Meeting, point: AgendaPoint, version: int, new: NewEntry
) -> MinuteEntry:
    """Write the minutes of a point, or change them while they are not confirmed.

    What stands in the closed part of the agenda stays closed in the minutes.

    Args:
        identity: who writes: a keeper of the meeting.
        meeting: the meeting.
        point: a point of that meeting.
        version: that of the entry as it was read; 0 when there was none.
        new: the words.

    Raises:
        VersionConflict: someone else wrote them meanwhile, or the minutes are confirmed.
        NotAtThisStage: the meeting was cancelled, or its minutes are confirmed.
    """
    _require_writing(identity, meeting)
    values = {
        "said": new.said,
        "decision": new.decision,
        "decided_by_id": new.decided_by if new.decision else None,
        "confidential": new.confidential or point.confidential,
        "recorded_by_id": identity.person,
    }
    entry = visible_entries(identity).filter(point=point).first()
    if entry is None:
        entry = _first_entry(meeting, point, version, values)
    else:
        update_once(visible_entries(identity), entry, version, **values)
        entry.refresh_from_db()
        visible_actions(identity).filter(entry=entry).update(confidential=entry.confidential)
    touch(meeting, state=MeetingState.HELD, changed_at=timezone.now())
    _record(entry.pk, meeting, "minutes:written", entry.problem, entry.version)
    return entry


@transaction.atomic
def add_action(
    *, identity: Identity, entry: MinuteEntry, text: str, owner: uuid.UUID, due_on: date
) -> Action:
    """Add an action to minutes that are not confirmed yet; it goes to its owner when they are.

    Raises:
        OwnerMayNotSee: it is about a problem that the owner has no grant on.
        NotAtThisStage: the minutes are confirmed.
    """
    _require_writing(identity, entry.meeting)
    if (
        entry.problem
        and not grants_on(entry.problem).filter(person=owner, valid_from__lte=timezone.now()).exists()
    ):
        raise OwnerMayNotSee(
            _("Deze persoon mag dit probleem niet zien. Kies iemand anders, of geef eerst toegang.")
        )
    action = Action.objects.create(
        municipality_id=entry.municipality_id,
        meeting=entry.meeting,
        entry=entry,
        problem=entry.problem,
        confidential=entry.confidential,
        text=text,
        owner_id=owner,
        due_on=due_on,
    )
    touch(entry.meeting)
    _record(action.pk, entry.meeting, "action:noted", action.problem, action.version)
    return action


@transaction.atomic
def remove_action(*, identity: Identity, action: Action) -> None:
    """Take an action out of minutes that are not confirmed yet.

    Raises:
        NotAtThisStage: the minutes are confirmed.
    """
    _require_writing(identity, action.meeting)
    removed = action.pk
    visible_actions(identity).filter(pk=removed).delete()
    touch(action.meeting)
    _record(removed, action.meeting, "action:removed", action.problem, action.version)


@transaction.atomic
def confirm(*, identity: Identity, meeting: Meeting, version: int) -> None:
    """Confirm the minutes as the chair: they never change again, and each action becomes due from its owner.

    Points that were talked about are handled; the others go back to the list.

    Raises:
        NotTheChair: someone else asks.
        NothingToConfirm: nothing is written yet.
        PartUnseen: part of the minutes is about what the chair may not see; nobody confirms what they cannot read.
        VersionConflict: the minutes were changed since they were read.
        NotAtThisStage: they are confirmed already, or the meeting was cancelled.
    """
    if not is_chair(identity, meeting):
        raise NotTheChair(
            _("Het verslag stelt de voorzitter vast: %(name)s.") % {"name": meeting.series.chair.name}
        )
    require_state(meeting, MeetingState.HELD)
    seen = visible_entries(identity).filter(meeting=meeting).count()
    if not seen:
        raise NothingToConfirm(_("Er staat nog niets in het verslag."))
    if seen != _written(meeting):
        raise PartUnseen(_("U ziet niet het hele verslag. Laat het vaststellen door wie alles mag zien."))
    rows = visible_meetings(identity).filter(state=MeetingState.HELD)
    # The version first: it holds the row, so that nobody writes while the rest happens.
    update_once(rows, meeting, version)
    owners = _hand_out(identity, meeting)
    settle(meeting)
    rows.filter(pk=meeting.pk).update(
        state=MeetingState.CLOSED,
        confirmed_at=timezone.now(),
        confirmed_by=identity.person,
        changed_at=timezone.now(),
    )
    meeting.refresh_from_db()
    record_meeting(meeting, "minutes_confirmed")
    tell(municipality=meeting.municipality_id, persons=owners - {identity.person})


@transaction.atomic
def add_to_minutes(*, identity: Identity, entry: MinuteEntry, text: str) -> Addition:
    """Correct confirmed minutes by writing beside them; what stood there stays.

    Raises:
        NotAtThisStage: they are not confirmed yet, and can be changed themselves.
        PermissionDenied: the person does not keep this meeting.
    """
    require_keeper(identity, entry.meeting)
    require_state(entry.meeting, MeetingState.CLOSED)
    made = Addition.objects.create(
        municipality_id=entry.municipality_id,
        meeting=entry.meeting,
        entry=entry,
        problem=entry.problem,
        confidential=entry.confidential,
        text=text,
        added_by_id=identity.person,
        added_at=timezone.now(),
    )
    _record(entry.pk, entry.meeting, "minutes:added_to", entry.problem, entry.version)
    return made


def _first_entry(
    meeting: Meeting, point: AgendaPoint, version: int, values: Mapping[str, Any]
) -> MinuteEntry:
    if version:
        raise VersionConflict
    try:
        with transaction.atomic():
            return MinuteEntry.objects.create(
                municipality_id=meeting.municipality_id,
                meeting=meeting,
                point=point,
                problem=point.problem,
                **values,
            )
    except IntegrityError as error:
        raise VersionConflict from error


def _hand_out(identity: Identity, meeting: Meeting) -> set[uuid.UUID]:
    """Make every action of a meeting due from its owner; return the owners."""
    actions = list(visible_actions(identity).filter(meeting=meeting, state=ActionState.DRAFT))
    made = set_deadlines(
        new=[
            NewDeadline(
                municipality=action.municipality_id,
                kind=ACTION,
                subject=action.pk,
                due_at=end_of_working_day(action.due_on),
                responsible=action.owner_id,
                problem=action.problem,
            )
            for action in actions
        ]
    )
    for action, deadline in zip(actions, made, strict=True):
        action.deadline, action.state = deadline, ActionState.OPEN
    Action.objects.bulk_update(actions, ["deadline", "state"])
    return {action.owner_id for action in actions}


def _require_writing(identity: Identity, meeting: Meeting) -> None:
    require_keeper(identity, meeting)
    require_state(meeting, *OPEN_STATES)


def _written(meeting: Meeting) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT meetings_written(%s)", [meeting.pk])
        found: tuple[int] = cursor.fetchone()
    return found[0]


def _record(
    subject: uuid.UUID,
    meeting: Meeting,
    act: str,
    problem: uuid.UUID | None,
    version: int,
    data: EventData | None = None,
) -> None:
    ledger.append(
        municipality=meeting.municipality_id,
        action=f"meetings:{act}",
        subject=subject,
        problem=problem,
        version=version,
        data=data,
    )
