"""What can leave Driehoek as a table: each room says which of its lists, to whom, and what a row is.

A row is read by the same queries under the same identity as the page that shows it, so a file never holds more
than the screen. Rooms register their tables in `AppConfig.ready`; this room knows none of them.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from itertools import islice
from typing import Any, Final, TypeVar

from django.db.models import Choices
from django.urls import reverse
from django.utils.http import urlencode

from driehoek.access.identity import Identity
from driehoek.exports.marks import Mark
from driehoek.parties.models import Function

Value = str | int | float | Decimal | date | datetime | timedelta | None
Filters = Mapping[str, str]
_CHUNK: Final = 500
Thing = TypeVar("Thing")


class ValueKind(Enum):
    """What a column holds; it decides how a cell is written."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    DURATION = "duration"


@dataclass(frozen=True)
class TypedColumn:
    """A column of a file.

    Attributes:
        label: its heading (lazily translated).
        kind: what it holds.
        unit: of what a number is, shown behind the heading.
        decimals: digits after the mark of a number; None writes it as it is.
        wide: whether it holds sentences.
    """

    label: Any
    kind: ValueKind = ValueKind.TEXT
    unit: Any = ""
    decimals: int | None = None
    wide: bool = False

    @property
    def heading(self) -> str:
        """The label with its unit."""
        return f"{self.label} ({self.unit})" if self.unit else str(self.label)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file.

    Attributes:
        values: one for each column.
        mark: how confidential the row is by itself; a problem's own classification is added to it.
        problem: the problem that the row is about, if any.
        people: ids of the people whom the row names, for the processing log.
    """

    values: tuple[Value, ...]
    mark: Mark = Mark.INTERNAL
    problem: uuid.UUID | None = None
    people: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True)
class Filter:
    """Something that a list can be narrowed to.

    Attributes:
        name: in the address, as on the page of the list.
        label: in words.
        choices: which codes there are for this reader, each with its words.
        required: whether the list is about one of them.
    """

    name: str
    label: Any
    choices: Callable[[Identity], Mapping[str, str]]
    required: bool = False


def _no_sources(_identity: Identity, _filters: Filters) -> list[str]:
    return []


def _never(_filters: Filters) -> bool:
    return False


@dataclass(frozen=True)
class Table:
    """A list that can be exported.

    Attributes:
        key: its name in addresses and logs.
        title: what it is.
        row: what one row is, in a sentence.
        columns: what a row holds.
        rows: reads the rows that this reader sees with these choices.
        url: where the list itself is, with these choices.
        who: the functions that may see the list.
        filters: what it can be narrowed to.
        sources: whose data these are and of which date, in sentences.
        training: whether these choices ask for exercises; they never stand among what is real.
    """

    key: str
    title: Any
    row: Any
    columns: tuple[TypedColumn, ...]
    rows: Callable[[Identity, Filters], Iterable[Line]]
    url: Callable[[Filters], str]
    who: tuple[Function, ...]
    filters: tuple[Filter, ...] = ()
    sources: Callable[[Identity, Filters], list[str]] = _no_sources
    training: Callable[[Filters], bool] = _never


@dataclass(frozen=True)
class Standing:
    """How a problem stands: how confidential it is, and whether it is an exercise."""

    mark: Mark
    training: bool


@dataclass(frozen=True)
class Measure:
    """How much a file would hold.

    Attributes:
        rows: how many.
        mark: the highest of them.
    """

    rows: int
    mark: Mark


class UnknownChoiceError(Exception):
    """A choice in the address does not exist for this reader."""


ProblemReader = Callable[[Identity, Collection[uuid.UUID]], Mapping[uuid.UUID, Standing]]
_tables: dict[str, Table] = {}
_readers: list[ProblemReader] = []


def register(table: Table) -> None:
    """Offer a table for export; call it from a room's `AppConfig.ready`. The same key replaces."""
    _tables[table.key] = table


def register_problems(reader: ProblemReader) -> None:
    """Let the room of problems say how the problems that a reader may see stand; the others are not in its answer."""
    _readers[:] = [reader]


def listed_at(name: str) -> Callable[[Filters], str]:
    """Return how to get to a list by the name of its address, with its choices behind it."""

    def address(filters: Filters) -> str:
        return reverse(name) + (f"?{urlencode(dict(filters))}" if filters else "")

    return address


def choices_of(given: type[Choices]) -> Callable[[Identity], Mapping[str, str]]:
    """Return the choices of an enumeration for a filter."""
    return lambda _identity: {str(one): str(one.label) for one in given}


def in_chunks(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    """Return things some hundreds at a time, for what is looked up for many at once."""
    left = iter(things)
    while chunk := list(islice(left, _CHUNK)):
        yield chunk


def find(key: str) -> Table | None:
    """Return the table of a key."""
    return _tables.get(key)


def registered() -> list[Table]:
    """Return every table, by title."""
    return sorted(_tables.values(), key=lambda table: str(table.title))


def offered_to(identity: Identity) -> list[Table]:
    """Return the tables whose list `identity` may see, by title."""
    return [table for table in registered() if identity.holds(*table.who)]


def title_of(key: str) -> str:
    """Return the title of a table; the key itself when the room is gone."""
    table = _tables.get(key)
    return str(table.title) if table else key


def chosen(table: Table, identity: Identity, given: Mapping[str, Any]) -> dict[str, str]:
    """Return the choices in an address as codes that exist for this reader.

    Names that the table does not know are left out, as they are on the page of the list.

    Raises:
        UnknownChoiceError: a code that does not exist for the reader, or none where the list is about one.
    """
    found: dict[str, str] = {}
    for one in table.filters:
        code = str(given.get(one.name) or "")
        if code and code in one.choices(identity):
            found[one.name] = code
        elif code or one.required:
            raise UnknownChoiceError(one.name)
    return found


def in_words(table: Table, identity: Identity, filters: Filters) -> list[tuple[str, str]]:
    """Return the choices as (label, words); a code whose words are gone stands as it is."""
    return [
        (str(one.label), str(one.choices(identity).get(filters[one.name], filters[one.name])))
        for one in table.filters
        if one.name in filters
    ]


def read(table: Table, identity: Identity, filters: Filters) -> Iterator[Line]:
    """Read the rows, each with the mark of the problem that it is about.

    A row about a problem that the reader may not see does not exist. Exercises are left out, or are all there is
    when the choices ask for them.
    """
    wants_training = table.training(filters)
    for chunk in in_chunks(table.rows(identity, filters)):
        standings = _standings(identity, chunk)
        for line in chunk:
            if line.problem is None:
                if not wants_training:
                    yield line
                continue
            standing = standings.get(line.problem)
            if standing is not None and standing.training == wants_training:
                mark = max(line.mark, standing.mark)
                yield Line(line.values, mark, line.problem, line.people)


def measure(table: Table, identity: Identity, filters: Filters) -> Measure:
    """Count the rows that a file would hold and find the highest mark; the lowest for a file without rows."""
    count, highest = 0, Mark.PUBLIC
    for line in read(table, identity, filters):
        count += 1
        highest = max(highest, line.mark)
    return Measure(count, highest)


def _standings(identity: Identity, chunk: list[Line]) -> Mapping[uuid.UUID, Standing]:
    problems = {line.problem for line in chunk if line.problem is not None}
    if not problems or not _readers:
        return {}
    return _readers[0](identity, problems)
