"""What a hostile or broken system sends: it gets a problem, never an error of ours, and it cannot flood the mayor."""

from __future__ import annotations

import pytest

from driehoek.access.identity import acting_as
from driehoek.api.rest import ROOT
from driehoek.ledger.models import Event
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Function
from driehoek.position.models import Item
from driehoek.reports import queries, services
from driehoek.reports.content import MOST_FLAGS
from tests.api.conftest import World
from tests.support.report_objects import WORDS

pytestmark = pytest.mark.django_db
DEEP = "[" * 100_000
HALVES = ('{"\\ud800": 1}', '{"stand": "\\ud800"}', '{"kern": "\\ud800"}')


def test_what_cannot_be_read_is_a_problem_and_no_error(world: World) -> None:
    police = world.police
    address = f"{ROOT}/leveringen/{world.delivery.pk}/voortgangsrapportage"
    for body in (DEEP, *HALVES):
        answer = police.client.put(
            address,
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {police.secret}"},
        )
        assert (answer.status_code, answer.json()["status"]) == (400, 400), body[:30]
    for name in ("vervaltVanafDatum", "vervaltTotEnMetDatum"):
        for day in ("0001-01-01", "9999-12-31"):
            answer = police.get("/leveringen", {name: day})
            assert answer.status_code == 400, (name, day)
            assert answer.json()["errors"][0]["location"] == {"name": name}


def test_a_system_cannot_flood_the_mayor_with_what_must_be_known_today(world: World) -> None:
    address = f"/leveringen/{world.delivery.pk}/voortgangsrapportage"
    flags = [{"titel": f"Melding {number}"} for number in range(MOST_FLAGS + 1)]
    answer = world.police.put(address, {"vandaagWeten": flags})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["location"]["pointer"].startswith("#/vandaagWeten")
    assert world.police.put(address, {"vandaagWeten": flags[:-1]}).status_code == 201


def test_of_two_who_send_a_report_at_once_the_second_is_told(world: World) -> None:
    content = services.Content(sections=WORDS, flags=[services.NewFlag("Schietpartij")])
    with acting_as(person=world.cast.people[Function.TEAM_CHIEF].pk) as identity:
        first, second = (queries.report_or_none(identity, world.draft.pk) for _who in range(2))
        assert first is not None
        assert second is not None
        services.send(identity=identity, report=first, version=first.version, content=content)
        with pytest.raises(VersionConflict):
            services.send(identity=identity, report=second, version=second.version, content=content)
    with acting_as(person=world.cast.people[Function.MAYOR].pk):
        assert Item.objects.filter(must_know=True, title="Schietpartij").count() == 1


def test_a_paper_taken_by_a_system_stands_on_the_ledger(world: World) -> None:
    assert world.police.get(f"/voortgangsrapportages/{world.fixed.pk}/pdf").status_code == 200
    with acting_as(person=world.cast.people[Function.SAFETY_ADVISER].pk):
        taken = Event.objects.get(action="reports:report:taken", subject=world.fixed.pk)
    assert taken.actor == world.cast.people[Function.TEAM_CHIEF].pk
