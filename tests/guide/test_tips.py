"""The tip that fits the reader, the type and the place; away for good, and back when wanted (HR03)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import Identity, acting_as, acting_as_system
from driehoek.guide.defaults import defaults
from driehoek.guide.models import HiddenTip
from driehoek.guide.queries.tips import fitting, shelf
from driehoek.guide.services import texts
from driehoek.guide.shapes import GuideKind, Part, Place, Section, Tip
from driehoek.ledger.models import Event
from driehoek.parties.models import Function, Substitution
from driehoek.problems import services as problems
from driehoek.problems.models import Kind, SafetyField
from tests.support.cast import Cast
from tests.support.guide_objects import tip_content

ALL = [one for one in defaults(Section.TIP).values() if isinstance(one, Tip)]
MAYOR = frozenset({Function.MAYOR})


def shown(identity: Identity, words: str = '{% tips "problem_page" kind="complex" part="process" %}') -> str:
    request = RequestFactory().get("/ergens/")
    request.identity = identity  # type: ignore[attr-defined]
    return Template("{% load guide %}" + words).render(Context({"request": request, "csrf_token": "x"}))


def keys_in(page: str) -> list[str]:
    return re.findall(r'id="tip-([a-z-]+)"', page)


def test_at_most_two_tips_for_this_reader_place_and_type() -> None:
    found = fitting(ALL, functions=MAYOR, place=Place.PROBLEM_PAGE, kind=GuideKind.CRISIS)
    assert len(found) == 2
    assert all(Function.MAYOR in tip.readers and Place.PROBLEM_PAGE in tip.places for tip in found)
    assert {tip.kind for tip in found} == {GuideKind.CRISIS}


def test_tips_about_the_om_fill_up_what_the_type_leaves_open() -> None:
    found = fitting(
        ALL,
        functions=frozenset({Function.PROSECUTOR}),
        place=Place.PROBLEM_PAGE,
        kind=GuideKind.STANDARD,
        most=50,
    )
    kinds = [tip.kind for tip in found]
    assert set(kinds) == {GuideKind.OM}
    both = fitting(ALL, functions=MAYOR, place=Place.PROBLEM_PAGE, kind=GuideKind.CRISIS, most=50)
    order = [tip.kind for tip in both]
    assert order == sorted(order, key=lambda kind: kind == GuideKind.OM)
    assert GuideKind.OM in order
    assert GuideKind.STANDARD not in order


@pytest.mark.parametrize("function", [Function.ADMIN, Function.DPO])
def test_who_sees_no_content_gets_no_tips(function: Function) -> None:
    assert all(not fitting(ALL, functions=frozenset({function}), place=place) for place in Place)


def test_a_part_narrows_and_a_hidden_tip_makes_room_for_the_next() -> None:
    first = fitting(ALL, functions=MAYOR, place=Place.PROBLEM_PAGE, part=Part.PROCESS)
    second = fitting(
        ALL,
        functions=MAYOR,
        place=Place.PROBLEM_PAGE,
        part=Part.PROCESS,
        hidden=frozenset({first[0].key}),
    )
    assert {tip.part for tip in first + second} == {Part.PROCESS}
    assert first[0] not in second
    assert first[1] == second[0]


def test_a_substitute_gets_the_tips_of_whom_they_stand_in_for(cast: Cast) -> None:
    deputy = cast.people[Function.DEPUTY]
    with acting_as(person=deputy.pk) as identity:
        before = keys_in(shown(identity))
    with acting_as_system(municipality=cast.home.pk):
        Substitution.objects.create(
            municipality=cast.home,
            principal=cast.people[Function.MAYOR],
            substitute=deputy,
            valid_from=timezone.now() - timedelta(hours=1),
            valid_until=timezone.now() + timedelta(hours=1),
        )
    with acting_as(person=deputy.pk) as identity:
        after = keys_in(shown(identity))
    assert "complex-process-plan" not in before
    assert "complex-process-plan" in after


def test_all_tips_of_a_page_cost_one_query(
    cast: Cast, django_assert_num_queries: Callable[..., object]
) -> None:
    many = "".join(f'{{% tips "problem_page" part="{part}" %}}' for part in Part) + '{% tips "need_new" %}'
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity, django_assert_num_queries(1):
        page = shown(identity, many)
    assert len(keys_in(page)) == 8


def test_nobody_gets_tips_before_signing_in(db: None) -> None:
    request = RequestFactory().get("/")
    words = Template('{% load guide %}{% tips "need_new" %}').render(Context({"request": request}))
    assert words.strip() == ""


def test_a_place_that_does_not_exist_is_an_error(cast: Cast) -> None:
    with (
        acting_as(person=cast.people[Function.MAYOR].pk) as identity,
        pytest.raises(ValueError, match="keuken"),
    ):
        shown(identity, '{% tips "keuken" %}')


def test_the_button_is_only_there_for_who_may_do_it(cast: Cast) -> None:
    words = '{% tips "agreement_new" kind="om" part="process" %}'
    act = reverse("guide:act", args=["tip", "om-process-arrest"])
    pages = {}
    for function in (Function.MAYOR, Function.PROSECUTOR):
        with acting_as(person=cast.people[function].pk) as identity:
            pages[function] = shown(identity, words)
    assert "om-process-arrest" in keys_in(pages[Function.PROSECUTOR])
    assert act in pages[Function.MAYOR]
    assert act not in pages[Function.PROSECUTOR]


@pytest.mark.story("HR03")
def test_a_tip_stands_where_one_acts_is_hidden_for_good_and_comes_back(cast: Cast) -> None:
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        theme = problems.ensure_theme(
            municipality=identity.municipality, field=SafetyField.YOUTH, path=("Jeugd",)
        )
        problem = problems.open_problem(
            identity=identity,
            new=problems.NewProblem(title="Groep", kind=Kind.COMPLEX, theme=theme, owner=adviser.pk),
        )
    client = cast.client(Function.MAYOR)
    page = reverse("problems:page", args=[problem.pk])
    first = keys_in(client.get(page).content.decode())
    assert "complex-role-client" in first
    assert "complex-process-plan" in first
    answer = client.post(reverse("guide:hide", args=["complex-role-client"]), {"next": page})
    assert (answer.status_code, answer["Location"]) == (302, page)
    after = keys_in(client.get(page).content.decode())
    assert "complex-role-client" not in after
    assert "complex-role-breakthrough" in after, "the next tip takes its place"
    assert "complex-role-client" not in keys_in(client.get(reverse("guide:overview")).content.decode())
    assert "Houd de partners aan tafel" in client.get(reverse("guide:hidden")).content.decode()
    # Another session, another day: it stays away; for another reader it never was.
    assert "complex-role-client" not in keys_in(cast.client(Function.MAYOR).get(page).content.decode())
    client.post(reverse("guide:show", args=["complex-role-client"]))
    assert "complex-role-client" in keys_in(client.get(page).content.decode())


def test_hiding_twice_is_hiding_once_and_is_nobody_elses_business(cast: Cast) -> None:
    mayor, adviser = cast.people[Function.MAYOR], cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=mayor.pk) as identity:
        texts.hide_tip(identity=identity, key="complex-role-client")
        texts.hide_tip(identity=identity, key="complex-role-client")
        assert shelf(identity).hidden == {"complex-role-client"}
        assert Event.objects.filter(action="guide:tip:hidden").count() == 1
    with acting_as(person=adviser.pk) as identity:
        assert shelf(identity).hidden == frozenset()
        assert not HiddenTip.objects.exists()
        assert texts.show_tip(identity=identity, key="complex-role-client") is False


def test_hiding_leads_back_to_a_page_here_and_nowhere_else(cast: Cast) -> None:
    client = cast.client(Function.MAYOR)
    for evil in ("https://elders.example/", "//elders.example/", "javascript:alert(1)"):
        answer = client.post(reverse("guide:hide", args=["crisis-role-four"]), {"next": evil})
        assert answer["Location"] == reverse("guide:overview")
    assert client.post(reverse("guide:hide", args=["bestaat-niet"])).status_code == 404


def test_a_municipalitys_own_tip_stands_among_the_others(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.ADMIN].pk) as identity:
        texts.add_text(
            identity=identity,
            section=Section.TIP,
            key="eigen",
            content=tip_content(places=["look_back"]),
            dated_on=date(2026, 1, 5),
        )
        texts.end_text(
            identity=identity,
            section=Section.TIP,
            text=defaults(Section.TIP)["om-process-list"],
            version=0,
            today=date(2026, 1, 5),
        )
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        found = fitting(shelf(identity).tips, functions=MAYOR, place=Place.LOOK_BACK, most=50)
        keys = [tip.key for tip in found]
    assert keys[-1] == "eigen"
    assert "om-process-list" not in keys
    with acting_as(person=cast.stranger.pk) as identity:
        assert "eigen" not in {tip.key for tip in shelf(identity).tips}


def test_the_overview_is_one_list_with_sources_and_constant_queries(
    cast: Cast, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = cast.client(Function.MAYOR)
    client.get(reverse("guide:overview"))
    with django_assert_max_num_queries(12) as mine:
        page = client.get(reverse("guide:overview")).content.decode()
    with django_assert_max_num_queries(12) as everyones:
        whole = client.get(reverse("guide:overview") + "?alle=ja").content.decode()
    assert len(mine.captured_queries) == len(everyones.captured_queries)
    assert len(keys_in(whole)) == len(ALL)
    assert set(keys_in(page)) == {tip.key for tip in ALL if Function.MAYOR in tip.readers}
    assert "https://www.burgemeesters.nl/node/678" in page
    assert page.count("Op de agenda gezet") == 0


def test_the_database_keeps_hidden_tips_to_their_owner(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        texts.hide_tip(identity=identity, key="complex-role-client")
    with acting_as(person=cast.people[Function.ADMIN].pk), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM guide_hiddentip")
        assert cursor.fetchone() == (0,)
        cursor.execute("DELETE FROM guide_hiddentip")
        assert cursor.rowcount == 0
