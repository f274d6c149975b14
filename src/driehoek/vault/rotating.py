"""Locking every field anew under the newest key, table by table and batch by batch, as the owner of the tables.

A row is opened with the key that it names and locked with the first of `DRIEHOEK_VAULT_KEYS`. What is under that key
already is passed by, so that a run that was broken off goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db import connections, transaction

from driehoek.vault import LockedError, Secret, lock, newest_prefix, place, unlock

BATCH: Final = 500


@dataclass(frozen=True)
class Column:
    """A column under lock."""

    table: str
    key: str
    column: str

    def __str__(self) -> str:
        return f"{self.table}.{self.column}"


@dataclass(frozen=True)
class Count:
    """How many values of a column lie under the newest key, and how many under an older one."""

    column: Column
    newest: int
    older: int


@dataclass(frozen=True)
class Turned:
    """What a batch did: how many values were locked anew, and the ids of rows that cannot be read here."""

    column: Column
    done: int
    unreadable: tuple[str, ...] = ()


def columns() -> list[Column]:
    """Return every column under lock of the installed models, by table."""
    found = {
        Column(model._meta.db_table, str(model._meta.pk.column), secret.column)
        for model in apps.get_models()
        for name in dir(model)
        if isinstance(secret := getattr(model, name, None), Secret)
    }
    return sorted(found, key=str)


def counts(using: str = "owner") -> Iterator[Count]:
    """Yield, for each column, how many values lie under the newest key and under older ones."""
    newest = newest_prefix()
    for column in columns():
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            _maintain(cursor)
            cursor.execute(
                f'SELECT count(*) FILTER (WHERE starts_with("{column.column}", %s)), count(*)'  # noqa: S608 - own names
                f' FROM "{column.table}" WHERE "{column.column}" <> %s',
                [newest, ""],
            )
            under, whole = cursor.fetchone()
        yield Count(column, under, whole - under)


def rotate(using: str = "owner", *, batch: int = BATCH) -> Iterator[Turned]:
    """Lock every value anew that is not under the newest key; yield what each batch did.

    Each batch is a transaction of its own. Guards that keep rows as they were made are set aside within it: the value
    stays the same, only the key changes.
    """
    for column in columns():
        last: Any = None
        while True:
            with transaction.atomic(using=using), connections[using].cursor() as cursor:
                _maintain(cursor)
                rows = _next(cursor, column, last, batch)
                if not rows:
                    break
                last = rows[-1][0]
                turned = _turn(cursor, column, rows)
            yield turned


def _next(cursor: Any, column: Column, last: Any, batch: int) -> list[tuple[Any, Any, str]]:
    after = f'AND "{column.key}" > %s' if last is not None else ""
    cursor.execute(
        f'SELECT "{column.key}", municipality_id, "{column.column}" FROM "{column.table}"'  # noqa: S608 - own names
        f' WHERE "{column.column}" <> %s AND NOT starts_with("{column.column}", %s) {after}'
        f' ORDER BY "{column.key}" LIMIT %s FOR UPDATE',
        ["", newest_prefix(), *([last] if last is not None else []), batch],
    )
    found: list[tuple[Any, Any, str]] = cursor.fetchall()
    return found


def _turn(cursor: Any, column: Column, rows: list[tuple[Any, Any, str]]) -> Turned:
    fresh, unreadable = [], []
    for key, municipality, locked in rows:
        where = place(column.table, column.column, key, municipality)
        try:
            fresh.append((lock(unlock(locked, where), where), key))
        except LockedError:
            unreadable.append(str(key))
    if fresh:
        cursor.execute(f'ALTER TABLE "{column.table}" DISABLE TRIGGER USER')
        cursor.executemany(
            f'UPDATE "{column.table}" SET "{column.column}" = %s WHERE "{column.key}" = %s',  # noqa: S608 - own names
            fresh,
        )
        cursor.execute(f'ALTER TABLE "{column.table}" ENABLE TRIGGER USER')
    return Turned(column, len(fresh), tuple(unreadable))


def _maintain(cursor: Any) -> None:
    cursor.execute("SELECT set_config('app.maintenance', 'on', true)")
