"""What happens to points: once per origin, an order by hand, settled and put back, each with a line."""

from __future__ import annotations

import json
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction

from driehoek.access.identity import acting_as
from driehoek.ledger.events import known_actions
from driehoek.ledger.models import Event
from driehoek.ledger.versions import VersionConflict
from driehoek.meetings import queries, services
from driehoek.meetings.models import AgendaPoint, PointState
from driehoek.parties.models import Function
from driehoek.problems.models import Kind
from tests.meetings.conftest import problem_of, put
from tests.support.cast import Cast

ADVISER, CHIEF, MAYOR = Function.SAFETY_ADVISER, Function.TEAM_CHIEF, Function.MAYOR


def order(cast: Cast, by: Function = ADVISER) -> list[str]:
    with acting_as(person=cast.people[by].pk) as identity:
        return [point.title for point in queries.open_points(identity)]


def lines(cast: Cast, point: AgendaPoint) -> list[str]:
    with acting_as(person=cast.people[ADVISER].pk):
        rows = Event.objects.filter(subject=point.pk).order_by("sequence")
        return [row.action.rpartition(":")[2] for row in rows]


def test_the_same_thing_comes_on_the_agenda_once_while_it_is_open(cast: Cast) -> None:
    first = put(cast, "Verschil in de scan", origin="guide.scan", origin_id="7")
    again = put(cast, "Nog eens", by=CHIEF, origin="guide.scan", origin_id="7")
    other = put(cast, "Ander verschil", origin="guide.scan", origin_id="8")
    assert again.pk == first.pk
    assert again.title == "Verschil in de scan"
    assert order(cast) == ["Verschil in de scan", "Ander verschil"]
    assert lines(cast, first) == ["proposed"]
    with acting_as(person=cast.people[MAYOR].pk) as identity:
        services.handle_point(identity=identity, point=first, version=1, outcome="Volgende maand terug")
    anew = put(cast, "Weer een verschil", origin="guide.scan", origin_id="7")
    assert anew.pk not in {first.pk, other.pk}


def test_points_typed_in_are_each_their_own(cast: Cast) -> None:
    assert put(cast, "Jaarwisseling").pk != put(cast, "Jaarwisseling").pk


@pytest.mark.parametrize(
    "url",
    [
        "https://elders.invalid/",
        "//elders.invalid/",
        "/\\elders.invalid",
        "positie/",
        "javascript:1",
        "/" + "a" * 300,
    ],
)
def test_an_origin_elsewhere_is_refused(cast: Cast, url: str) -> None:
    with pytest.raises(ValueError, match="path on this installation"):
        put(cast, "Punt", origin="position.need", origin_id="1", origin_url=url)
    assert order(cast) == []


def test_a_long_title_is_shortened_and_stands_whole_above_the_text(cast: Cast) -> None:
    sentence = "Hoeveel meldingen van overlast kwamen er binnen, " * 4
    point = put(cast, sentence, text="Wat vindt u?")
    assert len(point.title) == 140
    assert point.text == f"{sentence}\n\nWat vindt u?"


def test_an_exercise_never_comes_on_the_real_agenda(cast: Cast) -> None:
    training = problem_of(cast, Kind.CRISIS, training=True)
    with pytest.raises(services.TrainingOnAgenda):
        put(cast, "Oefening", problem=training)
    assert order(cast) == []


def test_a_point_moves_within_its_part_and_past_points_that_one_may_not_see(
    cast: Cast, secret: uuid.UUID
) -> None:
    for title in ("een", "twee"):
        put(cast, title)
    put(cast, "geheim", problem=secret)
    put(cast, "besloten", confidential=True)
    last = put(cast, "drie")
    with acting_as(person=cast.people[Function.DEPUTY].pk) as identity:
        assert services.move_point(identity=identity, point=last, direction="up")
        assert not services.move_point(identity=identity, point=put(cast, "vier"), direction="down")
    assert order(cast, Function.DEPUTY) == ["een", "drie", "besloten", "twee", "vier"]
    assert order(cast) == ["een", "drie", "geheim", "besloten", "twee", "vier"]
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        services.move_point(identity=identity, point=last, direction="up")
        assert not services.move_point(identity=identity, point=last, direction="up")
    assert order(cast)[:2] == ["drie", "een"]
    assert AgendaPoint.objects.filter(pk=last.pk).exists() is False  # nobody acts: nothing is visible
    assert lines(cast, last) == ["proposed", "moved", "moved"]


def test_points_in_the_same_place_can_be_ordered_too(cast: Cast) -> None:
    points = [put(cast, title) for title in ("een", "twee", "drie")]
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        AgendaPoint.objects.update(place=5)
        assert services.move_point(identity=identity, point=points[2], direction="up")
    assert order(cast) == ["een", "drie", "twee"]


def test_moving_disturbs_no_editor(cast: Cast) -> None:
    put(cast, "een")
    point = put(cast, "twee")
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        services.move_point(identity=identity, point=point, direction="up")
        changed = services.change_point(
            identity=identity, point=point, version=1, title="twee", text="Waarom nu?", confidential=False
        )
    assert changed == ["text"]


def test_an_outcome_is_kept_changed_and_survives_being_put_back(cast: Cast) -> None:
    point = put(cast, "Cameratoezicht")
    with acting_as(person=cast.people[MAYOR].pk) as identity:
        services.handle_point(identity=identity, point=point, version=1, outcome="Akkoord")
        stored = AgendaPoint.objects.get(pk=point.pk)
        first = stored.handled_at
        services.handle_point(identity=identity, point=stored, version=2, outcome="Akkoord tot 1 mei")
        stored.refresh_from_db()
        assert (stored.state, stored.outcome) == (PointState.HANDLED, "Akkoord tot 1 mei")
        assert stored.handled_at == first
        services.reopen_point(identity=identity, point=stored, version=3)
        stored.refresh_from_db()
        assert (stored.state, stored.outcome) == (PointState.PROPOSED, "Akkoord tot 1 mei")
        assert stored.handled_at is None
        services.drop_point(identity=identity, point=stored, version=4)
        with pytest.raises(VersionConflict):
            services.drop_point(identity=identity, point=stored, version=5)
        assert queries.settled_points(identity) == ([stored], False)
    assert lines(cast, point) == ["proposed", "handled", "outcome", "reopened", "dropped"]


def test_what_was_put_forward_again_cannot_be_put_back_beside_it(cast: Cast) -> None:
    old = put(cast, "Afwijking", origin="analysis.deviation", origin_id="1")
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        services.drop_point(identity=identity, point=old, version=1)
    put(cast, "Afwijking", origin="analysis.deviation", origin_id="1")
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        with pytest.raises(services.AlreadyOpen):
            services.reopen_point(identity=identity, point=old, version=2)
        assert AgendaPoint.objects.get(pk=old.pk).state == PointState.DROPPED
    assert lines(cast, old) == ["proposed", "dropped"]


def test_the_second_of_two_editors_writes_nothing(cast: Cast) -> None:
    point = put(cast, "Horeca")
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        services.change_point(
            identity=identity,
            point=point,
            version=1,
            title="Horeca na 02.00 uur",
            text="",
            confidential=False,
        )
        mine = AgendaPoint.objects.get(pk=point.pk)
        with pytest.raises(VersionConflict):
            services.change_point(
                identity=identity, point=mine, version=1, title="Terrassen", text="", confidential=False
            )
    assert order(cast) == ["Horeca na 02.00 uur"]


def test_the_ledger_holds_no_words_of_a_point(cast: Cast) -> None:
    point = put(cast, "Dossier Voorbeeld", text="Lange uitleg", origin="guide.scan", origin_id="7")
    with acting_as(person=cast.people[MAYOR].pk) as identity:
        services.handle_point(identity=identity, point=point, version=1, outcome="Besloten")
        rows = list(Event.objects.filter(subject=point.pk))
        assert {row.action for row in rows} <= set(known_actions())
    kept = " ".join(row.data for row in rows)
    assert json.loads(rows[0].data) == {"origin": "guide.scan", "confidential": False}
    assert not any(word in kept for word in ("Dossier", "uitleg", "Besloten"))


class TestWhoSees:
    """A point about a problem is for those of the driehoek with a grant on it; others are outside altogether."""

    def test_a_point_about_a_problem_is_hidden_from_who_has_no_grant(
        self, cast: Cast, secret: uuid.UUID
    ) -> None:
        put(cast, "Over de zaak", problem=secret)
        assert order(cast, MAYOR) == ["Over de zaak"]
        for function in (CHIEF, Function.PROSECUTOR, Function.DEPUTY):
            assert order(cast, function) == []

    @pytest.mark.parametrize(
        "function",
        [CHIEF, Function.ANALYST, Function.PARTNER, Function.CASE_DIRECTOR, Function.ADMIN, Function.DPO],
    )
    def test_the_database_hides_it_from_a_query_without_a_filter(
        self, cast: Cast, secret: uuid.UUID, function: Function
    ) -> None:
        put(cast, "Over de zaak", problem=secret)
        put(cast, "Algemeen")
        with acting_as(person=cast.people[function].pk):
            seen = set(AgendaPoint.objects.values_list("title", flat=True))
            changed = AgendaPoint.objects.filter(problem=secret).update(title="veranderd")
        assert seen == ({"Algemeen"} if function == CHIEF else set())
        assert changed == 0

    def test_another_municipality_sees_nothing(self, cast: Cast) -> None:
        put(cast, "Algemeen")
        with acting_as(person=cast.stranger.pk) as identity:
            assert not AgendaPoint.objects.exists()
            assert list(queries.open_points(identity)) == []

    def test_nobody_puts_forward_about_a_problem_they_may_not_see(
        self, cast: Cast, secret: uuid.UUID
    ) -> None:
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            put(cast, "Gokje", by=CHIEF, problem=secret)

    def test_nobody_outside_the_driehoek_puts_forward(self, cast: Cast) -> None:
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            put(cast, "Van buiten", by=Function.ANALYST)

    def test_who_may_not_see_the_open_point_is_told_so_and_makes_no_second(
        self, cast: Cast, secret: uuid.UUID
    ) -> None:
        put(cast, "Over de zaak", origin="position.question", origin_id="3", problem=secret)
        with pytest.raises(services.HiddenOnAgenda) as refused:
            put(cast, "Vraag", by=CHIEF, origin="position.question", origin_id="3")
        assert isinstance(refused.value, PermissionDenied)
        assert "zaak" not in str(refused.value).lower()
        assert order(cast) == ["Over de zaak"]
