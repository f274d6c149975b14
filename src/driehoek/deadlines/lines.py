"""Deadlines as lines on a screen: what, from whom, when or how late, and who knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.deadlines.calendar import local_day, working_days_between
from driehoek.deadlines.kinds import Description, describe_all
from driehoek.deadlines.ladder import RouteStep, routes_of
from driehoek.deadlines.models import Deadline
from driehoek.web import formatting


@dataclass(frozen=True)
class Line:
    """One deadline as it is shown.

    Attributes:
        deadline: the row, for its id and moments.
        about: what is due.
        from_whom: the party or person it is due from.
        lateness: how late it is, in words; empty when it is not late.
        reminded: whether, when and by whom was reminded, in a sentence.
        route: the steps; empty for a supplier, who does not see who else was told.
        next_words: when the next step is taken and who is told then; empty when none follows.
    """

    deadline: Deadline
    about: Description
    from_whom: str
    lateness: str
    reminded: str
    route: Sequence[RouteStep] = ()
    next_words: str = ""

    @property
    def is_reminded(self) -> bool:
        """Whether the one reminder went out."""
        return self.deadline.reminded_at is not None


def lines_of(identity: Identity, deadlines: Sequence[Deadline], *, with_route: bool = False) -> list[Line]:
    """Return the lines of deadlines that `queries` found, in the same order.

    Args:
        identity: the reader.
        deadlines: rows with their organisation, responsible and reminded_by.
        with_route: whether the reader may see who else was told; for keepers of the position.
    """
    now = timezone.now()
    words = describe_all(identity, deadlines)
    routes = routes_of(identity, deadlines) if with_route and deadlines else {}
    return [
        Line(
            deadline=deadline,
            about=words[deadline.pk],
            from_whom=from_whom(deadline),
            lateness=lateness(deadline, now),
            reminded=reminded_words(deadline),
            route=routes.get(deadline.pk, ()),
            next_words=_next_words(routes.get(deadline.pk, ())),
        )
        for deadline in deadlines
    ]


def from_whom(deadline: Deadline) -> str:
    """Return the party that something is due from, else the person."""
    if deadline.organisation is not None:
        return deadline.organisation.name
    return deadline.responsible.name if deadline.responsible is not None else ""


def lateness(deadline: Deadline, now: datetime) -> str:
    """Say how late something is: "2 werkdagen te laat", counted from the day it was due; empty when it is not."""
    if now <= deadline.late_after:
        return ""
    days = working_days_between(local_day(deadline.due_at), local_day(now))
    if days == 0:
        return _("minder dan een werkdag te laat")
    return ngettext("%(days)s werkdag te laat", "%(days)s werkdagen te laat", days) % {"days": days}


def reminded_words(deadline: Deadline) -> str:
    """Say whether, when and by whom was reminded."""
    if deadline.reminded_at is None:
        return _("Nog niet herinnerd.")
    at = _moment(deadline.reminded_at)
    if deadline.reminded_by is None:
        return _("Herinnerd %(at)s door Driehoek.") % {"at": at}
    return _("Herinnerd %(at)s door %(who)s.") % {"at": at, "who": deadline.reminded_by.name}


def _next_words(route: Sequence[RouteStep]) -> str:
    step = next((step for step in route if step.state == "next" and step.at is not None), None)
    if step is None or step.at is None:
        return ""
    if step.at <= timezone.now():
        return _("Hierna, binnen enkele minuten: %(who)s.") % {"who": step.who}
    return _("Hierna, %(at)s: %(who)s.") % {"at": _moment(step.at), "who": step.who}


def _moment(value: datetime) -> str:
    return formatting.moment(value, language=formatting.known(get_language()))
