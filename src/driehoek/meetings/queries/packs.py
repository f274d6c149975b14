"""Editions of a pack as one reader may see them, and what changed between them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.meetings.models import AgendaPoint, Edition, EditionPoint, Meeting
from driehoek.meetings.queries.walls import in_sight, of_a_problem_in_sight

Change = Literal["", "new", "changed"]
_COMPARED: Final = ("title", "text", "minutes", "confidential")


class PointLike(Protocol):
    """What an agenda point and a point of an edition have in common."""

    title: str
    text: str
    minutes: int
    confidential: bool
    problem: uuid.UUID | None


@dataclass(frozen=True)
class Line:
    """A point with what happened to it since the edition before.

    Attributes:
        change: "" for nothing, "new" or "changed".
        changed: what changed, in words.
    """

    point: EditionPoint
    change: Change = ""
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pack:
    """An edition for one reader.

    Attributes:
        lines: its points that the reader may see, in order.
        gone: titles of points of the edition before that are no longer on the agenda.
        moved: whether time or place changed.
    """

    edition: Edition
    lines: list[Line]
    gone: list[str] = field(default_factory=list)
    moved: bool = False
    before: int | None = None


def editions(meeting: Meeting) -> list[Edition]:
    """Return the editions of a meeting's pack, newest first."""
    return list(Edition.objects.filter(meeting=meeting).select_related("sent_by").order_by("-number"))


def pack(identity: Identity, meeting: Meeting, number: int) -> Pack | None:
    """Return an edition for one reader, with what changed since the one before; None when there is none."""
    found = {one.number: one for one in editions(meeting) if one.number in {number, number - 1}}
    if number not in found:
        return None
    edition, earlier = found[number], found.get(number - 1)
    points = _points(identity, [one for one in (edition, earlier) if one])
    own = [point for point in points if point.edition_id == edition.pk]
    if earlier is None:
        return Pack(edition, [Line(point) for point in own])
    old = {point.point_id: point for point in points if point.edition_id == earlier.pk}
    lines = [_line(point, old.get(point.point_id)) for point in own]
    left = {point.point_id for point in own}
    gone = [point.title for key, point in old.items() if key not in left]
    moved = (edition.starts_at, edition.place) != (earlier.starts_at, earlier.place)
    return Pack(edition, lines, gone, moved, earlier.number)


def unsent_changes(identity: Identity, meeting: Meeting, points: Sequence[AgendaPoint]) -> bool | None:
    """Tell whether the agenda differs from its last edition for this reader; None when nothing was sent."""
    last = Edition.objects.filter(meeting=meeting).order_by("-number").first()
    if last is None:
        return None
    sent = _points(identity, [last])
    if (last.starts_at, last.place) != (meeting.starts_at, meeting.place):
        return True
    now = [(point.pk, *(getattr(point, name) for name in _COMPARED)) for point in points]
    then = [(point.point_id, *(getattr(point, name) for name in _COMPARED)) for point in sent]
    return now != then


def _points(identity: Identity, found: Sequence[Edition]) -> list[EditionPoint]:
    rows = EditionPoint.objects.filter(
        in_sight(identity) & of_a_problem_in_sight(identity), edition__in=found
    )
    return list(rows.select_related("proposed_by").order_by("edition", "place"))


def _line(point: EditionPoint, before: EditionPoint | None) -> Line:
    if before is None:
        return Line(point, "new")
    words = {
        "title": _("onderwerp"),
        "text": _("toelichting"),
        "minutes": _("tijd"),
        "confidential": _("open of besloten"),
    }
    changed = tuple(word for name, word in words.items() if getattr(point, name) != getattr(before, name))
    return Line(point, "changed" if changed else "", changed)
