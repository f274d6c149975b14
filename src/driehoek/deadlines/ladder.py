"""The route of a deadline as it is shown: who was told when, whose turn is next."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.deadlines.models import Deadline, Notice
from driehoek.deadlines.routes import Directory, Rung, RungKind

RouteState = Literal["done", "next", "todo", "skipped"]


@dataclass(frozen=True)
class RouteStep:
    """One step of the route.

    Attributes:
        kind: the reminder, the substitute, a contact, the advisers.
        label: the step in words.
        who: the names of who was told, or who is told if the step were taken now.
        at: when it was taken, or when the next one is; None when that is not known yet.
        state: taken, the next one, a later one, or passed over because nobody new is reached.
        seen: whether everyone who was told has seen it.
    """

    kind: RungKind
    label: str
    who: str
    at: datetime | None
    state: RouteState
    seen: bool = False


def route_of(identity: Identity, deadline: Deadline) -> list[RouteStep]:
    """Return the route of one deadline."""
    return routes_of(identity, [deadline])[deadline.pk]


def routes_of(identity: Identity, deadlines: Sequence[Deadline]) -> dict[uuid.UUID, list[RouteStep]]:
    """Return the route of each deadline, in a number of queries that does not grow with them."""
    directory = Directory(municipality=identity.municipality, deadlines=deadlines, now=timezone.now())
    return {deadline.pk: _steps(deadline, directory) for deadline in deadlines}


def _steps(deadline: Deadline, directory: Directory) -> list[RouteStep]:
    taken: dict[int, list[Notice]] = {}
    for notice in directory.notices[deadline.pk]:
        taken.setdefault(notice.step, []).append(notice)
    arranged = directory.route(deadline)
    by_key = {rung.key: (number, rung) for number, rung in enumerate(arranged, 1)}
    steps = [_reminder(deadline, taken.pop(0, []), directory)]
    for _number, notices in sorted(taken.items()):
        place, rung = by_key.get(notices[0].rung, (0, None))
        kind = rung.kind if rung else RungKind.CONTACT
        label = _label(rung, place, deadline) if rung else _("Stap die er niet meer is")
        steps.append(_taken(kind, label, notices))
    return steps + _to_come(deadline, directory, by_key, waits=steps[0].state == "next")


def _reminder(deadline: Deadline, notices: list[Notice], directory: Directory) -> RouteStep:
    if notices:
        return _taken(RungKind.REMINDER, _("Herinnering"), notices)
    who = _names(directory, directory.first_in_line(deadline))
    state: RouteState = "next" if who and deadline.remind_at else "todo" if who else "skipped"
    return RouteStep(RungKind.REMINDER, _("Herinnering"), who, deadline.remind_at, state)


def _to_come(
    deadline: Deadline, directory: Directory, by_key: dict[str, tuple[int, Rung]], *, waits: bool
) -> list[RouteStep]:
    knows = {notice.person_id for notice in directory.notices[deadline.pk]}
    steps: list[RouteStep] = []
    is_next = not waits
    for rung in directory.remaining(deadline):
        told = [person for person in directory.told(rung.persons, deadline) if person not in knows]
        state: RouteState = "skipped" if not told else "next" if is_next else "todo"
        at = deadline.escalate_at if state == "next" else None
        is_next = is_next and not told
        knows.update(told)
        label = _label(rung, by_key[rung.key][0], deadline)
        steps.append(RouteStep(rung.kind, label, _names(directory, told), at, state))
    return steps


def _taken(kind: RungKind, label: str, notices: list[Notice]) -> RouteStep:
    who = ", ".join(notice.person.name for notice in notices)
    seen = all(notice.seen_at for notice in notices)
    return RouteStep(kind, label, who, notices[0].sent_at, "done", seen=seen)


def _names(directory: Directory, persons: Sequence[uuid.UUID]) -> str:
    return ", ".join(directory.names[person] for person in persons)


def _label(rung: Rung, place: int, deadline: Deadline) -> str:
    """Say what a step is; contacts are counted from one, after the substitute where there is one."""
    if rung.kind == RungKind.SUBSTITUTE:
        return _("Vervanger")
    if rung.kind == RungKind.ADVISERS:
        return _("Adviseur van de gemeente")
    return _("Contactroute, stap %(number)s") % {"number": place - (1 if deadline.substitute_id else 0)}
