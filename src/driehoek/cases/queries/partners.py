"""Who takes part in a case, who could, and who sees which compartment."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from driehoek.access.identity import Identity
from driehoek.access.models import Grant, Level
from driehoek.access.queries import visible_problem_ids
from driehoek.access.rules import CONTENTLESS
from driehoek.cases.models import Case, Compartment, CompartmentKind, Participation
from driehoek.parties.models import Appointment, Function, Person

# Who can keep a process or lead a case on content.
DIRECTORS = (Function.CASE_DIRECTOR, Function.SAFETY_ADVISER, Function.PARTNER, Function.TEAM_CHIEF)


def participations(case: Case) -> QuerySet[Participation]:
    """Return who takes part now, as far as the reader may know it (row-level security decides)."""
    return (
        Participation.objects.filter(case=case, ended_at=None, until__gt=Now())
        .select_related("person", "organisation")
        .order_by("organisation__name", "person__name")
    )


def _appointments(identity: Identity) -> QuerySet[Appointment]:
    return Appointment.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=Now()),
        municipality=identity.municipality,
        valid_from__lte=Now(),
        person__is_active=True,
    )


def may_be_invited(identity: Identity, case: Case) -> QuerySet[Appointment]:
    """Return who could be let in, by the function in which they come: never who is kept from content."""
    kept = [one for one in CONTENTLESS if one != Function.GUEST]
    there = Participation.objects.filter(case=case, ended_at=None).values("person")
    return (
        _appointments(identity)
        .exclude(function__in=kept)
        .exclude(person__in=there)
        .exclude(person=case.process_director_id)
        .select_related("person", "organisation")
        .order_by("organisation__name", "person__name")
    )


def may_direct(identity: Identity) -> QuerySet[Person]:
    """Return who could direct a case."""
    rows = _appointments(identity).filter(function__in=DIRECTORS)
    return Person.objects.filter(pk__in=rows.values("person")).order_by("name")


def compartments_led_by(identity: Identity, case: Case) -> QuerySet[Compartment]:
    """Return the compartments beside the shared one into which the reader may let others."""
    return Compartment.objects.filter(
        case=case, kind=CompartmentKind.OWN, pk__in=visible_problem_ids(identity, level=Level.LEAD)
    )


@dataclass(frozen=True)
class Sight:
    """How far someone may go in each compartment, by its id."""

    person: Person
    levels: dict[uuid.UUID, Level]


def sight_of(identity: Identity, compartments: Collection[Compartment]) -> list[Sight]:
    """Return who sees which of these compartments, as far as the reader leads them; one query."""
    rows = (
        Grant.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=Now()),
            valid_from__lte=Now(),
            problem__in=[one.pk for one in compartments],
        )
        .filter(problem__in=visible_problem_ids(identity, level=Level.LEAD))
        .select_related("person")
    )
    found: dict[uuid.UUID, Sight] = {}
    for grant in rows:
        levels = found.setdefault(grant.person_id, Sight(grant.person, {})).levels
        levels[grant.problem] = max(levels.get(grant.problem, Level.OVERVIEW), Level(grant.level))
    return sorted(found.values(), key=lambda one: one.person.name)


def partner_counts(cases: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Return how many parties take part in cases, for everyone with the overview; one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_id, partners FROM cases_partner_counts(%s)", [list(cases)])
        return dict(cursor.fetchall())
