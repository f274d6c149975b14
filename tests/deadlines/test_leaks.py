"""What nobody else may know: of another party, of another municipality, of a problem without a grant."""

from __future__ import annotations

import uuid

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.access.models import Grant, Level
from driehoek.access.services import grant
from driehoek.deadlines import kinds, queries, services
from driehoek.deadlines.models import Deadline, Notice
from driehoek.parties.models import ContactStep, Function
from driehoek.problems.models import Kind
from tests.deadlines.support import KIND, colleague, days_ago, due, on_route, organisation, swept, told
from tests.problems.test_services import opened
from tests.support.cast import Cast

SUPPLIERS = (Function.TEAM_CHIEF, Function.PROSECUTOR, Function.CASE_DIRECTOR, Function.PARTNER)


@pytest.fixture(autouse=True)
def _words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deadlines of these tests call themselves by their id, so that a page that shows one can be caught."""
    monkeypatch.setitem(
        kinds._kinds,
        KIND,
        lambda _identity, rows: {row.pk: kinds.Description(f"Proef {row.pk}") for row in rows},
    )


def seen_on_pages(cast: Cast, function: Function, deadline: Deadline) -> bool:
    client = cast.client(function)
    pages = [client.get(reverse(name)).content.decode() for name in ("deadlines:late", "deadlines:coming")]
    return any(str(deadline.pk) in page for page in pages)


def test_each_supplier_sees_what_is_due_from_itself_and_nothing_else(cast: Cast) -> None:
    homes = {
        Function.TEAM_CHIEF: "police",
        Function.PROSECUTOR: "prosecution",
        Function.CASE_DIRECTOR: "safety_house",
        Function.PARTNER: "housing",
    }
    rows = {
        function: due(cast, days_ago(2), organisation=organisation(cast, kind), responsible=None)
        for function, kind in homes.items()
    }
    for function in SUPPLIERS:
        assert {one for one in rows if seen_on_pages(cast, function, rows[one])} == {function}
        with acting_as(person=cast.people[function].pk):
            # The second wall, for a query that forgot the first.
            assert set(Deadline.objects.values_list("pk", flat=True)) == {rows[function].pk}
    assert all(seen_on_pages(cast, Function.SAFETY_ADVISER, row) for row in rows.values())


@pytest.mark.parametrize("function", [Function.ADMIN, Function.DPO, Function.ANALYST])
def test_functions_without_a_part_in_it_see_no_deadline(cast: Cast, function: Function) -> None:
    due(cast, days_ago(2))
    with acting_as(person=cast.people[function].pk) as identity:
        assert not Deadline.objects.exists()
        assert queries.asked_of(identity) == []
        assert not Notice.objects.exists()


def test_what_the_municipality_itself_owes_is_not_for_its_administrator(cast: Cast) -> None:
    made = due(cast, days_ago(2), organisation=organisation(cast, "municipality"), responsible=None)
    with acting_as(person=cast.people[Function.ANALYST].pk) as identity:
        assert queries.asked_of(identity) == [made]
    with acting_as(person=cast.people[Function.ADMIN].pk) as identity:
        assert queries.asked_of(identity) == []
        assert not Deadline.objects.exists()


def test_another_municipality_sees_and_changes_nothing(cast: Cast) -> None:
    made = due(cast, days_ago(2))
    with acting_as(person=cast.stranger.pk) as identity:
        assert not Deadline.objects.exists()
        assert not services.meet(deadline=made)
        assert queries.late(identity) == ([], None)
        assert queries.partners(identity) != []
    client = cast.client(person=cast.stranger)
    assert client.post(reverse("deadlines:remind", args=[made.pk])).status_code == 404
    assert str(made.pk) not in client.get(reverse("deadlines:late")).content.decode()


def test_a_deadline_cannot_be_written_into_another_municipality(cast: Cast) -> None:
    new = services.NewDeadline(cast.home.pk, KIND, uuid.uuid4(), days_ago(1))
    with (
        acting_as(person=cast.stranger.pk),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        services.set_deadline(new=new)


def test_without_a_grant_on_the_problem_the_deadline_does_not_exist(cast: Cast) -> None:
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        problem = opened(identity, kind=Kind.COMPLEX)
    made = due(cast, days_ago(2), problem=problem.pk)
    # Due from the team chief in person, but about a case that he is no part of.
    assert not seen_on_pages(cast, Function.TEAM_CHIEF, made)
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk):
        assert not Deadline.objects.exists()
    assert seen_on_pages(cast, Function.SAFETY_ADVISER, made)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        grant(
            identity=identity,
            person=cast.people[Function.TEAM_CHIEF].pk,
            problem=problem.pk,
            level=Level.OVERVIEW,
        )
    assert seen_on_pages(cast, Function.TEAM_CHIEF, made)


def test_the_reminder_reaches_only_who_may_see_the_problem(cast: Cast) -> None:
    from django.utils import timezone

    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        problem = opened(identity, kind=Kind.COMPLEX)
    on_route(cast, colleague(cast, "Zonder toegang"), 1)
    made = due(cast, days_ago(5), problem=problem.pk)
    swept(cast, timezone.now())
    assert [one[2] for one in told(cast, made)] == [cast.people[Function.SAFETY_ADVISER].name]


def test_the_deputy_sees_no_deadline_of_a_problem_without_a_grant(cast: Cast) -> None:
    """Keeping the position opens no case."""
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        problem = opened(identity, kind=Kind.COMPLEX)
        assert not Grant.objects.filter(problem=problem.pk, person=cast.people[Function.DEPUTY].pk).exists()
    made = due(cast, days_ago(2), problem=problem.pk)
    assert not seen_on_pages(cast, Function.DEPUTY, made)
    answer = cast.client(Function.DEPUTY).post(reverse("deadlines:remind", args=[made.pk]))
    assert answer.status_code == 404


def test_a_supplier_sees_that_it_was_told_and_not_who_else(cast: Cast) -> None:
    made = due(cast, days_ago(2))
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        services.remind(identity=identity, deadline=made)
        municipality = identity.municipality
    with acting_as_system(municipality=municipality):
        other = Notice.objects.create(
            municipality_id=municipality,
            deadline=made,
            person=cast.people[Function.SAFETY_ADVISER],
            reason=Notice.Reason.ESCALATION,
            step=1,
            rung="advisers",
            sent_at=made.due_at,
        )
    with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
        assert other not in Notice.objects.all()
        assert [notice.deadline_id for notice in queries.notices_for(identity)] == [made.pk]
    page = cast.client(Function.TEAM_CHIEF).get(reverse("deadlines:late")).content.decode()
    assert "Wie weet het al?" not in page
    assert reverse("deadlines:remind", args=[made.pk]) not in page


def test_who_set_it_may_follow_it(cast: Cast) -> None:
    prosecutor = cast.people[Function.PROSECUTOR]
    with acting_as(person=prosecutor.pk) as identity:
        made = services.set_deadline(
            new=services.NewDeadline(
                identity.municipality,
                KIND,
                uuid.uuid4(),
                days_ago(2),
                organisation=organisation(cast, "police"),
            )
        )
        assert queries.find(identity, made.pk) == made
        assert services.withdraw(deadline=made)
        # It is not due from the prosecutor, so it is not on that board.
        assert queries.late(identity) == ([], None)


@pytest.mark.parametrize("function", [Function.PARTNER, Function.TEAM_CHIEF, Function.ANALYST, Function.DPO])
def test_phone_numbers_of_a_route_are_for_those_who_keep_it(cast: Cast, function: Function) -> None:
    on_route(cast, colleague(cast, "Piket"), 1)
    with acting_as(person=cast.people[function].pk):
        assert not ContactStep.objects.exists()
    with acting_as(person=cast.people[Function.ADMIN].pk):
        assert ContactStep.objects.count() == 1
    with acting_as(person=cast.stranger.pk):
        assert not ContactStep.objects.exists()


def test_a_supplier_cannot_write_a_notice_for_another(cast: Cast) -> None:
    made = due(cast, days_ago(2))
    with (
        acting_as(person=cast.people[Function.TEAM_CHIEF].pk),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO deadlines_notice (id, municipality_id, deadline_id, person_id, reason, step, rung, sent_at)"
            " VALUES (%s, %s, %s, %s, 'reminder', 0, '', statement_timestamp())",
            [uuid.uuid4(), cast.home.pk, made.pk, cast.people[Function.MAYOR].pk],
        )
