"""The network: what is drawn where, the shortest way and its weakest link, and what is left out."""

from __future__ import annotations

import uuid
from itertools import pairwise

import pytest
from django.urls import reverse

from driehoek.access.identity import acting_as
from driehoek.parties.models import Function
from driehoek.subjects import graph, services
from driehoek.subjects.graph import Edge
from driehoek.subjects.queries.network import NetworkFilter, network_of
from driehoek.subjects.views import network
from tests.support.cases import make_case
from tests.support.cast import Cast
from tests.support.subject_objects import CAR, HOUSE, PERSON, add, tie

NODES = [uuid.UUID(int=number) for number in range(1, 7)]
A, B, C, D, E, F = NODES


def edge(one: uuid.UUID, other: uuid.UUID, certainty: str = "confirmed") -> Edge:
    return Edge(uuid.uuid5(one, str(other) + certainty), one, other, certainty)


def test_the_shortest_way_passes_denied_links_by_and_prefers_what_is_certain() -> None:
    short = edge(A, D, "denied")
    doubtful = [edge(A, B, "unverified"), edge(B, D, "unverified")]
    certain = [edge(A, C), edge(C, D, "likely")]
    edges = [short, *doubtful, *certain, edge(D, E)]
    way = graph.way_between(NODES, edges, A, E)
    assert way is not None
    assert way.nodes == (A, C, D, E)
    assert way.edges == (certain[0].id, certain[1].id, edges[-1].id)
    assert graph.way_between(NODES, edges, A, F) is None
    assert graph.way_between(NODES, edges, A, uuid.uuid4()) is None


def test_the_picture_does_not_jump() -> None:
    edges = [edge(A, B), edge(B, C), edge(C, D), edge(D, E)]
    at = graph.places(NODES, edges)
    assert at == graph.places(NODES, edges)
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in at.values())
    assert len(set(at.values())) == len(NODES)
    assert graph.places([], []) == {}
    assert graph.places([A], []) == {A: (0.5, 0.5)}


def test_what_stands_in_the_middle_is_named_only_when_it_is_one() -> None:
    star = [edge(A, B), edge(A, C), edge(A, D)]
    found = graph.middle(NODES, star)
    assert (found.most_tied, found.between) == (A, A)
    even = graph.middle(NODES, [edge(A, B), edge(C, D)])
    assert (even.most_tied, even.between) == (None, None)
    assert graph.middle(NODES, [edge(A, B, "denied"), edge(A, C, "denied")]).most_tied is None


def test_the_largest_group_that_hangs_together_is_drawn_first() -> None:
    edges = [edge(A, B), edge(C, D), edge(D, F)]
    assert graph.largest_first(NODES, edges) == [C, D, F, A, B, E]


@pytest.mark.django_db
def test_the_list_goes_on_after_its_page_and_the_picture_shows_what_is_asked(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "LISTED", 2)
    monkeypatch.setattr(network, "DRAWN", 3)
    made = make_case(cast)
    people = [
        add(cast, made.shared, "person", {"given_names": name, "surname": "Verzonnen"})
        for name in ("Anna", "Bram", "Cato", "Dirk", "Eva")
    ]
    for one, other in pairwise(people[:4]):
        tie(cast, one, other, "knows")
    house = add(cast, made.shared, "address", HOUSE)
    tie(cast, people[4], house, "lives_at")
    client = cast.client(Function.CASE_DIRECTOR)
    page = reverse("subjects:network", args=[made.id])
    seen, titles, following = [], [], "?zekerheid=confirmed&zekerheid=likely"
    while following:
        shown = client.get(page + following).context
        titles += [row.title for row in shown["links"]]
        following = shown["following"].partition("#")[0]
        seen.append(len(shown["links"]))
        assert not following or "zekerheid=confirmed&zekerheid=likely" in following
    assert seen == [2, 2]
    assert titles == [
        *(f"{one.label} heeft contact met {other.label}" for one, other in pairwise(people[:4])),
        f"{people[4].label} woont op {house.label}",
    ]
    answer = client.get(page)
    assert [item.id for item in answer.context["items"]] == [one.pk for one in people[:3]]
    assert "3 records staan niet in de tekening." in answer.content.decode()
    assert "Er zijn 4 verbindingen." in answer.content.decode()
    asked = client.get(page, {"een": str(people[4].pk), "ander": str(house.pk)})
    assert [item.id for item in asked.context["items"]][:2] == [people[4].pk, house.pk]
    assert "zijn rechtstreeks verbonden" in asked.content.decode()


@pytest.mark.django_db
def test_joined_restricted_and_ended_records_are_not_drawn_for_themselves(cast: Cast) -> None:
    made = make_case(cast)
    person, twin = add(cast, made.shared, "person", PERSON), add(cast, made.shared, "person", PERSON)
    house, car = add(cast, made.shared, "address", HOUSE), add(cast, made.shared, "vehicle", CAR)
    tie(cast, person, house, "lives_at")
    tie(cast, twin, car, "uses", "likely")
    page = reverse("subjects:network", args=[made.id]) + f"?een={house.pk}&ander={car.pk}"
    client = cast.client(Function.CASE_DIRECTOR)
    assert "hangen niet samen" in client.get(page).content.decode()
    director = cast.people[Function.CASE_DIRECTOR]
    with acting_as(person=director.pk, municipality=cast.home.pk) as identity:
        services.set_leader(identity=identity, subject=twin, version=twin.version, leader=person)
        found = network_of(identity, made.case, NetworkFilter())
        assert set(found.subjects) == {person.pk, house.pk, car.pk}
        sure = network_of(identity, made.case, NetworkFilter(certainties=("confirmed",)))
        assert [(one.one, one.other) for one in sure.edges] == [(person.pk, house.pk)]
    text = client.get(page).content.decode()
    assert "loopt via Sam Verzonnen" in text
    assert "De zwakste schakel is waarschijnlijk: Sam Verzonnen gebruikt XX-99-XX Proefauto." in text
    assert "niet over schuld" in text
    with acting_as(person=director.pk, municipality=cast.home.pk) as identity:
        services.set_leader(identity=identity, subject=twin, version=twin.version, leader=None)
        services.restrict_subject(identity=identity, subject=person, version=person.version, restricted=True)
        found = network_of(identity, made.case, NetworkFilter())
        assert set(found.subjects) == {twin.pk, house.pk, car.pk}
        assert found.restricted == 1
        services.erase_subject(
            identity=identity, subject=twin, version=twin.version, reason="Verzoek", label="Gewist"
        )
        assert set(network_of(identity, made.case, NetworkFilter()).subjects) == {house.pk, car.pk}
        twin.refresh_from_db()
        assert (twin.label, twin.details, twin.note, twin.fingerprints) == ("Gewist", "", "", [])
