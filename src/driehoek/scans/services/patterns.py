"""Putting a pattern on the agenda of the driehoek."""

from __future__ import annotations

import uuid
from typing import Final

from django.db import transaction

from driehoek.access.identity import Identity
from driehoek.meetings.models import AgendaPoint
from driehoek.meetings.services import put_forward
from driehoek.scans.queries.patterns import Element, Pattern, lead, name

# How a pattern is called on the agenda of the driehoek.
ORIGIN: Final = "scans.pattern"


def told(one: Pattern) -> list[Element]:
    """Return what of a pattern can stand in one point: a point is about one problem at most.

    Whoever may see that problem may read the point; what is about another problem is left out of its text.
    """
    problem = problem_of(one)
    return [element for element in one.elements if element.problem in (None, problem)]


def problem_of(one: Pattern) -> uuid.UUID | None:
    """Return the first problem in a pattern."""
    return next((element.problem for element in one.elements if element.problem), None)


def origin_id(one: Pattern) -> str:
    """Return what names a pattern on the agenda.

    The problem is part of it: for who does not see that problem the same place and theme is another point, so that
    an answer never tells that there is one.
    """
    problem = problem_of(one)
    return f"{one.key}:{problem.hex[:12]}" if problem else one.key


@transaction.atomic
def put_on_agenda(*, identity: Identity, pattern: Pattern, url: str) -> AgendaPoint:
    """Put a pattern on the agenda of the driehoek; while its point is open, return that one.

    Args:
        identity: one of the driehoek or who prepares it.
        pattern: as this person sees it now.
        url: path of the page of the patterns.
    """
    elements = told(pattern)
    lines = [f"{element.part.label}: {element.title}. {element.text}" for element in elements]
    return put_forward(
        identity=identity,
        title=name(pattern),
        text="\n".join((lead(pattern), *lines)),
        origin=ORIGIN,
        origin_id=origin_id(pattern),
        origin_url=url,
        problem=problem_of(pattern),
        confidential=any(element.confidential for element in elements),
    )
