"""Every write about problems and themes: one transaction, one line on the ledger."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from driehoek.access import services as access
from driehoek.access.identity import Identity
from driehoek.access.models import Level, Origin
from driehoek.areas.models import Area
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import update_once
from driehoek.parties.models import Appointment
from driehoek.problems.models import Dossier, Kind, Problem, ProblemArea, SafetyField, Status, Theme

CHANGEABLE = ("title", "summary", "kind", "theme", "owner", "classification")


@dataclass(frozen=True)
class NewProblem:
    """What is needed to open a problem; `areas` are rows of the municipality's area division."""

    title: str
    kind: Kind
    theme: Theme
    owner: uuid.UUID
    summary: str = ""
    classification: str = "intern"
    training: bool = False
    areas: tuple[Area, ...] = ()
    dossier: str = ""
    opened_at: datetime | None = None


@transaction.atomic
def open_problem(*, identity: Identity, new: NewProblem) -> Problem:
    """Open a problem: opener and owner lead it, each function gets what access.rules hands out."""
    problem = Problem.objects.create(
        municipality_id=identity.municipality,
        number=_next_number(identity.municipality),
        title=new.title,
        summary=new.summary,
        kind=new.kind,
        theme=new.theme,
        owner_id=new.owner,
        classification=new.classification,
        training=new.training,
        opened_at=new.opened_at or timezone.now(),
    )
    access.grant_by_function(
        municipality=identity.municipality,
        problems=[(problem.id, problem.kind)],
        appointments=_running_appointments(),
    )
    for person in {identity.person, new.owner}:
        access.grant(
            identity=identity, person=person, problem=problem.id, level=Level.LEAD, origin=Origin.FUNCTION
        )
    ProblemArea.objects.bulk_create(ProblemArea(problem=problem, area=area) for area in new.areas)
    Dossier.objects.create(problem=problem, text=new.dossier)
    _record(problem, "opened", {"kind": str(problem.kind), "training": problem.training})
    return problem


@transaction.atomic
def change_problem(
    *, identity: Identity, problem: Problem, version: int, values: dict[str, Any]
) -> list[str]:
    """Change fields of a problem that was read at `version`; return the names of what changed.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    areas: Iterable[Area] | None = values.get("areas")
    changed = [name for name in CHANGEABLE if name in values and getattr(problem, name) != values[name]]
    if areas is not None and set(problem.areas.all()) != set(areas):
        changed.append("areas")
    if not changed:
        return []
    updates = {name: values[name] for name in changed if name != "areas"}
    update_once(Problem.objects.all(), problem, version, **updates, changed_at=Now())
    if "areas" in changed:
        ProblemArea.objects.filter(problem=problem).delete()
        ProblemArea.objects.bulk_create(ProblemArea(problem=problem, area=area) for area in areas or ())
    if "kind" in changed:
        access.end_function_grants(problem=problem.pk)
        access.grant_by_function(
            municipality=identity.municipality,
            problems=[(problem.id, values["kind"])],
            appointments=_running_appointments(),
        )
    if "owner" in changed:
        access.grant(
            identity=identity,
            person=values["owner"].pk,
            problem=problem.id,
            level=Level.LEAD,
            origin=Origin.FUNCTION,
        )
    _record(problem, "changed", {"fields": changed})
    return changed


@transaction.atomic
def change_status(*, problem: Problem, version: int, status: Status) -> None:
    """Close, follow or reopen a problem that was read at `version`.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    before = problem.status
    closed_at = timezone.now() if status == Status.CLOSED else None
    update_once(Problem.objects.all(), problem, version, status=status, closed_at=closed_at, changed_at=Now())
    problem.status = status
    _record(problem, "status", {"from": str(before), "to": str(status)})


@transaction.atomic
def change_dossier(*, problem: Problem, version: int, text: str) -> None:
    """Replace the dossier's text that was read at `version`.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    stored = Dossier(problem=problem)
    update_once(Dossier.objects.all(), stored, version, text=text, changed_at=Now())
    Problem.objects.filter(pk=problem.pk).update(changed_at=Now())
    _record(problem, "dossier", {"length": len(text)})


@transaction.atomic
def hand_out(*, appointment: Appointment) -> int:
    """Give a new appointment its grants on every running problem; return how many.

    The appointing administrator sees no problems, so the list comes from a function of the database that
    returns ids and kinds only.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT problem, kind FROM problems_running(%s)", [appointment.municipality_id])
        running: list[tuple[uuid.UUID, str]] = cursor.fetchall()
    return access.grant_by_function(
        municipality=appointment.municipality_id, problems=running, appointments=[appointment]
    )


@transaction.atomic
def add_theme(
    *, municipality: uuid.UUID, field: SafetyField, name: str, parent: Theme | None = None, position: int = 0
) -> Theme:
    """Add a theme under a safety field or another theme (ST04)."""
    theme = Theme.objects.create(
        municipality_id=municipality,
        field=parent.field if parent else field,
        name=name.strip(),
        parent=parent,
        position=position,
    )
    ledger.append(municipality=municipality, action="problems:theme:added", subject=theme.id)
    return theme


def ensure_theme(*, municipality: uuid.UUID, field: SafetyField, path: tuple[str, ...]) -> Theme:
    """Return the theme at `path` under a safety field, adding what is missing on the way."""
    theme: Theme | None = None
    for name in path:
        found = Theme.objects.filter(
            municipality_id=municipality, field=field, parent=theme, name=name
        ).first()
        theme = found or add_theme(municipality=municipality, field=field, name=name, parent=theme)
    if theme is None:
        raise ValueError("a theme path has at least one name")
    return theme


@transaction.atomic
def change_theme(*, theme: Theme, version: int, name: str, parent: Theme | None, field: SafetyField) -> None:
    """Rename or move a theme, with everything under it.

    Raises:
        VersionConflict: it was changed meanwhile.
        ValueError: the new place lies under the theme itself.
    """
    branch = {item.pk: item for item in _branch(theme)}
    if parent and parent.pk in branch:
        raise ValueError("a theme cannot lie under itself")
    home = parent.field if parent else field
    update_once(Theme.objects.all(), theme, version, name=name.strip(), parent=parent, field=home)
    Theme.objects.filter(pk__in=[pk for pk in branch if pk != theme.pk]).update(field=home)
    ledger.append(municipality=theme.municipality_id, action="problems:theme:changed", subject=theme.id)


@transaction.atomic
def end_theme(*, theme: Theme) -> None:
    """End a theme and what lies under it; problems and figures that have it keep it."""
    ended = [item.pk for item in _branch(theme) if item.ended_at is None]
    Theme.objects.filter(pk__in=ended).update(ended_at=Now(), version=F("version") + 1)
    ledger.append(
        municipality=theme.municipality_id,
        action="problems:theme:ended",
        subject=theme.id,
        data={"count": len(ended)},
    )


@transaction.atomic
def restore_theme(*, theme: Theme) -> None:
    """Bring an ended theme back."""
    Theme.objects.filter(pk=theme.pk).update(ended_at=None, version=F("version") + 1)
    ledger.append(municipality=theme.municipality_id, action="problems:theme:restored", subject=theme.id)


def _branch(theme: Theme) -> list[Theme]:
    """Return a theme and all that lies under it."""
    everything = list(Theme.objects.filter(municipality_id=theme.municipality_id))
    branch = [theme]
    for item in branch:
        branch.extend(child for child in everything if child.parent_id == item.pk)
    return branch


def _record(problem: Problem, verb: str, data: ledger.EventData) -> None:
    ledger.append(
        municipality=problem.municipality_id,
        action=f"problems:problem:{verb}",
        subject=problem.id,
        problem=problem.id,
        version=problem.version,
        data=data,
    )


def _next_number(municipality: uuid.UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT problems_next_number(%s)", [municipality])
        row = cursor.fetchone()
    return int(row[0])


def _running_appointments() -> list[Appointment]:
    return list(
        Appointment.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=Now()), valid_from__lte=Now()
        )
    )
