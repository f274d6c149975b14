"""Cases for who has grants on some of them: one's list, the mayor's overview, the page of a case, and the wall's cost.

Two thousand complex problems with a case, compartments, moves and partners, and a thousand people with grants. The
pages must ask the database as much for ten cases as for all. The wall around what lies in a compartment is timed beside
the same query by the owner, who lifts row-level security, with the same filter written out. The baseline is a view
that renders one line for a signed-in person behind the same middleware. All are timed in turn, in one process.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.support.cases import MadeCase
    from tests.support.cast import Cast

SIZES = (10, 2_000)
PEOPLE = 1_000
MOST_RATIO = 1.3
TABLES = (
    "problems_problem",
    "cases_case",
    "cases_move",
    "cases_compartment",
    "cases_participation",
    "access_grant",
)

# Copies of one case that was made through the services: the ids are told apart by their number.
FILL = (
    """
INSERT INTO parties_person (id, password, email, name, is_active, created_at)
SELECT md5('person' || k)::uuid, '!', 'p' || k || '@voorbeeld.invalid', 'Persoon ' || k, TRUE, now()
  FROM generate_series(1, %(people)s::integer) k ON CONFLICT DO NOTHING
""",
    """
INSERT INTO problems_problem (id, municipality_id, number, title, summary, kind, theme_id, owner_id, status,
  classification, training, opened_at, changed_at, version)
SELECT md5('case' || k)::uuid, p.municipality_id, 100000 + k, 'Casus ' || k, '', 'complex', p.theme_id, p.owner_id,
       'open', p.classification, FALSE, now() - k * interval '1 hour', now(), 1
  FROM problems_problem p, generate_series(%(first)s::integer, %(last)s::integer) k WHERE p.id = %(case)s
""",
    """
INSERT INTO cases_case (problem_id, municipality_id, model_id, stage, phase, stage_since, stuck_since, stuck_reason,
  next_decision, process_director_id, opened_at, version)
SELECT md5('case' || k)::uuid, c.municipality_id, c.model_id, c.stage, c.phase, now() - k * interval '1 hour',
       CASE WHEN k %% 10 = 0 THEN now() - interval '9 days' END, CASE WHEN k %% 10 = 0 THEN 'Wacht' ELSE '' END,
       '', c.process_director_id, now() - k * interval '1 hour', 1
  FROM cases_case c, generate_series(%(first)s::integer, %(last)s::integer) k WHERE c.problem_id = %(case)s
""",
    """
INSERT INTO cases_move (id, municipality_id, case_id, before, after, reason, checks, overruled, moved_at)
SELECT md5('move' || k || m.id)::uuid, m.municipality_id, md5('case' || k)::uuid, m.before, m.after, '', '[]', '[]',
       m.moved_at
  FROM cases_move m, generate_series(%(first)s::integer, %(last)s::integer) k WHERE m.case_id = %(case)s
""",
    """
INSERT INTO cases_compartment (id, municipality_id, case_id, kind, name, purpose, made_at, version)
SELECT md5('part' || k || c.name)::uuid, c.municipality_id, md5('case' || k)::uuid, c.kind, c.name, '', now(), 1
  FROM cases_compartment c, generate_series(%(first)s::integer, %(last)s::integer) k WHERE c.case_id = %(case)s
""",
    """
INSERT INTO cases_participation (id, municipality_id, case_id, person_id, organisation_id, reason, since, until,
  version)
SELECT md5('part' || k || p.id)::uuid, p.municipality_id, md5('case' || k)::uuid, p.person_id, p.organisation_id, '',
       p.since, p.until, 1
  FROM cases_participation p, generate_series(%(first)s::integer, %(last)s::integer) k WHERE p.case_id = %(case)s
""",
    # Whoever has a grant on the model case or a compartment of it, has one on each copy.
    """
INSERT INTO access_grant (id, municipality_id, person_id, problem, level, origin, reason, power, valid_from,
  valid_until)
SELECT md5('grant' || k || g.id)::uuid, g.municipality_id, g.person_id,
       CASE WHEN g.problem = %(case)s THEN md5('case' || k)::uuid ELSE md5('part' || k || c.name)::uuid END,
       g.level, 'invitation', '', '', g.valid_from, g.valid_until
  FROM access_grant g LEFT JOIN cases_compartment c ON c.id = g.problem AND c.case_id = %(case)s,
       generate_series(%(first)s::integer, %(last)s::integer) k
 WHERE g.problem = %(case)s OR c.id IS NOT NULL
""",
    # A thousand others work on ten cases each.
    """
INSERT INTO access_grant (id, municipality_id, person_id, problem, level, origin, reason, power, valid_from)
SELECT md5('other' || k || n)::uuid, %(home)s, md5('person' || 1 + (k * 7 + n) %% %(people)s)::uuid,
       md5('case' || k)::uuid, 3, 'invitation', '', '', now() - interval '1 day'
  FROM generate_series(%(first)s::integer, %(last)s::integer) k, generate_series(1, 5) n
""",
)


def main() -> int:
    """Build the database, measure, print the table."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.support.databases import TestCluster

    from driehoek.installation.setup import use

    with TestCluster().temporary() as address:
        use(address)
        return measure(address.owner_url)


def measure(owner_url: str) -> int:
    """Time the pages at each size, then the wall; the number of queries must be the same."""
    from django.conf import settings
    from django.db import connection
    from django.http import HttpRequest, HttpResponse
    from django.template import Context, Template
    from django.test.utils import CaptureQueriesContext
    from django.urls import path, reverse

    from bench.pages import rounds
    from driehoek import urls
    from driehoek.parties.models import Function

    settings.ALLOWED_HOSTS.append("testserver")
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    line = Template("<!doctype html><title>bare</title><p>{{ user }}</p>")

    def bare(request: HttpRequest) -> HttpResponse:
        return HttpResponse(line.render(Context({"user": request.user})))

    urls.urlpatterns.append(path("bare/", bare, name="bare"))
    cast, made = begin()
    mayor, partner = cast.client(Function.MAYOR), cast.client(Function.PARTNER)
    pages = {
        "bare signed-in view": (partner, "/bare/"),
        "cases of a partner": (partner, reverse("cases:mine")),
        "overview of the mayor": (mayor, reverse("cases:overview")),
        "a case, for a partner": (partner, reverse("cases:page", args=[made.id])),
        "partners of a case": (partner, reverse("cases:partners", args=[made.id])),
    }
    asked: dict[str, set[int]] = {name: set() for name in pages}
    reached = 0
    print(f"{'cases':>7} {'page':<26}{'median ms':>10}{'ratio':>8}{'queries':>9}")
    for size in SIZES:
        fill(owner_url, cast, made, reached + 1, size)
        reached = size
        for client, where in pages.values():
            assert client.get(where).status_code == 200, where
        calls = {
            name: lambda client=client, where=where: client.get(where)
            for name, (client, where) in pages.items()
        }
        times = rounds(calls, number=12)
        baseline = times["bare signed-in view"]
        for name, (client, where) in pages.items():
            with CaptureQueriesContext(connection) as caught:
                client.get(where)
            asked[name].add(len(caught))
            ratio = statistics.median(one / base for one, base in zip(times[name], baseline, strict=True))
            middle = statistics.median(times[name]) * 1000
            print(f"{size:>7,} {name:<26}{middle:>10.1f}{ratio:>8.1f}{len(caught):>9}")
    grown = [name for name, numbers in asked.items() if len(numbers) > 1]
    print(f"queries grow with the number of cases on: {', '.join(grown) or 'no page'}")
    high = walls(owner_url, cast)
    return 1 if grown or high > MOST_RATIO else 0


def begin() -> tuple[Cast, MadeCase]:
    """Make one case through the services, of which the others are copies."""
    from tests.support.cases import make_case
    from tests.support.cast import make_cast

    from driehoek.parties.models import Function

    cast = make_cast("bench")
    made = make_case(
        cast,
        own=("Zorg", "Politie"),
        partners=[(Function.PARTNER, ("Zorg",)), (Function.TEAM_CHIEF, ("Politie",))],
    )
    return cast, made


def fill(owner_url: str, cast: Cast, made: MadeCase, first: int, last: int) -> None:
    """Add cases by the hand of the owner: the walls would have each of them judged."""
    import psycopg

    begun = time.perf_counter()
    with psycopg.connect(owner_url, autocommit=True) as link:
        as_owner(link, cast)
        for table in TABLES:
            link.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        values = {"home": cast.home.pk, "case": made.id, "first": first, "last": last, "people": PEOPLE}
        for statement in FILL:
            names = {name: value for name, value in values.items() if f"%({name})s" in statement}
            link.execute(statement, names)
        for table in TABLES:
            link.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        # What autovacuum does within a minute of such a load.
        link.execute("VACUUM ANALYZE")
    print(f"{last:,} cases, made in {time.perf_counter() - begun:.0f} s", flush=True)


def as_owner(link: Any, cast: Cast) -> None:
    """Lift row-level security for the owner, in one municipality."""
    link.execute("SET app.maintenance = 'on'")
    link.execute("SELECT set_config('app.municipality', %s, false)", [str(cast.home.pk)])


def walls(owner_url: str, cast: Cast) -> float:
    """Time what lies behind `walls.by_compartment`, as a partner and as the owner with the filter written out.

    Returns the highest ratio. Rooms with contents add a line to `behind_a_compartment`: table, columns and order.
    """
    import psycopg
    from django.db import connection

    from driehoek.access.identity import acting_as
    from driehoek.parties.models import Function

    person = cast.people[Function.PARTNER].pk
    highest = 0.0
    print(f"\n{'behind a compartment':<26}{'rows':>9}{'owner ms':>10}{'wall ms':>10}{'ratio':>8}")
    with psycopg.connect(owner_url, autocommit=True) as link:
        as_owner(link, cast)
        load_items(link)
        for name, query, written in behind_a_compartment():
            with acting_as(person=person, municipality=cast.home.pk), connection.cursor() as cursor:
                ours = seconds(lambda query=query: cursor.execute(query))
                found = cursor.rowcount
            bare = seconds(
                lambda written=written: link.execute(
                    written, {"person": person, "home": cast.home.pk}
                ).fetchall()
            )
            ratio = ours / bare
            highest = max(highest, ratio)
            print(f"{name:<26}{found:>9,}{bare * 1000:>10.2f}{ours * 1000:>10.2f}{ratio:>8.2f}")
    print(f"highest ratio {highest:.2f}, goal at most {MOST_RATIO}")
    return highest


def seconds(call: Callable[[], object], *, number: int = 25) -> float:
    """Return the median of some runs, after one to warm up."""
    call()
    times = []
    for _run in range(number):
        begun = time.perf_counter()
        call()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


# The filter of `walls.open_compartments` written out, for one person.
OPEN = """
(SELECT g.problem FROM access_grant g WHERE g.person_id = %(person)s AND g.level >= 1
    AND g.valid_from <= statement_timestamp() AND (g.valid_until IS NULL OR g.valid_until > statement_timestamp())
 UNION ALL
 SELECT c.id FROM cases_compartment c WHERE c.kind::text IN ('shared') AND c.case_id IN (
    SELECT g.problem FROM access_grant g WHERE g.person_id = %(person)s AND g.level >= 2
       AND g.valid_from <= statement_timestamp() AND (g.valid_until IS NULL OR g.valid_until > statement_timestamp())))
"""


def behind_a_compartment() -> list[tuple[str, str, str]]:
    """Return what is timed: its name, the query behind the wall, and the same with the filter written out."""
    newest = "SELECT id, kind FROM bench_item {where} ORDER BY made_at DESC LIMIT 50"
    count = "SELECT count(*) FROM bench_item {where}"
    written = f"WHERE municipality_id = %(home)s AND compartment_id IN {OPEN}"
    return [
        (name, query.format(where=""), query.format(where=written))
        for name, query in (("newest 50 of 200,000", newest), ("count of 200,000", count))
    ]


def load_items(link: Any) -> None:
    """Make a table of the shape of a subject's behind the wall, with 200,000 rows over all compartments."""
    from driehoek.cases.walls import by_compartment

    link.execute(
        "CREATE TABLE bench_item (id uuid PRIMARY KEY, municipality_id uuid NOT NULL, compartment_id uuid NOT NULL,"
        " kind text NOT NULL, label_locked bytea, made_at timestamptz NOT NULL)"
    )
    link.execute(
        "INSERT INTO bench_item SELECT gen_random_uuid(), c.municipality_id, c.id, 'person',"
        " decode(md5(k::text), 'hex'), now() - k * interval '1 minute' FROM (SELECT id, municipality_id,"
        " row_number() OVER () AS place, count(*) OVER () AS total FROM cases_compartment) c,"
        " generate_series(1, 200000) k WHERE c.place = 1 + k % c.total"
    )
    link.execute("CREATE INDEX bench_item_newest ON bench_item (municipality_id, made_at DESC)")
    link.execute("CREATE INDEX bench_item_part ON bench_item (compartment_id)")
    for statement in by_compartment("bench_item").sql:
        link.execute(statement)
    link.execute("SELECT access_seal_readers()")
    link.execute("GRANT SELECT ON bench_item TO PUBLIC")
    link.execute("ANALYZE bench_item")


if __name__ == "__main__":
    sys.exit(main())
