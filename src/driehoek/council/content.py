"""What a release and a sent answer hold, as plain data: the one form in which they are frozen and read back.

A release is complete in itself and holds nothing that the council may not see: a hidden count is not in it, only that
something is hidden there. The same content always gives the same text and the same digest.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any, Final

SCHEMA: Final = 1


@dataclass(frozen=True)
class Cell:
    """One place in a table.

    Attributes:
        value: the count; None when it is hidden or when the source gives none.
        hidden: whether it is not shown because a small count could be worked out.
    """

    value: float | None
    hidden: bool = False


@dataclass(frozen=True)
class Line:
    """An area with its counts, one for each quarter of the table.

    Attributes:
        level: of the area (areas.AreaLevel).
        per_thousand: the count of the last quarter per 1,000 inhabitants; None where that count is not shown.
    """

    code: str
    name: str
    level: str
    cells: tuple[Cell, ...]
    per_thousand: float | None = None


@dataclass(frozen=True)
class FigureTable:
    """The figures of one indicator.

    Attributes:
        key: id of the indicator.
        quarters: the columns, as "2026-Q3"; the first is that of a year before the last.
        months: first days of the months of `course`, oldest first.
        course: the counts of the whole municipality per month.
        provisional: the publisher may still change something in it.
    """

    key: str
    label: str
    theme: str
    unit: str
    source: str
    quarters: tuple[str, ...]
    lines: tuple[Line, ...]
    months: tuple[str, ...] = ()
    course: tuple[Cell, ...] = ()
    provisional: bool = False

    @property
    def hidden(self) -> int:
        """How many places are not shown."""
        shown = [cell for line in self.lines for cell in line.cells]
        return sum(1 for cell in [*shown, *self.course] if cell.hidden)


@dataclass(frozen=True)
class Text:
    """A text under its heading."""

    heading: str
    text: str


@dataclass(frozen=True)
class Content:
    """A council version.

    Attributes:
        minimum: counts under this are not shown.
    """

    title: str
    municipality: str
    year: int
    quarter: int
    minimum: int
    intro: str = ""
    texts: tuple[Text, ...] = ()
    tables: tuple[FigureTable, ...] = ()
    schema: int = SCHEMA


@dataclass(frozen=True)
class Reference:
    """A fact under an answer, with where it can be found."""

    number: int
    statement: str
    source: str
    as_of: str
    certainty: str


@dataclass(frozen=True)
class AnswerContent:
    """An answer as it was sent."""

    title: str
    municipality: str
    number: str
    question: str
    asked_by: str
    asked_on: str
    answer: str
    references: tuple[Reference, ...] = ()
    schema: int = SCHEMA


class UnknownSchemaError(ValueError):
    """The text was written by another version than this one can read."""


def canonical(content: Content | AnswerContent) -> str:
    """Write contents as JSON in the one way: keys sorted, no spaces, text as it is."""
    return json.dumps(
        asdict(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def digest(text: str) -> str:
    """Return the SHA-256 of a canonical text, in 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def parse_release(text: str) -> Content:
    """Read a release back; `canonical(parse_release(text)) == text`.

    Raises:
        UnknownSchemaError: it was written in another schema.
    """
    data = _read(text)
    texts = tuple(Text(**one) for one in data["texts"])
    return Content(**data | {"texts": texts, "tables": tuple(_table(one) for one in data["tables"])})


def parse_answer(text: str) -> AnswerContent:
    """Read a sent answer back.

    Raises:
        UnknownSchemaError: it was written in another schema.
    """
    data = _read(text)
    return AnswerContent(**data | {"references": tuple(Reference(**one) for one in data["references"])})


def _read(text: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(text)
    if data.get("schema") != SCHEMA:
        raise UnknownSchemaError(f"schema {data.get('schema')} is not {SCHEMA}")
    return data


def _table(data: dict[str, Any]) -> FigureTable:
    lines = tuple(Line(**one | {"cells": _cells(one["cells"])}) for one in data["lines"])
    lists = {name: tuple(data[name]) for name in ("quarters", "months")}
    return FigureTable(**data | lists | {"lines": lines, "course": _cells(data["course"])})


def _cells(data: list[dict[str, Any]]) -> tuple[Cell, ...]:
    return tuple(Cell(**one) for one in data)
