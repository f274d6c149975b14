"""Every read about the agenda."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from driehoek.access.identity import Identity
from driehoek.access.rules import DRIEHOEK, KEEPERS_OF_POSITION
from driehoek.ledger.models import Event
from driehoek.meetings.models import AgendaPoint, EditionPoint, PointState
from driehoek.meetings.queries.walls import in_sight, of_a_problem_in_sight
from driehoek.parties.models import Person
from driehoek.problems.models import Problem, Status
from driehoek.problems.queries import visible_to

PAGE = 30
# Points that were settled today stand at the foot of the agenda, so that a slip is one tap to put right.
SETTLED_SHOWN = 10


def visible_points(identity: Identity) -> QuerySet[AgendaPoint]:
    """Return the points that `identity` may see: about no problem, or about one with a grant.

    A point that waits is for the driehoek; a point of a meeting is for who sits there, closed or not.
    """
    here = in_sight(identity) & of_a_problem_in_sight(identity)
    if identity.holds(*DRIEHOEK):
        here = (Q(meeting=None) | in_sight(identity)) & of_a_problem_in_sight(identity)
    return AgendaPoint.objects.filter(here, municipality=identity.municipality)


def open_points(identity: Identity) -> QuerySet[AgendaPoint]:
    """Return the points that wait to be talked about, in the order made by hand."""
    found = visible_points(identity).filter(state=PointState.PROPOSED)
    return found.select_related("proposed_by").order_by("place", "proposed_at", "id")


def waiting_points(identity: Identity) -> QuerySet[AgendaPoint]:
    """Return the open points that stand on the agenda of no meeting yet."""
    return open_points(identity).filter(meeting=None)


def settled_points(
    identity: Identity, *, after: tuple[datetime, uuid.UUID] | None = None
) -> tuple[list[AgendaPoint], bool]:
    """Return a page of handled and dropped points, newest first, and whether there are more."""
    found = visible_points(identity).exclude(state=PointState.PROPOSED)
    if after:
        moment, last = after
        found = found.filter(Q(handled_at__lt=moment) | Q(handled_at=moment, id__lt=last))
    rows = list(found.select_related("proposed_by").order_by("-handled_at", "-id")[: PAGE + 1])
    return rows[:PAGE], len(rows) > PAGE


def settled_since(identity: Identity, moment: datetime) -> list[AgendaPoint]:
    """Return the points handled or dropped since `moment`, newest first, at most SETTLED_SHOWN."""
    found = visible_points(identity).exclude(state=PointState.PROPOSED).filter(handled_at__gte=moment)
    return list(found.order_by("-handled_at", "-id")[:SETTLED_SHOWN])


def problems_of(
    identity: Identity, points: Sequence[AgendaPoint] | Sequence[EditionPoint]
) -> dict[uuid.UUID, Problem]:
    """Return the problems that `points` are about, by id, in one query."""
    wanted = {point.problem for point in points if point.problem}
    if not wanted:
        return {}
    return {problem.pk: problem for problem in visible_to(identity).filter(pk__in=wanted)}


def choosable_problems(identity: Identity) -> QuerySet[Problem]:
    """Return the problems that a point can be about: running, no exercise."""
    found = visible_to(identity).filter(training=False).exclude(status=Status.CLOSED)
    return found.order_by("title")


def may_change(identity: Identity, point: AgendaPoint) -> bool:
    """Tell whether the words of `point` are this person's to change: a keeper, or who put it forward."""
    return identity.holds(*KEEPERS_OF_POSITION) or point.proposed_by_id in identity.persons


def last_change(point: AgendaPoint) -> tuple[str, datetime] | None:
    """Return who changed a point last, and when, for the person whose own change came too late."""
    events = Event.objects.filter(municipality=point.municipality_id, subject=point.pk)
    event = events.exclude(action="meetings:point:moved").order_by("-sequence").first()
    if event is None:
        return None
    person = Person.objects.filter(pk=event.actor).first() if event.actor else None
    return (person.name if person else "Driehoek"), event.at
