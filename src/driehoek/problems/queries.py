"""Every read about problems; all of it begins at `visible_to`."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from driehoek.access.identity import Identity
from driehoek.access.models import Level
from driehoek.access.queries import visible_problem_ids
from driehoek.areas import queries as areas
from driehoek.areas.models import Area
from driehoek.ledger.events import words_for
from driehoek.ledger.models import Event
from driehoek.parties.models import Appointment, Organisation, Person
from driehoek.problems.models import Dossier, Problem, SafetyField, Theme
from driehoek.problems.words import explain

PAGE = 30


def visible_to(identity: Identity, *, level: int = Level.OVERVIEW) -> QuerySet[Problem]:
    """Return the problems that `identity` may see at `level` or higher, in their municipality."""
    return Problem.objects.filter(
        municipality=identity.municipality, id__in=visible_problem_ids(identity, level=level)
    ).select_related("theme")


@dataclass(frozen=True)
class ProblemFilter:
    """What the list of problems can be narrowed to; empty means all."""

    kind: str = ""
    status: str = ""
    theme: uuid.UUID | None = None
    training: bool = False


def problem_list(
    identity: Identity, chosen: ProblemFilter, *, after: tuple[datetime, uuid.UUID] | None = None
) -> tuple[list[Problem], bool]:
    """Return a page of problems, last changed first, and whether there are more."""
    found = visible_to(identity).filter(training=chosen.training)
    if chosen.kind:
        found = found.filter(kind=chosen.kind)
    if chosen.status:
        found = found.filter(status=chosen.status)
    if chosen.theme:
        found = found.filter(theme=chosen.theme)
    if after:
        moment, last = after
        found = found.filter(Q(changed_at__lt=moment) | Q(changed_at=moment, id__lt=last))
    rows = list(found.order_by("-changed_at", "-id")[: PAGE + 1])
    return rows[:PAGE], len(rows) > PAGE


def dossier_of(problem: Problem) -> Dossier | None:
    """Return the dossier, or None for those whose grant does not reach it (row-level security decides)."""
    return Dossier.objects.filter(problem=problem).first()


@dataclass(frozen=True)
class TimelineEntry:
    """One line of a problem's timeline."""

    when: datetime
    title: str
    text: str
    source: str


def timeline(
    problem: Problem, *, before: int | None = None, limit: int = PAGE
) -> tuple[list[TimelineEntry], int | None]:
    """Return what happened to a problem, newest first, and the sequence to go on from (None at the end)."""
    events = Event.objects.filter(problem=problem.id)
    if before is not None:
        events = events.filter(sequence__lt=before)
    rows = list(events.order_by("-sequence")[: limit + 1])
    names = dict(
        Person.objects.filter(pk__in={row.actor for row in rows if row.actor}).values_list("pk", "name")
    )
    entries = [
        TimelineEntry(
            when=row.at,
            title=words_for(row.action),
            text=explain(json.loads(row.data)),
            source=names.get(row.actor, "Driehoek") if row.actor else "Driehoek",
        )
        for row in rows[:limit]
    ]
    return entries, rows[limit - 1].sequence if len(rows) > limit else None


def last_change(problem: Problem) -> tuple[str, datetime] | None:
    """Return who changed a problem last, and when, for the person whose own change came too late."""
    event = Event.objects.filter(problem=problem.id, subject=problem.id).order_by("-sequence").first()
    if event is None:
        return None
    person = Person.objects.filter(pk=event.actor).first() if event.actor else None
    return (person.name if person else "Driehoek"), event.at


@dataclass(frozen=True)
class ThemeBranch:
    """A theme with its depth in the tree of its safety field."""

    theme: Theme
    depth: int


def theme_tree(
    identity: Identity, *, with_ended: bool = False
) -> list[tuple[SafetyField, list[ThemeBranch]]]:
    """Return the five safety fields, each with its themes in tree order, in one query."""
    themes = Theme.objects.filter(municipality=identity.municipality)
    if not with_ended:
        themes = themes.filter(ended_at=None)
    children: dict[uuid.UUID | None, list[Theme]] = {}
    for theme in themes.order_by("position", "name"):
        children.setdefault(theme.parent_id, []).append(theme)

    def walk(parent: uuid.UUID | None, depth: int, field: SafetyField) -> list[ThemeBranch]:
        found: list[ThemeBranch] = []
        for theme in children.get(parent, []):
            if theme.field == field:
                found.append(ThemeBranch(theme, depth))
                found.extend(walk(theme.pk, depth + 1, field))
        return found

    return [(field, walk(None, 0, field)) for field in SafetyField]


def areas_of(identity: Identity) -> QuerySet[Area]:
    """Return the areas of the municipality in its newest division."""
    return areas.areas_of(identity.cbs_code)


def colleagues(identity: Identity) -> QuerySet[Person]:
    """Return the people with an appointment in the municipality, for choosing an owner."""
    return Person.objects.filter(
        pk__in=Appointment.objects.filter(municipality=identity.municipality).values("person"), is_active=True
    )


def organisations_of(identity: Identity) -> QuerySet[Organisation]:
    """Return the organisations that work with the municipality now, for choosing who has a role."""
    return Organisation.objects.filter(municipality=identity.municipality, ended_at=None)


def id_of_number(number: int) -> uuid.UUID | None:
    """Return the id of a running problem by its number, for break-glass; needs no grant and tells nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT problems_id_of_number(%s)", [number])
        row = cursor.fetchone()
    return row[0] if row else None
