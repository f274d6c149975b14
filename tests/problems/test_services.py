"""Writing problems and themes: two editors, the tree, the grants that follow."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from driehoek.access.identity import Identity, acting_as
from driehoek.access.models import Level
from driehoek.access.queries import level_on
from driehoek.ledger.models import Event
from driehoek.ledger.versions import VersionConflict
from driehoek.parties.models import Function
from driehoek.problems import queries, services
from driehoek.problems.models import Kind, Problem, SafetyField, Status, Theme
from tests.support.cast import Cast


def opened(identity: Identity, *, kind: Kind = Kind.STANDARD, title: str = "Uitgaansoverlast") -> Problem:
    theme = services.ensure_theme(
        municipality=identity.municipality, field=SafetyField.BUSINESS, path=("Veilig uitgaan",)
    )
    return services.open_problem(
        identity=identity,
        new=services.NewProblem(
            title=title, kind=kind, theme=theme, owner=identity.person, dossier="eerste tekst"
        ),
    )


def as_adviser(cast: Cast) -> uuid.UUID:
    return cast.people[Function.SAFETY_ADVISER].pk


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(Kind.STANDARD, Level.FILE), (Kind.COMPLEX, Level.OVERVIEW), (Kind.CRISIS, Level.FILE)],
)
def test_the_mayor_gets_what_the_rules_hand_out(cast: Cast, kind: Kind, expected: Level) -> None:
    with acting_as(person=as_adviser(cast)) as identity:
        problem = opened(identity, kind=kind)
    with acting_as(person=cast.people[Function.MAYOR].pk) as mayor:
        assert level_on(mayor, problem.pk) == expected


def test_opening_puts_one_line_on_the_ledger_without_words_about_it(cast: Cast) -> None:
    with acting_as(person=as_adviser(cast)) as identity:
        problem = opened(identity, title="Nachtvlinder")
        event = Event.objects.get(action="problems:problem:opened", problem=problem.pk)
    assert "Nachtvlinder" not in event.data


def test_numbers_count_on_though_the_opener_cannot_see_the_others(cast: Cast) -> None:
    with acting_as(person=as_adviser(cast)) as identity:
        first = opened(identity, kind=Kind.COMPLEX)
    with acting_as(person=cast.people[Function.DEPUTY].pk) as identity:
        second = opened(identity)
    assert second.number == first.number + 1


def test_the_second_editor_is_told_and_nothing_is_overwritten(cast: Cast) -> None:
    with acting_as(person=as_adviser(cast)) as identity:
        problem = opened(identity)
        services.change_problem(identity=identity, problem=problem, version=1, values={"title": "Eerste"})
        stale = Problem.objects.get(pk=problem.pk)
        with pytest.raises(VersionConflict):
            services.change_problem(identity=identity, problem=stale, version=1, values={"title": "Tweede"})
        assert Problem.objects.get(pk=problem.pk).title == "Eerste"


def test_the_second_editor_keeps_the_text_and_can_save_it_after_comparing(cast: Cast) -> None:
    with acting_as(person=as_adviser(cast)) as identity:
        problem = opened(identity)
    one, two = cast.client(Function.SAFETY_ADVISER), cast.client(Function.SAFETY_ADVISER)
    address = reverse("problems:dossier", args=[problem.pk])
    assert one.post(address, {"version": 1, "text": "tekst van de eerste"}).status_code == 302
    answer = two.post(address, {"version": 1, "text": "tekst van de tweede"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "tekst van de eerste" in page
    assert "tekst van de tweede" in page
    assert two.post(address, {"version": 2, "text": "samen"}).status_code == 302
    with acting_as(person=as_adviser(cast)):
        found = queries.dossier_of(problem)
        assert found is not None
        assert found.text == "samen"


def test_closing_and_reopening(cast: Cast) -> None:
    with acting_as(person=as_adviser(cast)) as identity:
        problem = opened(identity)
        services.change_status(problem=problem, version=1, status=Status.CLOSED)
        assert Problem.objects.get(pk=problem.pk).closed_at is not None
        services.change_status(problem=problem, version=2, status=Status.OPEN)
        assert Problem.objects.get(pk=problem.pk).closed_at is None
        entries, _more = queries.timeline(problem)
    assert entries[0].text == "Van “Afgesloten” naar “Loopt”."


def test_a_new_function_is_handed_its_grants_on_what_runs(cast: Cast) -> None:
    from driehoek.oversight.services import appoint
    from driehoek.parties.models import Organisation

    with acting_as(person=as_adviser(cast)) as identity:
        running = opened(identity)
        closed = opened(identity, title="Oud")
        services.change_status(problem=closed, version=1, status=Status.CLOSED)
    partner = cast.people[Function.PARTNER]
    with acting_as(person=cast.people[Function.ADMIN].pk) as admin:
        organisation = Organisation.objects.get(kind="police")
        appoint(identity=admin, person=partner, organisation=organisation, function=Function.TEAM_CHIEF)
        assert not queries.visible_to(admin).exists()
    with acting_as(person=partner.pk) as identity:
        assert [problem.pk for problem in queries.visible_to(identity)] == [running.pk]


def test_a_theme_moves_with_what_lies_under_it(cast: Cast) -> None:
    with acting_as(person=as_adviser(cast)) as identity:
        child = services.ensure_theme(
            municipality=identity.municipality, field=SafetyField.LIVING, path=("Sociaal", "Buren")
        )
        parent = child.parent
        assert parent is not None
        services.change_theme(theme=parent, version=1, name="Sociaal", parent=None, field=SafetyField.YOUTH)
        assert Theme.objects.get(pk=child.pk).field == SafetyField.YOUTH


def test_a_theme_cannot_lie_under_itself(cast: Cast) -> None:
    with acting_as(person=as_adviser(cast)) as identity:
        child = services.ensure_theme(
            municipality=identity.municipality, field=SafetyField.LIVING, path=("Sociaal", "Buren")
        )
        parent = child.parent
        assert parent is not None
        with pytest.raises(ValueError, match="under itself"):
            services.change_theme(
                theme=parent, version=1, name="Sociaal", parent=child, field=SafetyField.LIVING
            )


def test_ending_a_theme_ends_its_branch_and_it_can_come_back(cast: Cast) -> None:
    with acting_as(person=as_adviser(cast)) as identity:
        child = services.ensure_theme(
            municipality=identity.municipality, field=SafetyField.LIVING, path=("Sociaal", "Buren")
        )
        assert child.parent is not None
        services.end_theme(theme=child.parent)
        assert Theme.objects.get(pk=child.pk).ended_at is not None
        services.restore_theme(theme=child)
        assert Theme.objects.get(pk=child.pk).ended_at is None


@pytest.mark.parametrize("count", [3, 40])
def test_the_list_asks_as_many_questions_for_few_as_for_many(
    cast: Cast, django_assert_num_queries: object, count: int
) -> None:
    with acting_as(person=as_adviser(cast)) as identity:
        for number in range(count):
            opened(identity, title=f"Probleem {number}")
    client = cast.client(Function.SAFETY_ADVISER)
    client.get(reverse("problems:list"))
    with django_assert_num_queries(6):  # type: ignore[operator]
        page = client.get(reverse("problems:list")).content.decode()
    assert ('rel="next"' in page) == (count > queries.PAGE)


def test_paging_shows_each_problem_once(cast: Cast) -> None:
    with acting_as(person=as_adviser(cast)) as identity:
        for number in range(queries.PAGE + 5):
            opened(identity, title=f"Probleem {number}")
        first, more = queries.problem_list(identity, queries.ProblemFilter())
        assert more
        last = first[-1]
        rest, more = queries.problem_list(identity, queries.ProblemFilter(), after=(last.changed_at, last.pk))
        assert not more
        assert len({problem.pk for problem in first + rest}) == queries.PAGE + 5


def test_an_exercise_stays_apart_from_the_real_work(cast: Cast) -> None:
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        theme = services.ensure_theme(
            municipality=identity.municipality, field=SafetyField.LIVING, path=("Geweld",)
        )
        services.open_problem(
            identity=identity,
            new=services.NewProblem(
                title="Oefening rellen", kind=Kind.CRISIS, theme=theme, owner=adviser.pk, training=True
            ),
        )
    mayor = cast.client(Function.MAYOR)
    for name in ("brief:today", "problems:list"):
        assert "Oefening rellen" not in mayor.get(reverse(name)).content.decode()
    page = mayor.get(reverse("problems:list"), {"oefening": "ja"}).content.decode()
    assert "Oefening rellen" in page
