"""What the position says on a reader's first page: asked, late, coming, arrived, answered. One query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from driehoek.access.identity import Identity
from driehoek.access.rules import CONTENTLESS, KEEPERS_OF_POSITION, SUPPLIERS
from driehoek.deadlines.kinds import describe_all
from driehoek.deadlines.queries import visible_to
from driehoek.parties.models import Function

# What is due in the coming week; a question stands there from the moment that it is asked, if within two weeks.
AHEAD: Final = timedelta(days=14)
COMING: Final = timedelta(days=7)
UNREAD_SINCE: Final = timedelta(days=45)
MOST: Final = 25
OWN_KINDS: Final = frozenset({"position.question", "position.delivery", "position.item"})
READS_ITEMS: Final = (Function.MAYOR, Function.SAFETY_ADVISER)

# Due dates: what is mine to answer or deliver, what I was called in for, what others are late with, what comes.
# Written out with its own wall (problem, municipality, persons, organisations) in front of row-level security.
DUE: Final = """
SELECT CASE WHEN {mine} THEN 'asked'
            WHEN {told} THEN 'called'
            WHEN d.late_after < %(now)s THEN 'late' ELSE 'coming' END AS part,
       d.kind, d.subject, coalesce(q.text, a.what, '') AS title, coalesce(q.kind, '') AS detail,
       coalesce(asker.name, '') AS by, coalesce(o.name, person.name, '') AS from_whom, d.due_at, d.late_after,
       d.reminded_at, d.step, coalesce(q.about_title, p.title, '') AS about
  FROM deadlines_deadline d
  LEFT JOIN position_question q ON q.deadline_id = d.id
  LEFT JOIN position_delivery v ON v.deadline_id = d.id
  LEFT JOIN position_agreement a ON a.id = v.agreement_id
  LEFT JOIN parties_organisation o ON o.id = d.organisation_id
  LEFT JOIN parties_person person ON person.id = d.responsible_id
  LEFT JOIN parties_person asker ON asker.id = q.asked_by_id
  LEFT JOIN problems_problem p ON p.id = d.problem
 WHERE d.municipality_id = %(municipality)s AND {open}
   AND (d.problem IS NULL OR (p.id IS NOT NULL AND NOT p.training))
   AND (q.id IS NOT NULL OR v.id IS NOT NULL OR d.responsible_id = ANY (%(persons)s) OR {told})
   AND (d.late_after < %(ahead)s OR d.responsible_id = ANY (%(persons)s))
   AND ({mine} OR %(keeps)s OR {told})
   AND ({mine} OR d.due_at < %(coming)s)
"""
MINE: Final = (
    "((q.id IS NOT NULL AND (q.to_person_id = ANY (%(persons)s)"
    " OR (q.to_person_id IS NULL AND q.to_organisation_id = ANY (%(organisations)s))))"
    " OR (v.id IS NOT NULL AND d.due_at < %(coming)s AND (d.responsible_id = ANY (%(persons)s)"
    " OR (%(supplies)s AND d.organisation_id = ANY (%(organisations)s))))"
    " OR (q.id IS NULL AND v.id IS NULL AND d.responsible_id = ANY (%(persons)s)))"
)
TOLD: Final = "d.id IN (SELECT n.deadline_id FROM deadlines_notice n WHERE n.person_id = ANY (%(persons)s))"
OPEN_NOW: Final = "d.state = 'open'"
OPEN_THEN: Final = "d.created_at <= %(now)s AND (d.state = 'open' OR d.met_at > %(now)s)"
LINES: Final = """
SELECT part, kind, subject, title, detail, by, from_whom, due_at, late_after, reminded_at, step, about, total
  FROM (SELECT due.*, count(*) OVER (PARTITION BY part) AS total,
               row_number() OVER (PARTITION BY part ORDER BY due.kind <> 'position.must_know',
                 CASE WHEN part = 'late' THEN late_after ELSE due_at END, subject) AS place
          FROM ({due}) due) placed
 WHERE place <= %(lines)s
"""
UNREAD: Final = """
SELECT 'unread', 'position.item', i.id, i.title, CASE WHEN i.meaning = '' THEN '' ELSE 'meaning' END, '', o.name,
       i.received_at, NULL, NULL, 0, coalesce(p.title, t.name), 0
  FROM position_item i
  JOIN parties_organisation o ON o.id = i.supplier_id JOIN problems_theme t ON t.id = i.theme_id
  LEFT JOIN problems_problem p ON p.id = i.problem_id
  LEFT JOIN position_reading r ON r.item_id = i.id AND r.person_id = %(person)s
 WHERE i.municipality_id = %(municipality)s AND i.received_at > %(unread_since)s AND i.received_at <= %(now)s
   AND (i.problem_id IS NULL OR (p.id IS NOT NULL AND NOT p.training))
   AND (r.acknowledged_at IS NULL OR r.acknowledged_at > %(now)s) AND i.expired_at IS NULL
   AND NOT (i.must_know AND r.opened_at IS NULL)
   AND i.provided_by_id <> %(person)s
 ORDER BY i.received_at DESC LIMIT %(unread_lines)s
"""
ANSWERED: Final = """
SELECT 'answered', 'position.question', q.id, q.text, q.kind, coalesce(w.name, ''), '', q.answered_at, NULL, NULL, 0,
       q.answer, 0
  FROM position_question q LEFT JOIN parties_person w ON w.id = q.answered_by_id
  LEFT JOIN problems_problem p ON p.id = q.problem_id
 WHERE q.municipality_id = %(municipality)s AND q.asked_by_id = ANY (%(persons)s) AND q.state = 'answered'
   AND (q.problem_id IS NULL OR (p.id IS NOT NULL AND NOT p.training))
   AND q.answered_at <= %(now)s AND (q.answer_seen_at IS NULL OR q.answer_seen_at > %(now)s)
 ORDER BY q.answered_at DESC LIMIT %(lines)s
"""
RATED: Final = """
SELECT 'rated', 'position.item', i.id, i.title, r.verdict, w.name, '', r.rated_at, NULL, NULL, coalesce(r.mark, 0),
       r.note, 0
  FROM position_reading r JOIN position_item i ON i.id = r.item_id JOIN parties_person w ON w.id = r.person_id
  LEFT JOIN problems_problem p ON p.id = r.problem_id
 WHERE r.municipality_id = %(municipality)s AND r.supplier_id = ANY (%(organisations)s) AND r.verdict <> ''
   AND (r.problem_id IS NULL OR (p.id IS NOT NULL AND NOT p.training))
   AND r.rated_at > %(since)s AND r.rated_at <= %(now)s AND r.person_id <> %(person)s
 ORDER BY r.rated_at DESC LIMIT %(lines)s
"""


class Line(NamedTuple):
    """One line of the position on a first page.

    Attributes:
        part: "asked", "called", "late", "coming", "unread", "answered" or "rated".
        kind, subject: what it is (`room.thing`) and its id.
        title: the question, what is to be delivered, or the item's title.
        detail: for a question its kind, for a rating the verdict, for an item "meaning" when it has one.
        by: who asked, answered or rated.
        from_whom: the party it comes from or is due from.
        at: due, or when it arrived, was answered or rated.
        late_after: from when a due thing is late.
        reminded_at, step: whether a reminder went out and how far the route was gone; for a rating `step` is the mark.
        about: the line that was asked about, the problem or theme, the answer or the note.
        total: how many lines the part has in all, for the parts about due dates.
    """

    part: str
    kind: str
    subject: UUID
    title: str
    detail: str
    by: str
    from_whom: str
    at: datetime
    late_after: datetime | None
    reminded_at: datetime | None
    step: int
    about: str
    total: int


@dataclass(frozen=True)
class FirstPage:
    """The position's lines by part, each the most pressing first."""

    now: datetime
    parts: dict[str, list[Line]] = field(default_factory=dict)
    # Pages of what is due in other rooms, by the id of the thing.
    urls: dict[UUID, str] = field(default_factory=dict)

    def lines(self, part: str) -> list[Line]:
        """Return the lines of one part."""
        return self.parts.get(part, [])

    def total(self, part: str) -> int:
        """Return how many lines a part has in all; for those that are not counted, how many were read."""
        lines = self.lines(part)
        return max(lines[0].total, len(lines)) if lines else 0


def first_page(
    identity: Identity, *, lines: int, since: datetime | None = None, at: datetime | None = None
) -> FirstPage:
    """Read what the position has to say to `identity`, now or as it was `at` an earlier moment; one query.

    Args:
        identity: the reader.
        lines: how many lines each part has at most.
        since: the reader's previous visit, for what suppliers hear about their items; a week when None.
        at: an earlier moment. What was withdrawn since then is left out.
    """
    now = at or timezone.now()
    if identity.functions <= CONTENTLESS:
        return FirstPage(now)
    arms = _arms(identity, past=at is not None)
    values = _values(identity, now, since) | {"lines": lines, "unread_lines": min(lines + 1, MOST)}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"({arm})" for arm in arms), values)
        rows = [Line(*row) for row in cursor.fetchall()]
    rows, urls = _say_the_others(identity, rows)
    parts: dict[str, list[Line]] = {}
    for row in rows:
        parts.setdefault(row.part, []).append(row)
    return FirstPage(now, parts, urls)


def _say_the_others(identity: Identity, rows: list[Line]) -> tuple[list[Line], dict[UUID, str]]:
    """Let rooms above say what is due there; only where there is such a line does it cost a question more."""
    others = {row.subject for row in rows if row.kind not in OWN_KINDS}
    if not others:
        return rows, {}
    due = list(visible_to(identity).filter(subject__in=others))
    said = describe_all(identity, due)
    words = {deadline.subject: said[deadline.pk] for deadline in due if deadline.pk in said}
    told = [
        row._replace(title=words[row.subject].title, about=words[row.subject].detail)
        if row.subject in words
        else row
        for row in rows
        if row.kind in OWN_KINDS or row.subject in words
    ]
    return told, {subject: one.url for subject, one in words.items()}


def _arms(identity: Identity, *, past: bool) -> list[str]:
    due = DUE.format(mine=MINE, told=TOLD, open=OPEN_THEN if past else OPEN_NOW)
    arms = [LINES.format(due=due), ANSWERED]
    if identity.holds(*READS_ITEMS):
        arms.append(UNREAD)
    if identity.holds(*SUPPLIERS):
        arms.append(RATED)
    return arms


def _values(identity: Identity, now: datetime, since: datetime | None) -> dict[str, Any]:
    persons: Sequence[UUID] = list(identity.persons)
    return {
        "municipality": identity.municipality,
        "person": identity.person,
        "persons": persons,
        "organisations": list(identity.organisations),
        "keeps": identity.holds(*KEEPERS_OF_POSITION),
        "supplies": identity.holds(*SUPPLIERS),
        "now": now,
        "ahead": now + AHEAD,
        "coming": now + COMING,
        "unread_since": now - UNREAD_SINCE,
        "since": since or now - timedelta(days=7),
    }
