"""The gap matrix: each kind of gap from real rows, what it counts, and for whom."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.access.models import Level
from driehoek.access.services import grant
from driehoek.deadlines.models import Deadline
from driehoek.deadlines.recurrence import Rhythm
from driehoek.parties.models import Function, OrganisationKind
from driehoek.position import services
from driehoek.position.gap import COVERED, GAPS, URGENCY, Facts, GapKind, judge, worst
from driehoek.position.models import Need, Verdict
from driehoek.position.queries.matrix import Matrix, matrix
from driehoek.problems.models import Kind, SafetyField
from tests.position.measured import Past, ago
from tests.support.cast import Cast

P = OrganisationKind.POLICE
OM = OrganisationKind.PROSECUTION


@pytest.fixture
def past(cast: Cast) -> Past:
    return Past(cast)


def seen_by(cast: Cast, function: Function, **narrowed: object) -> Matrix:
    with acting_as(person=cast.people[function].pk) as identity:
        return matrix(identity, **narrowed)  # type: ignore[arg-type]


def kind_of(cast: Cast, need: Need, function: Function = Function.MAYOR, **narrowed: object) -> GapKind:
    (line,) = (line for line in seen_by(cast, function, **narrowed).lines if line.need == need.pk)
    return line.kind


def test_every_kind_is_either_covered_or_a_gap_or_barred_and_has_a_place_in_the_order() -> None:
    assert set(URGENCY) == set(GapKind)
    assert COVERED | GAPS | {GapKind.BARRED} == set(GapKind)
    assert not COVERED & GAPS
    for first, second in permutations(URGENCY, 2):
        expected = first if URGENCY.index(first) < URGENCY.index(second) else second
        assert worst([first, second]) == expected
    assert worst([]) is None


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (Facts(), GapKind.NOT_AGREED),
        (Facts(agreed=True), GapKind.AGREED),
        (Facts(agreed=True, received=True), GapKind.ARRIVED),
        (Facts(agreed=True, received=True, late=True, insufficient=True), GapKind.LATE),
        (Facts(agreed=True, received=True, insufficient=True), GapKind.INSUFFICIENT),
        (Facts(barred=True, agreed=True, late=True), GapKind.BARRED),
    ],
)
def test_the_kind_follows_from_the_facts(facts: Facts, kind: GapKind) -> None:
    assert judge(facts) == kind


def test_a_need_goes_through_all_kinds(cast: Cast, past: Past) -> None:
    need = past.need()
    assert kind_of(cast, need) == GapKind.NOT_AGREED
    agreement = past.agree(need)
    assert kind_of(cast, need) == GapKind.AGREED
    delivery = past.due(agreement, 5)
    assert kind_of(cast, need) == GapKind.LATE
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        services.deliver(
            identity=identity, delivery=delivery, version=1, items=[services.NewItem(title="Bericht")]
        )
    assert kind_of(cast, need) == GapKind.ARRIVED
    past.rate(delivery, Verdict.NO_MEANING)
    assert kind_of(cast, need) == GapKind.INSUFFICIENT
    past.rate(delivery, Verdict.USEFUL, mark=4)
    assert kind_of(cast, need) == GapKind.ARRIVED
    past.rate(delivery, Verdict.USEFUL, mark=3)
    assert kind_of(cast, need) == GapKind.INSUFFICIENT
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        services.bar_need(identity=identity, need=need, version=1, reason="De wet staat dit niet toe.")
    assert kind_of(cast, need) == GapKind.BARRED
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        services.end_need(identity=identity, need=need, version=need.version)
    assert seen_by(cast, Function.MAYOR).lines == ()


def test_within_the_grace_nothing_is_late(cast: Cast, past: Past) -> None:
    need = past.need()
    agreement = past.agree(need)
    past.due(agreement, 1, grace=2)
    assert kind_of(cast, need) == GapKind.AGREED
    past.due(agreement, 3, grace=2)
    (line,) = seen_by(cast, Function.MAYOR).lines
    assert (line.kind, line.late_number) == (GapKind.LATE, 1)
    assert abs(line.since - ago(3)) < timedelta(minutes=1)


def test_only_the_last_delivery_counts_for_quality(cast: Cast, past: Past) -> None:
    need = past.need()
    agreement = past.agree(need)
    past.rate(past.due(agreement, 60, received=59), Verdict.NO_MEANING)
    past.due(agreement, 30, received=29)
    assert kind_of(cast, need) == GapKind.ARRIVED


def test_at_an_event_the_last_message_counts_by_when_it_came(cast: Cast, past: Past) -> None:
    need = past.need()
    agreement = past.agree(need, rhythm=Rhythm.EVENT)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        agreement.refresh_from_db()
        items = [
            services.provide(
                identity=identity,
                new=services.NewItem(title=f"Aanhouding {days}"),
                supplier=agreement.supplier,
                theme=need.theme,
                agreement=agreement,
                received_at=ago(days),
            )
            for days in (3, 9)
        ]
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        services.rate(identity=identity, item=items[1], verdict=Verdict.TOO_MUCH)
    assert kind_of(cast, need) == GapKind.ARRIVED
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        services.rate(identity=identity, item=items[0], verdict=Verdict.TOO_MUCH)
    assert kind_of(cast, need) == GapKind.INSUFFICIENT


def test_the_rating_of_an_adviser_is_not_that_of_the_mayor_but_a_deputy_stands_in(
    cast: Cast, past: Past
) -> None:
    need = past.need()
    delivery = past.due(past.agree(need), 5, received=5)
    past.rate(delivery, Verdict.NO_MEANING, by=Function.SAFETY_ADVISER)
    assert kind_of(cast, need) == GapKind.ARRIVED
    past.rate(delivery, Verdict.NO_MEANING, by=Function.DEPUTY)
    assert kind_of(cast, need) == GapKind.INSUFFICIENT


def test_a_resting_agreement_and_a_request_taken_back_are_no_agreements(cast: Cast, past: Past) -> None:
    need = past.need()
    agreement = past.agree(need)
    past.due(agreement, 5)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        services.pause_agreement(identity=identity, agreement=agreement, version=1)
    (line,) = seen_by(cast, Function.MAYOR).lines
    assert (line.kind, line.resting, line.agreement) == (GapKind.NOT_AGREED, agreement.pk, None)
    once = past.need("Wat was er zaterdag?", kind=OM)
    request = past.agree(once, kind=OM, rhythm=Rhythm.ONCE)
    assert kind_of(cast, once) == GapKind.AGREED
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        delivery = request.deliveries.get()
        services.drop_delivery(identity=identity, delivery=delivery, version=1)
    assert kind_of(cast, once) == GapKind.NOT_AGREED


def test_a_need_with_two_suppliers_stands_under_both_and_counts_once(cast: Cast, past: Past) -> None:
    need = past.need()
    past.due(past.agree(need), 5, received=5)
    past.due(past.agree(need, kind=OM), 5)
    found = seen_by(cast, Function.MAYOR)
    assert {row.partner.kind: row.tally.kinds for row in found.rows} == {
        P: {GapKind.ARRIVED: 1},
        OM: {GapKind.LATE: 1},
    }
    assert (found.tally.total, found.tally.covered, found.tally.gaps) == (1, 0, 1)


def test_cells_stand_by_partner_and_theme_with_needs_of_nobody_last(cast: Cast, past: Past) -> None:
    nightlife, burglary = past.theme(), past.theme("Woninginbraak", SafetyField.LIVING)
    past.need("A", theme=nightlife)
    past.need("B", theme=burglary, kind=None)
    past.need("C", theme=burglary, kind=OM)
    past.need("D", theme=burglary, kind=OM)
    found = seen_by(cast, Function.MAYOR)
    assert [field for field, _themes in found.fields] == [SafetyField.LIVING, SafetyField.BUSINESS]
    assert [row.partner.kind for row in found.rows] == [OM, P, ""]
    assert [[len(cell.lines) for cell in row.cells] for row in found.rows] == [[2, 0], [0, 1], [1, 0]]
    biggest = found.biggest
    assert biggest is not None
    assert (biggest[0].kind, biggest[1].id, biggest[2].tally.gaps) == (OM, burglary.pk, 2)
    narrowed = seen_by(cast, Function.MAYOR, field=SafetyField.BUSINESS)
    assert [line.sentence for line in narrowed.lines] == ["A"]


def test_only_the_gaps_leaves_out_what_is_covered(cast: Cast, past: Past) -> None:
    burglary = past.theme("Woninginbraak", SafetyField.LIVING)
    covered, open_one = past.need("Gedekt", theme=burglary), past.need("Open", kind=OM)
    past.due(past.agree(covered), 5, received=5)
    found = seen_by(cast, Function.MAYOR, only_gaps=True)
    assert {line.need for row in found.rows for cell in row.cells for line in cell.lines} == {open_one.pk}
    assert [theme.name for theme in found.themes] == ["Veilig uitgaan"]
    assert (found.tally.total, found.tally.covered, found.tally.gaps) == (2, 1, 1)


def test_a_month_that_ended_shows_how_it_stood_then(cast: Cast, past: Past) -> None:
    need = past.need(stated=200)
    agreement = past.agree(need, made=120)
    delivery = past.due(agreement, 80, received=20)
    past.rate(delivery, Verdict.NO_MEANING, days_ago=1)

    def month(days: float) -> object:
        return (timezone.now() - timedelta(days=days)).date()

    assert seen_by(cast, Function.MAYOR, month=month(300)).lines == ()
    assert kind_of(cast, need, month=month(170)) == GapKind.NOT_AGREED
    assert kind_of(cast, need, month=month(70)) == GapKind.LATE
    assert kind_of(cast, need, month=month(0)) == GapKind.INSUFFICIENT
    assert seen_by(cast, Function.MAYOR, month=month(0)).at is None


def test_a_supplier_sees_its_own_row_only_also_where_the_need_names_nobody(cast: Cast, past: Past) -> None:
    mine, other, nobody = past.need("Van ons"), past.need("Van hen", kind=OM), past.need("Niemand", kind=None)
    past.due(past.agree(other, kind=OM), 5)
    agreed = past.need("Zonder naam", kind=None)
    past.due(past.agree(agreed), 5)
    both = past.need("Samen")
    past.agree(both)
    past.due(past.agree(both, kind=OM), 5)
    found = seen_by(cast, Function.TEAM_CHIEF)
    assert {line.need for line in found.lines} == {mine.pk, agreed.pk, both.pk}
    assert [row.partner.kind for row in found.rows] == [P]
    assert found.tally.kinds == {GapKind.NOT_AGREED: 1, GapKind.LATE: 1, GapKind.AGREED: 1}
    assert {line.need for line in seen_by(cast, Function.MAYOR).lines} == {
        mine.pk, other.pk, nobody.pk, agreed.pk, both.pk,
    }  # fmt: skip


def test_a_partner_with_work_on_a_problem_does_not_see_who_else_supplies_to_it(
    cast: Cast, past: Past
) -> None:
    problem = past.problem(Kind.COMPLEX)
    past.need("Van de politie", problem=problem)
    own = past.need("Van ons", kind=OrganisationKind.HOUSING, problem=problem)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        partner = cast.people[Function.PARTNER].pk
        grant(identity=identity, person=partner, problem=problem.pk, level=Level.WORK)
    found = seen_by(cast, Function.PARTNER)
    assert [line.need for line in found.lines] == [own.pk]


def test_a_need_about_a_problem_counts_for_nobody_without_a_grant(cast: Cast, past: Past) -> None:
    problem = past.problem(Kind.COMPLEX)
    secret = past.need("Over de zaak", problem=problem)
    past.due(past.agree(secret), 5)
    assert kind_of(cast, secret) == GapKind.LATE
    for function in (Function.DEPUTY, Function.ANALYST, Function.DPO, Function.TEAM_CHIEF):
        found = seen_by(cast, function)
        assert found.lines == (), function
        assert found.tally.total == 0


def test_an_exercise_never_counts(cast: Cast, past: Past) -> None:
    past.need("Oefening", problem=past.problem(Kind.CRISIS, training=True))
    assert seen_by(cast, Function.MAYOR).lines == ()


def test_another_municipality_sees_nothing(cast: Cast, past: Past) -> None:
    past.need()
    with acting_as(person=cast.stranger.pk) as identity:
        assert matrix(identity).lines == ()


def test_analyst_and_officer_see_what_is_late(cast: Cast, past: Past) -> None:
    need = past.need()
    past.due(past.agree(need), 5)
    for function in (Function.ANALYST, Function.DPO, Function.DEPUTY, Function.SAFETY_ADVISER):
        assert kind_of(cast, need, function) == GapKind.LATE


def test_one_statement_whatever_the_number(cast: Cast, past: Past) -> None:
    def asked() -> int:
        with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
            with CaptureQueriesContext(connection) as caught:
                matrix(identity)
            return len(caught)

    need = past.need()
    past.due(past.agree(need), 5)
    few = asked()
    for number in range(30):
        past.due(past.agree(past.need(f"Behoefte {number}")), 5, received=number % 2 or None)
    assert asked() == few == 1


def test_the_database_itself_shows_a_reader_the_due_dates_of_deliveries_and_no_others(
    cast: Cast, past: Past
) -> None:
    """The second wall: analyst and officer see when deliveries are due, not when answers are."""
    delivery = past.due(past.agree(past.need(), rhythm=Rhythm.EVENT), 5)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        question = services.ask(
            identity=identity,
            new=services.NewQuestion(
                text="Wat is er?", due_at=ago(-3), to_person=cast.people[Function.TEAM_CHIEF]
            ),
        )
        assert set(Deadline.objects.values_list("subject", flat=True)) == {delivery.pk, question.pk}
    for function in (Function.ANALYST, Function.DPO):
        with acting_as(person=cast.people[function].pk):
            assert list(Deadline.objects.values_list("subject", flat=True)) == [delivery.pk]
    for function in (Function.PARTNER, Function.ADMIN, Function.CASE_DIRECTOR):
        with acting_as(person=cast.people[function].pk):
            assert not Deadline.objects.exists(), function


def test_the_database_itself_shows_a_supplier_the_need_behind_its_agreement_only(
    cast: Cast, past: Past
) -> None:
    agreed, other = past.need("Zonder naam", kind=None), past.need("Niet van ons", kind=None)
    past.agree(agreed)
    past.agree(other, kind=OM)
    secret = past.need("Zaak", kind=None, problem=past.problem(Kind.COMPLEX))
    past.agree(secret)
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        assert list(Need.objects.values_list("pk", flat=True)) == [agreed.pk]
        assert not Need.objects.update(sentence="anders")
    with acting_as(person=cast.people[Function.PARTNER].pk):
        assert not Need.objects.exists()
