"""The pages of the agenda, as the people around the table use them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.meetings import services
from driehoek.meetings.models import AgendaPoint, PointState
from driehoek.parties.models import Function
from driehoek.problems.models import Kind
from tests.meetings.conftest import problem_of, put
from tests.support.cast import Cast

ADVISER, CHIEF, MAYOR = Function.SAFETY_ADVISER, Function.TEAM_CHIEF, Function.MAYOR
AGENDA = "/driehoek/agenda/"


def page(client: Client, address: str = AGENDA) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def stored(cast: Cast, title: str) -> AgendaPoint:
    with acting_as(person=cast.people[ADVISER].pk):
        return AgendaPoint.objects.get(title=title)


def test_an_empty_agenda_says_what_to_do(cast: Cast) -> None:
    assert "De agenda is leeg" in page(cast.client(MAYOR))
    assert "nog niets besproken" in page(cast.client(MAYOR), reverse("meetings:settled"))
    assert "De agenda is leeg" in page(cast.client(MAYOR), reverse("meetings:print"))


def test_the_menu_offers_the_agenda_to_the_driehoek_only(cast: Cast) -> None:
    assert AGENDA in page(cast.client(CHIEF), reverse("more"))
    assert AGENDA not in page(cast.client(Function.PARTNER), reverse("more"))


def test_from_put_forward_to_decision_and_back(cast: Cast) -> None:
    chief, mayor = cast.client(CHIEF), cast.client(MAYOR)
    sent = {"title": "Meer toezicht op zaterdag", "text": "Kan handhaving mee?"}
    assert chief.post(reverse("meetings:new"), sent)["Location"] == AGENDA
    point = stored(cast, "Meer toezicht op zaterdag")
    seen = page(mayor)
    assert "Kan handhaving mee?" in seen
    assert f"ingebracht door {cast.people[CHIEF].name}" in seen

    handle = reverse("meetings:handle", args=[point.pk])
    empty = mayor.post(handle, {"outcome": " ", "version": 1})
    assert "Schrijf in één zin wat u hebt afgesproken." in empty.content.decode()
    mayor.post(handle, {"outcome": "Handhaving gaat mee vanaf 5 december", "version": 1})
    seen = page(mayor)
    assert "Vandaag afgerond" in seen
    assert "De agenda is leeg" in seen
    assert "Handhaving gaat mee vanaf 5 december" in page(chief, reverse("meetings:settled"))

    mayor.post(reverse("meetings:reopen", args=[point.pk]), {"version": 2})
    seen = page(mayor)
    assert "Eerder genoteerd: Handhaving gaat mee vanaf 5 december" in seen
    assert "Vandaag afgerond" not in seen


def test_a_dropped_point_is_put_back_with_one_tap(cast: Cast) -> None:
    point = put(cast, "Horeca")
    mayor = cast.client(MAYOR)
    answer = mayor.post(reverse("meetings:drop", args=[point.pk]), {"version": 1}, follow=True)
    seen = answer.content.decode()
    assert "terugzetten" in seen
    assert "vervallen" in seen
    assert reverse("meetings:reopen", args=[point.pk]) in seen
    late = mayor.post(reverse("meetings:drop", args=[point.pk]), {"version": 1}, follow=True)
    assert "Iemand anders heeft dit punt net gewijzigd" in late.content.decode()


def test_the_two_parts_stand_apart_in_the_order_made_by_hand(cast: Cast) -> None:
    put(cast, "Punt aap")
    put(cast, "Punt mies", confidential=True)
    last = put(cast, "Punt noot")
    mayor = cast.client(MAYOR)
    answer = mayor.post(reverse("meetings:move", args=[last.pk]), {"direction": "up"})
    assert answer["Location"] == f"{AGENDA}#punt-{last.pk}"
    for address in (AGENDA, reverse("meetings:print")):
        seen = page(mayor, address)
        places = [
            seen.index(words) for words in ("1. Punt noot", "2. Punt aap", "Besloten deel", "1. Punt mies")
        ]
        assert places == sorted(places)
    assert mayor.post(reverse("meetings:move", args=[last.pk]), {"direction": "zijwaarts"}).status_code == 404


def test_the_paper_for_the_open_part_leaves_the_closed_part_out(cast: Cast) -> None:
    put(cast, "Punt aap")
    put(cast, "Punt mies", confidential=True)
    whole = page(cast.client(MAYOR), reverse("meetings:print"))
    part = page(cast.client(MAYOR), reverse("meetings:print") + "?deel=open")
    assert "Punt mies" in whole
    assert "niet verspreiden" in whole
    assert "Punt aap" in part
    assert "Punt mies" not in part


def test_the_origin_is_one_tap_away(cast: Cast) -> None:
    problem = problem_of(cast, Kind.STANDARD)
    put(cast, "Punt", origin="analysis.deviation", origin_id="1", origin_url="/afwijkingen/", problem=problem)
    seen = page(cast.client(MAYOR))
    assert 'href="/afwijkingen/"' in seen
    assert reverse("problems:page", args=[problem]) in seen


@pytest.mark.parametrize("function", [CHIEF, Function.PROSECUTOR])
def test_partners_at_the_table_read_and_put_forward_but_do_not_keep(cast: Cast, function: Function) -> None:
    other = put(cast, "Van de adviseur")
    own = put(cast, "Eigen punt", by=function)
    client = cast.client(function)
    seen = page(client)
    assert "Van de adviseur" in seen
    assert reverse("meetings:change", args=[own.pk]) in seen
    for name in ("handle", "drop", "move", "reopen"):
        assert reverse(f"meetings:{name}", args=[other.pk]) not in seen
        assert client.post(reverse(f"meetings:{name}", args=[own.pk]), {"version": 1}).status_code == 403
    assert reverse("meetings:change", args=[other.pk]) not in seen
    assert client.get(reverse("meetings:change", args=[other.pk])).status_code == 403
    changed = {"title": "Eigen punt, scherper", "version": 1}
    assert client.post(reverse("meetings:change", args=[own.pk]), changed).status_code == 302
    assert stored(cast, "Eigen punt, scherper").version == 2


@pytest.mark.parametrize("function", [CHIEF, Function.PROSECUTOR, Function.DEPUTY])
def test_a_point_about_a_problem_does_not_exist_without_a_grant(
    cast: Cast, secret: uuid.UUID, function: Function
) -> None:
    open_one = put(cast, "Verborgen punt", problem=secret)
    settled = put(cast, "Verborgen besluit", problem=secret)
    with acting_as(person=cast.people[MAYOR].pk) as identity:
        services.handle_point(identity=identity, point=settled, version=1, outcome="Geheim besluit")
    client = cast.client(function)
    for name in ("agenda", "settled", "print", "new"):
        seen = page(client, reverse(f"meetings:{name}"))
        for words in ("Verborgen", "Geheim", "Zaak Nachtvlinder", str(secret), str(open_one.pk)):
            assert words not in seen, name
    assert client.get(reverse("meetings:change", args=[open_one.pk])).status_code == 404
    if function == Function.DEPUTY:
        for name in ("handle", "drop", "move", "reopen"):
            assert client.post(reverse(f"meetings:{name}", args=[open_one.pk])).status_code == 404
    assert "Verborgen punt" in page(cast.client(MAYOR))
    assert "Geheim besluit" in page(cast.client(MAYOR), reverse("meetings:settled"))


def test_a_point_can_be_about_a_running_problem_but_not_about_an_exercise(cast: Cast) -> None:
    running = problem_of(cast, Kind.STANDARD)
    training = problem_of(cast, Kind.CRISIS, training=True)
    mayor = cast.client(MAYOR)
    form = page(mayor, f"{reverse('meetings:new')}?probleem={running}")
    assert f'value="{running}" selected' in form
    assert str(training) not in form
    refused = mayor.post(reverse("meetings:new"), {"title": "Oefening", "problem": str(training)})
    assert refused.status_code == 200
    mayor.post(reverse("meetings:new"), {"title": "Over het probleem", "problem": str(running)})
    assert stored(cast, "Over het probleem").problem == running


def test_the_second_editor_is_told_and_keeps_the_text(cast: Cast) -> None:
    point = put(cast, "Horeca")
    adviser, mayor = cast.client(ADVISER), cast.client(MAYOR)
    address = reverse("meetings:change", args=[point.pk])
    mayor.post(address, {"title": "Horeca na 02.00 uur", "text": "", "confidential": "on", "version": 1})
    mine: dict[str, Any] = {"title": "Terrassen", "text": "Mijn lange uitleg", "version": 1}
    answer = adviser.post(address, mine)
    seen = answer.content.decode()
    assert answer.status_code == 409
    assert f"{cast.people[MAYOR].name} wijzigde dit" in seen
    for words in ("Terrassen", "Mijn lange uitleg", "<pre>Horeca na 02.00 uur</pre>", "<pre>Ja</pre>"):
        assert words in seen
    assert adviser.post(address, mine | {"version": 2}).status_code == 302
    assert stored(cast, "Terrassen").text == "Mijn lange uitleg"


def test_two_who_record_a_decision_do_not_overwrite_each_other(cast: Cast) -> None:
    point = put(cast, "Horeca")
    address = reverse("meetings:handle", args=[point.pk])
    cast.client(MAYOR).post(address, {"outcome": "Akkoord", "version": 1})
    answer = cast.client(ADVISER).post(address, {"outcome": "Niet akkoord", "version": 1})
    assert answer.status_code == 409
    assert "<pre>Akkoord</pre>" in answer.content.decode()
    assert "Niet akkoord" in answer.content.decode()
    found = stored(cast, "Horeca")
    assert (found.state, found.outcome) == (PointState.HANDLED, "Akkoord")


def test_what_was_settled_is_paged_without_loss_newest_first(cast: Cast) -> None:
    moment = timezone.now()
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        AgendaPoint.objects.bulk_create(
            AgendaPoint(
                municipality_id=identity.municipality,
                title=f"Besluit {number:02}",
                state=PointState.HANDLED,
                outcome="Akkoord",
                proposed_by_id=identity.person,
                # Two at a time, so that the page's edge falls between equals.
                handled_at=moment - timezone.timedelta(hours=number // 2),
            )
            for number in range(67)
        )
    client, address, seen = cast.client(MAYOR), reverse("meetings:settled"), []
    pages = 0
    while address:
        context = client.get(address).context
        seen += [row.point.title for row in context["rows"]]
        following = context["next_url"]
        address = reverse("meetings:settled") + following if following else ""
        pages += 1
    assert pages == 3
    assert len(seen) == len(set(seen)) == 67
    assert [int(title[-2:]) // 2 for title in seen] == [number // 2 for number in range(67)]
    assert client.get(reverse("meetings:settled") + "?na=onzin").status_code == 200


@pytest.mark.parametrize("name", ["agenda", "settled", "print"])
def test_the_number_of_queries_does_not_grow_with_the_agenda(
    cast: Cast, django_assert_max_num_queries: Callable[[int], Any], name: str
) -> None:
    problem = problem_of(cast, Kind.STANDARD)
    client, address = cast.client(MAYOR), reverse(f"meetings:{name}")

    def more(number: int) -> None:
        for index in range(number):
            put(cast, f"Punt {index}", problem=problem, confidential=index % 2 == 0)
            done = put(cast, f"Besluit {index}", by=CHIEF, problem=problem)
            with acting_as(person=cast.people[MAYOR].pk) as identity:
                services.handle_point(identity=identity, point=done, version=1, outcome="Akkoord")

    more(2)
    client.get(address)
    with django_assert_max_num_queries(40) as few:
        client.get(address)
    more(15)
    with django_assert_max_num_queries(40) as many:
        client.get(address)
    assert len(few) == len(many) <= 14
