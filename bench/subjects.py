"""Records, links and the network of a case at 10 cases and at 2,000, with 200,000 records and links and 1,000 people.

Measured: the pages (times, numbers of queries, which must stay the same) and what row-level security costs against the
same query by the owner with the same condition written out (goal: at most 1.3 times).
"""

from __future__ import annotations

import statistics
import sys
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from psycopg import Connection
    from tests.support.cases import MadeCase
    from tests.support.cast import Cast

    from driehoek.access.identity import Identity
    from driehoek.cases.models import Case

SIZES = (10, 2_000)
PER_CASE = 50
PEOPLE = 1_000
GRANTS_EACH = 20
LINKS_OF_ONE = (10, 10_000)
NODES_OF_ONE = 400
GOAL = 1.3
TABLES = (
    "problems_problem", "cases_case", "cases_compartment", "access_grant", "subjects_subject", "subjects_link",
)  # fmt: skip
COPY = """
INSERT INTO {table} SELECT (jsonb_populate_record(m, %(over)s::jsonb || n.own)).*
  FROM {table} m, (SELECT {own} AS own FROM bench_case b WHERE b.number > %(after)s) n WHERE m.{key} = %(model)s
"""


@dataclass
class World:
    """What was made, and who looks at it."""

    cast: Cast
    made: MadeCase
    link: Connection[Any]
    records: int = 0


def main() -> int:
    """Build the database, measure, print the tables."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    import psycopg
    from tests.support.databases import TestCluster

    from driehoek.installation.setup import use

    with TestCluster().temporary() as address:
        use(address)
        with psycopg.connect(address.owner_url, autocommit=True) as link:
            world = begin(link)
            grown = measure_pages(world)
            slow = measure_walls(world)
    print(f"queries grow with what there is on: {', '.join(grown) or 'no page'}")
    print(f"row-level security costs more than {GOAL} times on: {', '.join(slow) or 'no query'}")
    return 1 if grown else 0


def begin(link: Connection[Any]) -> World:
    """Make the cast and one case through the services, of which the others are copies."""
    from tests.support.cases import make_case
    from tests.support.cast import make_cast

    cast = make_cast("bench")
    made = make_case(cast)
    link.execute("SET app.maintenance = 'on'")
    link.execute("SELECT set_config('app.municipality', %s, false)", [str(cast.home.pk)])
    for table in TABLES:
        link.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    # The owner copies past the walls, and later asks the same without them; the application is no owner.
    for table in TABLES[-2:]:
        link.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    link.execute("CREATE TABLE bench_case (number integer PRIMARY KEY, problem uuid, part uuid)")
    return World(cast, made, link)


def fill(world: World, cases: int, links: int) -> None:
    """Add cases up to a number, with their records and links, and links to the measured case."""
    begun = time.perf_counter()
    link = world.link
    after = link.execute("SELECT coalesce(max(number), 0) FROM bench_case").fetchone()[0]  # type: ignore[index]
    link.execute(
        "INSERT INTO bench_case SELECT n, gen_random_uuid(), gen_random_uuid()"
        " FROM generate_series(%s::int, %s::int) n",
        [after + 1, cases],
    )
    for table, key, model, own in (
        (
            "problems_problem",
            "id",
            world.made.id,
            "jsonb_build_object('id', b.problem, 'number', 100000 + b.number)",
        ),
        ("cases_case", "problem_id", world.made.id, "jsonb_build_object('problem_id', b.problem)"),
        (
            "cases_compartment",
            "id",
            world.made.shared.pk,
            "jsonb_build_object('id', b.part, 'case_id', b.problem)",
        ),
    ):
        link.execute(
            COPY.format(table=table, key=key, own=own), {"over": "{}", "after": after, "model": model}
        )
    if after == 0:
        _people(world)
    _records(world, after)
    _grants(world, after)
    _network(world, links)
    link.execute("ANALYZE")
    print(f"{cases:,} cases, {world.records:,} records and links in {time.perf_counter() - begun:.0f} s")


def _people(world: World) -> None:
    world.link.execute(
        "INSERT INTO parties_person SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(),"
        " 'email', 'bench' || n || '@voorbeeld.invalid'))).* FROM parties_person p, generate_series(1, %s::int) n"
        " WHERE p.id = %s",
        [PEOPLE, world.cast.stranger.pk],
    )


def _grants(world: World, after: int) -> None:
    """Let the case director lead the new cases, and the thousand see twenty each."""
    from driehoek.parties.models import Function

    columns = "(id, municipality_id, person_id, problem, level, origin, reason, power, valid_from)"
    for what, level in (("problem", 4), ("part", 4)):
        world.link.execute(
            f"INSERT INTO access_grant {columns} SELECT gen_random_uuid(), %s, %s, {what}, %s, 'function', '', '',"
            " now() FROM bench_case WHERE number > %s",
            [world.cast.home.pk, world.cast.people[Function.CASE_DIRECTOR].pk, level, after],
        )
    world.link.execute(
        f"INSERT INTO access_grant {columns} SELECT gen_random_uuid(), %s, p.id, b.part, 3, 'invitation', 'bench', '',"
        " now() FROM (SELECT id, row_number() OVER () AS place FROM parties_person WHERE email LIKE 'bench%%@%%') p"
        " JOIN bench_case b ON b.number %% (greatest(1, %s / %s)) = p.place %% (greatest(1, %s / %s))"
        " WHERE b.number > %s",
        [world.cast.home.pk, *([SIZES[-1], GRANTS_EACH] * 2), after],
    )


def _records(world: World, after: int) -> None:
    """Copy records in by the thousand; each label is locked for its own row."""
    found = world.link.execute("SELECT problem, part FROM bench_case WHERE number > %s", [after]).fetchall()
    rows = [(uuid.uuid4(), case, part) for case, part in found for _one in range(PER_CASE)]
    _copy_subjects(world, rows)
    ties = [
        (case, part, rows[place][0], rows[place + 1 if (place + 1) % PER_CASE else place + 1 - PER_CASE][0])
        for place, (_id, case, part) in enumerate(rows)
    ]
    _copy_links(world, ties)


def _copy_subjects(world: World, rows: list[tuple[uuid.UUID, Any, Any]]) -> None:
    from driehoek import vault

    home = world.cast.home.pk
    statement = (
        "COPY subjects_subject (id, municipality_id, case_id, compartment_id, kind, label_locked, details_locked,"
        " note_locked, fingerprints, made_at, ended_reason, version) FROM STDIN"
    )
    with world.link.cursor() as cursor, cursor.copy(statement) as copy:
        for number, (key, case, part) in enumerate(rows):
            kind = ("person", "address", "organisation")[number % 3]
            label, details = (
                vault.lock(text, vault.place("subjects_subject", column, key, home))
                for column, text in (
                    ("label_locked", f"Verzonnen {number}"),
                    ("details_locked", '{"surname": "Verzonnen"}'),
                )
            )
            copy.write_row((key, home, case, part, kind, label, details, "", [], "2026-01-01", "", 1))
    world.records += len(rows)


def _copy_links(world: World, ties: list[tuple[Any, Any, uuid.UUID, uuid.UUID]]) -> None:
    statement = (
        "COPY subjects_link (id, municipality_id, case_id, compartment_id, from_part_id, to_part_id, from_subject_id,"
        " to_subject_id, kind, certainty, note_locked, made_at, ended_reason, version) FROM STDIN"
    )
    home = world.cast.home.pk
    with world.link.cursor() as cursor, cursor.copy(statement) as copy:
        for case, part, one, other in ties:
            row = (
                uuid.uuid4(),
                home,
                case,
                part,
                part,
                part,
                one,
                other,
                "knows",
                "likely",
                "",
                "2026-01-01",
                "",
                1,
            )
            copy.write_row(row)
    world.records += len(ties)


def _network(world: World, links: int) -> None:
    """Let the measured case have so many links."""
    case, part = world.made.id, world.made.shared.pk
    there = world.link.execute("SELECT id FROM subjects_subject WHERE case_id = %s", [case]).fetchall()
    nodes = [row[0] for row in there]
    if links > NODES_OF_ONE or not nodes:
        fresh = [(uuid.uuid4(), case, part) for _one in range(min(links, NODES_OF_ONE))]
        _copy_subjects(world, fresh)
        nodes += [row[0] for row in fresh]
    many = len(nodes)
    ties = [
        (case, part, nodes[place % many], nodes[(place * 7 + 1 + place // many) % many])
        for place in range(links)
    ]
    _copy_links(world, [tie for tie in ties if tie[2] != tie[3]])


def measure_pages(world: World) -> list[str]:
    """Time the pages at each size; return those of which the number of queries grew."""
    from django.conf import settings
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from bench.pages import rounds
    from driehoek.parties.models import Function

    settings.ALLOWED_HOSTS.append("testserver")
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    client = world.cast.client(Function.CASE_DIRECTOR)
    about = [world.made.id]
    pages: dict[str, Any] = {
        "records of a case": lambda: client.get(reverse("subjects:list", args=about)),
        "search in a case": lambda: client.post(reverse("subjects:list", args=about), {"zoek": "verzonnen"}),
        "network of a case": lambda: client.get(reverse("subjects:network", args=about)),
        "related cases": lambda: client.get(reverse("subjects:related", args=about)),
    }
    asked: dict[str, set[int]] = {name: set() for name in pages}
    print(f"{'cases':>9} {'page':<22}{'median ms':>10}{'queries':>9}")
    for size, links in zip(SIZES, LINKS_OF_ONE, strict=True):
        fill(world, size, links)
        for name, call in pages.items():
            assert call().status_code == 200, name
        times = rounds(pages, number=7)
        for name, call in pages.items():
            with CaptureQueriesContext(connection) as caught:
                call()
            asked[name].add(len(caught))
            middle = statistics.median(times[name]) * 1000
            print(f"{size:>9,} {name:<22}{middle:>10.1f}{len(caught):>9}")
    return [name for name, numbers in asked.items() if len(numbers) > 1]


def measure_walls(world: World) -> list[str]:
    """Time queries behind the walls against the owner's with the same condition written out; return the slow ones."""
    from django.db import connection

    from driehoek.access.identity import acting_as
    from driehoek.cases.models import Case
    from driehoek.parties.models import Function

    # One of the thousand, who works here: what they were let into is now the partner's.
    person = world.cast.people[Function.PARTNER].pk
    world.link.execute(
        "UPDATE access_grant SET person_id = %s WHERE person_id = (SELECT person_id FROM access_grant"
        " WHERE reason = 'bench' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1)",
        [person],
    )
    slow = []
    part = world.link.execute(
        "SELECT b.problem FROM bench_case b JOIN access_grant g ON g.problem = b.part AND g.person_id = %s LIMIT 1",
        [person],
    ).fetchone()
    assert part is not None
    case = Case(problem_id=part[0], municipality_id=world.cast.home.pk)
    print(f"{'query':<34}{'with walls ms':>14}{'without ms':>12}{'ratio':>8}")
    with acting_as(person=person, municipality=world.cast.home.pk) as identity, connection.cursor() as cursor:
        for name, (statement, values) in _queries(identity, case).items():
            found = [_rows(runner, statement, values) for runner in (cursor, world.link)]
            assert found[0] == found[1] > 0, name
            pairs = [
                (_timed(cursor, statement, values), _timed(world.link, statement, values))
                for _round in range(40)
            ]
            walls, bare = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
            print(f"{name:<34}{walls:>14.2f}{bare:>12.2f}{walls / bare:>8.2f}")
            if walls / bare > GOAL:
                slow.append(name)
    return slow


def _queries(identity: Identity, case: Case) -> dict[str, tuple[str, Any]]:
    """Return what the pages ask about one case; each has what the walls add written out already."""
    from driehoek.subjects import queries

    asked = {
        "records of a case, a page": queries.of_case(identity, case)[:31],
        "records of a case, all of them": queries.visible_subjects(identity, case),
        "links of a case, all of them": queries.links_in(identity, case),
    }
    return {name: rows.query.sql_with_params() for name, rows in asked.items()}


def _rows(runner: Any, statement: str, values: Any) -> int:
    """Return how many rows a query gives; both sides must give the same, else they are not the same query."""
    found = runner.execute(statement, values)
    return len((found or runner).fetchall())


def _timed(runner: Any, statement: str, values: Any) -> float:
    begun = time.perf_counter()
    found = runner.execute(statement, values)
    (found or runner).fetchall()
    return time.perf_counter() - begun


if __name__ == "__main__":
    raise SystemExit(main())
