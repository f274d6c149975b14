"""Writing problems: open, change, close, the dossier, what a new function sees."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from driehoek.access import services as access
from driehoek.access.identity import Identity
from driehoek.access.models import Level, Origin
from driehoek.areas.models import Area
from driehoek.ledger.versions import update_once
from driehoek.parties.models import Appointment
from driehoek.problems.models import Dossier, Kind, Problem, ProblemArea, Status, Theme
from driehoek.problems.services.common import hand_out_by_function, record
from driehoek.problems.services.typing import first_typing
from driehoek.problems.signals import opened

CHANGEABLE = ("title", "summary", "theme", "owner", "classification")


@dataclass(frozen=True)
class NewProblem:
    """What is needed to open a problem.

    Attributes:
        areas: rows of the municipality's area division.
        answers: answers to the questions that tell the kinds apart, where they were asked.
        reason: why it is of this kind; needed when the answers propose another one.
    """

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
    answers: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


@transaction.atomic
def open_problem(*, identity: Identity, new: NewProblem) -> Problem:
    """Open a problem: opener and owner lead it, each function gets what access.rules hands out.

    Raises:
        ReasonMissing: the answers propose another kind, and the reason does not say why not.
        ValueError: an answer that does not exist.
    """
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
    hand_out_by_function(municipality=identity.municipality, problem=problem)
    for person in {identity.person, new.owner}:
        access.grant(
            identity=identity, person=person, problem=problem.id, level=Level.LEAD, origin=Origin.FUNCTION
        )
    ProblemArea.objects.bulk_create(ProblemArea(problem=problem, area=area) for area in new.areas)
    Dossier.objects.create(problem=problem, text=new.dossier)
    first_typing(identity, problem, answers=new.answers, reason=new.reason)
    record(problem, "opened", {"kind": str(problem.kind), "training": problem.training})
    opened.send(sender=Problem, identity=identity, problem=problem)
    return problem


@transaction.atomic
def change_problem(
    *, identity: Identity, problem: Problem, version: int, values: dict[str, Any]
) -> list[str]:
    """Change fields of a problem that was read at `version`; return the names of what changed.

    The kind is not among them: that is a decision with a reason (`retype`).

    Raises:
        VersionConflict: it was changed meanwhile.
        ValueError: a field that cannot be changed here.
    """
    if unknown := sorted(set(values) - {*CHANGEABLE, "areas"}):
        raise ValueError(f"not changed here: {', '.join(unknown)}")
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
    if "owner" in changed:
        access.grant(
            identity=identity,
            person=values["owner"].pk,
            problem=problem.id,
            level=Level.LEAD,
            origin=Origin.FUNCTION,
        )
    record(problem, "changed", {"fields": changed})
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
    record(problem, "status", {"from": str(before), "to": str(status)})


@transaction.atomic
def change_dossier(*, problem: Problem, version: int, text: str) -> None:
    """Replace the dossier's text that was read at `version`.

    Raises:
        VersionConflict: it was changed meanwhile.
    """
    stored = Dossier(problem=problem)
    update_once(Dossier.objects.all(), stored, version, text=text, changed_at=Now())
    Problem.objects.filter(pk=problem.pk).update(changed_at=Now())
    record(problem, "dossier", {"length": len(text)})


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


def _next_number(municipality: uuid.UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT problems_next_number(%s)", [municipality])
        row = cursor.fetchone()
    return int(row[0])
