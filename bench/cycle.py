"""The regular safety cycle at scale, beside a bare signed-in Django view: reports, norms, the late board, the mayor.

10,000 progress reports of the last ten weeks over 1,000 agreements, and 50,000 observations a month for 13 months
(100 indicators in 500 areas), with norms on some of them; row-level security is on, as always. Each list is asked at
a tenth of the reports and at all of them, so that the table shows whether its queries stay the same.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpResponse
    from tests.support.cast import Cast

AGREEMENTS = 1_000
REPORTS = 10_000
WEEKS = 11
INDICATORS = 100
AREAS = 500
MONTHS = 13
NORMS = 60

BEGUN = """
INSERT INTO reports_report (id, municipality_id, delivery_id, supplier_id, theme_id, form_id, form_name, form_version,
                            number, gist, status, state, author_id, on_behalf, made_at, saved_at, version)
SELECT gen_random_uuid(), d.municipality_id, d.id, d.supplier_id, d.theme_id, %(form)s, 'Weekrapport', 1, '',
       'Rustige week', '', 'draft', %(adviser)s, TRUE, d.received_at, d.received_at, 1
  FROM position_delivery d WHERE d.state = 'received'
   AND NOT EXISTS (SELECT 1 FROM reports_report r WHERE r.delivery_id = d.id)
 LIMIT %(limit)s
"""
SECTIONS = """
INSERT INTO reports_section (municipality_id, report_id, key, label, place, text)
SELECT r.municipality_id, r.id, 'k' || k, 'Kop ' || k, k, repeat('Wat er deze week gebeurde. ', 8)
  FROM reports_report r, generate_series(1, 4) k WHERE r.state = 'draft'
"""
SENT = "UPDATE reports_report SET state = 'sent', sent_at = saved_at, as_of = saved_at WHERE state = 'draft'"
CHECKED = """
UPDATE reports_report SET state = 'checked', checked_at = saved_at, checked_by_id = %(adviser)s
 WHERE state = 'sent' AND random() < 0.99
"""
FIXED = """
UPDATE reports_report r SET state = 'fixed', fixed_at = saved_at, fixed_by_id = %(adviser)s, item_id = i.id,
       number = 'R-2026-' || lpad((n.place + (SELECT count(*) FROM reports_report WHERE state = 'fixed'))::text, 5, '0')
  FROM (SELECT id, delivery_id, row_number() OVER (ORDER BY saved_at, id) AS place FROM reports_report
         WHERE state = 'checked') n JOIN position_item i ON i.delivery_id = n.delivery_id
 WHERE r.id = n.id
"""
SERIES = """
INSERT INTO figures_series (municipality_id, indicator_id, area_id)
SELECT %(home)s, i.id, a.id FROM figures_indicator i, areas_area a WHERE i.municipality_id = %(home)s
"""
OBSERVATIONS = """
INSERT INTO figures_observation (municipality_id, series_id, period, value, status, flag, run_id, line)
SELECT %(home)s, s.id, m::date, floor(random() * 12), 'd', '', %(run)s, 1
  FROM figures_series s, generate_series(%(first)s::date, %(last)s::date, interval '1 month') m
 WHERE s.municipality_id = %(home)s
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
    """Fill the database twice, a little and wholly, and time the pages each time."""
    import psycopg
    from django.conf import settings
    from django.http import HttpRequest, HttpResponse
    from django.template import Context, Template
    from django.urls import path, reverse

    from driehoek import urls
    from driehoek.parties.models import Function

    settings.ALLOWED_HOSTS.append("testserver")
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    line = Template("<!doctype html><title>bare</title><p>{{ user }}</p>")

    def bare(request: HttpRequest) -> HttpResponse:
        return HttpResponse(line.render(Context({"user": request.user})))

    urls.urlpatterns.append(path("bare/", bare, name="bare"))
    cast, values = fill()
    readers = {
        one: cast.client(one) for one in (Function.MAYOR, Function.SAFETY_ADVISER, Function.TEAM_CHIEF)
    }
    pages = {
        "bare signed-in view": (Function.MAYOR, "/bare/"),
        "first page, mayor": (Function.MAYOR, reverse("brief:today")),
        "first page, team chief": (Function.TEAM_CHIEF, reverse("brief:today")),
        "reports, mayor": (Function.MAYOR, reverse("reports:reports")),
        "reports to check": (Function.SAFETY_ADVISER, reverse("reports:to_check")),
        "own reports, police": (Function.TEAM_CHIEF, reverse("reports:reports")),
        "items that came in": (Function.MAYOR, reverse("position:items")),
        "late board": (Function.SAFETY_ADVISER, reverse("deadlines:late")),
        "norms": (Function.MAYOR, reverse("standard:norms")),
    }
    calls: dict[str, Callable[[], HttpResponse]] = {
        name: lambda who=who, where=where: readers[who].get(where)  # type: ignore[misc]
        for name, (who, where) in pages.items()
    }
    asked: dict[str, list[int]] = {name: [] for name in calls}
    for reports in (REPORTS // 10, REPORTS):
        write_reports(cast, values | {"limit": reports}, reports)
        # What autovacuum does within a minute of such a load.
        with psycopg.connect(owner_url, autocommit=True) as link:
            link.execute("VACUUM ANALYZE")
        for name, number in timed(calls).items():
            asked[name].append(number)
    grown = [f"{name} ({few} to {many})" for name, (few, many) in asked.items() if many > few]
    print("queries grew: " + "; ".join(grown) if grown else "no page asks more at ten times the reports")
    return 0


def timed(calls: dict[str, Callable[[], HttpResponse]]) -> dict[str, int]:
    """Time the pages in turn, print the table, and return how many queries each takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bench.pages import rounds

    # Plans of repeated queries are kept for each connection, as in a server that has run for a minute.
    for _warm in range(8):
        for name, call in calls.items():
            assert call().status_code == 200, name
    times = rounds(calls, number=12)
    baseline = times["bare signed-in view"]
    asked = {}
    print(f"{'page':<26}{'median ms':>10}{'ratio':>8}{'queries':>9}")
    for name, call in calls.items():
        with CaptureQueriesContext(connection) as caught:
            call()
        asked[name] = len(caught)
        ratio = statistics.median(one / base for one, base in zip(times[name], baseline, strict=True))
        print(f"{name:<26}{statistics.median(times[name]) * 1000:>10.1f}{ratio:>8.1f}{len(caught):>9}")
    return asked


def fill() -> tuple[Cast, dict[str, object]]:
    """Make a municipality with its agreements and figures, through the tables; return what its reports need."""
    from django.db import connection
    from tests.support.cast import make_cast

    from bench.position import AGREED, DELIVERIES, ITEMS, NEEDS
    from driehoek.access.identity import acting_as
    from driehoek.parties.models import Function, Organisation, OrganisationKind
    from driehoek.problems.models import SafetyField
    from driehoek.problems.services import ensure_theme
    from driehoek.reports.services import take_form

    begun = time.perf_counter()
    cast = make_cast("bench")
    adviser = cast.people[Function.SAFETY_ADVISER]
    fields = list(SafetyField)
    with acting_as(person=adviser.pk) as identity:
        themes = [
            ensure_theme(
                municipality=identity.municipality, field=fields[one % len(fields)], path=(f"Thema {one}",)
            ).pk
            for one in range(25)
        ]
        partners = list(
            Organisation.objects.filter(municipality=cast.home)
            .exclude(kind__in=(OrganisationKind.MUNICIPALITY,))
            .values_list("pk", flat=True)
        )
        form = take_form(identity=identity, key="police_week")
        values = {
            "home": cast.home.pk,
            "person": adviser.pk,
            "adviser": adviser.pk,
            "themes": themes,
            "number": len(themes),
            "partners": partners,
            "agreements": AGREEMENTS,
            "weeks": WEEKS,
            "form": form.pk,
        }
        with connection.cursor() as cursor:
            for statement in (NEEDS, AGREED, DELIVERIES, ITEMS):
                cursor.execute(statement, values)
    observations = write_figures(cast, themes[0])
    print(
        f"{AGREEMENTS:,} agreements, {observations:,} observations, made in {time.perf_counter() - begun:.0f} s",
        flush=True,
    )
    return cast, values


def write_reports(cast: Cast, values: dict[str, object], wanted: int) -> None:
    """Let the reports go through their states as they do, registered by the adviser, all at once."""
    from django.db import connection

    from driehoek.access.identity import acting_as
    from driehoek.parties.models import Function

    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk), connection.cursor() as cursor:
        for statement in (BEGUN, SECTIONS, SENT, CHECKED, FIXED):
            cursor.execute(statement, values)
        cursor.execute("SELECT count(*) FROM reports_report")
        (there,) = cursor.fetchone()
    assert there >= wanted * 0.9, there
    print(f"\n{there:,} reports")


def write_figures(cast: Cast, theme: object) -> int:
    """Write thirteen months of figures and some norms; return how many observations."""
    from django.db import connection

    from driehoek.access.identity import acting_as, acting_as_system
    from driehoek.areas.models import Area, AreaLevel
    from driehoek.figures.models import ImportRun, Indicator, Source
    from driehoek.parties.models import Function
    from driehoek.standard.models import Decider, NormType
    from driehoek.standard.services import NewNorm, set_norm

    last = date.today().replace(day=1) - timedelta(days=1)  # noqa: DTZ011 the day of the run is near enough
    last = last.replace(day=1)
    first = last.replace(year=last.year - 1)
    with acting_as_system(municipality=cast.home.pk), connection.cursor() as cursor:
        areas = Area.objects.count()
        if not areas:
            city = Area.objects.create(
                year=2024,
                code="GM0599",
                name="Stad",
                level=AreaLevel.MUNICIPALITY,
                municipality_code="GM0599",
            )
            Area.objects.bulk_create(
                Area(
                    year=2024, code=f"BU0599{number:04d}", name=f"Buurt {number}", level=AreaLevel.NEIGHBOURHOOD,
                    municipality_code="GM0599", parent=city, inhabitants=2500,
                )
                for number in range(AREAS - 1)
            )  # fmt: skip
        source = Source.objects.create(
            municipality=cast.home, key="bench", name="Bench", attribution="Simulatie"
        )
        run = ImportRun.objects.create(
            municipality=cast.home, source=source, file_name="bench", sha256="0" * 64, shape="bench",
            outcome="loaded",
        )  # fmt: skip
        Indicator.objects.bulk_create(
            Indicator(
                municipality=cast.home, source=source, key=f"K{kind}", name=f"Soort {kind}", theme_id=theme,
                unit="misdrijven",
            )
            for kind in range(INDICATORS)
        )  # fmt: skip
        values = {"home": cast.home.pk, "run": run.pk, "first": first, "last": last}
        cursor.execute(SERIES, values)
        cursor.execute(OBSERVATIONS, values)
        written = cursor.rowcount
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        for indicator in Indicator.objects.filter(municipality=cast.home)[:NORMS]:
            new = NewNorm(
                type=NormType.ABSOLUTE, decided_on=first, decided_by=Decider.MAYOR, valid_from=first,
                reason="Voor de meting.", indicator=indicator, target=5.0,
            )  # fmt: skip
            set_norm(identity=identity, new=new)
    return written


if __name__ == "__main__":
    sys.exit(main())
