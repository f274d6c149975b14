"""Every write about the agenda: one transaction, one line on the ledger."""

from __future__ import annotations

import uuid
from typing import Literal

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.ledger import services as ledger
from driehoek.ledger.services import EventData
from driehoek.ledger.versions import update_once
from driehoek.meetings.models import AgendaPoint, Meeting, MeetingState, PointState
from driehoek.meetings.queries.points import open_points, visible_points
from driehoek.problems.queries import visible_to

Direction = Literal["up", "down"]
TITLE_LENGTH = 140
URL_LENGTH = 300
# The place of the fixed point that closes an agenda: whatever is added stands before it.
CLOSING = 30_000


class TrainingOnAgenda(PermissionDenied):
    """A training problem never comes on the agenda of the real driehoek."""


class HiddenOnAgenda(PermissionDenied):
    """The thing is on an agenda already, in a point that this person may not read."""


class InConfirmedMinutes(PermissionDenied):
    """The point stands in confirmed minutes; these change by an addition only."""


class AlreadyOpen(Exception):
    """The same thing was put forward again meanwhile; a second open point about it cannot be."""


@transaction.atomic
def put_forward(
    *,
    identity: Identity,
    title: str,
    text: str = "",
    origin: str = "",
    origin_id: str = "",
    origin_url: str = "",
    problem: uuid.UUID | None = None,
    confidential: bool = False,
    meeting: Meeting | None = None,
) -> AgendaPoint:
    """Put something on the agenda of the driehoek, or of a meeting, at the end; return the point.

    The same `origin` and `origin_id` while its point is open give that point instead of a second one, also when
    two people do it at the same moment. A title over 140 characters is shortened, and stands whole above the text.

    Args:
        identity: who puts it forward, one of the driehoek or who prepares it (access.rules.DRIEHOEK).
        title: the point in one line, without personal data.
        text: why it is on the agenda and what is asked.
        origin: `room.thing` that it came from; empty when typed in.
        origin_id: that thing's id.
        origin_url: path of that thing's page here.
        problem: id of the problem it is about; then only those with a grant on it see the point.
        confidential: for the closed part.
        meeting: the meeting on whose agenda it comes; without one it waits for the next driehoek.

    Raises:
        ValueError: `origin_url` leads away from this installation.
        TrainingOnAgenda: the problem is an exercise.
        HiddenOnAgenda: it is on the agenda already, where this person may not see it.
    """
    _require_local(origin_url)
    if problem and visible_to(identity).filter(pk=problem, training=True).exists():
        raise TrainingOnAgenda(_("Een oefening komt niet op de agenda van de echte driehoek."))
    title, text = _fitting(title, text)
    point = AgendaPoint(
        municipality_id=identity.municipality,
        title=title,
        text=text,
        origin=origin,
        origin_id=origin_id,
        origin_url=origin_url,
        problem=problem,
        confidential=confidential,
        meeting=meeting,
        place=last_place(identity, meeting) + 1,
        proposed_by_id=identity.person,
    )
    # ON CONFLICT DO NOTHING waits for another transaction with the same origin, so that one of the two wins.
    AgendaPoint.objects.bulk_create([point], ignore_conflicts=True)
    stored = AgendaPoint.objects.filter(pk=point.pk).first()
    if stored is None:
        return _open_point_of(identity, origin, origin_id)
    _record(stored, "proposed", {"origin": origin, "confidential": confidential})
    return stored


@transaction.atomic
def change_point(
    *,
    identity: Identity,
    point: AgendaPoint,
    version: int,
    title: str,
    text: str,
    confidential: bool,
    minutes: int | None = None,
) -> list[str]:
    """Change a point that was read at `version`; return the names of what changed.

    Without `minutes` the time it is expected to take stays.

    Raises:
        VersionConflict: it was changed meanwhile.
        InConfirmedMinutes: it stands in confirmed minutes.
    """
    _require_unconfirmed(point)
    values: dict[str, str | bool | int] = {"title": title, "text": text, "confidential": confidential}
    if minutes is not None:
        values["minutes"] = minutes
    changed = [name for name, value in values.items() if getattr(point, name) != value]
    if not changed:
        return []
    update_once(visible_points(identity), point, version, **values)
    _record(point, "changed", {"changed": changed})
    return changed


@transaction.atomic
def move_point(*, identity: Identity, point: AgendaPoint, direction: Direction) -> bool:
    """Move an open point one place up or down in its part of its agenda; tell whether it moved.

    Points that this person may not see keep their place, and the version stays: moving disturbs no editor.
    """
    same = open_points(identity).filter(confidential=point.confidential, meeting=point.meeting_id)
    rows = list(same.select_for_update(of=("self",)))
    here = next((index for index, row in enumerate(rows) if row.pk == point.pk), None)
    there = None if here is None else here + (-1 if direction == "up" else 1)
    if here is None or there is None or not 0 <= there < len(rows):
        return False
    places = _rising([row.place for row in rows])
    rows[here], rows[there] = rows[there], rows[here]
    for row, place in zip(rows, places, strict=True):
        if row.place != place:
            AgendaPoint.objects.filter(pk=row.pk).update(place=place)
    _record(point, "moved", {"direction": direction})
    return True


@transaction.atomic
def handle_point(*, identity: Identity, point: AgendaPoint, version: int, outcome: str) -> None:
    """Record that the driehoek talked about a point, and what it decided; a handled point gets a new outcome.

    Raises:
        VersionConflict: it was changed meanwhile.
        InConfirmedMinutes: it stands in confirmed minutes.
    """
    _require_unconfirmed(point)
    again = point.state == PointState.HANDLED
    moment = {} if again else {"handled_at": Now()}
    update_once(visible_points(identity), point, version, state=PointState.HANDLED, outcome=outcome, **moment)
    _record(point, "outcome" if again else "handled")


@transaction.atomic
def drop_point(*, identity: Identity, point: AgendaPoint, version: int) -> None:
    """Take an open point off the agenda without having talked about it.

    Raises:
        VersionConflict: it was changed meanwhile, or is no longer open.
    """
    rows = visible_points(identity).filter(state=PointState.PROPOSED)
    update_once(rows, point, version, state=PointState.DROPPED, handled_at=Now())
    _record(point, "dropped")


@transaction.atomic
def reopen_point(*, identity: Identity, point: AgendaPoint, version: int) -> None:
    """Put a handled or dropped point back where it stood; what was noted stays with it.

    Raises:
        VersionConflict: it was changed meanwhile, or is open already.
        AlreadyOpen: the same thing was put forward again since.
        InConfirmedMinutes: it stands in confirmed minutes.
    """
    _require_unconfirmed(point)
    rows = visible_points(identity).exclude(state=PointState.PROPOSED)
    try:
        with transaction.atomic():
            update_once(rows, point, version, state=PointState.PROPOSED, handled_at=None)
    except IntegrityError as error:
        raise AlreadyOpen from error
    _record(point, "reopened")


def _require_unconfirmed(point: AgendaPoint) -> None:
    if point.meeting and point.meeting.state == MeetingState.CLOSED:
        raise InConfirmedMinutes(
            _("Dit staat in een vastgesteld verslag. Schrijf bij het verslag een aanvulling.")
        )


def _open_point_of(identity: Identity, origin: str, origin_id: str) -> AgendaPoint:
    found = open_points(identity).filter(origin=origin, origin_id=origin_id).first()
    if found is None:
        raise HiddenOnAgenda(_("Dit staat al op een agenda die u niet mag zien. Vraag het de adviseur."))
    return found


def last_place(identity: Identity, meeting: Meeting | None) -> int:
    """Return the last place on an agenda, before the fixed point that closes it."""
    rows = open_points(identity).filter(meeting=meeting, place__lt=CLOSING)
    last: int | None = rows.aggregate(last=Max("place"))["last"]
    return last or 0


def _rising(places: list[int]) -> list[int]:
    """Return the same places with ties resolved, so that an order can be expressed in them."""
    rising: list[int] = []
    for place in sorted(places):
        rising.append(max(place, rising[-1] + 1) if rising else place)
    return rising


def _fitting(title: str, text: str) -> tuple[str, str]:
    if len(title) <= TITLE_LENGTH:
        return title, text
    return Truncator(title).chars(TITLE_LENGTH), f"{title}\n\n{text}".rstrip()


def _require_local(url: str) -> None:
    if not url:
        return
    local = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    if not local or len(url) > URL_LENGTH:
        raise ValueError("origin_url must be a path on this installation, of at most 300 characters")


def _record(point: AgendaPoint, act: str, data: EventData | None = None) -> None:
    ledger.append(
        municipality=point.municipality_id,
        action=f"meetings:point:{act}",
        subject=point.pk,
        problem=point.problem,
        version=point.version,
        data=data,
    )
