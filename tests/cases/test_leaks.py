"""Whatever way an enemy takes, a case and a compartment tell nothing to who was not let in (CX04)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from driehoek.access.identity import acting_as
from driehoek.access.models import Grant
from driehoek.cases import queries, services
from driehoek.cases.exporting import TABLE
from driehoek.cases.models import Case, Compartment
from driehoek.cases.offers import stuck_or_waiting
from driehoek.cases.services.common import record
from driehoek.exports import tables
from driehoek.ledger.models import Event
from driehoek.parties.models import Function
from driehoek.server.live.events import Change
from driehoek.server.live.hub import Viewer
from driehoek.server.live.rights import Admission, missed
from tests.support.cases import MadeCase, make_case
from tests.support.cast import Cast, make_cast
from tests.support.modules import checked, kept_for_a_module

pytestmark = pytest.mark.django_db
TITLE = "Casus nachtzwaluw"
REASON = "Wacht op de keuze over de kade"
PURPOSE = "Alleen wat de jeugdarts zag"
INSIDE = Function.PARTNER
OUTSIDERS = (Function.GUEST, Function.ANALYST, Function.PROSECUTOR, Function.DPO, Function.ADMIN)


@dataclass(frozen=True)
class World:
    cast: Cast
    made: MadeCase


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """A case that is stuck, with a compartment into which one partner was let, and a partner who was not."""
    with kept_for_a_module(django_db_blocker):
        cast = make_cast()
        made = make_case(
            cast,
            title=TITLE,
            own=("Jeugdarts",),
            partners=[(INSIDE, ("Jeugdarts",)), (Function.TEAM_CHIEF, ())],
        )
        with acting_as(person=cast.people[Function.CASE_DIRECTOR].pk) as identity:
            values = {"stuck_since": timezone.now() - timedelta(days=3), "stuck_reason": REASON}
            services.change_case(identity=identity, case=made.case, version=1, values=values)
            Compartment.objects.filter(pk=made.own["Jeugdarts"].pk).update(purpose=PURPOSE)
            record(made.case, "cases:compartment:added", compartment=made.own["Jeugdarts"])
        checked()
        yield World(cast, made)


def whole(client: Client, made: MadeCase) -> str:
    """Return every page of this room that someone who was let into the case may read, one after the other."""
    names = ("page", "partners", "compartments")
    pages = [client.get(reverse(f"cases:{name}", args=[made.id])).text for name in names]
    timeline = client.get(reverse("problems:timeline", args=[made.id])).text
    return "\n".join([*pages, timeline, client.get(reverse("cases:mine")).text])


@pytest.mark.story("CX04")
def test_a_compartment_does_not_exist_for_a_partner_of_the_case_who_was_not_let_in(world: World) -> None:
    inside, outside = world.cast.client(INSIDE), world.cast.client(Function.TEAM_CHIEF)
    assert PURPOSE in whole(inside, world.made)
    told = whole(outside, world.made)
    for words in ("Jeugdarts", PURPOSE, str(world.made.own["Jeugdarts"].pk)):
        assert words not in told


@pytest.mark.parametrize(
    "function", [Function.GUEST, Function.ANALYST, Function.PROSECUTOR, Function.DPO, Function.ADMIN]
)
def test_who_was_not_let_into_the_case_finds_it_in_no_list_count_choice_or_file(
    world: World, function: Function
) -> None:
    client = world.cast.client(function)
    for name in ("cases:mine", "cases:overview", "problems:list", "brief:today", "deadlines:coming"):
        page = client.get(reverse(name), follow=True).text
        assert TITLE not in page, name
        assert REASON not in page, name
    for name in ("page", "partners", "compartments", "move"):
        about = [world.made.id, "gather"] if name == "move" else [world.made.id]
        assert client.get(reverse(f"cases:{name}", args=about)).status_code in {403, 404}
    with acting_as(person=world.cast.people[function].pk) as identity:
        assert not Case.objects.exists()
        assert queries.partner_counts([world.made.id]) == {}
        assert list(tables.read(TABLE, identity, {})) == []
        assert stuck_or_waiting(identity, timezone.now() + timedelta(days=9)) == []
        assert not Event.objects.filter(problem__in=[world.made.id, world.made.own["Jeugdarts"].pk]).exists()
    assert (
        world.cast.client(person=world.cast.stranger)
        .get(reverse("cases:page", args=[world.made.id]))
        .status_code
        == 404
    )


def test_a_partner_finds_no_person_to_choose_and_no_second_case(world: World) -> None:
    client = world.cast.client(INSIDE)
    for name in ("invite", "directors", "compartment_new", "start"):
        assert client.get(reverse(f"cases:{name}", args=[world.made.id])).status_code == 403
    with acting_as(person=world.cast.people[Function.TEAM_CHIEF].pk) as identity:
        case = queries.visible_to(identity).get()
        assert not queries.compartments_led_by(identity, case).exists()
        assert queries.sight_of(identity, [world.made.own["Jeugdarts"]]) == []


def test_the_live_stream_tells_of_a_compartment_only_who_was_let_in(world: World) -> None:
    with acting_as(person=world.cast.people[Function.CASE_DIRECTOR].pk):
        event = Event.objects.filter(problem=world.made.own["Jeugdarts"].pk).latest("sequence")
        place = world.made.own["Jeugdarts"].pk
        holders = Grant.objects.filter(problem=place).values_list("person", flat=True)
        seers = {place: frozenset(holders)}
    change = Change(world.cast.home.pk, event.sequence, event.action, event.subject, event.problem, 0)
    for function in (INSIDE, Function.CASE_DIRECTOR, Function.TEAM_CHIEF, Function.GUEST, Function.MAYOR):
        with acting_as(person=world.cast.people[function].pk) as identity:
            admission = Admission(
                identity.person, identity.municipality, frozenset(identity.persons), 0, identity.functions
            )
        with mock.patch("driehoek.server.live.rights.close_old_connections"):
            rows = missed(admission, event.sequence - 1).rows
        told = event.sequence in {sequence for sequence, _message in rows or ()}
        assert told == (function in {INSIDE, Function.CASE_DIRECTOR}), function
        viewer = Viewer(mock.Mock(), "sessie", admission, 0)
        assert viewer.may_see(change, seers) == told


@pytest.mark.story("CX10")
def test_the_mayor_oversees_without_names_and_the_page_asks_as_much_for_one_as_for_many(world: World) -> None:
    mayor = world.cast.client(Function.MAYOR)
    address = reverse("cases:overview")
    shown = mayor.get(address).text
    assert TITLE in shown
    assert REASON in shown
    assert "2 partijen" in shown
    assert PURPOSE not in shown
    for chosen, there in (
        ("?vast=ja", True),
        ("?fase=assessment", True),
        ("?fase=plan", False),
        ("?fase=geen", False),
    ):
        assert (TITLE in mayor.get(address + chosen).text) == there, chosen
    assert mayor.get(f"{address}?thema={uuid.uuid4()}&na=onzin&fase=onzin").status_code == 200
    with acting_as(person=world.cast.people[Function.MAYOR].pk) as identity:
        [line] = tables.read(TABLE, identity, {"vast": "ja"})
        assert line.values[-1] == 2
        [proposal] = stuck_or_waiting(identity, timezone.now())
        assert REASON in proposal.why
        assert Event.objects.filter(problem=world.made.own["Jeugdarts"].pk).count() == 0
    with CaptureQueriesContext(connection) as few:
        mayor.get(address)
    for number in range(3):
        make_case(world.cast, title=f"Nog een {number}", partners=[(Function.TEAM_CHIEF, ())])
    with CaptureQueriesContext(connection) as more:
        assert "Nog een 2" in mayor.get(address).text
    assert len(few) == len(more)
