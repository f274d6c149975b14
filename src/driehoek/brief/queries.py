"""What the first page says, read once and used by screen and paper alike (design.md, section 7)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Subquery, Value, When, Window
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.analysis.queries import READERS
from driehoek.analysis.rows import first_page_rows
from driehoek.ledger.models import Event, Head
from driehoek.problems.models import Kind, Problem, Status
from driehoek.problems.queries import visible_to
from driehoek.web.components import Row

LINES = 5
# More changes than a reader can take in; what lies further back is in the timelines.
MOST_EVENTS = 200
SEEN = "brief:page:seen"
# Coming back within half an hour is still the same visit: what changed stays on the page.
SAME_VISIT = timedelta(minutes=30)
FIRST_VISIT_LOOKS_BACK = timedelta(days=7)
# What is news though it is about no problem; the rest is for those who keep it (themes, functions, receipts).
FIGURE_NEWS = ("figures:import:loaded", "analysis:deviation:found", "analysis:deviation:withdrawn")
SILENT = ("access:grant:given", "access:grant:ended")


@dataclass(frozen=True)
class Visit:
    """Since when the reader has not looked, and up to where this page shows the ledger.

    Attributes:
        since: the last event shown in an earlier visit.
        since_at: when that visit was; None on the first.
        upto: the last event there is.
        shown: the last event that a receipt covers.
        is_new: whether this is the first look of a visit.
    """

    since: int
    since_at: datetime | None
    upto: int
    shown: int
    is_new: bool


class ChangedProblem(NamedTuple):
    """As much of a problem as a line about a change needs."""

    pk: UUID
    title: str
    kind: str


class _Grouped(NamedTuple):
    problem: UUID | None
    action: str
    sequence: int
    at: datetime
    data: str
    times: int


@dataclass(frozen=True)
class Changed:
    """One thing that changed since the last visit: a problem, or something of the municipality."""

    action: str
    sequence: int
    problem: ChangedProblem | None
    at: datetime
    times: int
    data: str


@dataclass(frozen=True)
class Today:
    """The three answers."""

    visit: Visit
    crises: Sequence[Problem]
    problems: Sequence[Problem]
    open_problems: int
    deviations: Sequence[Row]
    more_deviations: int
    changed: list[Changed]
    more_changed: int
    unread_crises: list[Problem] = field(default_factory=list)


def today(identity: Identity, *, at: datetime | None = None) -> Today:
    """Read the first page for `identity` as it is now, or as it was `at` an earlier moment."""
    visit = visit_of(identity, at=at)
    crises, others, total = _problems(identity, at=at)
    lines: list[Row] = []
    more = 0
    if identity.holds(*READERS):
        lines, more = first_page_rows(identity, limit=LINES, at=at)
    changed = _changes(identity, visit, at=at)
    return Today(
        visit=visit,
        crises=crises,
        problems=others,
        open_problems=total,
        deviations=lines,
        more_deviations=more,
        changed=changed[:LINES],
        more_changed=max(0, len(changed) - LINES),
        unread_crises=[crisis for crisis in crises if _touched(crisis, changed, visit)],
    )


def visit_of(identity: Identity, *, at: datetime | None = None) -> Visit:
    """Find the reader's last visit on the ledger; a visit lasts until half an hour passes without one."""
    seen = Event.objects.filter(municipality=identity.municipality, actor=identity.person, action=SEEN)
    if at is not None:
        seen = seen.filter(at__lte=at)
    last = seen.order_by("-sequence")
    row = (
        Head.objects.filter(municipality=identity.municipality)
        .values_list("sequence", Subquery(last.values("at")[:1]), Subquery(last.values("data")[:1]))
        .first()
    )
    head, last_at, receipt = row or (0, None, None)
    if last_at is None or receipt is None:
        return Visit(since=0, since_at=None, upto=head, shown=0, is_new=True)
    data = json.loads(receipt)
    if (at or timezone.now()) - last_at < SAME_VISIT:
        moment = datetime.fromisoformat(data["since_at"]) if data.get("since_at") else None
        return Visit(int(data["since"]), moment, head, int(data["upto"]), is_new=False)
    return Visit(int(data["upto"]), last_at, head, int(data["upto"]), is_new=True)


def _problems(identity: Identity, *, at: datetime | None) -> tuple[Sequence[Problem], Sequence[Problem], int]:
    """Return running crises, the other problems that changed last, and how many run in all; one query."""
    running = visible_to(identity).filter(training=False).exclude(status=Status.CLOSED)
    if at is not None:
        running = running.filter(opened_at__lte=at)
    # Crises first, then complex problems before standard ones, which speak through their deviations.
    rows = list(running.annotate(total=Window(Count("id"))).order_by(_by_kind(), "-changed_at")[: 2 * LINES])
    total = rows[0].total if rows else 0
    crises = [row for row in rows if row.kind == Kind.CRISIS]
    others = [row for row in rows if row.kind != Kind.CRISIS]
    return crises, others, total


def _by_kind() -> Case:
    return Case(
        When(kind=Kind.CRISIS, then=Value(0)),
        When(kind=Kind.COMPLEX, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


def _changes(identity: Identity, visit: Visit, *, at: datetime | None) -> list[Changed]:
    """Return what others did since the last visit, one line per thing, the weightiest first; two queries."""
    events = Event.objects.filter(municipality=identity.municipality, sequence__gt=visit.since)
    news = FIGURE_NEWS if identity.holds(*READERS) else ()
    events = events.filter(Q(problem__isnull=False) | Q(action__in=news))
    events = events.exclude(actor=identity.person).exclude(action__in=SILENT)
    if visit.since_at is None:
        events = events.filter(at__gte=(at or timezone.now()) - FIRST_VISIT_LOOKS_BACK)
    if at is not None:
        events = events.filter(at__lte=at)
    # Plain tuples: a busy night has hundreds of events, and the page shows five lines.
    found: dict[UUID | str, _Grouped] = {}
    for row in events.order_by("-sequence").values_list("problem", "action", "sequence", "at", "data")[:MOST_EVENTS]:
        # Everything about one problem is one line; everything else is one line per kind of act.
        known = found.get(row[0] or row[1])
        found[row[0] or row[1]] = known._replace(times=known.times + 1) if known else _Grouped(*row, times=1)
    problems = _named(identity, events) if any(group.problem for group in found.values()) else {}
    changed = [
        Changed(
            action=group.action,
            sequence=group.sequence,
            problem=problems.get(group.problem) if group.problem else None,
            at=group.at,
            times=group.times,
            data=group.data,
        )
        for group in found.values()
        if group.problem is None or group.problem in problems
    ]
    return sorted(changed, key=_importance)


def _named(identity: Identity, events: QuerySet[Event]) -> dict[UUID, ChangedProblem]:
    rows = visible_to(identity).filter(pk__in=events.values("problem"), training=False).select_related(None)
    return {row[0]: ChangedProblem(*row) for row in rows.values_list("pk", "title", "kind")}


def _importance(change: Changed) -> tuple[int, int]:
    """Crises first, then new figures, then complex problems, then the rest; the newest first within each."""
    weights = {Kind.CRISIS: 0, Kind.COMPLEX: 2, Kind.STANDARD: 3}
    return (weights[Kind(change.problem.kind)] if change.problem else 1, -change.sequence)


def _touched(crisis: Problem, changed: list[Changed], visit: Visit) -> bool:
    if visit.since_at is None:
        return True
    return any(change.problem and change.problem.pk == crisis.pk for change in changed)
