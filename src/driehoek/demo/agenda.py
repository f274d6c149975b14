"""What the demo's driehoek is to talk about, and what it has decided."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Final

from django.utils import timezone

from driehoek.access.identity import acting_as
from driehoek.deadlines.recurrence import Rhythm
from driehoek.demo.stage import Stage
from driehoek.meetings.models import SeriesKind
from driehoek.meetings.services import handle_point, put_forward
from driehoek.meetings.services.series import NewSeries, make_series
from driehoek.parties.models import Appointment, Function
from driehoek.problems.models import Problem

WEDNESDAY: Final = 2


def plan_the_driehoek(stage: Stage) -> None:
    """Let the driehoek meet every other Wednesday, with its four around the table."""
    table = (Function.MAYOR, Function.SAFETY_ADVISER, Function.PROSECUTOR, Function.TEAM_CHIEF)
    with acting_as(
        person=stage.people[Function.SAFETY_ADVISER].pk, municipality=stage.municipality
    ) as identity:
        members = list(Appointment.objects.filter(municipality=stage.municipality, function__in=table))
        today = timezone.localdate()
        make_series(
            identity=identity,
            new=NewSeries(
                name="Driehoek Voorbeeldstad",
                kind=SeriesKind.LOCAL,
                rhythm=Rhythm.FORTNIGHTLY,
                starts_on=today + timedelta(days=(WEDNESDAY - today.weekday()) % 7 or 7),
                starts_at=time(10, 0),
                chair=stage.people[Function.MAYOR].pk,
                members=members,
                closed=frozenset(member.pk for member in members),
                place="Stadhuis, kamer Voorbeeld",
            ),
        )


def put_points_forward(stage: Stage) -> None:
    """Put forward what the parties bring, and settle what they talked about last."""
    with acting_as(
        person=stage.people[Function.SAFETY_ADVISER].pk, municipality=stage.municipality
    ) as identity:
        settled = put_forward(
            identity=identity,
            title="Wie belt wie als een bericht te laat is",
            text="De contactroutes voor politie en corporatie liggen klaar. Gevraagd: akkoord.",
        )
        put_forward(
            identity=identity,
            title="Cijfers van het OM over onze gemeente, in aantallen",
            text="Deze behoefte staat er al maanden. Er is nog geen afspraak. Gevraagd: wie levert wat, en wanneer?",
        )
    with acting_as(person=stage.people[Function.TEAM_CHIEF].pk, municipality=stage.municipality) as identity:
        nightlife = Problem.objects.filter(theme__name="Veilig uitgaan", training=False).first()
        put_forward(
            identity=identity,
            title="Vechtpartijen op donderdag rond de Testmarkt",
            text="Ik wil ook op donderdag vast toezicht. Gevraagd: gaat handhaving mee?",
            problem=nightlife.pk if nightlife else None,
        )
    with acting_as(person=stage.people[Function.PROSECUTOR].pk, municipality=stage.municipality) as identity:
        put_forward(
            identity=identity,
            title="Bericht bij een vrijlating: wat mag ik u vertellen?",
            text="De afspraak is nog niet getoetst. Gevraagd: samen bepalen wat nodig is, en waarvoor.",
            confidential=True,
        )
    with acting_as(person=stage.people[Function.MAYOR].pk, municipality=stage.municipality) as identity:
        handle_point(
            identity=identity,
            point=settled,
            version=settled.version,
            outcome="Akkoord. De adviseur belt eerst. Daarna belt de burgemeester zelf.",
        )
