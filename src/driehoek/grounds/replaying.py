"""Making stored decisions again, by the rules that each was made with: streamed, in processes beside each other.

No Django: a worker reads rows with COPY in the order in which they lie, and holds one at a time.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from multiprocessing import get_context
from typing import Any, Final

import psycopg

from driehoek import law
from driehoek.law.engine import key_of
from driehoek.ledger.seal import fits, joined

# How many differing decisions are named; the count goes on.
NAMED: Final = 100
_PIECES_PER_WORKER: Final = 4
_VERSIONS_HELD: Final = 8
_COPY: Final = """
COPY (
  SELECT d.id::text, d.municipality_id::text, d.subject_kind, d.subject::text, d.organisation_id::text,
         coalesce(d.problem::text, ''), d.proposal::text, to_char(d."on", 'YYYY-MM-DD'), d.outcome,
         array_to_string(d.bases, ','), array_to_string(d.rules, ','), array_to_string(d.missing, ','),
         array_to_string(d.approvers, ','), array_to_string(d.must_know, ','), d.answer::text, d.rule_id, d.engine,
         d.confirmation, coalesce(d.confirmed_by_id::text, ''), coalesce(d.made_by_id::text, ''),
         (extract(epoch FROM d.made_at) * 1000000)::bigint::text, d.trace_id, d.span_id, encode(d.seal, 'hex')
    FROM grounds_decision d
   WHERE d.ctid >= %(first)s::tid AND d.ctid < %(last)s::tid
     AND (%(municipality)s::uuid IS NULL OR d.municipality_id = %(municipality)s::uuid)
     AND (%(since)s::date IS NULL OR d.made_at >= (%(since)s::date)::timestamp AT TIME ZONE 'Europe/Amsterdam')
) TO STDOUT
"""
# Where in a row stands what is computed again; the whole row but the seal is what was sealed (grounds_message).
_ID, _PROPOSAL, _ON, _OUTCOME, _APPROVERS, _RULE, _ENGINE = 0, 6, 7, 8, 12, 15, 16
_LAST_PAGE: Final = 2**32 - 1


@dataclass(frozen=True)
class Choice:
    """Which decisions are made again.

    Attributes:
        municipality: id; None for all.
        since: made on this local day or later; None for all.
    """

    municipality: str | None = None
    since: date | None = None


@dataclass
class Tally:
    """What came of it.

    Attributes:
        decisions: how many were made again.
        differing: how many gave another answer, could not be read any more, or do not carry the seal.
        named: of the first of them the id, and in which way: `answer`, `proposal` or `seal`.
        engines: how many were made by another engine than this one, by its hash.
        rules: how many name rules whose text is not that version's any more, by version.
    """

    decisions: int = 0
    differing: int = 0
    named: list[tuple[str, str]] = field(default_factory=list)
    engines: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Take in what another process found."""
        self.decisions += other.decisions
        self.differing += other.differing
        self.named = (self.named + other.named)[:NAMED]
        self.engines += other.engines
        self.rules += other.rules

    def differs(self, identifier: str, way: str) -> None:
        """Note that a decision differs."""
        self.differing += 1
        if len(self.named) < NAMED:
            self.named.append((identifier, way))


def replay(owner_url: str, choice: Choice, *, workers: int = 2) -> Tally:
    """Make stored decisions again and compare `Decision.key`; check the seal of each.

    Args:
        owner_url: the owner's address: it reads every municipality, under `app.maintenance`.
        choice: which.
        workers: how many processes.
    """
    pieces = _pieces(owner_url, workers * _PIECES_PER_WORKER if workers > 1 else 1)
    total = Tally()
    if workers == 1 or len(pieces) == 1:
        for piece in pieces:
            total.add(_replay_piece(owner_url, choice, piece))
        return total
    # Read once for all of them; and nothing is open here that a child could share: connections are the workers' own.
    law.load()
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        count = len(pieces)
        for found in pool.map(_replay_piece, [owner_url] * count, [choice] * count, pieces):
            total.add(found)
    return total


def _pieces(owner_url: str, count: int) -> list[tuple[str, str]]:
    """Cut the table into ranges of its pages; the last goes on to wherever it ends."""
    with psycopg.connect(owner_url) as link:
        row = link.execute(
            "SELECT pg_relation_size('grounds_decision') / current_setting('block_size')::int"
        ).fetchone()
    pages = int(row[0]) if row else 0
    bounds = sorted({pages * place // count for place in range(count)}) or [0]
    ends = [*bounds[1:], _LAST_PAGE]
    return [(f"({first},0)", f"({last},0)") for first, last in zip(bounds, ends, strict=True)]


def _replay_piece(owner_url: str, choice: Choice, piece: tuple[str, str]) -> Tally:
    tally, engine = Tally(), law.engine_version()
    for row in _rows(owner_url, choice, piece):
        tally.decisions += 1
        if row[_ENGINE] != engine:
            tally.engines[row[_ENGINE]] += 1
        rules, whole = _rules_of(owner_url, row[_RULE])
        if not whole:
            tally.rules[row[_RULE]] += 1
        way = _difference(row, rules)
        if way:
            tally.differs(row[_ID], way)
    return tally


def _difference(row: Sequence[str], rules: law.RuleSet) -> str:
    """Return in which way a decision is not what it was; empty when it is."""
    try:
        proposal = law.read(json.loads(row[_PROPOSAL]), rules, on=date.fromisoformat(row[_ON]))
    except (law.ProposalError, ValueError):
        return "proposal"
    outcome, *lists = key_of(proposal, rules)
    if row[_OUTCOME] != outcome or list(row[_OUTCOME + 1 : _APPROVERS + 1]) != [
        ",".join(one) for one in lists
    ]:
        return "answer"
    return "" if fits(joined("grounds.decision", *row[:-1]), bytes.fromhex(row[-1])) else "seal"


def _rows(owner_url: str, choice: Choice, piece: tuple[str, str]) -> Iterator[tuple[Any, ...]]:
    values = {
        "first": piece[0],
        "last": piece[1],
        "municipality": choice.municipality,
        "since": choice.since,
    }
    with psycopg.connect(owner_url) as link:
        link.execute("SELECT set_config('app.maintenance', 'on', true)")
        with psycopg.ClientCursor(link) as cursor, cursor.copy(_COPY, values) as copy:
            yield from copy.rows()


@lru_cache(maxsize=_VERSIONS_HELD)
def _rules_of(owner_url: str, version: str) -> tuple[law.RuleSet, bool]:
    """Return the rules that are stored as a version, and whether they are that version.

    Rules that cannot be read any more are replaced by those in force, so that the rest can be told.
    """
    with psycopg.connect(owner_url) as link:
        link.execute("SELECT set_config('app.maintenance', 'on', true)")
        row = link.execute("SELECT texts FROM grounds_ruletext WHERE version = %s", [version]).fetchone()
    try:
        rules = law.from_texts(row[0]) if row else law.load()
    except (law.RuleError, KeyError, AttributeError):
        rules = law.load()
    return rules, rules.version == version
