"""The position over time: from the tables themselves, for whom it is, and the same as the matrix of then."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.deadlines.models import Deadline
from driehoek.parties.models import Function, OrganisationKind
from driehoek.position import services
from driehoek.position.models import Delivery, Need, Question, Verdict
from driehoek.position.queries.history import (
    Figures,
    Period,
    PeriodFigures,
    YearFigures,
    by_period,
    first_year,
    last_months,
    measured,
    standings,
    year_of,
)
from driehoek.position.queries.matrix import matrix, month_end
from driehoek.position.services import NewQuestion
from driehoek.problems.models import Kind, SafetyField
from tests.position.measured import Past, ago
from tests.support.cast import Cast

P = OrganisationKind.POLICE
OM = OrganisationKind.PROSECUTION
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def past(cast: Cast) -> Past:
    return Past(cast)


def over(
    cast: Cast,
    days_from: float,
    days_to: float = -1,
    function: Function = Function.MAYOR,
    **narrowed: object,
) -> PeriodFigures:
    """The figures from so many days ago until so many days ago."""
    with acting_as(person=cast.people[function].pk) as identity:
        (found,) = by_period(identity, [Period(ago(days_from), ago(days_to))], **narrowed)  # type: ignore[arg-type]
    return found


def ask(cast: Cast, *, asked: float, answered: float | None, term: float, to: OrganisationKind = OM) -> None:
    """The mayor asked so many days ago, with so many days to answer."""
    organisation = Past(cast).organisation(to)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        question = services.ask(
            identity=identity,
            new=NewQuestion(
                text="Wat is er bekend?",
                due_at=ago(asked - term),
                to_organisation=organisation,
                asked_at=ago(asked),
            ),
        )
        Deadline.objects.filter(question=question).update(late_after=ago(asked - term))
        if answered is not None:
            Question.objects.filter(pk=question.pk).update(state="answered", answered_at=ago(answered))


def test_a_year_counts_what_ran_in_it(cast: Cast, past: Past) -> None:
    past.agree(past.need(stated=100), made=50)
    old = past.need("Oud", stated=100)
    with acting_as(person=cast.people[Function.MAYOR].pk):
        Need.objects.filter(pk=old.pk).update(state="ended", ended_at=ago(60))
    assert vars(over(cast, 99, 70).whole) == vars(Figures(needed=2))
    assert vars(over(cast, 59, 55).whole) == vars(Figures(needed=1))
    assert vars(over(cast, 40).whole) == vars(Figures(needed=1, agreed=1))
    assert over(cast, 300, 200).whole.is_empty


def test_on_time_and_late_make_up_what_was_due(cast: Cast, past: Past) -> None:
    agreement = past.agree(past.need())
    past.due(agreement, 90, received=91)
    past.due(agreement, 60, received=59)  # within its grace of two days
    past.due(agreement, 30, received=20)
    past.due(agreement, 10)
    past.due(agreement, 1)  # its grace still runs
    past.drop(past.due(agreement, 5))
    found = over(cast, 95).whole
    assert (found.due, found.on_time, found.late, found.received) == (4, 2, 2, 3)
    assert found.share_on_time == 0.5
    assert over(cast, 70, 50).whole.share_on_time == 1.0
    assert Figures().share_on_time is None


def test_quality_is_what_the_mayor_or_who_stands_in_thought_last(cast: Cast, past: Past) -> None:
    agreement = past.agree(past.need(wanted_mark=4))
    good, below, bad, unrated, advised = (
        past.due(agreement, days, received=days) for days in (50, 40, 30, 20, 10)
    )
    past.rate(good, Verdict.USEFUL, mark=5)
    past.rate(below, Verdict.USEFUL, mark=3)
    past.rate(bad, Verdict.NO_MEANING)
    past.rate(bad, Verdict.TOO_MUCH, by=Function.DEPUTY)
    past.rate(advised, Verdict.LATE, mark=1, by=Function.SAFETY_ADVISER)
    found = over(cast, 60).whole
    assert (found.received, found.rated, found.insufficient, found.mean_mark) == (5, 3, 2, 4.0)
    assert unrated.pk not in {good.pk, below.pk}


def test_questions_count_once_their_term_is_decided(cast: Cast, past: Past) -> None:
    ask(cast, asked=20, answered=18, term=5)
    ask(cast, asked=20, answered=10, term=5)
    ask(cast, asked=20, answered=None, term=5)
    ask(cast, asked=2, answered=None, term=5)
    found = over(cast, 30)
    assert (found.whole.questions, found.whole.answered_in_time) == (3, 1)
    assert found.whole.answer_hours == pytest.approx(6 * 24)
    assert {partner: one.questions for (partner, _theme), one in found.cells.items()} == {
        past.organisation(OM).pk: 3
    }


def test_cells_are_partner_by_theme_and_a_need_with_two_suppliers_counts_once_in_the_whole(
    cast: Cast, past: Past
) -> None:
    need = past.need()
    past.due(past.agree(need), 10, received=10)
    past.due(past.agree(need, kind=OM), 10)
    burglary = past.theme("Woninginbraak", SafetyField.LIVING)
    past.need("Nog niemand", kind=None, theme=burglary)
    found = over(cast, 30)
    police, prosecution = past.organisation(P).pk, past.organisation(OM).pk
    nightlife = past.theme().pk
    assert found.whole.needed == 2
    assert {cell: (one.needed, one.due, one.on_time) for cell, one in found.cells.items()} == {
        (police, nightlife): (1, 1, 1),
        (prosecution, nightlife): (1, 1, 0),
        (None, burglary.pk): (1, 0, 0),
    }
    assert over(cast, 30, partner=prosecution).whole.late == 1
    assert over(cast, 30, theme=burglary.pk).whole.needed == 1


def test_years_are_dutch_calendar_years(cast: Cast, past: Past) -> None:
    this = timezone.localdate().year
    edge = year_of(this)
    assert edge.starts == datetime(this, 1, 1, tzinfo=AMSTERDAM)
    agreement = past.agree(past.need(stated=2000), made=2000)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        for number, moment in enumerate(
            (edge.starts - timedelta(seconds=1), edge.starts, edge.starts - timedelta(days=367))
        ):
            delivery = past.due(agreement, 400 + number, received=400 + number)
            Delivery.objects.filter(pk=delivery.pk).update(received_at=moment)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        found = measured(identity, [this - 2, this - 1, this, this + 1])
        assert first_year(identity) == (timezone.localdate() - timedelta(days=2000)).year
    assert [one.year for one in found] == [this - 2, this - 1, this, this + 1]
    assert [one.received for one in found] == [1, 1, 1, 0]
    assert isinstance(found[0], YearFigures)
    assert found[3].is_empty


def test_thirteen_months_follow_each_other_without_a_gap() -> None:
    periods = last_months(today=datetime(2026, 3, 31, tzinfo=AMSTERDAM).date())
    assert len(periods) == 13
    assert periods[0].starts == datetime(2025, 3, 1, tzinfo=AMSTERDAM)
    assert periods[-1].ends == datetime(2026, 4, 1, tzinfo=AMSTERDAM)
    assert all(one.ends == other.starts for one, other in pairwise(periods))


def test_the_gaps_of_a_month_are_those_of_the_matrix_of_that_month(cast: Cast, past: Past) -> None:
    """The two are written apart, one for a moment and one for many; they must never tell different stories."""
    late = past.agree(past.need("Laat", stated=380), made=300)
    past.due(late, 250, received=100)
    past.rate(past.due(late, 60, received=60), Verdict.NO_MEANING, days_ago=40)
    past.due(late, 20, received=20)
    both = past.need("Samen", stated=200)
    past.due(past.agree(both, made=150), 140, received=140)
    past.due(past.agree(both, kind=OM, made=150), 90, received=30)
    past.need("Nooit afgesproken", kind=None, stated=170)
    resting = past.need("Rust", stated=120)
    agreement = past.agree(resting, made=110)
    barred = past.need("Mag niet", kind=OM, stated=100)
    event = past.agree(past.need("Bij een gebeurtenis", stated=90), made=80)
    past.rate(past.due(event, 70, received=70), Verdict.USEFUL, mark=2, days_ago=65)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        services.pause_agreement(identity=identity, agreement=agreement, version=1)
        services.bar_need(identity=identity, need=barred, version=1, reason="Zo zegt de wet.")
    ends = [period.ends for period in last_months()[:-1]]
    for function in (Function.MAYOR, Function.TEAM_CHIEF):
        with acting_as(person=cast.people[function].pk) as identity:
            found = standings(identity, [*ends, timezone.now()])
            pictures = [
                matrix(identity, month=(end - timedelta(days=1)).astimezone(AMSTERDAM).date()) for end in ends
            ]
            assert [month_end((end - timedelta(days=1)).date()) for end in ends] == ends
            pictures.append(matrix(identity))
        assert [one.gaps for one in found] == [one.tally.gaps for one in pictures]
        assert [one.needed for one in found] == [one.tally.total for one in pictures]
        for kind in ("late", "insufficient", "not_agreed"):
            assert [getattr(one, kind) for one in found] == [one.tally.kinds[kind] for one in pictures], kind
        assert len({one.gaps for one in found}) >= 3


def test_a_supplier_finds_its_own_part_and_no_other_number(cast: Cast, past: Past) -> None:
    past.due(past.agree(past.need("Eigen")), 10, received=10)
    other = past.agree(past.need("Ander", kind=OM), kind=OM)
    past.rate(past.due(other, 10, received=10), Verdict.USEFUL, mark=5)
    past.due(other, 20)
    ask(cast, asked=20, answered=18, term=5, to=OM)
    found = over(cast, 30, function=Function.TEAM_CHIEF)
    assert vars(found.whole) == vars(Figures(needed=1, agreed=1, due=1, on_time=1, received=1))
    assert {partner for partner, _theme in found.cells} == {past.organisation(P).pk}
    assert over(cast, 30, function=Function.TEAM_CHIEF, partner=past.organisation(OM).pk).whole.is_empty


def test_what_is_about_a_problem_counts_only_with_a_grant_and_an_exercise_never(
    cast: Cast, past: Past
) -> None:
    problem = past.problem(Kind.COMPLEX)
    start = over(cast, 30).whole.needed
    agreement = past.agree(past.need("Zaak", problem=problem))
    past.rate(past.due(agreement, 10, received=10), Verdict.NO_MEANING)
    training = past.problem(Kind.CRISIS, training=True)
    drill = past.agree(past.need("Oefening", problem=training))
    past.rate(past.due(drill, 10, received=10), Verdict.NO_MEANING)
    found = over(cast, 30).whole
    assert (found.needed - start, found.due, found.received, found.insufficient) == (1, 1, 1, 1)
    for function in (Function.DEPUTY, Function.ANALYST, Function.DPO, Function.TEAM_CHIEF):
        assert over(cast, 30, function=function).whole.is_empty, function


def test_another_municipality_has_its_own_history(cast: Cast, past: Past) -> None:
    past.due(past.agree(past.need()), 10, received=10)
    with acting_as(person=cast.stranger.pk) as identity:
        assert measured(identity, [timezone.localdate().year])[0].is_empty
        assert first_year(identity) is None


def test_one_statement_each_whatever_the_number(cast: Cast, past: Past) -> None:
    def asked() -> tuple[int, int]:
        with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
            with CaptureQueriesContext(connection) as years:
                measured(identity, [2024, 2025, 2026])
            with CaptureQueriesContext(connection) as months:
                by_period(identity, last_months())
                standings(identity, [one.ends for one in last_months()])
        return len(years), len(months)

    past.due(past.agree(past.need()), 5)
    few = asked()
    for number in range(20):
        past.due(past.agree(past.need(f"Behoefte {number}")), 5, received=number % 2 or None)
    assert asked() == few == (1, 2)
