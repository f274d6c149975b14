"""The demo's questions: one that waits, one with its answer, and a decision that the mayor is asked for."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse

from driehoek.access.identity import Identity, acting_as
from driehoek.deadlines.calendar import add_working_days, end_of_working_day, local_day
from driehoek.demo.stage import Stage
from driehoek.parties.models import Function, Person
from driehoek.position import services
from driehoek.position.models import Agreement, Item, QuestionKind
from driehoek.problems.models import Kind, Problem


def ask_questions(stage: Stage, agreements: dict[str, Agreement]) -> None:
    """Ask the team chief what is missing, the corporation what it answers at once, the mayor for a decision."""
    today = local_day(stage.now)
    people, place = stage.people, stage.municipality
    with acting_as(person=people[Function.MAYOR].pk, municipality=place) as identity:
        nightlife, fraud = _last_item(agreements["nightlife"]), _last_item(agreements["housing_fraud"])
        services.ask(
            identity=identity,
            new=_about_item(
                nightlife,
                text="Waarom zijn er meer vechtpartijen op donderdag, en wat stelt u voor?",
                to_person=people[Function.TEAM_CHIEF],
                due_at=end_of_working_day(add_working_days(today, 3)),
                asked_at=stage.now - timedelta(minutes=15),
            ),
        )
        asked = services.ask(
            identity=identity,
            new=_about_item(
                fraud,
                text="Zijn de vrije woningen al opnieuw verhuurd?",
                to_person=people[Function.PARTNER],
                due_at=end_of_working_day(add_working_days(today, 1)),
                asked_at=stage.now - timedelta(days=3),
            ),
        )
    with acting_as(person=people[Function.PARTNER].pk, municipality=place) as identity:
        services.answer(
            identity=identity,
            question=asked,
            version=asked.version,
            text="Twee zijn verhuurd. De derde wordt opgeknapt en is over een maand klaar.",
        )
    with acting_as(person=people[Function.SAFETY_ADVISER].pk, municipality=place) as identity:
        _ask_for_a_decision(identity, stage)


def _ask_for_a_decision(identity: Identity, stage: Stage) -> None:
    problem = Problem.objects.filter(theme__name="Veilig uitgaan", kind=Kind.STANDARD).first()
    if problem is None:
        return
    services.ask(
        identity=identity,
        new=services.NewQuestion(
            text="Blijft het extra toezicht rond de Testmarkt?",
            due_at=end_of_working_day(add_working_days(local_day(stage.now), 2)),
            to_person=stage.people[Function.MAYOR],
            kind=QuestionKind.DECISION,
            about_kind="problems.problem",
            about_id=problem.pk,
            about_title=problem.title,
            about_url=reverse("problems:page", args=[problem.pk]),
            problem=problem,
            options=("Drie maanden langer, ook op donderdag", "Stoppen aan het eind van deze maand"),
            advice="Verleng met drie maanden. Het toezicht lijkt in het weekend te werken. De donderdag vraagt nu "
            "aandacht, en de horeca betaalt de helft mee.",
            asked_at=stage.now - timedelta(hours=5),
        ),
    )


def _about_item(
    item: Item, *, text: str, to_person: Person, due_at: datetime, asked_at: datetime
) -> services.NewQuestion:
    return services.NewQuestion(
        text=text,
        due_at=due_at,
        to_person=to_person,
        about_kind="position.item",
        about_id=item.pk,
        about_title=item.title,
        about_url=reverse("position:item", args=[item.pk]),
        asked_at=asked_at,
    )


def _last_item(agreement: Agreement) -> Item:
    return Item.objects.filter(delivery__agreement=agreement).latest("received_at")
