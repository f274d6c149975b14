"""The gap matrix, the late board and the history at scale, beside a bare signed-in Django view.

2,000 agreements over 20 partners and 25 themes with 100,000 deliveries of almost a year; row-level security is on, as
always. The baseline is a view that renders one line for a signed-in person behind the same middleware. All are timed in
turn, in one process, so that their ratio holds when the machine drifts.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.cast import Cast

PARTNERS = 20
THEMES = 25
AGREEMENTS = 2_000
WEEKS = 50

NEEDS = """
INSERT INTO position_need (id, municipality_id, sentence, theme_id, partner_id, info_kind, rhythm, wanted_mark, state,
                           barred_reason, regime, origin, origin_id, stated_by_id, stated_at, version)
SELECT gen_random_uuid(), %(home)s, 'Behoefte ' || k, (%(themes)s::uuid[])[k %% %(number)s + 1],
       (%(partners)s::uuid[])[k %% cardinality(%(partners)s::uuid[]) + 1], 'analytical', 'weekly', 4, 'open',
       '', '', '', '', %(person)s, now() - interval '400 days', 1
  FROM generate_series(1, %(agreements)s) k
"""
AGREED = """
INSERT INTO position_agreement (id, municipality_id, need_id, supplier_id, what, info_kind, rhythm, rule, starts_on,
                                grace_days, channel, threshold, moment, personal_data, gate, regime, state,
                                made_by_id, made_at, version)
SELECT gen_random_uuid(), n.municipality_id, n.id, n.partner_id, 'Weekbericht', 'analytical', 'weekly',
       'FREQ=WEEKLY;BYDAY=MO', current_date - 380, 2, 'driehoek', '', '', FALSE, 'not_needed', '', 'active',
       %(person)s, n.stated_at + interval '10 days', 1
  FROM position_need n
"""
# Week 0 is due next week; of the weeks before one in ten came late, and a few of the last week not at all.
DELIVERIES = """
WITH made AS MATERIALIZED (
  SELECT gen_random_uuid() AS id, gen_random_uuid() AS deadline, a.id AS agreement, a.supplier_id AS supplier,
         n.theme_id AS theme, current_date - 7 * week AS period_end,
         now() + interval '6 days' - week * interval '7 days' AS due,
         CASE WHEN week > 1 OR (week = 1 AND random() < 0.95)
              THEN least(now(), now() + interval '6 days' - week * interval '7 days'
                         + CASE WHEN random() < 0.1 THEN interval '9 days' ELSE interval '-1 day' END) END AS came
    FROM position_agreement a JOIN position_need n ON n.id = a.need_id, generate_series(0, %(weeks)s - 1) week
), due AS (
  INSERT INTO deadlines_deadline (id, municipality_id, kind, subject, organisation_id, due_at, grace_days, late_after,
                                  state, met_at, step, created_at)
  SELECT m.deadline, %(home)s, 'position.delivery', m.id, m.supplier, m.due, 0, m.due + interval '12 hours',
         CASE WHEN m.came IS NULL THEN 'open' ELSE 'met' END, m.came, 0, now()
    FROM made m
)
INSERT INTO position_delivery (id, municipality_id, agreement_id, deadline_id, supplier_id, theme_id, period_start,
                               period_end, state, received_at, received_by_id, version)
SELECT m.id, %(home)s, m.agreement, m.deadline, m.supplier, m.theme, m.period_end - 6, m.period_end,
       CASE WHEN m.came IS NULL THEN 'expected' ELSE 'received' END, m.came,
       CASE WHEN m.came IS NOT NULL THEN %(person)s::uuid END, 1
  FROM made m
"""
ITEMS = """
INSERT INTO position_item (id, municipality_id, delivery_id, supplier_id, theme_id, info_kind, title, text, meaning,
                           period, comparison, limits, certainty, classification, personal_data, source, reference,
                           must_know, provided_by_id, received_at)
SELECT gen_random_uuid(), d.municipality_id, d.id, d.supplier_id, d.theme_id, 'analytical', 'Weekbericht', 'Wat er is.',
       'Wat het betekent.', '', '', '', 'confirmed', 'intern', FALSE, '', '', FALSE, %(person)s, d.received_at
  FROM position_delivery d WHERE d.state = 'received'
"""
READINGS = """
INSERT INTO position_reading (id, municipality_id, item_id, supplier_id, person_id, opened_at, acknowledged_at, verdict,
                              mark, note, rated_at)
SELECT gen_random_uuid(), i.municipality_id, i.id, i.supplier_id, %(mayor)s, i.received_at, i.received_at,
       CASE WHEN random() < 0.8 THEN 'useful' ELSE 'no_meaning' END, 3 + floor(random() * 3), '', i.received_at
  FROM position_item i WHERE random() < 0.3
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
    """Fill the database, then time the pages in turn."""
    import psycopg
    from django.conf import settings
    from django.db import connection
    from django.http import HttpRequest, HttpResponse
    from django.template import Context, Template
    from django.test.utils import CaptureQueriesContext
    from django.urls import path, reverse
    from django.utils import timezone

    from bench.pages import rounds
    from driehoek import urls
    from driehoek.parties.models import Function

    settings.ALLOWED_HOSTS.append("testserver")
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    line = Template("<!doctype html><title>bare</title><p>{{ user }}</p>")

    def bare(request: HttpRequest) -> HttpResponse:
        return HttpResponse(line.render(Context({"user": request.user})))

    urls.urlpatterns.append(path("bare/", bare, name="bare"))
    cast = fill()
    # What autovacuum does within a minute of such a load.
    with psycopg.connect(owner_url, autocommit=True) as link:
        link.execute("VACUUM ANALYZE")
    client = cast.client(Function.MAYOR)
    pages = {
        "bare signed-in view": "/bare/",
        "gap matrix": reverse("position:matrix"),
        "late board": reverse("deadlines:late"),
        "history, 13 months": reverse("position:history"),
        "look-back on a year": reverse("position:look_back", args=[timezone.localdate().year]),
    }
    for where in pages.values():
        assert client.get(where).status_code == 200, where
    times = rounds({name: lambda where=where: client.get(where) for name, where in pages.items()}, number=12)
    baseline = times["bare signed-in view"]
    print(f"{'page':<24}{'median ms':>10}{'ratio':>8}{'queries':>9}{'in SQL':>9}")
    for name, where in pages.items():
        with CaptureQueriesContext(connection) as caught:
            client.get(where)
        ratio = statistics.median(one / base for one, base in zip(times[name], baseline, strict=True))
        middle = statistics.median(times[name]) * 1000
        asked = sum(float(query["time"]) for query in caught.captured_queries) * 1000
        print(f"{name:<24}{middle:>10.1f}{ratio:>8.1f}{len(caught):>9}{asked:>6.0f} ms")
    return 0


def fill() -> Cast:
    """Make the cast and the position by SQL, as the adviser; ratings are the mayor's own."""
    from django.db import connection
    from tests.support.cast import make_cast

    from driehoek.access.identity import acting_as
    from driehoek.parties.models import Function, Organisation, OrganisationKind
    from driehoek.problems.models import SafetyField
    from driehoek.problems.services import ensure_theme

    begun = time.perf_counter()
    cast = make_cast("bench")
    adviser, mayor = cast.people[Function.SAFETY_ADVISER], cast.people[Function.MAYOR]
    fields = list(SafetyField)
    with acting_as(person=adviser.pk) as identity:
        themes = [
            ensure_theme(
                municipality=identity.municipality, field=fields[one % len(fields)], path=(f"Thema {one}",)
            ).pk
            for one in range(THEMES)
        ]
        partners = [
            Organisation.objects.create(
                municipality=cast.home, name=f"Partner {one}", kind=OrganisationKind.OTHER
            ).pk
            for one in range(PARTNERS)
        ]
        values = {
            "home": cast.home.pk,
            "person": adviser.pk,
            "mayor": mayor.pk,
            "themes": themes,
            "number": THEMES,
            "partners": partners,
            "agreements": AGREEMENTS,
            "weeks": WEEKS,
        }
        with connection.cursor() as cursor:
            for statement in (NEEDS, AGREED, DELIVERIES, ITEMS):
                cursor.execute(statement, values)
    with acting_as(person=mayor.pk), connection.cursor() as cursor:
        cursor.execute(READINGS, values)
        cursor.execute("SELECT count(*) FROM position_delivery")
        (number,) = cursor.fetchone()
    print(
        f"{AGREEMENTS:,} agreements, {number:,} deliveries, made in {time.perf_counter() - begun:.0f} s",
        flush=True,
    )
    return cast


if __name__ == "__main__":
    sys.exit(main())
