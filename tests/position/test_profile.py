"""Need profiles: wanted against received, the example to begin with, and the marks that are wanted."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import yaml
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from driehoek.access.identity import acting_as
from driehoek.deadlines.recurrence import Rhythm
from driehoek.parties.models import Function, OrganisationKind
from driehoek.position import services
from driehoek.position.models import Need, Verdict
from driehoek.position.queries.profile import ProfileLine, examples, profile, wanted_times
from driehoek.position.templates_data import FILE, lines_for, load, read
from driehoek.problems.content import ContentError
from driehoek.problems.models import Kind, SafetyField
from tests.position.measured import Past
from tests.support.cast import Cast

P = OrganisationKind.POLICE
OM = OrganisationKind.PROSECUTION


@pytest.fixture
def past(cast: Cast) -> Past:
    return Past(cast)


def page_of(client: Client, **query: object) -> html.HtmlElement:
    response = client.get(reverse("position:profile"), query)
    assert response.status_code == 200
    (main,) = html.fromstring(response.content.decode()).xpath("//main")
    return main


def words_of(element: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", element.text_content())


def lines_of(cast: Cast, function: Function = Function.MAYOR, **narrowed: Any) -> list[ProfileLine]:
    with acting_as(person=cast.people[function].pk) as identity:
        return profile(identity, **narrowed)


def test_every_kind_of_partner_of_the_research_has_lines_and_every_field_is_covered() -> None:
    content = load()
    assert set(content) >= set(OrganisationKind) - {OrganisationKind.OTHER, OrganisationKind.COUNCIL}
    assert {field for lines in content.values() for line in lines for field in line.fields} == set(
        SafetyField
    )
    assert lines_for(OrganisationKind.OTHER) == ()
    for lines in content.values():
        assert 2 <= len(lines) <= 12
        assert any(line.info_kind == "analytical" for line in lines)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rhythm": "sometimes"}, "police: police-burglary: rhythm is 'sometimes'"),
        ({"wanted_mark": 0}, "wanted_mark is 0"),
        ({"wanted_mark": 6}, "wanted_mark is 6"),
        ({"sentence": "x" * 201}, "201 characters"),
        ({"fields": ["nowhere"]}, "fields holds nowhere"),
        ({"fields": []}, "fields is no list of words"),
        ({"prefer": "geweld"}, "prefer is no list of words"),
        ({"basis": {"mark": "S", "source": ""}}, "names its source"),
        ({"extra": 1}, "unknown field extra"),
        ({"key": "police-violence"}, "key used twice: police-violence"),
    ],
)
def test_a_mistake_in_the_template_is_named_with_its_place(change: dict[str, object], message: str) -> None:
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    content["police"][0] |= change
    with pytest.raises(ContentError, match=re.escape(message)):
        read(content)


def test_an_unknown_kind_of_partner_in_the_template_is_refused() -> None:
    with pytest.raises(ContentError, match="unknown field army"):
        read({"army": []})
    with pytest.raises(ContentError, match="not a list of partners"):
        read([])


@pytest.mark.parametrize(
    ("rhythm", "days", "times"),
    [
        (Rhythm.MONTHLY, 365, 12),
        (Rhythm.MONTHLY, 61, 2),
        (Rhythm.WEEKLY, 14, 1),
        (Rhythm.YEARLY, 364, 0),
        (Rhythm.ONCE, 1, 1),
        (Rhythm.EVENT, 365, None),
        ("", 365, None),
    ],
)
def test_how_often_something_should_have_come(rhythm: str, days: int, times: int | None) -> None:
    assert wanted_times(rhythm, timedelta(days=days)) == times


def test_wanted_against_received_counts_the_last_year_and_the_marks_of_the_mayor(
    cast: Cast, past: Past
) -> None:
    agreement = past.agree(past.need())
    past.rate(past.due(agreement, 500, received=500), Verdict.USEFUL, mark=1)
    for days, mark in ((200, 5), (100, 2)):
        past.rate(past.due(agreement, days, received=days), Verdict.USEFUL, mark=mark)
    past.rate(past.due(agreement, 50, received=50), Verdict.USEFUL, mark=1, by=Function.SAFETY_ADVISER)
    (line,) = lines_of(cast)
    assert (line.wanted_times, line.received_times, line.mean_mark, line.marks) == (12, 3, 3.5, 2)
    young = past.need("Nieuw", kind=OM, stated=61)
    assert [
        (one.wanted_times, one.received_times) for one in lines_of(cast) if one.line.need == young.pk
    ] == [(2, 0)]


def test_the_page_says_wanted_received_mark_kind_and_next_step(cast: Cast, past: Past) -> None:
    need = past.need()
    agreement = past.agree(need)
    past.rate(past.due(agreement, 100, received=100), Verdict.USEFUL, mark=3)
    late = past.due(agreement, 20)
    main = page_of(cast.client(Function.MAYOR), partner=past.organisation(P).pk)
    (row,) = main.xpath(".//tbody/tr")
    cells = [words_of(cell).strip() for cell in row]
    assert cells == [
        "Hoe was het weekend?",
        "elke maand (12 keer)",
        "1 keer in 12 maanden",
        "3,0 (1 cijfer); gewenst 4",
        "te laat",
        "Bekijk de late levering en herinner",
    ]
    assert row.xpath("./td[last()]/a/@href") == [reverse("position:delivery", args=[late.pk])]
    assert "De enige behoefte is niet gedekt." in words_of(main)


def test_without_a_partner_one_chooses_who_has_needs_first(cast: Cast, past: Past) -> None:
    past.need(kind=OrganisationKind.PROSECUTION)
    main = page_of(cast.client(Function.MAYOR))
    rows = [words_of(row) for row in main.xpath(".//ul[contains(@class,'dh-list')]/li")]
    assert "De enige behoefte is niet gedekt. 1 niet afgesproken." in rows[0]
    assert "Openbaar Ministerie" in rows[0]
    assert all("Nog niets gevraagd." in row for row in rows[1:])


def test_the_example_goes_to_the_theme_it_is_about(cast: Cast, past: Past) -> None:
    past.theme("Fietsdiefstal", SafetyField.LIVING)
    burglary = past.theme("Woninginbraak", SafetyField.LIVING)
    past.theme("Objectieve veiligheid", SafetyField.LIVING)
    police = past.organisation(P)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        found = {one.line.key: one.theme.name for one in examples(identity, partner=police)}
        assert found["police-burglary"] == "Woninginbraak"
        assert found["police-week"] == "Objectieve veiligheid"
        assert "police-youth" not in found  # the municipality has no theme in that field
        narrowed = {one.line.key for one in examples(identity, partner=police, theme=burglary)}
        assert narrowed == {"police-burglary", "police-week", "police-area-scan"}


def test_ticking_the_example_states_needs_once(cast: Cast, past: Past) -> None:
    burglary, police = past.theme("Woninginbraak", SafetyField.LIVING), past.organisation(P)
    mayor = cast.client(Function.MAYOR)
    main = page_of(mayor, partner=police.pk)
    assert "police-burglary" in main.xpath(".//input[@name='line']/@value")
    sent = {"partner": str(police.pk), "line": ["police-burglary", "police-week", "made-up"]}
    for _time in range(2):
        answer = mayor.post(reverse("position:profile_add"), sent)
        assert answer["Location"] == f"{reverse('position:profile')}?partner={police.pk}"
    with acting_as(person=cast.people[Function.MAYOR].pk):
        needs = {need.origin_id: need for need in Need.objects.all()}
    assert set(needs) == {"police-burglary", "police-week"}
    need = needs["police-burglary"]
    assert (need.origin, need.theme_id, need.partner_id) == ("template", burglary.pk, police.pk)
    assert (need.rhythm, need.wanted_mark, need.info_kind) == ("monthly", 4, "analytical")
    main = page_of(mayor, partner=police.pk)
    assert "police-burglary" not in main.xpath(".//input[@name='line']/@value")
    assert words_of(main).count("al genoemd") == 2
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        services.end_need(identity=identity, need=need, version=1)
    assert "police-burglary" in page_of(mayor, partner=police.pk).xpath(".//input[@name='line']/@value")


def test_nothing_ticked_says_what_to_do(cast: Cast, past: Past) -> None:
    past.theme("Woninginbraak", SafetyField.LIVING)
    mayor = cast.client(Function.MAYOR)
    answer = mayor.post(
        reverse("position:profile_add"), {"partner": str(past.organisation(P).pk)}, follow=True
    )
    assert "Vink eerst aan wat u wilt weten." in answer.content.decode()


def test_a_wanted_mark_is_set_and_changes_the_gap(cast: Cast, past: Past) -> None:
    need = past.need(wanted_mark=4)
    past.rate(past.due(past.agree(need), 5, received=5), Verdict.USEFUL, mark=3)
    mayor, police = cast.client(Function.MAYOR), past.organisation(P)
    address = reverse("position:profile_mark", args=[need.pk])
    back = f"{reverse('position:profile')}?partner={police.pk}"
    assert "onvoldoende" in words_of(page_of(mayor, partner=police.pk))
    answer = mayor.post(address, {"mark": "3", "version": "1", "next": back}, follow=True)
    assert answer.redirect_chain == [(back, 302)]
    assert "onvoldoende" not in words_of(page_of(mayor, partner=police.pk))
    late = mayor.post(address, {"mark": "5", "version": "1", "next": "https://elders.invalid/"}, follow=True)
    assert late.redirect_chain == [(reverse("position:profile"), 302)]
    assert "Iemand anders heeft dit net gewijzigd" in late.content.decode()
    wrong = mayor.post(address, {"mark": "9", "version": "2"}, follow=True)
    assert "Kies een cijfer van 1 tot en met 5." in wrong.content.decode()
    with acting_as(person=cast.people[Function.MAYOR].pk):
        assert Need.objects.get(pk=need.pk).wanted_mark == 3


def test_a_supplier_has_its_own_profile_and_no_other(cast: Cast, past: Past) -> None:
    past.need("Van ons")
    past.need("Geheim van het OM", kind=OM)
    chief = cast.client(Function.TEAM_CHIEF)
    main = page_of(chief)
    assert "Van ons" in words_of(main)
    assert "Geheim" not in words_of(main)
    assert not main.xpath(".//input[@name='line']")
    assert "De gemeente maakt hierover een afspraak met u" in words_of(main)
    assert chief.get(reverse("position:profile"), {"partner": past.organisation(OM).pk}).status_code == 404
    assert (
        chief.post(reverse("position:profile_add"), {"partner": past.organisation(P).pk}).status_code == 403
    )


def test_a_secret_need_is_in_no_profile_of_who_has_no_grant(cast: Cast, past: Past) -> None:
    past.need("Over Nachtvlinder", problem=past.problem(Kind.COMPLEX))
    police = past.organisation(P)
    assert "Over Nachtvlinder (Zaak Nachtvlinder)" in words_of(
        page_of(cast.client(Function.MAYOR), partner=police.pk)
    )
    for function in (Function.DEPUTY, Function.ANALYST, Function.DPO, Function.TEAM_CHIEF):
        main = page_of(cast.client(function), partner=police.pk)
        assert "Nachtvlinder" not in words_of(main), function
        assert "Hier is nog niets gevraagd" in words_of(main), function


@pytest.mark.parametrize("query", [{"partner": "x"}, {"thema": "x"}, {"thema": "0" * 32}])
def test_what_does_not_exist_is_404(cast: Cast, past: Past, query: dict[str, str]) -> None:
    assert cast.client(Function.MAYOR).get(reverse("position:profile"), query).status_code == 404


def test_the_officer_sees_no_marks(cast: Cast, past: Past) -> None:
    past.rate(past.due(past.agree(past.need()), 5, received=5), Verdict.USEFUL, mark=2)
    main = page_of(cast.client(Function.DPO), partner=past.organisation(P).pk)
    assert "nog geen cijfer" in words_of(main)
    assert "Cijfers en oordelen van de burgemeester ziet u hier niet." in words_of(main)


def test_constant_queries(cast: Cast, past: Past) -> None:
    mayor, police = cast.client(Function.MAYOR), past.organisation(P)

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            page_of(mayor, partner=police.pk)
        return len(caught)

    past.due(past.agree(past.need()), 5)
    asked()
    few = asked()
    for number in range(25):
        past.due(past.agree(past.need(f"Behoefte {number}")), 5, received=5)
    assert asked() == few
