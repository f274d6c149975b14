"""What a council member, a stranger and the others do not get, on the screen and in the database."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from driehoek.access.identity import Identity, acting_as, acting_as_system
from driehoek.access.rules import hears
from driehoek.council.models import (
    CouncilQuestion,
    Passage,
    Release,
    ReleaseBasis,
    ReleaseContent,
    SentAnswer,
    Version,
)
from driehoek.council.services import versions
from driehoek.parties.models import Appointment, Function, Organisation
from tests.council.conftest import Town
from tests.council.test_answer import ask
from tests.council.test_version import page

OTHERS = (Function.TEAM_CHIEF, Function.PARTNER, Function.ANALYST, Function.DPO, Function.ADMIN)


def test_a_council_member_sees_nothing_of_the_making(town: Town) -> None:
    draft = town.version(intro="Dit is nog niet rijp.")
    released, question = town.release(), ask(town)
    member = town.cast.client(Function.COUNCIL)
    for name, about in (
        ("version", draft.pk),
        ("version_change", draft.pk),
        ("question", question.pk),
        ("facts", question.pk),
    ):
        assert member.get(reverse(f"council:{name}", args=[about])).status_code == 403
    assert member.get(reverse("council:release", args=[draft.pk])).status_code == 404
    everything = page(member, "home") + page(member, "releases") + page(member, "answers")
    assert str(draft.pk) not in everything
    assert question.title not in everything
    with acting_as(person=town.cast.people[Function.COUNCIL].pk):
        # The database holds it too, past the first wall.
        assert Version.objects.count() == Passage.objects.count() == CouncilQuestion.objects.count() == 0
        assert ReleaseBasis.objects.count() == 0
        assert [one.pk for one in Release.objects.all()] == [released.pk]
        assert ReleaseContent.objects.count() == 1
    with acting_as(person=town.cast.people[Function.MAYOR].pk) as identity:
        versions.withdraw(identity=identity, found=released, reason="Klopt niet.")
    with acting_as(person=town.cast.people[Function.COUNCIL].pk):
        assert ReleaseContent.objects.count() == 0


@pytest.mark.parametrize("function", OTHERS)
def test_others_do_not_read_what_is_between_the_mayor_and_the_council(town: Town, function: Function) -> None:
    released = town.release()
    client = town.cast.client(function)
    assert client.get(reverse("council:release", args=[released.pk])).status_code == 403
    with acting_as(person=town.cast.people[function].pk):
        assert Release.objects.count() == ReleaseContent.objects.count() == SentAnswer.objects.count() == 0


def test_another_municipality_finds_nothing(town: Town) -> None:
    released, question = town.release(), ask(town)
    stranger = town.cast.client(person=town.cast.stranger)
    assert stranger.get(reverse("council:release", args=[released.pk])).status_code == 404
    assert stranger.get(reverse("council:question", args=[question.pk])).status_code == 404
    assert released.title not in page(stranger, "home")
    with acting_as(person=town.cast.stranger.pk):
        assert Release.objects.count() == Version.objects.count() == CouncilQuestion.objects.count() == 0


def test_the_menu_of_a_council_member_leads_to_the_councils_pages_alone(town: Town) -> None:
    member = town.cast.client(Function.COUNCIL)
    for address in (reverse("council:home"), reverse("more")):
        read = member.get(address).content.decode()
        links = {part.split('"')[0] for part in read.split('href="/')[1:]}
        own = {link for link in links if not link.startswith(("static/", "account/", "favicon"))}
        for link in own - {""}:
            assert member.get(f"/{link}", follow=True).status_code == 200, link
        assert "problemen" not in read.lower()


def test_a_council_member_hears_nothing_live() -> None:
    alone = frozenset({Function.COUNCIL})
    assert not any(hears(f"{room}:x:y", alone) for room in ("council", "problems", "areas", "figures"))
    assert hears("council:release:made", frozenset({Function.MAYOR}))


def test_who_is_a_council_member_and_something_else_keeps_the_rest(town: Town) -> None:
    partner = town.cast.people[Function.PARTNER]
    with acting_as_system(municipality=town.cast.home.pk):
        own = Appointment.objects.get(person=partner)
        Appointment.objects.create(
            municipality=town.cast.home,
            person=partner,
            organisation=Organisation.objects.get(municipality=town.cast.home, kind="council"),
            function=Function.COUNCIL,
            valid_from=own.valid_from,
        )
    client = town.cast.client(Function.PARTNER)
    assert client.get(reverse("brief:today")).status_code == 200
    assert client.get(reverse("council:home")).status_code == 200


def test_lists_cost_the_same_however_long(town: Town) -> None:
    def cost(name: str, function: Function) -> int:
        client = town.cast.client(function)
        client.get(reverse(f"council:{name}"))
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse(f"council:{name}"))
        return len(caught)

    ask(town)
    with acting_as(person=town.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        _empty_version(identity)
    town.release(_texts_only(town, "Eerste"))
    before = {
        name: cost(name, Function.SAFETY_ADVISER) for name in ("desk", "versions", "releases", "answers")
    }
    for number in range(12):
        ask(town, title=f"Vraag {number}")
        with acting_as(person=town.cast.people[Function.SAFETY_ADVISER].pk) as identity:
            _empty_version(identity)
        town.release(_texts_only(town, f"Versie {number}"))
    after = {name: cost(name, Function.SAFETY_ADVISER) for name in before}
    assert after == before


def _empty_version(identity: Identity) -> Version:
    return versions.make_version(
        identity=identity, new=versions.NewVersion(title="Concept", year=2022, quarter=3, indicators=())
    )


def _texts_only(town: Town, title: str) -> Version:
    with acting_as(person=town.cast.people[Function.SAFETY_ADVISER].pk) as identity:
        made = versions.make_version(
            identity=identity, new=versions.NewVersion(title=title, year=2022, quarter=3, indicators=())
        )
        versions.add_passage(identity=identity, found=made, heading="Vooraf", text="Wat wij doen.")
        return made
