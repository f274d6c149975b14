"""The page of a problem in three parts, and the pages on which its kind is decided."""

from __future__ import annotations

import itertools
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.identity import acting_as
from driehoek.access.models import Level
from driehoek.access.services import grant
from driehoek.parties.models import Function
from driehoek.problems import parts, queries, services
from driehoek.problems.models import Classification, Kind, Problem
from driehoek.problems.parts import PagePart
from tests.problems.test_retype import LONG, REASON, retype
from tests.problems.test_services import as_adviser, opened
from tests.support.cast import Cast

HEADING = re.compile(r"<h([1-6])[^>]*>(.*?)</h\1>", re.DOTALL)
LEGEND = "utrecht-form-fieldset__legend--html-legend"
PLAIN = re.compile(r"<[^>]+>")


def made(cast: Cast, kind: Kind = Kind.STANDARD) -> Problem:
    with acting_as(person=as_adviser(cast)) as identity:
        return opened(identity, kind=kind)


def shown(client: Client, name: str, problem: Problem, query: str = "") -> str:
    answer = client.get(reverse(f"problems:{name}", args=[problem.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def headings(page: str) -> list[tuple[int, str]]:
    return [(int(level), " ".join(PLAIN.sub("", words).split())) for level, words in HEADING.findall(page)]


@contextmanager
def registered(part: PagePart) -> Iterator[None]:
    parts.register(part)
    try:
        yield
    finally:
        parts.unregister(part.key)


def test_the_page_has_rol_proces_informatie_in_that_order_with_headings_that_nest(cast: Cast) -> None:
    page = shown(cast.client(Function.SAFETY_ADVISER), "page", made(cast))
    found = headings(page)
    assert [words for level, words in found if level == 1] == ["Uitgaansoverlast"]
    assert [words for level, words in found if level == 2] == ["Rol", "Proces", "Informatie"]
    levels = [level for level, _words in found]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    for anchor in ("rol", "proces", "informatie"):
        assert f'href="#{anchor}"' in page
        assert page.count(f'id="{anchor}"') == 1
    order = [
        page.index(words)
        for words in ("Rollen", "Soort: standaard", "Status: loopt", "Tijdlijn", 'id="dossier"')
    ]
    assert order == sorted(order)


def test_the_first_lines_say_all_that_is_known_of_it(cast: Cast) -> None:
    with acting_as(person=as_adviser(cast)) as identity:
        theme = opened(identity).theme
        problem = services.open_problem(
            identity=identity,
            new=services.NewProblem(
                title="Oefening haven",
                summary="Dreiging bij de kade.",
                kind=Kind.CRISIS,
                theme=theme,
                owner=identity.person,
                classification=Classification.STRICT,
                training=True,
            ),
        )
    client = cast.client(Function.SAFETY_ADVISER)
    head = shown(client, "page", problem).partition('id="rol"')[0]
    for words in ("Dreiging bij de kade.", "crisis", "loopt", "strikt vertrouwelijk", "oefening", theme.name):
        assert words in head, words
    listed = client.get(reverse("problems:list") + "?oefening=ja").content.decode()
    owner = cast.people[Function.SAFETY_ADVISER].name
    for words in ("crisis", "strikt vertrouwelijk", "oefening", f"eigenaar {owner}"):
        assert words in listed, words


def test_the_mayor_reads_who_sees_it_and_why_it_is_complex_but_gets_no_buttons(cast: Cast) -> None:
    problem = made(cast)
    with acting_as(person=as_adviser(cast)) as identity:
        retype(identity, problem, Kind.COMPLEX)
    page = shown(cast.client(Function.MAYOR), "page", problem)
    for words in (
        "Soort: complex",
        "Van standaard naar complex",
        REASON,
        "De burgemeester is opdrachtgever van een gezamenlijke aanpak.",
        "ziet het overzicht, niet het dossier",
        "Anderen zien dit alleen op uitnodiging.",
        "Dossier openen met een doel",
        "1 eerder besluit",
    ):
        assert words in page, words
    for words in ("Past dit nog?", "Neem het voorstel over", "Afsluiten", "eerste tekst"):
        assert words not in page, words


def test_who_leads_sees_each_person_once_at_the_highest_level(cast: Cast) -> None:
    problem = made(cast)
    partner = cast.people[Function.PARTNER]
    with acting_as(person=as_adviser(cast)) as identity:
        grant(identity=identity, person=partner.pk, problem=problem.pk, level=Level.OVERVIEW)
        grant(identity=identity, person=partner.pk, problem=problem.pk, level=Level.FILE)
    page = shown(cast.client(Function.SAFETY_ADVISER), "page", problem)
    sight = page.partition('id="access-title"')[2].partition("</section>")[0]
    assert sight.count(partner.name) == 1
    assert sight.count(cast.people[Function.SAFETY_ADVISER].name) == 1


def test_a_room_above_adds_a_part_in_its_place_for_whom_it_is(cast: Cast) -> None:
    """A part sees request, problem and level; None shows nothing; the order decides the place."""
    problem = made(cast)
    heard: set[tuple[uuid.UUID, Level, Function]] = set()

    def needs(request: IdentifiedRequest, found: Problem, level: Level) -> dict[str, Any] | None:
        (function,) = request.identity.functions
        heard.add((found.pk, level, function))
        return {"kind": "success", "text": "Deel <b>erbij</b>"} if level >= Level.WORK else None

    for name in ("asked", "role", "process", "information"):
        part = PagePart("test-part", name, 1, "web/components/notification.html", needs)
        with registered(part):
            page = shown(cast.client(Function.SAFETY_ADVISER), "page", problem)
            place = page.index("Deel &lt;b&gt;erbij&lt;/b&gt;")
            order = [page.index(f'id="{anchor}"') for anchor in ("rol", "proces", "informatie")]
            assert sum(place > start for start in order) == ["asked", "role", "process", "information"].index(
                name
            )
            assert "erbij" not in shown(cast.client(Function.MAYOR), "page", problem)
    assert heard == {
        (problem.pk, Level.LEAD, Function.SAFETY_ADVISER),
        (problem.pk, Level.FILE, Function.MAYOR),
    }
    assert "test-part" not in {part.key for part in parts.registered_parts()}


def test_a_part_in_no_place_or_with_a_key_twice_is_refused() -> None:
    def nothing(*_args: object) -> None:
        return None

    with pytest.raises(ValueError, match="not one of asked, role, process, information"):
        parts.register(PagePart("x", "bijlage", 1, "x.html", nothing))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="a part with this key already"):
        parts.register(PagePart("problem-dossier", "role", 1, "x.html", nothing))


def test_the_page_asks_as_many_questions_for_much_as_for_little(cast: Cast) -> None:
    client = cast.client(Function.SAFETY_ADVISER)
    little, much = made(cast), made(cast)
    with acting_as(person=as_adviser(cast)) as identity:
        kinds = (Kind.COMPLEX, Kind.CRISIS, Kind.STANDARD)
        for kind in kinds * 3:
            retype(identity, much, kind)
        services.take_over_proposal(
            identity=identity, problem=much, proposed=queries.proposed_roles(identity, much)
        )
        services.take_over_proposal(
            identity=identity, problem=little, proposed=queries.proposed_roles(identity, little)[:1]
        )
        for person in cast.people.values():
            grant(identity=identity, person=person.pk, problem=much.pk, level=Level.FILE)
        retype(identity, little, Kind.COMPLEX)
        retype(identity, little, Kind.STANDARD)
    shown(client, "page", little)
    counts = []
    for problem in (little, much):
        with CaptureQueriesContext(connection) as captured:
            shown(client, "page", problem)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_questions_lead_to_a_proposal_and_the_proposal_to_a_decision(cast: Cast) -> None:
    problem = made(cast)
    client = cast.client(Function.SAFETY_ADVISER)
    asked = shown(client, "typing", problem)
    assert asked.count(LEGEND) == 10
    assert "De norm is meerdere keren achter elkaar overschreden." in asked
    query = "?stuck=yes&danger=unknown&sudden=slow&onzin=ja"
    offered = shown(client, "proposal", problem, query)
    for words in (
        "Voorstel: complex",
        "De gewone aanpak is geprobeerd en vastgelopen.",
        "Is er nu acuut gevaar",
        "Zoek dit eerst uit: het kan het voorstel veranderen",
        "Niets wijzigen, het blijft standaard",
    ):
        assert words in offered, words
    decide = shown(client, "retype", problem, query + "&soort=complex")
    for words in (
        "Van standaard naar complex",
        "leest het dossier",
        "ziet het overzicht, niet het dossier",
        "Het overzicht van de aanpak.",
        "De cijfers van de maand naast de norm",
    ):
        assert words in decide, words
    address = reverse("problems:retype", args=[problem.pk]) + query + "&soort=complex"
    refused = client.post(address, {"version": 1, "reason": "kort"})
    assert refused.status_code == 200
    assert "minstens 10 tekens" in refused.content.decode()
    done = client.post(address, {"version": 1, "reason": REASON}, follow=True).content.decode()
    assert "Dit probleem is nu complex." in done
    with acting_as(person=as_adviser(cast)):
        latest = queries.typings_of(problem)[0]
    assert latest.answers == {"stuck": "yes", "danger": "unknown", "sudden": "slow"}
    assert (latest.proposed, latest.reason) == ("complex", REASON)


def test_a_choice_against_the_proposal_is_said_and_asks_for_more(cast: Cast) -> None:
    problem = made(cast)
    client = cast.client(Function.SAFETY_ADVISER)
    address = reverse("problems:retype", args=[problem.pk]) + "?soort=crisis&stuck=yes"
    assert "U kiest anders dan het voorstel (complex)." in client.get(address).content.decode()
    page = client.post(address, {"version": 1, "reason": REASON}).content.decode()
    assert "in minstens 50 tekens" in page
    assert REASON in page
    done = client.post(address, {"version": 1, "reason": LONG}, follow=True).content.decode()
    assert "Het voorstel was: complex." in done


def test_of_two_who_decide_the_second_is_told_and_keeps_the_text(cast: Cast) -> None:
    problem = made(cast)
    one, two = cast.client(Function.SAFETY_ADVISER), cast.client(Function.SAFETY_ADVISER)
    address = reverse("problems:retype", args=[problem.pk])
    assert one.post(f"{address}?soort=complex", {"version": 1, "reason": REASON}).status_code == 302
    own = "Er is vannacht een explosie geweest bij de kade."
    late = two.post(f"{address}?soort=crisis", {"version": 1, "reason": own})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Iemand anders was u voor" in page
    assert "Van complex naar crisis" in page
    assert own in page
    same = two.post(f"{address}?soort=complex", {"version": 1, "reason": own})
    assert same.status_code == 409
    assert "is niet meer nodig: iemand nam het al" in same.content.decode()
    assert own in same.content.decode()
    done = two.post(f"{address}?soort=crisis", {"version": 2, "reason": own}, follow=True)
    assert "Dit probleem is nu een crisis." in done.content.decode()
    with acting_as(person=as_adviser(cast)):
        assert [one.kind for one in queries.typings_of(problem)] == ["crisis", "complex", "standard"]


def test_who_loses_sight_is_warned_and_lands_where_there_is_something_to_see(cast: Cast) -> None:
    problem = made(cast, Kind.CRISIS)
    client = cast.client(Function.TEAM_CHIEF)
    address = reverse("problems:retype", args=[problem.pk])
    warned = client.get(f"{address}?soort=complex").content.decode()
    assert "U verliest zelf zicht" in warned
    assert "Na dit besluit ziet u dit probleem zelf niet meer." in warned
    less = client.get(f"{address}?soort=standard").content.decode()
    assert "Na dit besluit kunt u zelf minder: u leest het dossier." in less
    adviser = cast.client(Function.SAFETY_ADVISER).get(f"{address}?soort=complex").content.decode()
    assert "U verliest zelf zicht" not in adviser
    answer = client.post(f"{address}?soort=complex", {"version": 1, "reason": REASON})
    assert answer["Location"] == reverse("problems:list")
    assert "Dit probleem is nu complex." in client.get(answer["Location"]).content.decode()
    assert client.get(reverse("problems:page", args=[problem.pk])).status_code == 404


def test_a_kind_that_is_not_named_or_is_there_already_leads_back(cast: Cast) -> None:
    problem = made(cast)
    client = cast.client(Function.SAFETY_ADVISER)
    address = reverse("problems:retype", args=[problem.pk])
    for query in ("", "?soort=ramp"):
        assert client.get(address + query)["Location"] == reverse("problems:typing", args=[problem.pk])
    assert client.get(address + "?soort=standard")["Location"] == reverse("problems:page", args=[problem.pk])


def test_a_problem_is_opened_with_help_of_the_questions(cast: Cast) -> None:
    with acting_as(person=as_adviser(cast)) as identity:
        theme = opened(identity).theme
    client = cast.client(Function.MAYOR)
    start = client.get(reverse("problems:new")).content.decode()
    assert reverse("problems:questions") in start
    assert client.get(reverse("problems:questions")).content.decode().count(LEGEND) == 10
    address = reverse("problems:new") + "?danger=yes"
    page = client.get(address).content.decode()
    assert "Voorstel: crisis" in page
    assert re.search(r'value="crisis"[^>]*checked', page)
    mayor = cast.people[Function.MAYOR]
    values = {
        "title": "Explosie",
        "kind": "standard",
        "theme": str(theme.pk),
        "owner": str(mayor.pk),
        "classification": "intern",
    }
    refused = client.post(address, values)
    assert refused.status_code == 200
    assert "in minstens 50 tekens" in refused.content.decode()
    assert client.post(address, values | {"kind": "crisis"}).status_code == 302
    with acting_as(person=mayor.pk) as identity:
        problem = queries.visible_to(identity).get(title="Explosie")
        (first,) = queries.typings_of(problem)
    assert (first.kind, first.proposed, first.answers) == ("crisis", "crisis", {"danger": "yes"})


def test_a_crisis_is_opened_with_the_kind_chosen_already(cast: Cast) -> None:
    client = cast.client(Function.MAYOR)
    listed = client.get(reverse("problems:list")).content.decode()
    address = reverse("problems:new") + "?soort=crisis"
    assert f'href="{address}"' in listed
    assert re.search(r'value="crisis"[^>]*checked', client.get(address).content.decode())


def test_the_plain_form_no_longer_changes_the_kind(cast: Cast) -> None:
    problem = made(cast)
    page = shown(cast.client(Function.SAFETY_ADVISER), "change", problem)
    assert 'name="title"' in page
    assert 'name="kind"' not in page


@pytest.mark.parametrize("name", ["typing", "proposal", "retype", "roles"])
def test_the_pages_do_not_exist_for_outsiders_and_are_not_for_readers(cast: Cast, name: str) -> None:
    problem = made(cast, Kind.COMPLEX)
    address = reverse(f"problems:{name}", args=[problem.pk]) + "?soort=crisis"
    for function in (Function.TEAM_CHIEF, Function.DPO, Function.PARTNER, Function.DEPUTY):
        assert cast.client(function).get(address).status_code == 404
    assert cast.client(person=cast.stranger).get(address).status_code == 404
    refused = cast.client(Function.MAYOR).get(address)
    assert refused.status_code == 403
    assert "Vraag het de eigenaar." in refused.content.decode()


def test_every_template_of_a_part_exists() -> None:
    for part in parts.registered_parts():
        assert engines["django"].get_template(part.template)


def test_an_event_of_another_room_with_words_of_its_own_does_not_break_the_timeline() -> None:
    from driehoek.problems.words import explain

    assert explain({"kind": "question", "id": "x"}) == ""
    assert explain({"from": "draft", "to": "sent"}) == ""
    assert explain({"level": 3}) == ""
    assert explain({"from": "open", "to": "closed"}) == "Van “Loopt” naar “Afgesloten”."
    assert explain({"from": "crisis", "to": "complex", "proposed": ""}) == "Van “Crisis” naar “Complex”."
