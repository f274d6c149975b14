"""Cases ranked against capacity, with the reasons visible (CX05)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.approach import services
from driehoek.approach.models import Criterion, Score
from driehoek.approach.queries import weighing
from driehoek.parties.models import Function
from tests.support.approach_objects import organisation_of
from tests.support.cases import MadeCase, make_case
from tests.support.cast import Cast

DIRECTOR, ADVISER, MAYOR = Function.CASE_DIRECTOR, Function.SAFETY_ADVISER, Function.MAYOR


def scored(cast: Cast, case: MadeCase, value: int, hours: int) -> None:
    """Score a case the same on every criterion, and let it ask hours of the police."""
    with acting_as(person=cast.people[DIRECTOR].pk) as identity:
        given = [
            services.ScoreGiven(one, 6 - value if one.inverse else value, f"Reden bij {one.key}")
            for one in weighing.criteria(identity)
        ]
        services.weigh(identity=identity, case=case.case, scores=given)
        police = organisation_of(cast, Function.TEAM_CHIEF)
        services.state_demand(identity=identity, case=case.case, hours={police: hours})


@pytest.fixture
def three(cast: Cast, made: MadeCase) -> list[MadeCase]:
    """Three cases with 100, 75 and 50 points, that ask 10, 8 and 4 of the 20 hours of the police."""
    cases = [made, make_case(cast, title="Tweede casus"), make_case(cast, title="Derde casus")]
    with acting_as(person=cast.people[DIRECTOR].pk) as identity:
        services.ensure_criteria(municipality=cast.home.pk)
        services.set_capacity(
            identity=identity,
            new=services.NewCapacity(
                organisation_of(cast, Function.TEAM_CHIEF), timezone.localdate(),
                timezone.localdate() + timedelta(days=90), 20,
            ),
        )  # fmt: skip
    for case, value, hours in zip(cases, (5, 4, 3), (10, 8, 4), strict=True):
        scored(cast, case, value, hours)
    return cases


@pytest.mark.story("CX05")
def test_cases_are_ranked_with_reasons_up_to_where_capacity_ends(cast: Cast, three: list[MadeCase]) -> None:
    director, mayor = cast.client(DIRECTOR), cast.client(MAYOR)
    address = reverse("approach:ranking")
    page = mayor.get(address).content.decode()
    assert page.index("1. Groep rond") < page.index("2. Tweede casus") < page.index('id="grens"')
    assert page.index('id="grens"') < page.index("3. Derde casus")
    assert "100 van 100" in page
    assert "Reden bij seriousness" in page
    assert "Zet hoger" not in page
    with acting_as(person=cast.people[MAYOR].pk) as identity:
        found = weighing.ranking(identity, timezone.localdate())
        assert [one.points for one in found.rows] == [100, 75, 50]
        assert found.line == 3
        assert [(has, taken) for _name, has, taken in found.free] == [(20, 18)]
        # When no capacity is known for the day there is no line.
        assert weighing.ranking(identity, timezone.localdate() + timedelta(days=200)).line is None
    move = reverse("approach:shift", args=[three[2].id])
    assert mayor.post(move, {}).status_code == 403
    assert "Vul dit in" in director.post(move, {"above": str(three[1].id), "reason": ""}).content.decode()
    sent = {"above": str(three[1].id), "reason": "De school begint maandag"}
    assert director.post(move, sent).status_code == 302
    page = mayor.get(address).content.decode()
    assert page.index("2. Derde casus") < page.index('id="grens"') < page.index("3. Tweede casus")
    assert "De school begint maandag" in page


def test_a_weight_changes_the_order_and_a_score_only_adds(cast: Cast, three: list[MadeCase]) -> None:
    director = cast.client(DIRECTOR)
    with acting_as(person=cast.people[DIRECTOR].pk) as identity:
        criteria = weighing.criteria(identity)
    sent = {f"weight_{one.key}": "0" for one in criteria} | {f"version_{one.key}": "1" for one in criteria}
    address = reverse("approach:weights")
    assert director.post(address, sent | {"weight_reach": "5"}).status_code == 302
    assert director.post(address, sent | {"weight_reach": "4"}).status_code == 409
    scores = reverse("approach:scores", args=[three[2].id])
    given = {f"value_{one.key}": "" for one in criteria} | {"value_reach": "5"}
    assert "waarom" in director.post(scores, given).content.decode()
    reason = given | {"reason_reach": "De hele wijk"}
    assert director.post(scores, reason).status_code == 302
    assert director.post(scores, reason).status_code == 302
    with acting_as(person=cast.people[DIRECTOR].pk) as identity:
        reach = Criterion.objects.get(municipality=cast.home, key="reach")
        values = Score.objects.filter(case=three[2].id, criterion=reach).order_by("scored_at")
        assert [one.value for one in values] == [3, 5]
        rows = {one.case.pk: one.points for one in weighing.ranking(identity, timezone.localdate()).rows}
        assert rows[three[2].id] == 100
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE approach_score SET value = 1")
    with acting_as(person=cast.people[Function.PARTNER].pk):
        assert not Criterion.objects.exists()
        assert Score.objects.filter(case=three[0].id).exists()
        assert not Score.objects.filter(case=three[1].id).exists()
    with acting_as(person=cast.stranger.pk):
        assert not Score.objects.exists()
        assert not Criterion.objects.exists()


def test_the_ranking_asks_as_many_questions_for_more_cases(cast: Cast, three: list[MadeCase]) -> None:
    adviser, address = cast.client(ADVISER), reverse("approach:ranking")

    def counted() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert adviser.get(address).status_code == 200
        return len(asked)

    counted()
    few = counted()
    for number in range(3):
        scored(cast, make_case(cast, title=f"Nog een casus {number}"), 2, 1)
    make_case(cast, title="Ongewogen casus")
    assert counted() == few
    assert "Ongewogen casus" in adviser.get(address).content.decode()
