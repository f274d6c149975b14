"""Who has which role in a problem of each kind, as a proposal (data/roles.yaml; domain.md, sections 1.3 to 1.5)."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from driehoek.parties.models import Function, Organisation, OrganisationKind, Person
from driehoek.problems.content import ContentError, Entry, read
from driehoek.problems.models import Kind, Role


@dataclass(frozen=True)
class UsualRole:
    """A role that a problem of a kind usually has.

    Attributes:
        key: name of the line.
        role: the role.
        function: whoever holds this function has it; None when an organisation has it.
        organisation: the organisation of this kind has it; None when a person has it.
        task: what they do, in a few words.
    """

    key: str
    role: Role
    function: Function | None
    organisation: OrganisationKind | None
    task: str


@dataclass(frozen=True)
class NewRole:
    """A role to hand out: to a person or to an organisation, one of both."""

    role: Role
    person: Person | None = None
    organisation: Organisation | None = None
    task: str = ""


def usual_roles(kind: Kind | str) -> tuple[UsualRole, ...]:
    """Return the roles that a problem of `kind` usually has."""
    return load()[Kind(kind)]


def is_usual_task(task: str) -> bool:
    """Tell whether a task is one that a proposal gave, or none: then a proposal for another kind may replace it."""
    return not task or any(task == one.task for lines in load().values() for one in lines)


@functools.cache
def load() -> Mapping[Kind, tuple[UsualRole, ...]]:
    """Return the usual roles of every kind, read once and checked.

    Raises:
        ContentError: something is missing, unknown, or said of both a person and an organisation.
    """
    return parse(read("roles.yaml"))


def parse(content: Entry) -> dict[Kind, tuple[UsualRole, ...]]:
    """Turn the content of roles.yaml into roles.

    Raises:
        ContentError: something is missing, unknown, or said of both a person and an organisation.
    """
    content.only(*Kind.values)
    return {kind: tuple(_usual(part) for part in content.parts(str(kind))) for kind in Kind}


def _usual(entry: Entry) -> UsualRole:
    entry.only("key", "role", "function", "organisation", "task")
    by_function = "function" in entry.fields
    if by_function == ("organisation" in entry.fields):
        raise ContentError(f"{entry.where}: name a function or an organisation, one of both")
    return UsualRole(
        key=entry.text("key", longest=40),
        role=Role(entry.one_of("role", Role.values)),
        function=Function(entry.one_of("function", Function.values)) if by_function else None,
        organisation=None
        if by_function
        else OrganisationKind(entry.one_of("organisation", OrganisationKind.values)),
        task=entry.text("task", longest=200),
    )
