"""Every list that can leave: it opens, it fits its columns, it links from its page, and a closed case is not in it."""

from __future__ import annotations

import csv
import io
import re
import uuid
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from driehoek.access.identity import acting_as
from driehoek.exports import tables
from driehoek.exports.marks import Mark
from driehoek.figures.models import Indicator
from driehoek.meetings.models import Action
from driehoek.parties.models import Function
from driehoek.problems import services
from driehoek.problems.models import Kind, SafetyField
from tests.access.test_leaks import around_it
from tests.exports.conftest import ADVISER, ask, content_of
from tests.support.cast import Cast, make_cast
from tests.support.export_objects import give
from tests.support.meeting_objects import meeting_objects
from tests.support.modules import checked, kept_for_a_module
from tests.support.moment_objects import moment_objects
from tests.support.objects import deadline_objects, figure_objects
from tests.support.position_objects import position_objects
from tests.support.report_objects import report_objects
from tests.support.standard_objects import standard_objects

F = Function
TITLE = "Zaak Nachtvlinder"
# The page of each list, and what stands on it when there is one of everything.
LISTS = {
    "problems": ("problems:list", "Dossier inbraak"),
    "deviations": ("analysis:deviations", "Voorbeeldstad"),
    "observations": ("figures:indicator", "Voorbeeldstad"),
    "late": ("deadlines:late", "Politie"),
    "moments": ("moments:calendar", "Wintermarkt"),
    "needs": ("position:needs", "ingebroken"),
    "agreements": ("position:agreements", "Weekbericht"),
    "gap": ("position:matrix", "ingebroken"),
    "norms": ("standard:norms", ""),
    "actions": ("meetings:actions", "rooster"),
    "reports": ("reports:reports", "Politie"),
}


@pytest.fixture(scope="module")
def indicator(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """One of everything, through the services that people use; the indicator that has figures."""
    with kept_for_a_module(django_db_blocker):
        adviser = make_cast().people[ADVISER]
        with acting_as(person=adviser.pk) as identity:
            theme = services.ensure_theme(
                municipality=identity.municipality, field=SafetyField.LIVING, path=("Woninginbraak",)
            )
            services.open_problem(
                identity=identity,
                new=services.NewProblem(
                    title="Dossier inbraak", kind=Kind.STANDARD, theme=theme, owner=adviser.pk
                ),
            )
            found = figure_objects(identity, theme)
            meeting_objects(identity)
            deadline_objects(identity)
            moment_objects(identity)
            position_objects(identity, theme)
            standard_objects(identity, uuid.UUID(str(found["indicator"])))
            report_objects(identity, theme, uuid.UUID(str(found["indicator"])))
            Action.objects.update(state="open")
        checked()
        yield str(found["indicator"])


def query_of(key: str, indicator: str) -> str:
    # The deviation of the fixture is muted.
    return {"observations": f"?indicator={indicator}", "deviations": "?staat=gedempt"}.get(key, "")


def test_every_list_is_known_here() -> None:
    assert {table.key for table in tables.registered()} >= set(LISTS)


@pytest.mark.parametrize("key", LISTS)
def test_a_list_leads_to_its_file_and_the_file_holds_what_the_page_shows(
    cast: Cast, indicator: str, key: str
) -> None:
    give(cast, ADVISER, highest=Mark.CONFIDENTIAL)
    client = cast.client(ADVISER)
    name, shown = LISTS[key]
    address = reverse(name, args=[indicator] if key == "observations" else [])
    choice = query_of(key, indicator)
    page = client.get(address + choice).content.decode()
    link = re.search(rf'href="(/exporteren/{key}/[^"]*)"', page)
    assert link, f"{address} does not lead to its export"
    assert shown in page
    offered = client.get(link.group(1).replace("&amp;", "&"))
    assert offered.status_code == 200
    answer = ask(client, key, choice)
    if "Content-Disposition" not in answer:
        answer = ask(client, key, choice, confirmed=2)
    heads, *rows = list(csv.reader(io.StringIO(content_of(answer).decode())))
    table = tables.find(key)
    assert table is not None
    assert len(heads) == len(table.columns)
    assert rows, f"{key} is empty"
    assert all(len(row) == len(heads) for row in rows)
    assert shown in "\n".join(",".join(row) for row in rows)


@pytest.mark.parametrize("key", LISTS)
def test_a_list_is_for_whom_its_page_is_for(cast: Cast, indicator: str, key: str) -> None:
    """Everyone gets the right to export; who may not see the page gets no file all the same."""
    name, _shown = LISTS[key]
    address = reverse(name, args=[indicator] if key == "observations" else [])
    for function in (F.MAYOR, F.DEPUTY, F.TEAM_CHIEF, F.PROSECUTOR, F.CASE_DIRECTOR, F.ANALYST, F.PARTNER):
        give(cast, function, highest=Mark.STRICT)
        client = cast.client(function)
        sees = client.get(address).status_code == 200
        takes = client.get(reverse("exports:table", args=[key]) + query_of(key, indicator)).status_code == 200
        assert sees == takes, f"{key} as {function}: page {sees}, export {takes}"


@pytest.mark.parametrize("function", [F.TEAM_CHIEF, F.ANALYST, F.PARTNER, F.DEPUTY])
def test_a_closed_case_is_in_no_file_of_an_outsider(cast: Cast, function: Function) -> None:
    adviser = cast.people[ADVISER]
    with acting_as(person=adviser.pk) as identity:
        theme = services.ensure_theme(
            municipality=identity.municipality, field=SafetyField.YOUTH, path=("Jeugd",)
        )
        problem = services.open_problem(
            identity=identity,
            new=services.NewProblem(title=TITLE, kind=Kind.COMPLEX, theme=theme, owner=adviser.pk),
        )
        around_it(identity, problem, cast)
    for who in (function, ADVISER):
        give(cast, who, highest=Mark.STRICT)
    inside = outside = ""
    for key in sorted(set(LISTS) - {"observations"}):
        for who in (function, ADVISER):
            with acting_as(person=cast.people[who].pk) as identity:
                table = tables.find(key)
                assert table is not None
                said = "".join(repr(line) for line in tables.read(table, identity, {}))
                said = said if identity.holds(*table.who) else ""
            outside, inside = (outside + said, inside) if who is function else (outside, inside + said)
    assert TITLE in inside
    assert TITLE not in outside
    assert str(problem.pk) not in outside


def test_the_link_asks_the_database_nothing(cast: Cast) -> None:
    client = cast.client(ADVISER)
    client.get(reverse("problems:list"))
    with CaptureQueriesContext(
        connection,
    ) as before:
        client.get(reverse("problems:list"))
    assert not any("exports_" in one["sql"] for one in before.captured_queries)


def test_figures_name_their_source_and_an_indicator_must_be_chosen(cast: Cast, indicator: str) -> None:
    give(cast, ADVISER)
    client = cast.client(ADVISER)
    said = content_of(ask(client, "observations", f"?indicator={indicator}", file_format="csv_nl"))
    first = said.decode("utf-8-sig").splitlines()[0]
    with acting_as(person=cast.people[ADVISER].pk):
        name = Indicator.objects.get(pk=indicator).name
    assert "Proefbron" in first
    assert f"Indicator: {name}" in first
    assert ask(client, "observations").status_code == 404
    assert ask(client, "observations", f"?indicator={uuid.uuid4()}").status_code == 404
