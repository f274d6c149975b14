"""The mayor's page and the list of problems, as a restricted person, beside a bare signed-in Django view.

Five years of monthly figures for every neighbourhood of a made-up city, 300 problems, of which the team chief may see
a part and the mayor all, and a position with agreements, late deliveries, items and questions; row-level security is
on, as always. The baseline is a view that renders one line for a signed-in person
behind the same middleware (session, account, identity). Both are timed in turn, in one process, so that their
ratio holds when the machine drifts.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.cast import Cast

ROUNDS = 60
PROBLEMS = 300
SEEN = 120
AGREEMENTS = 200
YEARS = 5
AREAS = 80
KINDS = 25


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
    from django.urls import path

    from driehoek import urls
    from driehoek.parties.models import Function

    settings.ALLOWED_HOSTS.append("testserver")
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    line = Template("<!doctype html><title>bare</title><p>{{ user }}</p>")

    def bare(request: HttpRequest) -> HttpResponse:
        return HttpResponse(line.render(Context({"user": request.user})))

    urls.urlpatterns.append(path("bare/", bare, name="bare"))
    cast = fill()
    fill_position(cast)
    readers = {"chief": cast.client(Function.TEAM_CHIEF), "mayor": cast.client(Function.MAYOR)}
    # What autovacuum does within a minute of such a load.
    with psycopg.connect(owner_url, autocommit=True) as link:
        link.execute("ANALYZE")
    pages = {
        "bare signed-in view": ("mayor", "/bare/"),
        "first page, mayor": ("mayor", "/vandaag/"),
        "first page, team chief": ("chief", "/vandaag/"),
        "list of problems": ("chief", "/problemen/"),
    }
    # Plans of repeated queries are kept for each connection, as in a server that has run for a minute.
    for _round in range(12):
        for who, where in pages.values():
            readers[who].get(where)
    times = rounds(
        {name: lambda who=who, where=where: readers[who].get(where) for name, (who, where) in pages.items()}
    )
    baseline = times["bare signed-in view"]
    print(f"{'page':<24}{'median ms':>10}{'ratio':>8}{'queries':>9}   target")
    bound = "<= 5x, <= 12 queries"
    targets = {
        "first page, mayor": bound,
        "first page, team chief": bound,
        "list of problems": "constant queries",
    }
    for name, (who, where) in pages.items():
        with CaptureQueriesContext(connection) as caught:
            assert readers[who].get(where).status_code == 200
        ratio = statistics.median(one / base for one, base in zip(times[name], baseline, strict=True))
        middle = statistics.median(times[name]) * 1000
        print(f"{name:<24}{middle:>10.2f}{ratio:>8.2f}{len(caught):>9}   {targets.get(name, 'baseline')}")
    lists(cast)
    return 0


def rounds(calls: dict[str, Callable[[], object]], *, number: int = ROUNDS) -> dict[str, list[float]]:
    """Time each call once per round, in turn, in `number` rounds."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _round in range(number):
        for name, call in calls.items():
            begun = time.perf_counter()
            call()
            times[name].append(time.perf_counter() - begun)
    return times


def fill() -> Cast:
    """Make the cast, figures, deviations and problems; return the cast."""
    from tests.support.cast import make_cast

    from driehoek.access.identity import acting_as, acting_as_system
    from driehoek.access.models import Level
    from driehoek.access.services import grant
    from driehoek.analysis.services import detect_deviations
    from driehoek.parties.models import Function
    from driehoek.problems import services
    from driehoek.problems.models import Kind, SafetyField

    cast = make_cast("bench")
    begun = time.perf_counter()
    with acting_as_system(municipality=cast.home.pk):
        rows = figures(cast.home)
    detect_deviations(municipality=cast.home.pk)
    reader, adviser = cast.people[Function.TEAM_CHIEF], cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        theme = services.ensure_theme(municipality=cast.home.pk, field=SafetyField.LIVING, path=("Wonen",))
        for number in range(PROBLEMS):
            problem = services.open_problem(
                identity=identity,
                new=services.NewProblem(
                    title=f"Probleem {number}",
                    summary="Kern van het probleem.",
                    theme=theme,
                    owner=adviser.pk,
                    kind=Kind.STANDARD if number < SEEN else Kind.COMPLEX,
                ),
            )
            if number % 20 == 19 and number >= SEEN:
                grant(identity=identity, person=reader.pk, problem=problem.pk, level=Level.OVERVIEW)
    print(f"{rows:,} observations, {PROBLEMS} problems, made in {time.perf_counter() - begun:.0f} s")
    return cast


def fill_position(cast: Cast) -> None:
    """Make 200 weekly agreements: a dozen late, thirty with an item that came; and questions to and from the mayor."""
    from datetime import timedelta

    from django.utils import timezone

    from driehoek.access.identity import acting_as, acting_as_system
    from driehoek.deadlines.models import Deadline
    from driehoek.deadlines.recurrence import Rhythm
    from driehoek.parties.models import Function, Organisation, OrganisationKind
    from driehoek.position import services
    from driehoek.position.models import Agreement, Delivery, DeliveryState
    from driehoek.problems.models import Theme

    def first(agreement: Agreement) -> Delivery:
        expected = agreement.deliveries.filter(state=DeliveryState.EXPECTED)
        return expected.select_related("deadline", "agreement").order_by("deadline__due_at")[0]

    mayor, chief = cast.people[Function.MAYOR], cast.people[Function.TEAM_CHIEF]
    made = []
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        theme = Theme.objects.filter(municipality=cast.home)[0]
        partners = list(
            Organisation.objects.filter(municipality=cast.home).exclude(kind=OrganisationKind.MUNICIPALITY)
        )
        for number in range(AGREEMENTS):
            partner = partners[number % len(partners)]
            new = services.NewNeed(
                sentence=f"Wat speelt er bij onderwerp {number}?", theme=theme, partner=partner
            )
            need = services.state_need(identity=identity, new=new)
            made.append(
                services.make_agreement(
                    identity=identity,
                    need=need,
                    new=services.NewAgreement(
                        supplier=partner, what=f"Weekbericht {number}", rhythm=Rhythm.WEEKLY, weekday=number % 5,
                        starts_on=timezone.localdate(),
                    ),
                )
            )  # fmt: skip
        for agreement in made[:30]:
            item = services.NewItem(title=f"Bericht over {agreement.what}", meaning="Het is rustiger.")
            services.deliver(identity=identity, delivery=first(agreement), version=1, items=[item])
        due = timezone.now() + timedelta(days=3)
        for number in range(8):
            asked = mayor if number % 2 else chief
            new = services.NewQuestion(text=f"Vraag {number}", due_at=due, to_person=asked)
            services.ask(identity=identity, new=new)
    with acting_as_system(municipality=cast.home.pk):
        passed = timezone.now() - timedelta(days=8)
        late = [first(agreement).deadline_id for agreement in made[-12:]]
        Deadline.objects.filter(pk__in=late).update(due_at=passed, late_after=passed + timedelta(days=2))


def figures(municipality: object) -> int:
    """Write simulated counts straight into the tables: a city of neighbourhoods, kinds and months."""
    import uuid

    import numpy as np

    from driehoek.areas.models import Area, AreaLevel
    from driehoek.figures.models import ImportRun, Indicator, Observation, Series, Source
    from driehoek.problems.models import SafetyField
    from driehoek.problems.services import ensure_theme

    city = Area.objects.create(
        year=2024, code="GM0599", name="Stad", level=AreaLevel.MUNICIPALITY, municipality_code="GM0599"
    )
    areas = [city] + [
        Area.objects.create(
            year=2024,
            code=f"BU0599{number:04d}",
            name=f"Buurt {number}",
            level=AreaLevel.NEIGHBOURHOOD,
            municipality_code="GM0599",
            parent=city,
            inhabitants=2500,
        )
        for number in range(AREAS)
    ]
    theme = ensure_theme(
        municipality=municipality.pk, field=SafetyField.LIVING, path=("Objectieve veiligheid",)
    )
    source = Source.objects.create(
        municipality=municipality, key="bench", name="Bench", attribution="Simulatie"
    )
    run = ImportRun.objects.create(
        municipality=municipality,
        source=source,
        file_name="bench",
        sha256="0" * 64,
        shape="bench",
        outcome="loaded",
    )
    months = [date(2019 + month // 12, month % 12 + 1, 1) for month in range(12 * YEARS)]
    draw = np.random.default_rng(11)
    total = 0
    for kind in range(KINDS):
        indicator = Indicator.objects.create(
            id=uuid.uuid4(),
            municipality=municipality,
            source=source,
            key=f"K{kind}",
            name=f"Soort {kind}",
            theme=theme,
            unit="misdrijven",
        )
        series = Series.objects.bulk_create(
            Series(municipality=municipality, indicator=indicator, area=area) for area in areas
        )
        level = draw.gamma(2.0, 3.0, size=len(series))
        level[0] = level.sum()
        counts = draw.poisson(level[:, None], size=(len(series), len(months)))
        counts[draw.integers(0, len(series), 2), -1] += 25
        Observation.objects.bulk_create(
            (
                Observation(
                    municipality=municipality,
                    series=one,
                    period=month,
                    value=float(count),
                    status="d",
                    run=run,
                    line=1,
                )
                for one, row in zip(series, counts, strict=True)
                for month, count in zip(months, row, strict=True)
            ),
            batch_size=5000,
        )
        total += counts.size
    return total


def lists(cast: Cast) -> None:
    """Measure the list of problems of a second municipality at 10 and at 10,000 problems."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = cast.client(person=cast.stranger)
    print(f"{'list of problems':<24}{'median ms':>10}{'queries':>17}")
    for wanted in (10, 10_000):
        many_problems(cast, wanted)
        client.get("/problemen/")
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/problemen/").status_code == 200
        asked = len(caught)
        times = rounds({"list": lambda: client.get("/problemen/")})["list"]
        print(f"  of {wanted:>6,} problems    {statistics.median(times) * 1000:>10.2f}{asked:>17}")


def many_problems(cast: Cast, wanted: int) -> None:
    """Fill up the second municipality to `wanted` problems, each with the grant that its adviser would have."""
    from django.utils import timezone

    from driehoek.access.identity import acting_as
    from driehoek.access.models import Level, Origin
    from driehoek.access.services import Order, give
    from driehoek.problems.models import Kind, Problem, SafetyField
    from driehoek.problems.services import ensure_theme

    reader, now = cast.stranger, timezone.now()
    with acting_as(person=reader.pk):
        theme = ensure_theme(municipality=cast.away.pk, field=SafetyField.LIVING, path=("Wonen",))
        have = Problem.objects.count()
        problems = [
            Problem(
                municipality=cast.away, number=number, title=f"Probleem {number}", summary="Kern.", theme=theme,
                kind=Kind.STANDARD, owner=reader, opened_at=now,
            )
            for number in range(have + 1, wanted + 1)
        ]  # fmt: skip
        Problem.objects.bulk_create(problems, batch_size=1000)
        orders = [Order(reader.pk, problem.pk, Level.WORK, Origin.FUNCTION) for problem in problems]
        give(municipality=cast.away.pk, orders=orders)


if __name__ == "__main__":
    sys.exit(main())
