"""The position over time on the screen: thirteen months, a year to look back on, and the agenda."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html

from driehoek.access.identity import acting_as
from driehoek.meetings.models import AgendaPoint
from driehoek.parties.models import Function, OrganisationKind
from driehoek.position.looking_back import Share, comparable, differences
from driehoek.position.models import Need, Verdict
from driehoek.position.queries.history import Figures
from driehoek.problems.models import Kind
from tests.position.measured import Past, ago
from tests.support.cast import Cast

P = OrganisationKind.POLICE
OM = OrganisationKind.PROSECUTION
THIS = timezone.localdate().year
LAST = THIS - 1


@pytest.fixture
def past(cast: Cast) -> Past:
    return Past(cast)


def main_of(client: Client, address: str, **query: object) -> html.HtmlElement:
    response = client.get(address, query)
    assert response.status_code == 200
    (main,) = html.fromstring(response.content.decode()).xpath("//main")
    return main


def words_of(element: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", element.text_content())


def history(client: Client, **query: object) -> html.HtmlElement:
    return main_of(client, reverse("position:history"), **query)


def look_back(client: Client, year: int = THIS) -> html.HtmlElement:
    return main_of(client, reverse("position:look_back", args=[year]))


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (0, 0, "geen"),
        (3, 4, "3 van 4"),
        (9, 9, "9 van 9"),
        (9, 10, "90% (9 van 10)"),
        (1, 3000, "0% (1 van 3.000)"),
    ],
)
def test_small_numbers_are_said_as_numbers(part: int, whole: int, words: str) -> None:
    assert Share(part, whole).words == words


def test_only_notable_differences_of_enough_are_called_better_or_worse() -> None:
    before = Figures(needed=20, agreed=10, due=20, on_time=10, rated=20, insufficient=4, questions=9)
    after = Figures(needed=20, agreed=11, due=20, on_time=17, rated=20, insufficient=8, questions=9)
    found = list(differences(before, after))
    assert [(one.better, one.words) for one in found] == [
        (True, "vaker op tijd (was 50%, nu 85%)"),
        (False, "minder vaak goed genoeg (was 80%, nu 60%)"),
    ]
    assert comparable(before, after)
    few = Figures(needed=5, agreed=5, due=9, on_time=9)
    assert list(differences(before, few)) == []
    assert not comparable(Figures(due=9), Figures(due=50))


def test_the_history_shows_share_on_time_gaps_and_partners(cast: Cast, past: Past) -> None:
    agreement = past.agree(past.need(stated=200), made=190)
    for days in range(40, 160, 10):
        past.due(agreement, days, received=days if days > 60 else days - 9)
    past.need("Nog niet afgesproken", kind=OM, stated=100)
    main = history(cast.client(Function.MAYOR))
    words = words_of(main)
    assert "In 12 maanden op tijd: 75% (9 van 12). Nu is er 1 gat." in words
    assert len(main.xpath(".//figure[contains(@class,'dh-chart')]")) == 2
    months = main.xpath(".//table[.//caption[contains(.,'Per maand')]]/tbody/tr")
    assert 6 <= len(months) <= 8  # months before the first need are left out
    assert months[0].xpath("./th")[0].text_content() == f"{_month_name()} {THIS}"
    assert months[0].xpath("./th/a/@href") == [f"/positie/?maand={timezone.localdate().isoformat()[:7]}"]
    partners = main.xpath(".//table[.//caption[contains(.,'Per partner')]]/tbody/tr")
    assert [row.xpath("./th")[0].text_content() for row in partners] == ["Openbaar Ministerie", "Politie"]
    assert "75% (9 van 12)" in partners[1].text_content()


def _month_name() -> str:
    names = "januari februari maart april mei juni juli augustus september oktober november december"
    return names.split()[timezone.localdate().month - 1]


def test_the_history_narrows_to_partner_and_theme(cast: Cast, past: Past) -> None:
    past.due(past.agree(past.need()), 20, received=20)
    past.due(past.agree(past.need("Ander", kind=OM), kind=OM), 20)
    mayor = cast.client(Function.MAYOR)
    assert "op tijd: 1 van 2" in words_of(history(mayor))
    assert "op tijd: 0 van 1" in words_of(history(mayor, partner=past.organisation(OM).pk))
    assert "op tijd: 1 van 2" in words_of(history(mayor, thema=past.theme().pk))
    empty = history(mayor, thema=past.theme("Veilige evenementen").pk)
    assert "Er is nog geen verloop" in words_of(empty)
    assert not empty.xpath(".//figure")
    for wrong in ({"partner": "x"}, {"thema": "x"}, {"thema": "0" * 32}):
        assert mayor.get(reverse("position:history"), wrong).status_code == 404


def days_since(year: int, month: int, day: int) -> float:
    """How many days ago noon of a day was: whole years in the past, so that no test depends on today."""
    return (timezone.now() - datetime(year, month, day, 12, tzinfo=UTC)) / timedelta(days=1)


def test_the_look_back_sets_a_year_beside_the_one_before(cast: Cast, past: Past) -> None:
    agreement = past.agree(past.need(stated=days_since(LAST - 1, 1, 5)), made=days_since(LAST - 1, 1, 5))
    for month in range(1, 13):
        late, good = days_since(LAST - 1, month, 10), days_since(LAST, month, 10)
        past.due(agreement, late, received=late - 9)
        past.rate(past.due(agreement, good, received=good), Verdict.USEFUL, mark=4)
    mayor = cast.client(Function.MAYOR)
    words = words_of(look_back(mayor, LAST))
    assert "1 behoefte was er, over 1 liep een afspraak. Op tijd kwam: 100% (12 van 12)." in words
    assert f"Anders dan in {LAST - 1}" in words
    assert "Alles samen: vaker op tijd (was 0%, nu 100%)." in words
    assert "Politie, Veilig uitgaan: vaker op tijd (was 0%, nu 100%)." in words
    assert "Niets werd duidelijk slechter." in words
    assert "Gemiddeld cijfer voor de inhoud4,0–" in words
    earlier = words_of(look_back(mayor, LAST - 1))
    assert "Op tijd kwam: 0% (0 van 12)." in earlier
    assert f"Over {LAST - 2} is niets vastgelegd. Er is dus niets om mee te vergelijken." in earlier


def test_a_year_without_anything_says_since_when_there_is(cast: Cast, past: Past) -> None:
    mayor = cast.client(Function.MAYOR)
    assert "Er is nog geen behoefte genoemd." in words_of(look_back(mayor))
    past.need(stated=10)
    empty = look_back(mayor, THIS - 5)
    assert f"Over {THIS - 5} is niets vastgelegd" in words_of(empty)
    assert f"De eerste behoefte is genoemd in {ago(10).year}." in words_of(empty)
    assert not empty.xpath(".//table")
    assert not empty.xpath(".//form[contains(@action,'agenda')]")
    for year in (1999, THIS + 1, 99999):
        assert mayor.get(reverse("position:look_back", args=[year])).status_code == 404


def test_small_years_are_not_compared(cast: Cast, past: Past) -> None:
    agreement = past.agree(past.need(stated=days_since(LAST - 1, 1, 5)), made=days_since(LAST - 1, 1, 5))
    for year in (LAST - 1, LAST):
        past.due(agreement, days_since(year, 6, 10), received=days_since(year, 6, 10))
    words = words_of(look_back(cast.client(Function.MAYOR), LAST))
    assert "Er is te weinig om te vergelijken." in words
    assert "Op tijd kwam: 1 van 1." in words


@pytest.mark.story("OV03")
def test_the_look_back_goes_on_the_agenda_once(cast: Cast, past: Past) -> None:
    past.need(stated=days_since(LAST, 6, 10))
    mayor = cast.client(Function.MAYOR)
    (form,) = look_back(mayor, LAST).xpath(".//form[contains(@action,'agenda')]")
    assert "Zet op de agenda van de driehoek" in form.text_content()
    for _time in range(2):
        answer = mayor.post(form.get("action"), follow=True)
        assert "De terugblik staat op de agenda van de driehoek." in answer.content.decode()
    with acting_as(person=cast.people[Function.PROSECUTOR].pk):
        (point,) = AgendaPoint.objects.all()
    assert point.title == f"Terugblik op de informatiepositie in {LAST}"
    assert point.origin_url == reverse("position:look_back", args=[LAST])
    partner = cast.client(Function.PARTNER)
    assert partner.post(form.get("action")).status_code == 403
    assert not look_back(partner, LAST).xpath(".//form[contains(@action,'agenda')]")


def test_a_supplier_sees_no_number_of_another(cast: Cast, past: Past) -> None:
    own = past.agree(past.need("Eigen"))
    past.due(own, 20, received=20)
    other = past.agree(past.need("Ander", kind=OM), kind=OM)
    for days in range(10, 40):
        past.rate(past.due(other, days, received=days), Verdict.USEFUL, mark=5)
    chief = cast.client(Function.TEAM_CHIEF)
    assert "op tijd: 1 van 1." in words_of(history(chief))
    for main in (history(chief), look_back(chief), look_back(chief, LAST)):
        words = words_of(main)
        assert "Openbaar Ministerie" not in words
        assert "30" not in re.sub(r"\d{1,2} \w+ \d{4}", "", words)
        assert "5,0" not in words
    assert not history(chief).xpath(".//select[@name='partner']")
    assert chief.get(reverse("position:history"), {"partner": past.organisation(OM).pk}).status_code == 404
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        assert [need.sentence for need in Need.objects.all()] == ["Eigen"]


def test_what_is_secret_is_in_no_chart_and_no_count(cast: Cast, past: Past) -> None:
    agreement = past.agree(past.need("Zaak", problem=past.problem(Kind.COMPLEX)))
    past.rate(past.due(agreement, 10, received=10), Verdict.NO_MEANING)
    assert "op tijd: 1 van 1" in words_of(history(cast.client(Function.MAYOR)))
    for function in (Function.DEPUTY, Function.ANALYST, Function.DPO, Function.TEAM_CHIEF):
        client = cast.client(function)
        assert "Er is nog geen verloop" in words_of(history(client)), function
        for year in (THIS, LAST):
            assert f"Over {year} is niets vastgelegd" in words_of(look_back(client, year)), function


def test_the_officer_sees_no_ratings(cast: Cast, past: Past) -> None:
    past.rate(past.due(past.agree(past.need()), 10, received=10), Verdict.NO_MEANING, mark=2)
    year = ago(10).year
    for function, told in ((Function.ANALYST, True), (Function.DPO, False)):
        client = cast.client(function)
        assert ("Goed genoeg" in words_of(history(client))) is told
        assert ("Goed genoeg" in words_of(look_back(client, year))) is told


def test_constant_queries(cast: Cast, past: Past) -> None:
    mayor = cast.client(Function.MAYOR)

    def asked() -> list[int]:
        found = []
        for page in (history, look_back):
            with CaptureQueriesContext(connection) as caught:
                page(mayor)
            found.append(len(caught))
        return found

    past.due(past.agree(past.need()), 5)
    asked()
    few = asked()
    for number in range(20):
        past.due(past.agree(past.need(f"Behoefte {number}", kind=(P, OM)[number % 2])), 5, received=5)
    assert asked() == few


def test_who_sees_no_questions_is_not_told_that_there_were_none(cast: Cast, past: Past) -> None:
    past.need(stated=10)
    year = ago(5).year
    for function, told in ((Function.MAYOR, True), (Function.TEAM_CHIEF, True), (Function.ANALYST, False)):
        client = cast.client(function)
        assert ("Vragen op tijd" in words_of(history(client))) is told
        assert ("Vragen op tijd" in words_of(look_back(client, year))) is told
        assert ("tijd tot een antwoord" in words_of(look_back(client, year))) is told
