"""The legal check and the replay of stored decisions, beside what they cannot do without, in the same run.

The check is timed over varied proposals near and far from every basis, no two alike; its baseline is reading the same
proposals from JSON. The replay makes every decision of an archive again, checks its seal, and has for its baseline
reading the same rows out of the same table, each proposal from JSON, in as many processes. Set `BENCH_DECISIONS` for
another size. Returns 1 when the check takes more than a millisecond in the middle, or the replay less than an eighth
of the speed of the reading.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from multiprocessing import get_context
from typing import Any

import psycopg
from tests.support.databases import TestCluster

from driehoek import law
from driehoek.installation.database import DatabaseAddress

DECISIONS = int(os.environ.get("BENCH_DECISIONS", "100000"))
DISTINCT = 2_000
PROPOSALS = 5_000
ROUNDS = 3
WORKERS = 2
CHECK_GOAL = 0.001
READING_GOAL = 1 / 8
FIRST_DAY = date(2025, 1, 1)
# The application seals one at a time; an archive of a million is sealed by the database, under the same key.
MULTIPLY = """
CREATE FUNCTION bench_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  NEW.seal := installation_seal(grounds_message(NEW));
  RETURN NEW;
END $$;
ALTER TABLE grounds_decision DISABLE TRIGGER grounds_decision_sealed;
CREATE TRIGGER bench_seal BEFORE INSERT ON grounds_decision FOR EACH ROW EXECUTE FUNCTION bench_seal();
"""
MORE = """
INSERT INTO grounds_decision
SELECT (d).* FROM (
  SELECT jsonb_populate_record(g, jsonb_build_object('id', gen_random_uuid(), 'subject', gen_random_uuid(),
           'span_id', substr(md5(random()::text || clock_timestamp()::text), 1, 16))) AS d
    FROM grounds_decision g, generate_series(1, %(times)s)) made
"""


def main() -> int:
    """Measure and print the table."""
    rules = law.load()
    chance = random.Random(20261123)
    proposals = [varied(chance, rules) for _ in range(PROPOSALS)]
    reading, checking = _time_checks(proposals, rules)
    middle, slow = statistics.median(checking), statistics.quantiles(checking, n=10)[8]
    print(f"{PROPOSALS:,} varied proposals")
    print(f"{'':52}{'µs':>9}{'of JSON':>9}")
    for name, seconds in (
        ("read a proposal from JSON", statistics.median(reading)),
        ("read it, check it, put it in words: in the middle", middle),
        ("the same: 9 in 10 are faster", slow),
    ):
        print(f"{name:52}{seconds * 1e6:9.1f}{seconds / statistics.median(reading):9.1f}")
    plain, replayed, count = _time_replay(proposals[:DISTINCT])
    print(f"\n{count:,} stored decisions, {WORKERS} processes, best of {ROUNDS} rounds")
    print(f"{'':52}{'s':>9}{'a second':>12}{'of it':>9}")
    for name, seconds in (
        ("read the same rows, each proposal from JSON", plain),
        ("replay: judge again, compare, check the seal", replayed),
    ):
        print(f"{name:52}{seconds:9.2f}{count / seconds:12,.0f}{plain / seconds:9.0%}")
    return 0 if middle <= CHECK_GOAL and plain / replayed >= READING_GOAL else 1


def varied(chance: random.Random, rules: law.RuleSet) -> dict[str, Any]:
    """Return a proposal near a basis, with most of its facts, some wrong and some of others."""
    basis = chance.choice(rules.bases)
    near = {key for one in basis.requires for key in one.keys} & set(rules.facts)
    asked = [key for key in sorted(near) if chance.random() < 0.85]
    facts = {key: _value(chance, rules.facts[key]) for key in asked + chance.sample(sorted(rules.facts), 3)}
    return {
        "provider": chance.choice(sorted(basis.providers)),
        "recipient": chance.choice(sorted(basis.recipients)),
        "purpose": chance.choice(sorted(basis.purposes)),
        "data_categories": chance.sample(
            sorted(basis.categories), min(len(basis.categories), chance.choice((1, 1, 2)))
        ),
        "subject": chance.choice(sorted(basis.subjects)),
        "frequency": chance.choice(sorted(basis.frequencies)),
        "trigger": chance.choice(sorted(basis.triggers)),
        "wpg_processing": [chance.choice(sorted(rules.vocabulary["wpg_processing"]))],
        "on": (FIRST_DAY + timedelta(days=chance.randrange(900))).isoformat(),
        "facts": facts,
    }


def _value(chance: random.Random, fact: Any) -> Any:
    if fact.kind == "bool":
        return chance.random() < 0.8
    if fact.kind == "date":
        return (FIRST_DAY + timedelta(days=chance.randrange(-2000, 900))).isoformat()
    return chance.choice(fact.values)


def _time_checks(proposals: list[dict[str, Any]], rules: law.RuleSet) -> tuple[list[float], list[float]]:
    """Return what each reading and each check takes, in turn so that a drift of the machine reaches both."""
    texts = [json.dumps(one) for one in proposals]
    reading, checking = [], []
    for text in texts:
        reading.append(_seconds(lambda text=text: json.loads(text)))
        checking.append(_seconds(lambda text=text: law.check(json.loads(text), rules=rules)))
    return reading, checking


def _time_replay(proposals: list[dict[str, Any]]) -> tuple[float, float, int]:
    with TestCluster().temporary() as address:
        from driehoek.grounds.replaying import Choice, replay
        from driehoek.installation.setup import use

        use(address)
        _fill(address, proposals)
        plainly, replaying = [], []
        for _ in range(ROUNDS):
            plainly.append(_seconds(lambda: _read_all(address.owner_url)))
            begun = time.perf_counter()
            tally = replay(address.owner_url, Choice(), workers=WORKERS)
            replaying.append(time.perf_counter() - begun)
            if tally.differing or tally.engines or tally.rules:
                raise SystemExit(f"the replay differs: {tally}")
    return min(plainly), min(replaying), tally.decisions


def _fill(address: DatabaseAddress, proposals: list[dict[str, Any]]) -> None:
    """Judge through the service, then multiply what was stored with ids of its own."""
    from django.db import connection, transaction
    from tests.support.cast import make_cast
    from tests.support.ground_objects import KIND, organisation_of

    from driehoek.access.identity import acting_as
    from driehoek.grounds.services import judge
    from driehoek.parties.models import Function

    with transaction.atomic():
        cast = make_cast("meting")
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        office = organisation_of(cast, Function.PROSECUTOR).pk
        for one in proposals:
            judge(
                identity=identity,
                subject_kind=KIND,
                subject=cast.home.pk,
                organisation=office,
                proposal=one,
                confirmation="Dit is een meting en geen verstrekking.",
            )
    connection.close()
    with psycopg.connect(address.owner_url) as link:
        link.execute("SELECT set_config('app.maintenance', 'on', false)")
        link.execute(MULTIPLY)
        link.execute(MORE, {"times": max(DECISIONS // len(proposals) - 1, 0)})
    with psycopg.connect(address.owner_url, autocommit=True) as link:
        link.execute("VACUUM ANALYZE grounds_decision")


def _read_all(owner_url: str) -> None:
    from driehoek.grounds.replaying import _PIECES_PER_WORKER, _pieces

    pieces = _pieces(owner_url, WORKERS * _PIECES_PER_WORKER)
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("fork")) as pool:
        list(pool.map(_read_piece, [owner_url] * len(pieces), pieces))


def _read_piece(owner_url: str, piece: tuple[str, str]) -> int:
    """Read the rows of the replay and the proposal of each, and do nothing with them."""
    from driehoek.grounds.replaying import _PROPOSAL, Choice, _rows

    return sum(len(json.loads(row[_PROPOSAL])) for row in _rows(owner_url, Choice(), piece))


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
