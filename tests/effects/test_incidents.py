"""Incidents per area: what is shown, what is hidden, and that the file tells no more than the page (OV07)."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from driehoek.access.identity import acting_as
from driehoek.areas.models import AreaLevel
from driehoek.effects import incidents
from driehoek.effects.exporting import TABLE
from driehoek.parties.models import Function
from tests.effects.conftest import World
from tests.support.effect_objects import MadeFigures, make_figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(world: World) -> MadeFigures:
    """Figures in which Dal has so few that it may not be shown."""
    return make_figures(world.cast, seed=2, small=True)


@pytest.mark.story("OV07")
def test_small_counts_are_hidden_with_one_more_so_that_the_total_does_not_tell(
    world: World, small: MadeFigures
) -> None:
    client = world.cast.client(Function.ANALYST)
    query = {"indicator": str(small.indicator.pk), "jaar": "2025", "niveau": "neighbourhood"}
    page = client.get(reverse("effects:map"), query).content.decode()
    assert "In de hele gemeente" in page
    assert "2 gebieden zijn niet getoond" in page
    assert page.count("Niet getoond: het getal is klein, of zou een klein getal verraden.") == 2
    assert "Er wonen te weinig mensen voor een getal per 1.000 inwoners." in page
    with acting_as(
        person=world.cast.people[Function.ANALYST].pk, municipality=world.cast.home.pk
    ) as identity:
        choice = incidents.YearChoice(2025, 12, date(2025, 12, 1))
        found = incidents.table(identity, small.indicator, choice, AreaLevel.NEIGHBOURHOOD)
        lines = [line.values for line in TABLE.rows(identity, query)]
    shown = {one.area.name: one.count for one in found.rows}
    assert shown["Dal"] is None
    assert sum(count is None for count in shown.values()) == 2
    assert found.total is not None
    assert found.total > sum(count or 0 for count in shown.values())
    assert {values[3]: values[5] for values in lines} == shown
    assert {values[3]: values[6] is None for values in lines}["Kade"]
    answer = json.loads(client.get(reverse("effects:map_data"), query).content)
    marks = [one["properties"] for one in answer["features"] if one["properties"]["role"] == "item"]
    assert sorted(one["mark"] for one in marks if one["shape"] == "square") == ["–", "–"]
    assert len(marks) == 6


def test_without_small_counts_everything_is_shown(world: World) -> None:
    with acting_as(
        person=world.cast.people[Function.ANALYST].pk, municipality=world.cast.home.pk
    ) as identity:
        chosen = incidents.chosen(identity, {"indicator": str(world.figures.indicator.pk)})
        assert chosen is not None
        assert chosen[1].year == 2025
        found = incidents.table(identity, *chosen)
    assert found.hidden == 0
    assert found.total == sum(one.count or 0 for one in found.rows)
    assert next(one for one in found.rows if one.area.name == "Zuid").per_thousand is not None
    assert next(one for one in found.rows if one.area.name == "Kade").per_thousand is None


def test_the_map_costs_the_same_for_each_choice_and_nonsense_gives_the_first(
    world: World, small: MadeFigures
) -> None:
    client = world.cast.client(Function.MAYOR)
    url = reverse("effects:map")
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url, {"indicator": str(small.indicator.pk), "jaar": "2024"})
    with CaptureQueriesContext(connection) as other:
        assert client.get(url, {"indicator": "onzin", "jaar": "x", "niveau": "y"}).status_code == 200
    assert len(one) == len(other) < 40


def test_without_figures_the_page_says_what_to_do(world: World) -> None:
    client = world.cast.client(person=world.cast.stranger)
    assert "Er zijn nog geen cijfers per wijk of buurt" in client.get(reverse("effects:map")).content.decode()
    assert world.cast.client(Function.CASE_DIRECTOR).get(reverse("effects:map")).status_code == 403
