"""What the first page says, read once and used by screen and paper alike (design.md, section 7)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.analysis.queries import READERS
from driehoek.analysis.rows import first_page_rows
from driehoek.brief.words import BRIEFING
from driehoek.exchange import first_page as exchange
from driehoek.moments.queries import Occurrence, coming
from driehoek.parties.models import Function
from driehoek.position.queries.first_page import FirstPage, first_page
from driehoek.problems.models import Kind
from driehoek.problems.queries import visible_to
from driehoek.web.components import Row

LINES = 5
COMING_DAYS = 7
NOWHERE = UUID(int=0)
# More changes than a reader can take in; what lies further back is in the timelines.
MOST_EVENTS = 500
SEEN = "brief:page:seen"
# Coming back within half an hour is still the same visit: what changed stays on the page.
SAME_VISIT = timedelta(minutes=30)
FIRST_VISIT_LOOKS_BACK = timedelta(days=7)
# What is news though it is about no problem; the rest is for those who keep it (themes, functions, receipts).
FIGURE_NEWS = ("figures:import:loaded", "analysis:deviation:found", "analysis:deviation:withdrawn")
SILENT = ["access:grant:given", "access:grant:ended"]


@dataclass(frozen=True)
class Visit:
    """Since when the reader has not looked, and up to where this page shows the ledger.

    Attributes:
        since: the last event shown in an earlier visit.
        since_at: when that visit was; None on the first.
        upto: the last event there is.
        shown: the last event that a receipt covers.
        is_new: whether this is the first look of a visit.
        moments: whether the calendar has anything near, so that it need not be asked for nothing.
        exchange: whether the exchange has a line for this reader, for the same reason.
    """

    since: int
    since_at: datetime | None
    upto: int
    shown: int
    is_new: bool
    moments: bool = False
    exchange: bool = False


# Written out, because this page is asked for most of all: the end of the chain and the reader's last receipt.
LAST_RECEIPT = """
SELECT h.sequence, r.at, r.data,
       EXISTS (SELECT 1 FROM moments_moment m WHERE m.municipality_id = h.municipality_id
                  AND m.reach_from < statement_timestamp() + interval '7 days'
                  AND (m.reach_until IS NULL OR m.reach_until > statement_timestamp())) AS moments,
       ({exchange}) AS exchange
  FROM ledger_head h LEFT JOIN LATERAL (
  SELECT e.at, e.data FROM ledger_event e
   WHERE e.municipality_id = h.municipality_id AND e.actor = %s AND e.action = %s
     AND (%s::timestamptz IS NULL OR e.at <= %s)
   ORDER BY e.sequence DESC LIMIT 1) r ON true
 WHERE h.municipality_id = %s
"""
# One line per problem or kind of act, with how often, the weightiest first: crises, new figures, complex, the rest.
# What happens in the position and the exchange has lines of its own on the page; its events would say it twice.
CHANGES = """
WITH recent AS MATERIALIZED (
  SELECT e.problem, e.action, e.sequence, e.at, e.data FROM ledger_event e
   WHERE e.municipality_id = %s AND e.sequence > %s AND (e.problem IS NOT NULL OR e.action = ANY (%s))
     AND e.actor IS DISTINCT FROM %s AND e.action <> ALL (%s)
     AND e.action NOT LIKE 'position:%%' AND e.action NOT LIKE 'deadlines:%%'
     AND e.action NOT LIKE 'exchange:%%'
     AND (%s::timestamptz IS NULL OR e.at >= %s) AND (%s::timestamptz IS NULL OR e.at <= %s)
   ORDER BY e.sequence DESC LIMIT {most}),
grouped AS (
  SELECT e.problem, CASE WHEN e.problem IS NULL THEN e.action END AS act, max(e.sequence) AS last, count(*) AS times
    FROM recent e GROUP BY 1, 2),
weighed AS (
  SELECT g.last, g.times, p.id, p.title, p.kind, count(*) OVER () AS total,
         CASE WHEN g.problem IS NULL THEN 1 WHEN p.kind = 'crisis' THEN 0
              WHEN p.kind = 'complex' THEN 2 ELSE 3 END AS weight
    FROM grouped g LEFT JOIN ({problems}) p ON p.id = g.problem
   WHERE g.problem IS NULL OR p.id IS NOT NULL
   ORDER BY weight, g.last DESC LIMIT {lines})
SELECT r.action, r.sequence, r.at, r.data, w.times, w.id, w.title, w.kind, w.total
  FROM weighed w JOIN recent r ON r.sequence = w.last ORDER BY w.weight, w.last DESC
"""
# Running problems, crises first, then complex ones that are stuck (OV01); for an earlier moment also what was closed
# since. Since when a case is stuck is read behind the wall of its problem.
RUNNING = """
SELECT p.id, p.title, p.summary, p.kind, p.opened_at, p.changed_at, p.theme__name, count(*) OVER () AS total,
       c.stuck_since, coalesce(c.stuck_reason, '')
  FROM ({problems}) p LEFT JOIN cases_case c ON c.problem_id = p.id AND c.stuck_since IS NOT NULL
   AND (%s::timestamptz IS NULL OR c.stuck_since <= %s)
 WHERE (p.status <> 'closed' OR p.closed_at > %s) AND (%s::timestamptz IS NULL OR p.opened_at <= %s)
 ORDER BY CASE WHEN p.kind = 'crisis' THEN 0 WHEN c.stuck_since IS NOT NULL THEN 1 WHEN p.kind = 'complex' THEN 2
          ELSE 3 END, p.changed_at DESC
 LIMIT {lines}
"""


class RunningProblem(NamedTuple):
    """As much of a problem as its line shows; `total` counts all that run for this reader.

    `stuck_since` and `stuck_reason` tell of a complex problem whose approach does not get on.
    """

    pk: UUID
    title: str
    summary: str
    kind: str
    opened_at: datetime
    changed_at: datetime
    theme: str
    total: int
    stuck_since: datetime | None = None
    stuck_reason: str = ""


class ChangedProblem(NamedTuple):
    """As much of a problem as a line about a change needs."""

    pk: UUID
    title: str
    kind: str


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
    crises: Sequence[RunningProblem]
    problems: Sequence[RunningProblem]
    open_problems: int
    deviations: Sequence[Row]
    more_deviations: int
    changed: list[Changed]
    more_changed: int
    position: FirstPage
    moments: list[Occurrence] = field(default_factory=list)
    exchanged: list[Row] = field(default_factory=list)
    unread_crises: list[RunningProblem] = field(default_factory=list)


def today(identity: Identity, *, at: datetime | None = None) -> Today:
    """Read the first page for `identity` as it is now, or as it was `at` an earlier moment."""
    visit = visit_of(identity, at=at)
    door = _visible(identity)
    running = _problems(door, at=at)
    crises = [problem for problem in running if problem.kind == Kind.CRISIS]
    lines: list[Row] = []
    more = 0
    if identity.holds(*READERS):
        lines, more = first_page_rows(identity, limit=LINES, at=at)
    changed, changes = _changes(identity, visit, door, at=at)
    return Today(
        visit=visit,
        crises=crises,
        problems=[problem for problem in running if problem.kind != Kind.CRISIS],
        open_problems=running[0].total if running else 0,
        deviations=lines,
        more_deviations=more,
        changed=changed,
        more_changed=changes - len(changed),
        position=first_page(identity, lines=LINES, since=visit.since_at, at=at),
        moments=coming(identity, days=COMING_DAYS, limit=LINES) if at is None and visit.moments else [],
        exchanged=exchange.changed_rows(identity, since=visit.since_at, limit=LINES)
        if at is None and visit.exchange
        else [],
        unread_crises=[crisis for crisis in crises if _touched(crisis, changed, visit)],
    )


def visit_of(identity: Identity, *, at: datetime | None = None) -> Visit:
    """Find the reader's last visit on the ledger; a visit lasts until half an hour passes without one."""
    with connection.cursor() as cursor:
        cursor.execute(
            LAST_RECEIPT.format(exchange=exchange.SOMETHING),
            [*exchange.asks_for(identity), identity.person, SEEN, at, at, identity.municipality],
        )
        head, last_at, receipt, near, given = cursor.fetchone() or (0, None, None, False, False)
    there = {"moments": near, "exchange": given}
    if last_at is None or receipt is None:
        return Visit(since=0, since_at=None, upto=head, shown=0, is_new=True, **there)
    data = json.loads(receipt)
    if (at or timezone.now()) - last_at < SAME_VISIT:
        moment = datetime.fromisoformat(data["since_at"]) if data.get("since_at") else None
        return Visit(int(data["since"]), moment, head, int(data["upto"]), is_new=False, **there)
    return Visit(int(data["upto"]), last_at, head, int(data["upto"]), is_new=True, **there)


def _visible(identity: Identity) -> tuple[str, tuple[Any, ...]]:
    """Return the read door to real problems as SQL, for both questions that the page asks through it."""
    sql, values = _door(len(identity.persons))
    stands_for = dict(zip(_stand_ins(len(identity.persons)), identity.persons, strict=True))
    stands_for[NOWHERE] = identity.municipality
    return sql, tuple(stands_for.get(value, value) for value in values)


def _stand_ins(persons: int) -> tuple[UUID, ...]:
    return tuple(UUID(int=number + 1) for number in range(persons))


@lru_cache(maxsize=16)
def _door(persons: int) -> tuple[str, tuple[Any, ...]]:
    """Write the read door out once for each number of persons whose grants count: writing costs more than asking."""
    nobody = Identity(
        person=UUID(int=1),
        municipality=NOWHERE,
        municipality_name="",
        cbs_code="",
        persons=_stand_ins(persons),
        functions=frozenset(),
        own_functions=frozenset(),
        organisations=frozenset(),
    )
    problems = visible_to(nobody).filter(training=False).select_related(None).order_by()
    sql, values = problems.values(
        "id", "title", "summary", "kind", "status", "opened_at", "changed_at", "closed_at", "theme__name"
    ).query.sql_with_params()
    return str(sql), tuple(values)


def _problems(door: tuple[str, tuple[Any, ...]], *, at: datetime | None) -> list[RunningProblem]:
    """Return running problems: crises first, then complex ones before standard ones, the last changed on top."""
    sql, values = door
    with connection.cursor() as cursor:
        cursor.execute(RUNNING.format(problems=sql, lines=2 * LINES), [*values, at, at, at, at, at])
        return [RunningProblem(*row) for row in cursor.fetchall()]


def _changes(
    identity: Identity, visit: Visit, door: tuple[str, tuple[Any, ...]], *, at: datetime | None
) -> tuple[list[Changed], int]:
    """Return what others did since the last visit, and how many such lines there are in all; one query.

    Problems come through the read door, so that what row-level security filters here is filtered twice.
    """
    news: list[Any] = list(FIGURE_NEWS) if identity.holds(*READERS) else []
    # The mayor gets every briefing; who else got one is told by mail.
    if identity.holds(Function.MAYOR):
        news.append(BRIEFING)
    begun = None if visit.since_at else (at or timezone.now()) - FIRST_VISIT_LOOKS_BACK
    values: list[Any] = [
        identity.municipality,
        visit.since,
        news,
        identity.person,
        SILENT,
        begun,
        begun,
        at,
        at,
    ]
    problems, problem_values = door
    with connection.cursor() as cursor:
        cursor.execute(
            CHANGES.format(most=MOST_EVENTS, problems=problems, lines=LINES), [*values, *problem_values]
        )
        rows = cursor.fetchall()
    changed = [
        Changed(
            action=action,
            sequence=sequence,
            problem=ChangedProblem(problem, title, kind) if problem else None,
            at=moment,
            times=times,
            data=data,
        )
        for action, sequence, moment, data, times, problem, title, kind, _total in rows
    ]
    return changed, rows[0][-1] if rows else 0


def _touched(crisis: RunningProblem, changed: list[Changed], visit: Visit) -> bool:
    if visit.since_at is None:
        return True
    return any(change.problem and change.problem.pk == crisis.pk for change in changed)
