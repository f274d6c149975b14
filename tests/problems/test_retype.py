"""Making a problem another kind: one act with its reason, history, grants and signal."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from driehoek.access.identity import Identity, acting_as
from driehoek.access.models import Level
from driehoek.access.queries import level_on
from driehoek.access.rules import level_for
from driehoek.access.services import grant
from driehoek.ledger.models import Event
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Function
from driehoek.problems import queries, services, signals
from driehoek.problems.models import Kind, Problem, Typing
from tests.problems.test_services import opened
from tests.support.cast import Cast

REASON = "De norm is drie keer overschreden."
LONG = "Het voorstel past niet: de partners hebben dit al twee keer samen geprobeerd."


def adviser(cast: Cast) -> uuid.UUID:
    return cast.people[Function.SAFETY_ADVISER].pk


def retype(identity: Identity, problem: Problem, kind: Kind, **more: Any) -> Typing:
    values: dict[str, Any] = {"version": problem.version, "answers": {}, "reason": REASON}
    return services.retype(identity=identity, problem=problem, kind=kind, **(values | more))


def levels(cast: Cast, problem: Problem) -> dict[Function, Level | None]:
    found = {}
    for function, person in cast.people.items():
        with acting_as(person=person.pk) as identity:
            found[function] = level_on(identity, problem.pk)
    return found


@contextmanager
def listening(signal: Any, hear: Any) -> Iterator[None]:
    signal.connect(hear, weak=False)
    try:
        yield
    finally:
        signal.disconnect(hear)


def test_back_and_forth_each_kind_hands_out_its_own_grants(cast: Cast) -> None:
    """Standard → complex → crisis → complex: each time every function has what the rules say, and no more."""
    with acting_as(person=adviser(cast)) as identity:
        problem = opened(identity)
    seen = []
    for kind in (Kind.COMPLEX, Kind.CRISIS, Kind.COMPLEX):
        with acting_as(person=adviser(cast)) as identity:
            retype(identity, problem, kind)
            assert Problem.objects.get(pk=problem.pk).kind == kind
        found = levels(cast, problem)
        expected = {function: level_for(function, str(kind)) for function in cast.people}
        # The adviser opened it and leads it whatever its kind.
        assert found == expected | {Function.SAFETY_ADVISER: Level.LEAD}
        seen.append(found)
    assert seen[0] == seen[2]
    assert seen[0] != seen[1]
    assert (seen[0][Function.TEAM_CHIEF], seen[1][Function.TEAM_CHIEF]) == (None, Level.WORK)


def test_the_history_keeps_who_when_why_and_what_was_proposed(cast: Cast) -> None:
    answers = {"stuck": "yes", "danger": "unknown"}
    with acting_as(person=adviser(cast)) as identity:
        problem = opened(identity)
        retype(identity, problem, Kind.COMPLEX, answers=answers)
        retype(identity, problem, Kind.CRISIS, answers=answers, reason=LONG)
        latest, middle, first = queries.typings_of(problem)
    assert (first.previous, first.kind, first.proposed, first.reason) == ("", "standard", "", "")
    assert (middle.previous, middle.kind, middle.proposed) == ("standard", "complex", "complex")
    assert (middle.answers, middle.reason) == (answers, REASON)
    assert (latest.previous, latest.kind, latest.proposed) == ("complex", "crisis", "complex")
    assert latest.reason == LONG
    assert {one.decided_by.pk for one in (latest, middle, first)} == {adviser(cast)}
    assert first.decided_at < middle.decided_at < latest.decided_at


def test_the_ledger_holds_codes_and_the_timeline_words(cast: Cast) -> None:
    with acting_as(person=adviser(cast)) as identity:
        problem = opened(identity)
        retype(identity, problem, Kind.COMPLEX)
        event = Event.objects.get(action="problems:problem:retyped", problem=problem.pk)
        entries, _more = queries.timeline(problem)
    assert event.version == problem.version == 2
    assert REASON not in event.data
    assert ("Soort gewijzigd", "Van “Standaard” naar “Complex”.") in {
        (one.title, one.text) for one in entries
    }


@pytest.mark.parametrize(
    "statement", ["UPDATE problems_typing SET reason = ''", "DELETE FROM problems_typing"]
)
def test_the_history_cannot_be_changed_in_the_database(cast: Cast, statement: str) -> None:
    with acting_as(person=adviser(cast)) as identity:
        opened(identity)
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_of_two_who_decide_the_second_is_told_and_nothing_happens(cast: Cast) -> None:
    with acting_as(person=adviser(cast)) as identity:
        problem = opened(identity)
        stale = Problem.objects.get(pk=problem.pk)
        retype(identity, problem, Kind.COMPLEX)
        with pytest.raises(VersionConflict), transaction.atomic():
            retype(identity, stale, Kind.CRISIS)
        assert Problem.objects.get(pk=problem.pk).kind == Kind.COMPLEX
        assert Typing.objects.filter(problem=problem).count() == 2
    assert levels(cast, problem)[Function.TEAM_CHIEF] is None


def test_a_change_of_title_meanwhile_is_a_conflict_too(cast: Cast) -> None:
    with acting_as(person=adviser(cast)) as identity:
        problem = opened(identity)
        services.change_problem(identity=identity, problem=problem, version=1, values={"title": "Anders"})
        with pytest.raises(VersionConflict):
            retype(identity, problem, Kind.COMPLEX, version=1)


def test_the_same_kind_and_a_reason_too_short_are_refused(cast: Cast) -> None:
    with acting_as(person=adviser(cast)) as identity:
        problem = opened(identity)
        with pytest.raises(services.SameKind):
            retype(identity, problem, Kind.STANDARD)
        with pytest.raises(services.ReasonMissing, match="minstens 10 tekens"):
            retype(identity, problem, Kind.CRISIS, reason=" kort ")
        with pytest.raises(services.ReasonMissing, match="anders dan het voorstel"):
            retype(identity, problem, Kind.CRISIS, answers={"stuck": "yes"})
        assert Problem.objects.get(pk=problem.pk).version == 1
        assert Typing.objects.filter(problem=problem).count() == 1


def test_what_listens_hears_it_inside_the_act_while_the_decider_still_sees_the_problem(cast: Cast) -> None:
    """The team chief ends the crisis in which they work, and so loses sight; the listener can still do its part."""
    heard: list[tuple[Kind, Kind, str, Level | None]] = []

    def hear(identity: Identity, problem: Problem, before: Kind, after: Kind, **_kwargs: object) -> None:
        stored = queries.visible_to(identity).get(pk=problem.pk)
        heard.append((before, after, stored.kind, level_on(identity, problem.pk)))

    with acting_as(person=adviser(cast)) as identity:
        problem = opened(identity, kind=Kind.CRISIS)
    with listening(signals.retyped, hear), acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as chief:
        found = queries.visible_to(chief).get(pk=problem.pk)
        assert queries.level_after(chief, found, Kind.COMPLEX) is None
        assert queries.level_after(chief, found, Kind.STANDARD) == Level.FILE
        retype(chief, found, Kind.COMPLEX)
        assert not queries.visible_to(chief).exists()
    assert heard == [(Kind.CRISIS, Kind.COMPLEX, "complex", Level.WORK)]


def test_when_a_listener_fails_nothing_has_happened(cast: Cast) -> None:
    def fail(**_kwargs: object) -> None:
        raise RuntimeError("no position")

    with acting_as(person=adviser(cast)) as identity:
        problem = opened(identity)
        with listening(signals.retyped, fail), pytest.raises(RuntimeError), transaction.atomic():
            retype(identity, problem, Kind.COMPLEX)
        assert Problem.objects.get(pk=problem.pk).kind == Kind.STANDARD
        assert Typing.objects.filter(problem=problem).count() == 1
    assert levels(cast, problem)[Function.TEAM_CHIEF] == Level.FILE


def test_opening_is_heard_and_is_the_first_decision(cast: Cast) -> None:
    heard: list[uuid.UUID] = []
    with (
        listening(signals.opened, lambda problem, **_kwargs: heard.append(problem.pk)),
        acting_as(person=adviser(cast)) as identity,
    ):
        problem = opened(identity, kind=Kind.CRISIS)
        (first,) = queries.typings_of(problem)
    assert heard == [problem.pk]
    assert (first.kind, first.previous, first.decided_by.pk) == ("crisis", "", adviser(cast))


def test_opening_against_the_proposal_takes_a_reason(cast: Cast) -> None:
    with acting_as(person=adviser(cast)) as identity:
        theme = opened(identity).theme
        values: dict[str, Any] = {
            "title": "Overlast",
            "kind": Kind.STANDARD,
            "theme": theme,
            "owner": identity.person,
            "answers": {"danger": "yes"},
        }
        with pytest.raises(services.ReasonMissing), transaction.atomic():
            services.open_problem(identity=identity, new=services.NewProblem(**values))
        made = services.open_problem(identity=identity, new=services.NewProblem(**values, reason=LONG))
        assert queries.typings_of(made)[0].proposed == "crisis"


def test_the_kind_is_no_longer_a_plain_field(cast: Cast) -> None:
    with acting_as(person=adviser(cast)) as identity:
        problem = opened(identity)
        with pytest.raises(ValueError, match="not changed here: kind"):
            services.change_problem(
                identity=identity, problem=problem, version=1, values={"kind": Kind.COMPLEX}
            )


def test_invitations_and_leading_outlast_a_change_of_kind(cast: Cast) -> None:
    partner = cast.people[Function.PARTNER]
    with acting_as(person=adviser(cast)) as identity:
        problem = opened(identity)
        grant(identity=identity, person=partner.pk, problem=problem.pk, level=Level.FILE)
        retype(identity, problem, Kind.CRISIS)
    with acting_as(person=partner.pk) as identity:
        assert level_on(identity, problem.pk) == Level.FILE
        assert queries.level_after(identity, problem, Kind.COMPLEX) == Level.FILE


def test_without_working_on_it_nobody_decides_not_even_past_the_page(cast: Cast) -> None:
    """The mayor reads the file of a standard problem, an analyst too; the database refuses their decision."""
    with acting_as(person=adviser(cast)) as identity:
        problem = opened(identity)
    for function in (Function.MAYOR, Function.ANALYST, Function.PARTNER):
        with acting_as(person=cast.people[function].pk) as identity:
            with pytest.raises(VersionConflict), transaction.atomic():
                retype(identity, Problem(pk=problem.pk, kind=problem.kind, version=1), Kind.CRISIS)
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                Typing.objects.create(
                    municipality_id=identity.municipality,
                    problem=problem,
                    kind=Kind.CRISIS,
                    previous=Kind.STANDARD,
                    reason=REASON,
                    decided_by_id=identity.person,
                    decided_at="2026-01-01T00:00:00Z",
                )


def test_decisions_do_not_exist_for_who_has_no_grant_or_another_municipality(cast: Cast) -> None:
    with acting_as(person=adviser(cast)) as identity:
        opened(identity, kind=Kind.COMPLEX)
    for outsider in (cast.people[Function.TEAM_CHIEF], cast.people[Function.DPO], cast.stranger):
        with acting_as(person=outsider.pk):
            assert not Typing.objects.exists()
    with acting_as(person=cast.people[Function.MAYOR].pk):
        assert Typing.objects.count() == 1
