"""Who acts, where, and as what: established once per request, job or command, inside its transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import connection, transaction

from driehoek.access.proofs import BEGIN, BEGIN_SYSTEM, proof, system_parameters
from driehoek.parties.models import Function

SETTINGS = ("app.person", "app.persons", "app.functions", "app.municipality", "app.seal")


@dataclass(frozen=True)
class Identity:
    """The acting person in one municipality.

    Attributes:
        person: the person's id.
        municipality: the municipality's id.
        municipality_name: its name, for the page head.
        cbs_code: its CBS code, such as GM0599.
        persons: whose grants count: the person and those they stand in for now.
        functions: functions held, in person or as a substitute.
        own_functions: functions held in person.
        organisations: the organisations those functions belong to.
    """

    person: uuid.UUID
    municipality: uuid.UUID
    municipality_name: str
    cbs_code: str
    persons: tuple[uuid.UUID, ...]
    functions: frozenset[Function]
    own_functions: frozenset[Function]
    organisations: frozenset[uuid.UUID]

    def holds(self, *functions: Function) -> bool:
        """Tell whether any of `functions` is held, in person or as a substitute."""
        return not self.functions.isdisjoint(functions)


def establish(*, person: uuid.UUID, municipality: uuid.UUID | None = None) -> Identity | None:
    """Bind the current transaction to a person in a municipality (their first, when none is named).

    Returns None, with nothing visible, when the person holds no function there now.

    Raises:
        RuntimeError: outside a transaction, where the binding would not last.
    """
    _require_transaction()
    proven = proof("access.begin", str(person), str(municipality or ""), backend=backend())
    with connection.cursor() as cursor:
        cursor.execute(BEGIN, [person, municipality, *proven])
        row = cursor.fetchone()
    if row is None:
        return None
    place, name, code, persons, functions, own, organisations = row
    return Identity(
        person=person,
        municipality=place,
        municipality_name=name,
        cbs_code=code,
        persons=tuple(persons),
        functions=frozenset(Function(name) for name in functions),
        own_functions=frozenset(Function(name) for name in own),
        organisations=frozenset(organisations),
    )


@contextmanager
def acting_as(*, person: uuid.UUID, municipality: uuid.UUID | None = None) -> Iterator[Identity]:
    """Run a transaction as a person.

    Raises:
        PermissionError: the person holds no function there now.
    """
    with transaction.atomic(), _restored():
        identity = establish(person=person, municipality=municipality)
        if identity is None:
            raise PermissionError("no function in this municipality now")
        yield identity


@contextmanager
def acting_as_system(*, municipality: uuid.UUID) -> Iterator[None]:
    """Run a transaction for a job or command of one municipality: no person, so no problem is visible."""
    with transaction.atomic(), _restored():
        with connection.cursor() as cursor:
            cursor.execute(BEGIN_SYSTEM, system_parameters(municipality, backend=backend()))
        yield


def narrow(
    identity: Identity, *, functions: frozenset[Function], organisations: frozenset[uuid.UUID]
) -> Identity:
    """Leave of an established identity only these functions, and nobody it stands in for; the database is told too.

    Raises:
        ProgrammingError: a function that the person does not hold.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_narrow(%s)", [sorted(str(one) for one in functions)])
    return replace(
        identity,
        persons=(identity.person,),
        functions=functions,
        own_functions=functions,
        organisations=organisations,
    )


def backend() -> int:
    """Return the process id of the database's side of this connection, to which a proof is bound."""
    if settings.POOLED:
        # A pooler answers with a number of its own.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return int(cursor.fetchone()[0])
    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


@contextmanager
def _restored() -> Iterator[None]:
    """Put the identity that held before back afterwards, for acts nested in a larger transaction.

    Its seal was made in this transaction, so it still fits.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in SETTINGS)
        )
        before = cursor.fetchone()
    yield
    _set(*before)


def _set(*values: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS), values)


def municipalities_of(person: uuid.UUID) -> list[tuple[uuid.UUID, str]]:
    """Return (id, name) of each municipality in which the person may act now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT municipality, name FROM access_municipalities(%s)", [person])
        return list(cursor.fetchall())


def all_municipalities() -> list[tuple[uuid.UUID, str]]:
    """Return (id, name) of every municipality on the installation, for jobs that serve each in turn."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT municipality, name FROM access_all_municipalities()")
        return list(cursor.fetchall())


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("an identity lasts for a transaction; open one first")
