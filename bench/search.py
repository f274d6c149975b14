"""Searching half a million documents behind the wall of compartments, beside the bare indexed query of the owner.

500,000 documents of about 200 different words each, in 1,000 compartments; the reader may open a fifth of them. The
words follow Zipf's law, as fingerprints of the length that Driehoek stores. Baseline: the same words, no row-level
security, the newest 50, each planned anew as a word that someone types is: as the planner would have it, or by the
index of words where that is faster. `python -m bench.search 50000` takes fewer documents.
"""

from __future__ import annotations

import hashlib
import statistics
import sys
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

DOCUMENTS = 500_000
COMPARTMENTS = 1_000
VOCABULARY = 60_000
# So many draws give about 200 different words.
DRAWN = 265
OPEN = 5
WARM = 4
ROUNDS = 15
LIMIT = 50
BATCH = 2_000
WANTED = 5.0

CASES = """
INSERT INTO cases_compartment (id, municipality_id, case_id, kind, name, purpose, made_at, version)
SELECT gen_random_uuid(), c.municipality_id, c.case_id, 'own', 'Deel ' || n, '', now(), 1
  FROM (SELECT municipality_id, case_id FROM cases_compartment WHERE kind = 'shared' LIMIT 1) c,
       generate_series(1, %s) n
"""
COPIED = "COPY documents_words (document_id, municipality_id, compartment_id, kind, at, words) FROM STDIN"
KEPT = "SELECT id, municipality_id, compartment_id, kind, changed_at FROM documents_document"
# For this session alone: what PostgreSQL may use while it makes the index, and no triggers while rows come in.
MAKING = (
    "SET maintenance_work_mem = '1GB'",
    "SET max_parallel_maintenance_workers = 2",
    "SET session_replication_role = replica",
)
PLACED = """
INSERT INTO documents_document (id, municipality_id, case_id, compartment_id, title_locked, kind, classification,
                                no_personal, table_title, made_by_id, made_at, changed_at, version)
SELECT gen_random_uuid(), c.municipality_id, c.case_id, c.id, 'v1:-:-:-', 'report', 'vertrouwelijk', FALSE, '',
       %(person)s, m.at, m.at, 1
  FROM (SELECT n, now() - n * interval '3 minutes' AS at FROM generate_series(1, %(documents)s) n) m
  JOIN (SELECT c.*, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS number
          FROM cases_compartment c WHERE kind = 'own') c ON c.place = (m.n::bigint * 7919) %% c.number
"""
OPENED = """
SELECT c.id FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM cases_compartment WHERE kind = 'own') c
 WHERE c.place %% %s = 0
"""
BARE = (
    "SELECT w.document_id, w.at FROM documents_words w WHERE w.words @@ '''{word}'''::tsquery"
    " ORDER BY w.at DESC, w.document_id DESC LIMIT {limit}"
)
# Of rare words the planner thinks that they are more common than they are; then this is faster.
INDEXED = (
    "WITH found AS MATERIALIZED (SELECT w.document_id, w.at FROM documents_words w"
    " WHERE w.words @@ '''{word}'''::tsquery)"
    " SELECT f.document_id, f.at FROM found f ORDER BY f.at DESC, f.document_id DESC LIMIT {limit}"
)
COUNTED = "SELECT count(*) FROM documents_words WHERE words @@ quote_literal(%s)::tsquery"
TRUTH = (
    "SELECT w.document_id, w.at FROM documents_words w WHERE w.words @@ (quote_literal(%s)::tsquery)"
    " AND w.compartment_id = ANY (%s) ORDER BY w.at DESC, w.document_id DESC LIMIT %s"
)
OURS = "SELECT document, at FROM documents_find(ARRAY[%s], NULL, FALSE, NULL, NULL, NULL, NULL, %s)"


def main() -> int:
    """Build the database, measure, print the table; 1 when a ratio is above what is wanted."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.support.databases import TestCluster

    from driehoek.installation.setup import use

    documents = int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    cluster = TestCluster()
    with cluster.temporary() as address:
        use(address)
        return measure(free_of_walls(cluster.superuser_url, address.owner_url), documents)


def free_of_walls(superuser_url: str, of_database: str) -> str:
    """Return the address of a database for a superuser, whom row-level security lets through."""
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    return make_conninfo(superuser_url, dbname=str(conninfo_to_dict(of_database)["dbname"]))


def measure(bare_url: str, documents: int) -> int:
    """Fill the tables, then time rare, middle and common words both ways."""
    import psycopg
    from django.db import connection
    from tests.support.cast import make_cast

    from driehoek.access.identity import acting_as
    from driehoek.parties.models import Function

    cast = make_cast("bench")
    reader = cast.people[Function.PARTNER]
    with psycopg.connect(bare_url, autocommit=True, prepare_threshold=None) as link:
        opened = _fill(cast, link, documents)
        print(f"{'word':<22}{'in documents':>13}{'found':>7}{'bare ms':>9}{'ours ms':>9}{'ratio':>7}")
        worst = 0.0
        with acting_as(person=reader.pk, municipality=cast.home.pk), connection.cursor() as cursor:
            for name, rank in _ranks().items():
                word = _word(rank)
                there = _one(link, COUNTED, [word])
                truth = link.execute(TRUTH, [word, opened, LIMIT]).fetchall()
                # The word stands in the statement, so that the baseline is planned for it, too.
                plain = _faster(link, [one.format(word=word, limit=LIMIT) for one in (BARE, INDEXED)])

                def ours(word: str = word) -> list[Any]:
                    cursor.execute(OURS, [word, LIMIT])
                    return cursor.fetchall()

                assert ours() == truth, f"{name}: another answer than without the wall"
                bare, mine = _timed(lambda plain=plain: link.execute(plain).fetchall(), ours)
                ratio = statistics.median(one / base for one, base in zip(mine, bare, strict=True))
                worst = max(worst, ratio)
                print(
                    f"{name:<22}{there:>13,}{len(ours()):>7}{statistics.median(bare) * 1000:>9.2f}"
                    f"{statistics.median(mine) * 1000:>9.2f}{ratio:>7.1f}",
                    flush=True,
                )
    print(f"worst ratio {worst:.1f}, wanted at most {WANTED:.0f}")
    return int(worst > WANTED)


def _ranks() -> dict[str, int]:
    return {"in most": 1, "common": 8, "less common": 40, "middle": 300, "seldom": 3_000, "rare": 50_000}


def _word(rank: int) -> str:
    return urlsafe_b64encode(hashlib.sha256(str(rank).encode()).digest()[:6]).decode()


def _write(link: Any) -> None:
    """Write the words of every document: of rank r as often as 1 / r (Zipf), by the inverse of its distribution."""
    import numpy as np

    random = np.random.default_rng(20261124)
    # Each with a space behind it, so that the bytes of a row of them are its text.
    words = np.array([f"{_word(rank)} ".encode() for rank in range(VOCABULARY + 1)])
    rows = link.execute(KEPT).fetchall()
    with link.cursor() as cursor, cursor.copy(COPIED) as copy:
        for begin in range(0, len(rows), BATCH):
            batch = rows[begin : begin + BATCH]
            drawn = np.power(float(VOCABULARY), random.random((len(batch), DRAWN))).astype(np.int32)
            drawn.sort(axis=1)
            first = np.ones(drawn.shape, dtype=bool)
            first[:, 1:] = drawn[:, 1:] != drawn[:, :-1]
            lines = []
            for row, ranks, kept in zip(batch, drawn, first, strict=True):
                lines.append("\t".join(map(str, row)).encode() + b"\t" + words[ranks[kept]].tobytes() + b"\n")
            copy.write(b"".join(lines))


def _fill(cast: Any, link: Any, documents: int) -> list[Any]:
    from tests.support.cases import make_case

    from driehoek.parties.models import Function

    begun = time.perf_counter()
    make_case(cast, partners=[(Function.PARTNER, ())])
    for setting in MAKING:
        link.execute(setting)
    link.execute(CASES, [COMPARTMENTS])
    link.execute(PLACED, {"person": cast.people[Function.CASE_DIRECTOR].pk, "documents": documents})
    link.execute("DROP INDEX document_words")
    _write(link)
    link.execute("CREATE INDEX document_words ON documents_words USING gin (words) WITH (fastupdate = off)")
    opened = [row[0] for row in link.execute(OPENED, [OPEN]).fetchall()]
    partner = cast.people[Function.PARTNER].pk
    link.execute(
        "INSERT INTO access_grant (id, municipality_id, person_id, problem, level, origin, reason, power, valid_from)"
        " SELECT gen_random_uuid(), %s, %s, one, 3, 'invitation', 'bench', '', now() FROM unnest(%s::uuid[]) one",
        [cast.home.pk, partner, opened],
    )
    link.execute("VACUUM ANALYZE")
    length = _one(link, "SELECT avg(length(words)) FROM (SELECT words FROM documents_words LIMIT 1000) w", [])
    size = _one(link, "SELECT pg_size_pretty(pg_total_relation_size('documents_words'))", [])
    print(
        f"{documents:,} documents, {length:.0f} words each, {len(opened)} of {COMPARTMENTS} compartments open, {size},"
        f" made in {time.perf_counter() - begun:.0f} s",
        flush=True,
    )
    return opened


def _faster(link: Any, statements: list[str]) -> str:
    """Return which of the statements takes less time now, after one run of each."""
    taken = []
    for statement in statements * 2:
        begun = time.perf_counter()
        link.execute(statement).fetchall()
        taken.append(time.perf_counter() - begun)
    again = taken[len(statements) :]
    return statements[again.index(min(again))]


def _timed(*calls: Callable[[], Any]) -> list[list[float]]:
    """Time calls in turn, so that what else the machine does falls on each of them."""
    times: list[list[float]] = [[] for _call in calls]
    for round_ in range(WARM + ROUNDS):
        for place, call in enumerate(calls):
            begun = time.perf_counter()
            call()
            if round_ >= WARM:
                times[place].append(time.perf_counter() - begun)
    return times


def _one(link: Any, statement: str, values: list[Any]) -> Any:
    return link.execute(statement, values).fetchone()[0]


if __name__ == "__main__":
    sys.exit(main())
