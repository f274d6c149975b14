"""The first wall: which meetings, and what of them, a reader may know of. The database holds the same (0004)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from driehoek.access.identity import Identity
from driehoek.access.queries import visible_problem_ids
from driehoek.access.rules import KEEPERS_OF_POSITION
from driehoek.meetings.models import Attendee, Meeting


def of_a_problem_in_sight(identity: Identity) -> Q:
    """Return the condition that a row is about no problem, or about one with a grant."""
    return Q(problem=None) | Q(problem__in=visible_problem_ids(identity))


def in_sight(identity: Identity) -> Q:
    """Return the condition that a row of a meeting is for the reader: keepers, or a seat in that part of it."""
    if identity.holds(*KEEPERS_OF_POSITION):
        return Q(meeting__isnull=False)
    seats = Attendee.objects.filter(person__in=identity.persons)
    return Q(confidential=False, meeting__in=seats.values("meeting")) | Q(
        meeting__in=seats.filter(closed=True).values("meeting")
    )


def visible_meetings(identity: Identity) -> QuerySet[Meeting]:
    """Return the meetings that `identity` may know of: all of them for keepers, else those with a seat."""
    found = Meeting.objects.filter(municipality=identity.municipality)
    if identity.holds(*KEEPERS_OF_POSITION):
        return found
    return found.filter(pk__in=Attendee.objects.filter(person__in=identity.persons).values("meeting"))
