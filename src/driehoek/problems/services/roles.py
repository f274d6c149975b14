"""Writing who has which role in a problem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from driehoek.access.identity import Identity
from driehoek.ledger import services as ledger
from driehoek.ledger.versions import VersionConflict, update_once
from driehoek.problems.models import Problem, ProblemRole, Role
from driehoek.problems.roles import NewRole, is_usual_task

CHANGEABLE = ("task",)


class RoleTaken(ValueError):
    """This person or organisation has that role in the problem already."""


@transaction.atomic
def add_role(*, identity: Identity, problem: Problem, new: NewRole) -> ProblemRole:
    """Give a person or an organisation a role in a problem.

    Raises:
        RoleTaken: they have it already.
        ValueError: both a person and an organisation, or neither.
    """
    if (new.person is None) == (new.organisation is None):
        raise ValueError("a role is of a person or of an organisation")
    try:
        with transaction.atomic():
            made = ProblemRole.objects.create(
                municipality_id=identity.municipality,
                problem=problem,
                role=new.role,
                person=new.person,
                organisation=new.organisation,
                task=new.task.strip(),
                since=Now(),
            )
    except IntegrityError as error:
        raise RoleTaken from error
    _record(made, "added")
    return made


@transaction.atomic
def take_over_proposal(
    *, identity: Identity, problem: Problem, proposed: Iterable[NewRole]
) -> list[ProblemRole]:
    """Hand out every proposed role; one that is taken gets the proposed task, unless someone wrote its own.

    Returns:
        The roles that were handed out or got another task.
    """
    changed = []
    for new in proposed:
        held = ProblemRole.objects.filter(
            problem=problem, role=new.role, person=new.person, organisation=new.organisation, until=None
        ).first()
        if held is None:
            changed.append(add_role(identity=identity, problem=problem, new=new))
        elif held.task != new.task and is_usual_task(held.task):
            change_role(role=held, version=held.version, values={"task": new.task})
            changed.append(held)
    return changed


@transaction.atomic
def change_role(*, role: ProblemRole, version: int, values: Mapping[str, Any]) -> None:
    """Change the task of a running role that was read at `version`.

    Raises:
        VersionConflict: it was changed or ended meanwhile.
        ValueError: a field that cannot be changed: another person is another role.
    """
    if unknown := sorted(set(values) - set(CHANGEABLE)):
        raise ValueError(f"not changed here: {', '.join(unknown)}")
    update_once(ProblemRole.objects.filter(until=None), role, version, **values)
    role.task = values.get("task", role.task)
    _record(role, "changed")


@transaction.atomic
def end_role(*, role: ProblemRole) -> bool:
    """End a role now; return False when it had ended already."""
    try:
        update_once(ProblemRole.objects.filter(until=None), role, role.version, until=Now())
    except VersionConflict:
        return False
    _record(role, "ended")
    return True


@transaction.atomic
def restore_role(*, identity: Identity, role: ProblemRole) -> ProblemRole:
    """Hand a role that ended out again, from now on.

    Raises:
        RoleTaken: they have it already.
    """
    new = NewRole(Role(role.role), role.person, role.organisation, role.task)
    return add_role(identity=identity, problem=role.problem, new=new)


def _record(role: ProblemRole, verb: str) -> None:
    ledger.append(
        municipality=role.municipality_id,
        action=f"problems:role:{verb}",
        subject=role.id,
        problem=role.problem_id,
        version=role.version,
        data={
            "role": str(role.role),
            "person": str(role.person_id) if role.person_id else None,
            "organisation": str(role.organisation_id) if role.organisation_id else None,
        },
    )
