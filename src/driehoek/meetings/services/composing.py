"""Composing the agenda of a meeting out of what waits and what the rooms propose."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from driehoek.access.identity import Identity
from driehoek.access.rules import DRIEHOEK
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.meetings.models import AgendaPoint, Meeting, MeetingState, PointState
from driehoek.meetings.proposals import Proposal
from driehoek.meetings.queries.points import visible_points
from driehoek.meetings.services.gatherings import record, require_keeper, require_state, touch
from driehoek.meetings.services.points import CLOSING, HiddenOnAgenda, last_place, put_forward

FIXED: Final = "meetings.fixed"
OPEN_STATES: Final = (MeetingState.PLANNED, MeetingState.CALLED, MeetingState.HELD)


@dataclass(frozen=True)
class PointWords:
    """The words of a point of one's own; see AgendaPoint."""

    title: str
    text: str = ""
    confidential: bool = False
    minutes: int = 10


@transaction.atomic
def put_on_agenda(
    *, identity: Identity, meeting: Meeting, points: Sequence[AgendaPoint], proposals: Sequence[Proposal]
) -> int:
    """Put points that wait and proposals of the rooms on the agenda of a meeting; return how many came.

    The first time the fixed points of the series come too. What someone else put on an agenda meanwhile is passed
    over: a thing is on one agenda.

    Raises:
        PermissionDenied: the person does not keep this meeting.
        NotAtThisStage: its agenda changes no more.
    """
    require_keeper(identity, meeting)
    require_state(meeting, *OPEN_STATES)
    _add_fixed_points(identity, meeting)
    number = sum(_take(identity, meeting, point) for point in points)
    number += sum(_bring(identity, meeting, proposal) for proposal in proposals)
    touch(meeting)
    record(meeting, "composed", {"count": number})
    return number


@transaction.atomic
def add_point(
    *, identity: Identity, meeting: Meeting, words: PointWords, problem: uuid.UUID | None = None
) -> AgendaPoint:
    """Put a point of one's own on the agenda of a meeting, at the end; return it.

    Raises:
        PermissionDenied: the person does not keep this meeting.
        NotAtThisStage: its agenda changes no more.
        TrainingOnAgenda: the problem is an exercise.
    """
    require_keeper(identity, meeting)
    require_state(meeting, *OPEN_STATES)
    _add_fixed_points(identity, meeting)
    point = put_forward(
        identity=identity,
        title=words.title,
        text=words.text,
        confidential=words.confidential,
        problem=problem,
        meeting=meeting,
    )
    AgendaPoint.objects.filter(pk=point.pk).update(minutes=words.minutes)
    touch(meeting)
    return point


@transaction.atomic
def take_off(*, identity: Identity, point: AgendaPoint, version: int) -> None:
    """Take an open point off the agenda of its meeting: it waits again, and a fixed point lapses.

    Raises:
        VersionConflict: it was changed meanwhile, or stands in the minutes.
        NotAtThisStage: the agenda changes no more.
    """
    meeting = point.meeting
    if meeting is None:
        raise VersionConflict
    require_keeper(identity, meeting)
    require_state(meeting, *OPEN_STATES)
    rows = visible_points(identity).filter(state=PointState.PROPOSED, meeting=meeting, entry=None)
    if point.origin == FIXED:
        update_once(rows, point, version, state=PointState.DROPPED, handled_at=Now())
    elif identity.holds(*DRIEHOEK):
        place = last_place(identity, None) + 1
        update_once(rows, point, version, meeting=None, place=place)
    else:
        # Who leads another table has no part in the list of the driehoek.
        update_once(rows, point, version, state=PointState.DROPPED, handled_at=Now())
    touch(meeting)
    record(meeting, "point_taken_off")


def _add_fixed_points(identity: Identity, meeting: Meeting) -> None:
    """Lay the fixed points of the series under a new agenda; the last of them closes it."""
    if visible_points(identity).filter(meeting=meeting, origin=FIXED, state=PointState.PROPOSED).exists():
        return
    fixed = list(meeting.series.fixed_points.order_by("place"))
    AgendaPoint.objects.bulk_create(
        AgendaPoint(
            municipality_id=meeting.municipality_id,
            meeting=meeting,
            title=one.title,
            minutes=one.minutes,
            confidential=one.confidential,
            origin=FIXED,
            origin_id=f"{meeting.pk}:{meeting.version}:{one.place}",
            place=CLOSING if one is fixed[-1] and len(fixed) > 1 else number,
            proposed_by_id=identity.person,
        )
        for number, one in enumerate(fixed, start=1)
    )


def _take(identity: Identity, meeting: Meeting, point: AgendaPoint) -> bool:
    rows = visible_points(identity).filter(pk=point.pk, state=PointState.PROPOSED, meeting=None)
    place = last_place(identity, meeting) + 1
    return bool(rows.update(meeting=meeting, place=place, version=F("version") + 1))


def _bring(identity: Identity, meeting: Meeting, proposal: Proposal) -> bool:
    try:
        point = put_forward(
            identity=identity,
            title=proposal.title,
            text=proposal.why,
            origin=proposal.origin,
            origin_id=proposal.origin_id,
            origin_url=proposal.origin_url,
            problem=proposal.problem,
            confidential=proposal.confidential,
            meeting=meeting,
        )
    except HiddenOnAgenda:
        return False
    return point.meeting_id == meeting.pk or _take(identity, meeting, point)
