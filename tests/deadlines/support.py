"""What the tests of this room share: a deadline in a line, the sweep, who was told."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.deadlines import services
from driehoek.deadlines.calendar import add_working_days, at_local, end_of_working_day
from driehoek.deadlines.models import Deadline, Notice
from driehoek.parties.models import (
    Appointment,
    ContactStep,
    Function,
    Municipality,
    Organisation,
    Person,
    Substitution,
)
from tests.support.cast import Cast

KIND = "proef.levering"


def police(cast: Cast) -> uuid.UUID:
    """The police of the home municipality."""
    return organisation(cast, "police")


def organisation(cast: Cast, kind: str) -> uuid.UUID:
    """The one organisation of a kind in the home municipality."""
    with acting_as_system(municipality=cast.home.pk):
        return Organisation.objects.get(municipality=cast.home, kind=kind).pk


def due(cast: Cast, due_at: datetime, **values: Any) -> Deadline:
    """Make something due from the police, asked of the team chief, as the adviser would."""
    about: dict[str, Any] = {
        "organisation": police(cast),
        "responsible": cast.people[Function.TEAM_CHIEF].pk,
    } | values
    new = services.NewDeadline(
        municipality=cast.home.pk, kind=KIND, subject=uuid.uuid4(), due_at=due_at, **about
    )
    with acting_as(person=cast.people[Function.SAFETY_ADVISER].pk):
        return services.set_deadline(new=new)


def days_ago(n: int) -> datetime:
    """The end of the working day, `n` working days before today."""
    return end_of_working_day(add_working_days(timezone.localdate(), -n))


def noon(year: int, month: int, day: int) -> datetime:
    """Noon on a day in the Netherlands."""
    return at_local(date(year, month, day), time(12))


def swept(cast: Cast, now: datetime) -> int:
    """Sweep the home municipality as the job does."""
    with acting_as_system(municipality=cast.home.pk):
        return services.sweep(municipality=cast.home.pk, now=now)


def told(cast: Cast, deadline: Deadline) -> list[tuple[str, int, str]]:
    """Who was told: (reason, step, name), in order."""
    with acting_as_system(municipality=cast.home.pk):
        rows = Notice.objects.filter(deadline=deadline).order_by("sent_at", "step", "person__name")
        return list(rows.values_list("reason", "step", "person__name"))


def reread(cast: Cast, deadline: Deadline) -> Deadline:
    """The deadline as the database holds it."""
    with acting_as_system(municipality=cast.home.pk):
        return Deadline.objects.get(pk=deadline.pk)


def colleague(cast: Cast, name: str, *, kind: str = "police", function: str = Function.PARTNER) -> Person:
    """Someone more who works at an organisation of the home municipality."""
    with acting_as_system(municipality=cast.home.pk):
        person = Person(email=f"{uuid.uuid4().hex}@voorbeeld.invalid", name=name)
        person.set_unusable_password()
        person.save(force_insert=True)
        Appointment.objects.create(
            municipality=cast.home,
            person=person,
            organisation=Organisation.objects.get(municipality=cast.home, kind=kind),
            function=function,
            # The tests name days in 2026 and later; whoever works here did so before.
            valid_from=noon(2020, 1, 1),
        )
    return person


def on_route(cast: Cast, person: Person, place: int, *, wait_days: int = 1) -> ContactStep:
    """Put a person on the route of the police."""
    with acting_as_system(municipality=cast.home.pk):
        return ContactStep.objects.create(
            municipality=cast.home,
            organisation_id=police(cast),
            place=place,
            person=person,
            wait_days=wait_days,
        )


def away(cast: Cast, principal: Person, by: Person, first: date, last: date) -> None:
    """Let one person stand in for another over some days."""
    with acting_as_system(municipality=cast.home.pk):
        Substitution.objects.create(
            municipality=Municipality.objects.get(pk=cast.home.pk),
            principal=principal,
            substitute=by,
            valid_from=at_local(first, time.min),
            valid_until=at_local(last + timedelta(days=1), time.min),
        )


def long_here(cast: Cast) -> None:
    """Let the cast have worked here since 2020, for tests that play on other days than today."""
    with acting_as_system(municipality=cast.home.pk):
        Appointment.objects.filter(municipality=cast.home).update(valid_from=noon(2020, 1, 1))
