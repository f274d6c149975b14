"""Effect studies as the people who make and read them (CX18), and who does not."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from django.db import Error, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.effects import services
from driehoek.effects.models import CaseLink, Run, Study
from driehoek.effects.series import seal
from driehoek.figures.models import Series
from driehoek.ledger.models import Event
from driehoek.parties.models import Function
from tests.effects.conftest import World
from tests.support.effect_objects import START, make_figures, make_study, write_counts

pytestmark = pytest.mark.django_db


@pytest.mark.story("CX18")
def test_an_analyst_shows_an_effect_with_a_comparison_and_how_sure_it_is(world: World) -> None:
    figures, analyst = world.figures, world.cast.client(Function.ANALYST)
    begin = {
        "title": "Toezicht in Noord",
        "happened": "Meer toezicht op het plein",
        "indicator": str(figures.indicator.pk),
        "starts_on": START.isoformat(),
    }
    first = analyst.post(reverse("effects:new"), begin)
    assert "Waar begon het?" in first.content.decode()
    answer = analyst.post(
        reverse("effects:new"), begin | {"step": "areas", "areas": [figures.areas["Noord"].pk]}
    )
    study = Study.objects.get(title="Toezicht in Noord")
    assert answer["Location"] == reverse("effects:comparison", args=[study.pk])
    proposed = analyst.get(answer["Location"]).content.decode()
    assert "Oost (grenst eraan)" in proposed
    assert "keer zo veel" in proposed
    chosen = {
        "comparison": [figures.areas[name].pk for name in ("Zuid", "West", "Kade", "Dal")],
        "neighbours": [figures.areas["Oost"].pk],
        "before": "60",
        "version": str(study.version),
    }
    unreasoned = analyst.post(answer["Location"], chosen)
    assert unreasoned.status_code == 422
    assert "waarom u juist met deze gebieden" in unreasoned.content.decode()
    done = analyst.post(answer["Location"], chosen | {"comparison_reason": "Daar begon niets"}, follow=True)
    page = done.content.decode()
    assert "zeer waarschijnlijk" in page
    assert "minder voor dan op grond van de vergelijkingsgebieden" in page
    assert "Daar begon niets" in page
    assert "Bij de buren is geen duidelijk verschil te zien" in page
    assert "op 4 gebieden" in page.lower() or "In 4 gebieden waar niets begon" in page
    run = Run.objects.get(study=study)
    assert run.result["compared"]["estimate"]["low"] < 0.5 < run.result["compared"]["estimate"]["high"]
    assert run.sha256 == seal(run.inputs)
    # The mayor reads the same, on the page and on paper.
    mayor = world.cast.client(Function.MAYOR)
    assert "zeer waarschijnlijk" in mayor.get(reverse("effects:list")).content.decode()
    paper = mayor.get(reverse("effects:pdf", args=[study.pk, 1]))
    assert paper.content.startswith(b"%PDF")
    assert Event.objects.filter(action="effects:copy:taken", subject=study.pk).exists()


def test_without_a_comparison_it_is_a_change_and_never_an_effect(world: World) -> None:
    study = make_study(world.cast, world.figures, compared=False, title="Zonder vergelijking")
    page = world.cast.client(Function.MAYOR).get(reverse("effects:study", args=[study.pk])).content.decode()
    assert "Dat is een verandering, geen bewezen effect" in page
    assert "Met niets. Ook iets anders" in page


def test_thin_data_give_the_reason_and_no_number(world: World) -> None:
    made = make_figures(world.cast, seed=3, small=True)
    with acting_as(
        person=world.cast.people[Function.ANALYST].pk, municipality=world.cast.home.pk
    ) as identity:
        study = services.start_study(
            identity=identity,
            values={
                "title": "Dal",
                "happened": "Iets",
                "indicator": made.indicator,
                "areas": [made.areas["Dal"].pk],
                "starts_on": date(2025, 10, 1),
            },
        )
        run = services.run_study(identity=identity, study=study)
    assert run.certainty == "refused"
    page = world.cast.client(Function.ANALYST).get(reverse("effects:study", args=[study.pk])).content.decode()
    assert "kan niets worden gezegd" in page
    assert "Er zijn 3 maanden van na de start; er zijn er 6 nodig" in page
    assert "% minder" not in page


def test_a_run_says_when_figures_are_newer_and_is_not_made_twice(world: World) -> None:
    analyst = world.cast.client(Function.ANALYST)
    url = reverse("effects:study", args=[world.study.pk])
    assert "nieuwere cijfers" not in analyst.get(url).content.decode()
    analyst.post(reverse("effects:run", args=[world.study.pk]))
    assert Run.objects.filter(study=world.study).count() == 1
    series = Series.objects.get(indicator=world.figures.indicator, area=world.figures.areas["Zuid"])
    with acting_as_system(municipality=world.cast.home.pk):
        write_counts(world.cast, world.figures.run, series, np.array([61]), [date(2026, 1, 1)])
    assert "Er zijn nieuwere cijfers dan deze uitkomst" in analyst.get(url).content.decode()
    analyst.post(reverse("effects:run", args=[world.study.pk]))
    assert "nieuwere cijfers" not in analyst.get(url).content.decode()
    older = analyst.get(reverse("effects:run_page", args=[world.study.pk, 1])).content.decode()
    assert "Er is een nieuwere uitkomst" in older


def test_an_outcome_cannot_be_changed_by_anyone(world: World) -> None:
    with acting_as(person=world.cast.people[Function.ANALYST].pk, municipality=world.cast.home.pk):
        run = Run.objects.get(study=world.study)
        # The wall lets no row be changed; past the wall the trigger refuses.
        assert Run.objects.filter(pk=run.pk).update(certainty="unclear") == 0
        assert Run.objects.get(pk=run.pk).certainty == "very_likely"
    with (
        pytest.raises(Error, match=r"never changes|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE effects_run CASCADE")


def test_two_analysts_keep_each_others_choices(world: World) -> None:
    analyst = world.cast.client(Function.ANALYST)
    url = reverse("effects:comparison", args=[world.study.pk])
    sent = {
        "comparison": [world.figures.areas["Zuid"].pk],
        "comparison_reason": "Mijn reden",
        "before": "36",
        "version": str(world.study.version - 1),
    }
    answer = analyst.post(url, sent)
    assert answer.status_code == 409
    assert "Mijn reden" in answer.content.decode()
    assert Study.objects.get(pk=world.study.pk).before == 60


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"neighbours": ["Zuid"]}, "geen maatstaf"),
        (
            {"excluded_from": "2020-03-01", "excluded_until": "2020-06-01"},
            "waarom die maanden niet meetellen",
        ),
        (
            {"excluded_from": "2020-06-01", "excluded_until": "2020-03-01", "excluded_reason": "Lockdown"},
            "vóór de eerste",
        ),
    ],
)
def test_choices_that_contradict_themselves_are_sent_back(
    world: World, change: dict[str, object], words: str
) -> None:
    areas = world.figures.areas
    named = {
        key: [areas[one].pk for one in value] for key, value in change.items() if isinstance(value, list)
    }
    sent = {
        "comparison": [world.figures.areas["Zuid"].pk],
        "comparison_reason": "Reden",
        "before": "60",
        "version": str(world.study.version),
    }
    answer = world.cast.client(Function.ANALYST).post(
        reverse("effects:comparison", args=[world.study.pk]), sent | change | named
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_partner_reads_a_study_only_beside_a_case_and_a_stranger_never(world: World) -> None:
    cast, made = world.cast, world.made
    url = reverse("effects:study", args=[world.study.pk])
    partner = cast.client(Function.PARTNER)
    assert partner.get(url).status_code == 404
    assert partner.get(reverse("effects:list")).status_code == 403
    director = cast.client(Function.CASE_DIRECTOR)
    tab = reverse("effects:of_case", args=[made.id])
    assert "Er ligt nog geen effectstudie bij deze casus" in director.get(tab).content.decode()
    for _twice in range(2):
        director.post(reverse("effects:link", args=[made.id]), {"study": str(world.study.pk)})
    assert CaseLink.objects.filter(case=made.case).count() == 1
    assert Event.objects.filter(action="effects:case:linked", problem=made.id).count() == 1
    for function in (Function.PARTNER, Function.GUEST):
        assert "zeer waarschijnlijk" in cast.client(function).get(url).content.decode()
        assert "zeer waarschijnlijk" in cast.client(function).get(tab).content.decode()
    assert "Helpt het?" in director.get(reverse("cases:page", args=[made.id])).content.decode()
    # Who has no grant on the case sees the study by function, and not that it lies beside a case.
    with acting_as(person=cast.people[Function.ANALYST].pk, municipality=cast.home.pk):
        assert not CaseLink.objects.exists()
        assert Study.objects.filter(pk=world.study.pk).exists()
    with acting_as(person=cast.stranger.pk, municipality=cast.away.pk):
        assert not Study.objects.exists()
        assert not Run.objects.exists()
        assert not CaseLink.objects.exists()
    director.post(reverse("effects:unlink", args=[made.id, world.study.pk]))
    assert partner.get(url).status_code == 404


def test_names_and_service_numbers_do_not_get_in(world: World) -> None:
    answer = world.cast.client(Function.ANALYST).post(
        reverse("effects:new"),
        {
            "title": "Proef",
            "happened": "Gesprek met iemand met nummer 111222333",
            "indicator": str(world.figures.indicator.pk),
            "starts_on": START.isoformat(),
        },
    )
    assert answer.status_code == 422
    assert "burgerservicenummer" in answer.content.decode()


def test_the_list_costs_the_same_with_more_studies(world: World) -> None:
    adviser = world.cast.client(Function.SAFETY_ADVISER)
    url = reverse("effects:list")
    with CaptureQueriesContext(
        connection,
    ) as few:
        adviser.get(url)
    for number in range(3):
        make_study(world.cast, world.figures, compared=False, title=f"Studie {number}")
    with CaptureQueriesContext(connection) as many:
        assert "Studie 2" in adviser.get(url).content.decode()
    assert len(many) == len(few)
