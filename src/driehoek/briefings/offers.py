"""What this room gives to rooms below it: a line of a briefing as something to ask about."""

from __future__ import annotations

import uuid

from django.urls import reverse

from driehoek.access.identity import Identity
from driehoek.briefings.queries import find_line
from driehoek.briefings.rows import LINE
from driehoek.position import subjects
from driehoek.position.subjects import Subject
from driehoek.problems.queries import visible_to


def register() -> None:
    """Let readers ask about any line; who sent the briefing knows best."""
    subjects.FINDERS[LINE] = subject


def subject(identity: Identity, given: uuid.UUID) -> Subject | None:
    """Return a line of a briefing that was sent to the reader."""
    line = find_line(identity, given)
    if line is None or line.briefing.sent_at is None:
        return None
    problem = visible_to(identity).filter(pk=line.problem).first() if line.problem else None
    if line.problem and problem is None:
        return None
    return Subject(
        LINE,
        given,
        line.sentence[:200],
        reverse("briefings:briefing", args=[line.briefing_id]),
        problem=problem,
        person=line.briefing.sent_by,
    )
