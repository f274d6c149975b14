"""The prosecutor's inbox, the mayor's received list and the reading of a text, at 100 and at 10,000 requests.

Row-level security is on, as always. The baseline is a view that renders one line for a signed-in person behind the same
middleware. All are timed in turn, in one process, so that their ratio holds when the machine drifts.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.cast import Cast

    from driehoek.problems.models import Theme

SIZES = (100, 10_000)
TABLES = ("exchange_request", "exchange_provision", "exchange_part")

# What is open waits with the prosecutor; one in ten is, the others were answered long ago.
REQUESTS = """
INSERT INTO exchange_request (id, municipality_id, number, from_organisation_id, to_organisation_id, theme_id, purpose,
  subject, data_categories, decision_for, necessity, what, detail, facts, due_at, urgent, state, made_by_id, made_at,
  submitted_at, answered_at, ruling_words, refusal_grounds, key, version)
SELECT gen_random_uuid(), %(home)s, 'V-2000-' || k, %(asks)s, %(gives)s, %(theme)s, 'openbare_orde', 'verdachte',
       '{strafvorderlijke_gegevens}', 'Toezicht', 'Nodig', 'Is er een zitting?', 'essentials', '{}',
       now() + (k %% 20 - 5) * interval '1 day', k %% 50 = 0,
       CASE WHEN k %% 10 = 0 THEN 'submitted' ELSE 'granted' END, %(person)s, now() - k * interval '1 hour',
       now() - k * interval '1 hour', CASE WHEN k %% 10 <> 0 THEN now() END, '', '{}', gen_random_uuid(), 1
  FROM generate_series(%(first)s::integer, %(last)s::integer) k
"""
PROVISIONS = """
WITH model AS (SELECT * FROM exchange_provision WHERE released_at IS NOT NULL ORDER BY made_at LIMIT 1),
made AS (
  INSERT INTO exchange_provision (id, municipality_id, number, kind, channel, giver_id, recipient_id, moment, urgent,
    theme_id, title, purpose, subject, data_categories, trigger, wpg_processing, facts, subject_ref, conditions, mark,
    readers, keep_until, state, decision_id, terms, made_by_id, made_at, given_at, released_at, released_by_id,
    known_from, announced_at, recall_words, key, version)
  SELECT r.id, r.municipality_id, replace(r.number, 'V', 'G'), 'unprompted', 'driehoek', r.to_organisation_id,
         r.from_organisation_id, '', FALSE, r.theme_id, 'Zitting in een zaak', r.purpose, r.subject, r.data_categories,
         'unprompted', '{}', m.facts, '', '', m.mark, m.readers, m.keep_until, 'released', r.id, m.terms,
         m.made_by_id, r.made_at, r.made_at, r.made_at, m.made_by_id, r.made_at, r.made_at, '', gen_random_uuid(), 1
    FROM exchange_request r, model m WHERE r.number LIKE 'V-2000-%%' AND r.state = 'granted'
     AND NOT EXISTS (SELECT 1 FROM exchange_provision p WHERE p.id = r.id)
  RETURNING id, municipality_id, made_at
)
INSERT INTO exchange_part (id, municipality_id, provision_id, detail, digest, characters, held, let_go_at, announced_at,
                           version)
SELECT gen_random_uuid(), m.municipality_id, m.id, 'headline', '', 0, FALSE, m.made_at, m.made_at, 1 FROM made m
"""


def main() -> int:
    """Build the database, measure, print the table."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.support.databases import TestCluster

    from driehoek.installation.setup import use

    with TestCluster().temporary() as address:
        use(address)
        return measure(address.owner_url)


def measure(owner_url: str) -> int:
    """Time the pages at each size; the number of queries must be the same."""
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
    cast, theme = begin()
    prosecutor, mayor = cast.client(Function.PROSECUTOR), cast.client(Function.MAYOR)
    pages = {
        "bare signed-in view": (prosecutor, "/bare/"),
        "inbox of the prosecutor": (prosecutor, reverse("exchange:inbox")),
        "received by the mayor": (mayor, reverse("exchange:received_list")),
        "first page of the mayor": (mayor, reverse("brief:today")),
    }
    asked: dict[str, set[int]] = {name: set() for name in pages}
    reached = 0
    print(f"{'requests':>9} {'page':<26}{'median ms':>10}{'ratio':>8}{'queries':>9}")
    for size in SIZES:
        fill(owner_url, cast, theme, reached + 1, size)
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
            print(f"{size:>9,} {name:<26}{middle:>10.1f}{ratio:>8.1f}{len(caught):>9}")
    grown = [name for name, numbers in asked.items() if len(numbers) > 1]
    print(f"queries grow with the number of requests on: {', '.join(grown) or 'no page'}")
    return 1 if grown else 0


def begin() -> tuple[Cast, Theme]:
    """Make the cast and one provision through the services, of which the others are copies."""
    from tests.support.cast import make_cast
    from tests.support.giving import released

    from driehoek.access.identity import acting_as
    from driehoek.parties.models import Function
    from driehoek.problems.models import SafetyField
    from driehoek.problems.services import ensure_theme

    cast = make_cast("bench")
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        theme = ensure_theme(
            municipality=identity.municipality, field=SafetyField.LIVING, path=("Drugsoverlast",)
        )
    released(cast, theme)
    return cast, theme


def fill(owner_url: str, cast: Cast, theme: Theme, first: int, last: int) -> None:
    """Add requests and provisions by the hand of the owner: the walls would have each of them judged."""
    import psycopg

    from driehoek.parties.models import Function, OrganisationKind

    begun = time.perf_counter()
    with psycopg.connect(owner_url, autocommit=True) as link:
        link.execute("SET app.maintenance = 'on'")
        link.execute("SELECT set_config('app.municipality', %s, false)", [str(cast.home.pk)])
        kinds = dict(
            link.execute(
                "SELECT kind, id FROM parties_organisation WHERE municipality_id = %s", [cast.home.pk]
            ).fetchall()
        )
        for table in TABLES:
            link.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        # The copies have no decision of their own; the bench is about reading.
        for (name,) in link.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'exchange_provision'::regclass AND contype = 'f'"
            " AND confrelid = 'grounds_decision'::regclass"
        ).fetchall():
            link.execute(f'ALTER TABLE exchange_provision DROP CONSTRAINT "{name}"')
        values = {
            "home": cast.home.pk,
            "asks": kinds[OrganisationKind.MUNICIPALITY],
            "gives": kinds[OrganisationKind.PROSECUTION],
            "theme": theme.pk,
            "person": cast.people[Function.SAFETY_ADVISER].pk,
            "first": first,
            "last": last,
        }
        link.execute(REQUESTS, values)
        link.execute(PROVISIONS, values)
        for table in TABLES:
            link.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        # What autovacuum does within a minute of such a load.
        link.execute("VACUUM ANALYZE")
    print(f"{last:,} requests, made in {time.perf_counter() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
