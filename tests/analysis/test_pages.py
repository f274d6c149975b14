"""The pages: who may, what stands on them, what each button does and undoes."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.analysis import services
from driehoek.analysis.models import Acknowledgement, Deviation, Follow, Mute, Rule, SignalValue
from driehoek.analysis.services import detect_deviations
from driehoek.figures.models import Indicator
from driehoek.ledger.models import Event
from driehoek.parties.models import Function
from tests.analysis.support import LATEST, Figures, months, with_outbreak
from tests.support.cast import Cast

READERS = {
    Function.MAYOR,
    Function.DEPUTY,
    Function.SAFETY_ADVISER,
    Function.ANALYST,
    Function.TEAM_CHIEF,
    Function.PROSECUTOR,
}
MUTERS = {Function.MAYOR, Function.SAFETY_ADVISER, Function.ANALYST}
SETTERS = {Function.SAFETY_ADVISER, Function.ANALYST}


def actions(cast: Cast) -> list[str]:
    with acting_as_system(municipality=cast.home.pk):
        return list(Event.objects.order_by("sequence").values_list("action", flat=True))


def set_fixed(cast: Cast, deviation: Deviation, threshold: float = 30) -> SignalValue:
    with acting_as(person=cast.people[Function.ANALYST].pk) as identity:
        return services.set_signal_value(
            identity=identity,
            indicator=Indicator.objects.get(series=deviation.series_id),
            area=None,
            rule=Rule.FIXED,
            threshold=threshold,
            minimum_count=5,
        )


@pytest.fixture
def mayor(cast: Cast) -> Client:
    return cast.client(Function.MAYOR)


@pytest.mark.parametrize("function", list(Function))
def test_who_may_read_mute_and_set_rules(cast: Cast, outbreak: Deviation, function: Function) -> None:
    client = cast.client(function)
    value = set_fixed(cast, outbreak)
    here = [outbreak.pk]
    table = {
        reverse("analysis:deviations"): READERS,
        reverse("analysis:deviation", args=here): READERS,
        reverse("analysis:acknowledge", args=here): READERS,
        reverse("analysis:mutes"): READERS,
        reverse("analysis:mute", args=here): MUTERS,
        reverse("analysis:signal_values"): SETTERS,
        reverse("analysis:signal_value_new"): SETTERS,
        reverse("analysis:signal_value_change", args=[value.pk]): SETTERS,
    }
    for url, allowed in table.items():
        assert client.get(url).status_code == (200 if function in allowed else 403), url
    posts = {
        reverse("analysis:acknowledge_undo", args=here): (READERS, 302),
        reverse("analysis:follow"): (READERS, 404),
        reverse("analysis:unfollow", args=[uuid.uuid4()]): (READERS, 404),
        reverse("analysis:mute_end", args=[uuid.uuid4()]): (MUTERS, 404),
        reverse("analysis:signal_value_end", args=[uuid.uuid4()]): (SETTERS, 404),
    }
    for url, (allowed, status) in posts.items():
        assert client.post(url).status_code == (status if function in allowed else 403), url


def test_another_municipality_sees_nothing_of_it(cast: Cast, outbreak: Deviation) -> None:
    value = set_fixed(cast, outbreak)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        found = Deviation.objects.select_related("series__indicator__theme", "series__area").get(
            pk=outbreak.pk
        )
        silence = services.mute(
            identity=identity,
            indicator=found.series.indicator,
            area=None,
            reason="Telfout",
            until=timezone.localdate(),
        )
        theme = found.series.indicator.theme
    stranger = cast.client(person=cast.stranger)
    page = stranger.get(reverse("analysis:deviations"))
    assert page.status_code == 200
    assert "Woninginbraak" not in page.content.decode()
    assert "Woninginbraak" not in stranger.get(reverse("analysis:signal_values")).content.decode()
    assert "Telfout" not in stranger.get(reverse("analysis:mutes")).content.decode()
    for name, key in (
        ("deviation", outbreak.pk),
        ("acknowledge", outbreak.pk),
        ("mute", outbreak.pk),
        ("signal_value_change", value.pk),
    ):
        assert stranger.get(reverse(f"analysis:{name}", args=[key])).status_code == 404
    for name, key in (
        ("acknowledge_undo", outbreak.pk),
        ("mute_end", silence.pk),
        ("signal_value_end", value.pk),
    ):
        assert stranger.post(reverse(f"analysis:{name}", args=[key])).status_code == 404
    for body in ({"theme": str(theme.pk)}, {"area": str(found.series.area_id)}):
        assert stranger.post(reverse("analysis:follow"), body).status_code == 404


def test_the_evidence_answers_what_how_sure_by_which_rule_and_from_where(
    mayor: Client, outbreak: Deviation
) -> None:
    text = mayor.get(reverse("analysis:deviation", args=[outbreak.pk])).content.decode()
    for words in (
        "Havenkwartier: meer dan verwacht",
        "verwacht",
        "Zekerheid",
        "augustus 2022",
        "Politie/CBS 47022NED",
        "Farrington-flexible (Noufaily e.a. 2013)",
        "noPeriods = 4",
        "cijfers.csv, regel 97",
        "één op de tien meldingen toeval",
        "<svg",
        "Toon tabel",
    ):
        assert words in text, words
    assert "style=" not in text


def test_seen_with_a_reason_leaves_the_list_and_comes_back(
    mayor: Client, cast: Cast, outbreak: Deviation
) -> None:
    url = reverse("analysis:acknowledge", args=[outbreak.pk])
    assert "Schrijf in een paar woorden" in mayor.post(url, {"choice": "other"}).content.decode()
    assert mayor.post(url, {}).status_code == 200
    with acting_as_system(municipality=cast.home.pk):
        assert not Acknowledgement.objects.exists()
    answer = mayor.post(url, {"choice": "known", "remark": "Team Noord"}, follow=True)
    assert "Vastgelegd: u hebt dit gezien" in answer.content.decode()
    listed = reverse("analysis:deviations")
    assert "Havenkwartier:" not in mayor.get(listed).content.decode()
    assert "Havenkwartier:" in mayor.get(f"{listed}?staat=gezien").content.decode()
    page = mayor.get(reverse("analysis:deviation", args=[outbreak.pk])).content.decode()
    assert "Bekend, er wordt al aan gewerkt. Team Noord" in page
    mayor.post(reverse("analysis:acknowledge_undo", args=[outbreak.pk]))
    assert "Havenkwartier:" in mayor.get(listed).content.decode()
    said = [action for action in actions(cast) if action.startswith("analysis:deviation:")]
    assert said[-2:] == ["analysis:deviation:acknowledged", "analysis:deviation:reopened"]


def test_a_mute_is_shown_with_its_reason_and_can_be_lifted(
    mayor: Client, cast: Cast, outbreak: Deviation
) -> None:
    url = reverse("analysis:mute", args=[outbreak.pk])
    late = {"scope": "here", "until": "2199-01-01", "reason": "Telfout"}
    assert "Kies een datum binnen een jaar." in mayor.post(url, late).content.decode()
    past = late | {"until": (timezone.localdate() - timedelta(days=1)).isoformat()}
    assert "Kies vandaag of een latere datum." in mayor.post(url, past).content.decode()
    good = late | {"until": (timezone.localdate() + timedelta(days=30)).isoformat()}
    assert mayor.post(url, good).status_code == 302
    listed = reverse("analysis:deviations")
    assert "Havenkwartier:" not in mayor.get(listed).content.decode()
    assert "Havenkwartier:" in mayor.get(f"{listed}?staat=gedempt").content.decode()
    assert "Telfout" in mayor.get(reverse("analysis:mutes")).content.decode()
    assert "Telfout" in mayor.get(reverse("analysis:deviation", args=[outbreak.pk])).content.decode()
    with acting_as_system(municipality=cast.home.pk):
        [silence] = Mute.objects.all()
        assert silence.area_id is not None
    mayor.post(reverse("analysis:mute_end", args=[silence.pk]))
    assert "Havenkwartier:" in mayor.get(listed).content.decode()
    assert [action for action in actions(cast) if ":mute:" in action] == [
        "analysis:mute:set",
        "analysis:mute:ended",
    ]


def test_following_is_one_tap_and_one_tap_back(mayor: Client, cast: Cast, outbreak: Deviation) -> None:
    page = reverse("analysis:deviation", args=[outbreak.pk])
    with acting_as_system(municipality=cast.home.pk):
        theme = Indicator.objects.get(series=outbreak.series_id).theme_id
    answer = mayor.post(reverse("analysis:follow"), {"theme": str(theme), "next": page})
    assert answer["Location"] == page
    assert mayor.post(reverse("analysis:follow"), {"theme": str(theme), "next": "https://elders.invalid/"})[
        "Location"
    ] == reverse("analysis:deviations")
    assert "Stop met volgen" in mayor.get(page).content.decode()
    with acting_as_system(municipality=cast.home.pk):
        [own] = Follow.objects.all()
    assert cast.client(Function.ANALYST).post(reverse("analysis:unfollow", args=[own.pk])).status_code == 404
    mayor.post(reverse("analysis:unfollow", args=[own.pk]))
    assert "Stop met volgen" not in mayor.get(page).content.decode()
    for wrong in ({}, {"theme": "x"}, {"area": "x"}, {"theme": str(theme), "area": "1"}):
        assert mayor.post(reverse("analysis:follow"), wrong).status_code == 404


@pytest.mark.story("ST07")
def test_an_analyst_sets_a_signal_value_and_the_mayor_hears_of_it(cast: Cast, figures: Figures) -> None:
    analyst = cast.client(Function.ANALYST)
    values = months(8)
    values[-1] = 25
    indicator = figures.indicator("Fietsendiefstal")
    figures.series(indicator, figures.town, values)
    detect_deviations(municipality=cast.home.pk)
    listed = reverse("analysis:deviations")
    assert "Fietsendiefstal" not in cast.client(Function.MAYOR).get(listed).content.decode()
    new = reverse("analysis:signal_value_new")
    wrong = {"indicator": str(indicator.pk), "rule": "fixed", "minimum_count": "5"}
    assert "vanaf welk aantal" in analyst.post(new, wrong).content.decode()
    assert (
        "hoger is dan 0" in analyst.post(new, wrong | {"rule": "change", "threshold": "0"}).content.decode()
    )
    assert (
        "Laat dit leeg"
        in analyst.post(new, wrong | {"rule": "statistical", "threshold": "3"}).content.decode()
    )
    assert analyst.post(new, wrong | {"threshold": "22,5"}).status_code == 302
    with acting_as_system(municipality=cast.home.pk):
        [made] = SignalValue.objects.all()
        assert made.threshold == 22.5
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_jobs WHERE args->>'municipality' = %s",
                [str(cast.home.pk)],
            )
            assert cursor.fetchone() == (1,)
    detect_deviations(municipality=cast.home.pk)
    page = cast.client(Function.MAYOR).get(listed).content.decode()
    assert "Fietsendiefstal in Voorbeeldstad: boven de signaalwaarde" in page
    assert "25 in augustus 2022, signaalwaarde 22,5." in page
    assert "analysis:deviation:found" in actions(cast)
    again = analyst.post(new, wrong | {"threshold": "30"})
    assert again["Location"] == reverse("analysis:signal_value_change", args=[made.pk])


def test_the_second_editor_of_a_signal_value_is_told_and_keeps_the_text(
    cast: Cast, outbreak: Deviation
) -> None:
    value = set_fixed(cast, outbreak)
    url = reverse("analysis:signal_value_change", args=[value.pk])
    analyst = cast.client(Function.ANALYST)
    assert 'value="1"' in analyst.get(url).content.decode()
    first = analyst.post(url, {"threshold": "40", "minimum_count": "5", "version": "1"})
    assert first.status_code == 302
    second = cast.client(Function.SAFETY_ADVISER).post(
        url, {"threshold": "55", "minimum_count": "9", "version": "1"}
    )
    assert second.status_code == 409
    text = second.content.decode()
    assert "Iemand anders was u voor" in text
    assert 'value="55"' in text
    assert "40" in text
    ending = reverse("analysis:signal_value_end", args=[value.pk])
    assert analyst.post(ending, {"version": "1"})["Location"] == url
    assert analyst.post(ending, {"version": "2"})["Location"] == reverse("analysis:signal_values")
    assert analyst.get(url).status_code == 404
    detect_deviations(municipality=cast.home.pk)
    assert [action for action in actions(cast) if ":signal_value:" in action] == [
        "analysis:signal_value:set",
        "analysis:signal_value:changed",
        "analysis:signal_value:ended",
    ]


def many(figures: Figures, number: int) -> None:
    """Store `number` deviations in one series, a month each."""
    series = figures.series(figures.indicator("Vernieling"), figures.town, months(1))
    with acting_as_system(municipality=figures.municipality.pk):
        Deviation.objects.bulk_create(
            Deviation(
                municipality=figures.municipality,
                series=series,
                period=date(1000 + place // 12, place % 12 + 1, 1),
                rule=Rule.STATISTICAL,
                method={},
                observed=9,
                lower=1,
                upper=5,
                p_value=0.001,
                rank=place % 7 / 3,
            )
            for place in range(number)
        )


def test_the_list_costs_the_same_for_ten_and_for_ten_thousand(
    cast: Cast, figures: Figures, mayor: Client
) -> None:
    url = reverse("analysis:deviations")
    counts = []
    for number in (10, 10_000):
        many(figures, number)
        with CaptureQueriesContext(connection) as asked:
            assert mayor.get(url).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_every_row_is_on_exactly_one_page(figures: Figures, mayor: Client) -> None:
    many(figures, 75)
    url = reverse("analysis:deviations")
    seen: list[str] = []
    query = ""
    for _page in range(3):
        answer = mayor.get(url + query)
        seen += [row.url for _period, rows in answer.context["groups"] for row in rows]
        query = answer.context["next_url"]
    assert query == ""
    assert len(seen) == len(set(seen)) == 75


def test_the_evidence_costs_the_same_for_a_long_history(
    figures: Figures, mayor: Client, outbreak: Deviation
) -> None:
    url = reverse("analysis:deviation", args=[outbreak.pk])
    counts = []
    for number in (0, 30):
        with acting_as_system(municipality=figures.municipality.pk):
            Deviation.objects.bulk_create(
                Deviation(
                    municipality=figures.municipality,
                    series_id=outbreak.series_id,
                    period=date(1900 + place, 1, 1),
                    rule=Rule.STATISTICAL,
                    method={},
                    observed=9,
                    rank=1,
                )
                for place in range(number)
            )
        with CaptureQueriesContext(connection) as asked:
            assert mayor.get(url).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 16


@pytest.mark.parametrize(
    "query",
    [
        "?thema=x",
        "?gebied=%C2%B2",
        "?gebied=99999999999999999999",
        "?periode=1",
        "?na=1_2_3",
        "?staat=x",
        "?na=2022-08-01_inf_x",
    ],
)
def test_a_broken_address_shows_the_list(mayor: Client, outbreak: Deviation, query: str) -> None:
    answer = mayor.get(reverse("analysis:deviations") + query)
    assert answer.status_code == 200
    assert "Havenkwartier:" in answer.content.decode()


def test_the_list_is_narrowed_by_theme_area_and_period(
    mayor: Client, figures: Figures, outbreak: Deviation
) -> None:
    url = reverse("analysis:deviations")
    for query, shown in (
        (f"?thema={figures.theme.pk}", True),
        (f"?thema={uuid.uuid4()}", False),
        (f"?gebied={figures.district.pk}", True),
        (f"?gebied={figures.neighbourhoods[1].pk}", False),
        (f"?periode={LATEST.isoformat()}", True),
        ("?periode=2021-01-01", False),
    ):
        text = mayor.get(url + query).content.decode()
        assert ("Havenkwartier:" in text) is shown, query
        assert ("Maak de keuze ruimer" in text) is not shown, query


def test_an_empty_list_says_which_kind_of_empty_it_is(mayor: Client, figures: Figures) -> None:
    url = reverse("analysis:deviations")
    assert "Er zijn nog geen cijfers bekeken" in mayor.get(url).content.decode()
    figures.series(figures.indicator(), figures.town, months(1))
    detect_deviations(municipality=figures.municipality.pk)
    text = mayor.get(url + "?staat=gezien").content.decode()
    assert "U hebt nog niets als gezien gemarkeerd" in text
    assert "1 van 1 reeks heeft een cijfer over augustus 2022." in text


def test_a_withdrawn_deviation_stays_to_be_found(
    mayor: Client, figures: Figures, outbreak: Deviation
) -> None:
    figures.revise(outbreak.series_id, LATEST, 20)
    detect_deviations(municipality=figures.municipality.pk)
    url = reverse("analysis:deviations")
    assert "Havenkwartier:" not in mayor.get(url).content.decode()
    assert "Havenkwartier:" in mayor.get(url + "?staat=ingetrokken").content.decode()
    page = mayor.get(reverse("analysis:deviation", args=[outbreak.pk])).content.decode()
    assert "De cijfers zijn herzien" in page
    assert reverse("analysis:acknowledge", args=[outbreak.pk]) not in page


def test_words_from_outside_are_escaped(mayor: Client, figures: Figures) -> None:
    indicator = figures.indicator("<script>alert(1)</script>")
    figures.series(indicator, figures.town, with_outbreak(months(100), 60))
    detect_deviations(municipality=figures.municipality.pk)
    text = mayor.get(reverse("analysis:deviations")).content.decode()
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert(1)" not in text
