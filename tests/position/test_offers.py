"""What the position offers for an agenda, and to whom it does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.deadlines.models import Deadline
from driehoek.parties.models import Function
from driehoek.position import offers, services
from driehoek.position.models import Agreement, QuestionKind
from driehoek.position.services import NewQuestion
from driehoek.problems.models import Kind, Theme
from driehoek.problems.services import NewProblem, open_problem
from tests.support.cast import Cast


def test_late_deliveries_and_open_decisions_are_offered(cast: Cast, agree: Callable[..., Agreement]) -> None:
    agreement = agree(what="Weekbericht uitgaan")
    with acting_as_system(municipality=cast.home.pk):
        first = Deadline.objects.order_by("due_at")[0]
        passed = timezone.now() - timedelta(days=9)
        Deadline.objects.filter(pk=first.pk).update(due_at=passed, late_after=passed)
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk) as identity:
        services.ask(
            identity=identity,
            new=NewQuestion(
                text="Eerder sluiten?",
                due_at=timezone.now() + timedelta(days=2),
                to_person=cast.people[Function.MAYOR],
                kind=QuestionKind.DECISION,
                options=("Ja", "Nee"),
                advice="Ja, tot de zomer.",
            ),
        )
        [late] = offers.late(identity, timezone.now())
        [decision] = offers.decisions(identity, timezone.now())
    assert late.title == f"Te laat: {agreement.what}"
    assert "werkdagen te laat" in late.why
    assert late.origin_url.startswith("/positie/leveringen/")
    assert (decision.title, decision.why) == ("Eerder sluiten?", "Ja, tot de zomer.")
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        assert offers.late(identity, timezone.now()) == []
        assert offers.decisions(identity, timezone.now()) == []


def test_what_is_about_a_closed_case_is_offered_only_to_who_may_see_it(cast: Cast, theme: Theme) -> None:
    adviser = cast.people[Function.SAFETY_ADVISER]
    with acting_as(person=adviser.pk) as identity:
        case = open_problem(
            identity=identity,
            new=NewProblem(title="Zaak Nachtvlinder", kind=Kind.COMPLEX, theme=theme, owner=adviser.pk),
        )
        services.ask(
            identity=identity,
            new=NewQuestion(
                text="Sluiten?",
                due_at=timezone.now() + timedelta(days=2),
                to_person=cast.people[Function.MAYOR],
                kind=QuestionKind.DECISION,
                options=("Ja", "Nee"),
                problem=case,
            ),
        )
        assert [one.problem for one in offers.decisions(identity, timezone.now())] == [case.pk]
    with acting_as(person=cast.people[Function.DEPUTY].pk) as identity:
        assert offers.decisions(identity, timezone.now()) == []
