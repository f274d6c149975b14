"""Minutes and actions for one reader."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.access.rules import CONTENTLESS
from driehoek.meetings.models import (
    Action,
    ActionState,
    Addition,
    AgendaPoint,
    Meeting,
    MinuteEntry,
    PointState,
)
from driehoek.meetings.queries.gatherings import may_keep
from driehoek.meetings.queries.points import visible_points
from driehoek.meetings.queries.walls import in_sight, of_a_problem_in_sight
from driehoek.parties.models import Appointment, Person

PAGE: Final = 30


@dataclass(frozen=True)
class Minute:
    """A point of a meeting with its minutes, when they are written."""

    point: AgendaPoint
    entry: MinuteEntry | None


def visible_entries(identity: Identity) -> QuerySet[MinuteEntry]:
    """Return the minutes that the reader may see: their part of a meeting, problems with a grant."""
    seen = in_sight(identity) & of_a_problem_in_sight(identity)
    return MinuteEntry.objects.filter(seen, municipality=identity.municipality)


def visible_actions(identity: Identity) -> QuerySet[Action]:
    """Return the actions that the reader may see: their own, and those of minutes that they may see."""
    own = Q(owner__in=identity.persons)
    seen = (own | in_sight(identity)) & of_a_problem_in_sight(identity)
    return Action.objects.filter(seen, municipality=identity.municipality)


def minutes_of(identity: Identity, meeting: Meeting) -> list[Minute]:
    """Return the points of a meeting with their minutes, the open part first."""
    rows = visible_points(identity).filter(meeting=meeting).exclude(state=PointState.DROPPED)
    points = list(rows.select_related("proposed_by").order_by("confidential", "place", "proposed_at", "id"))
    actions = visible_actions(identity).select_related("owner").order_by("due_on", "id")
    entries = (
        visible_entries(identity)
        .filter(meeting=meeting)
        .select_related("decided_by")
        .prefetch_related(
            Prefetch("actions", queryset=actions),
            Prefetch("additions", queryset=Addition.objects.select_related("added_by")),
        )
    )
    by_point = {entry.point_id: entry for entry in entries}
    return [Minute(point, by_point.get(point.pk)) for point in points]


def entry_of(identity: Identity, point: AgendaPoint) -> MinuteEntry | None:
    """Return the minutes of a point, when they are written and the reader may see them."""
    return visible_entries(identity).filter(point=point).select_related("meeting__series").first()


def find_entry(identity: Identity, entry: uuid.UUID) -> MinuteEntry | None:
    """Return one visible entry with its meeting and point."""
    rows = visible_entries(identity).filter(pk=entry)
    return rows.select_related("meeting__series__chair", "point").first()


def find_action(identity: Identity, action: uuid.UUID) -> Action | None:
    """Return one visible action with its owner and deadline; its meeting may be one that the owner did not attend."""
    rows = visible_actions(identity).filter(pk=action).exclude(state=ActionState.DRAFT)
    return rows.select_related("owner", "deadline").first()


def may_act(identity: Identity, action: Action) -> bool:
    """Tell whether the reader may finish or move an action: its owner, and who keeps the meeting."""
    return action.owner_id in identity.persons or may_keep(identity, action.meeting)


def own_actions(identity: Identity) -> list[Action]:
    """Return what the reader, or who they stand in for, has to do, the first due on top."""
    rows = visible_actions(identity).filter(owner__in=identity.persons, state=ActionState.OPEN)
    return list(rows.select_related("owner").order_by("due_on", "id")[: PAGE * 3])


def open_actions_of_others(identity: Identity) -> list[Action]:
    """Return what others have to do from meetings that the reader attends or keeps, the first due on top."""
    rows = visible_actions(identity).filter(state=ActionState.OPEN).exclude(owner__in=identity.persons)
    return list(rows.select_related("owner").order_by("due_on", "id")[: PAGE * 3])


def done_actions(
    identity: Identity, *, after: tuple[datetime, uuid.UUID] | None = None
) -> tuple[list[Action], bool]:
    """Return a page of actions that are done, last done on top, and whether there are more."""
    rows = visible_actions(identity).filter(state=ActionState.DONE)
    if after:
        moment, last = after
        rows = rows.filter(Q(done_at__lt=moment) | Q(done_at=moment, id__lt=last))
    found = list(rows.select_related("owner").order_by("-done_at", "-id")[: PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def people_for_actions(identity: Identity) -> list[Person]:
    """Return who can be given an action: everyone with an appointment that carries content."""
    now = timezone.now()
    running = Appointment.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=now), municipality=identity.municipality, valid_from__lte=now
    ).exclude(function__in=CONTENTLESS)
    people = Person.objects.filter(pk__in=running.values("person"), is_active=True)
    return list(people.order_by("name"))
