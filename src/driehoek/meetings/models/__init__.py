"""State and constraints of the meetings room."""

from driehoek.meetings.models.feeds import FeedToken
from driehoek.meetings.models.meetings import (
    Attendee,
    FixedPoint,
    Invitation,
    Meeting,
    MeetingState,
    Member,
    Series,
    SeriesKind,
)
from driehoek.meetings.models.minutes import Action, ActionState, ActionStep, Addition, MinuteEntry, StepKind
from driehoek.meetings.models.packs import Edition, EditionPoint
from driehoek.meetings.models.points import AgendaPoint, PointState

__all__ = [
    "Action",
    "ActionState",
    "ActionStep",
    "Addition",
    "AgendaPoint",
    "Attendee",
    "Edition",
    "EditionPoint",
    "FeedToken",
    "FixedPoint",
    "Invitation",
    "Meeting",
    "MeetingState",
    "Member",
    "MinuteEntry",
    "PointState",
    "Series",
    "SeriesKind",
    "StepKind",
]
