"""What an edition holds, as plain data: the one form in which a report or a plan is frozen, compared and read back.

Rooms above read editions through these classes only. A snapshot is complete in itself: whatever is renamed or
corrected later, it says what was said then. It has no moments of its own, so that the same content always gives the
same text and the same digest.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

SCHEMA: Final = 1


class Kind(StrEnum):
    """What was frozen."""

    QUARTER = "quarter"
    PLAN = "plan"


class FactKind(StrEnum):
    """Where a fact in a report comes from."""

    DEVIATION = "deviation"
    REPORT = "report"
    DECISION = "decision"
    ASK = "ask"


@dataclass(frozen=True)
class AreaValue:
    """The value of a figure in one part of the municipality; None when it is not known."""

    code: str
    name: str
    value: float | None


@dataclass(frozen=True)
class FigurePart:
    """One figure as it stood.

    Attributes:
        key: what is counted, the same in every edition: indicator, and area when that is not the municipality.
        unit: of the value; `decimals` places are shown. With 0 places it is a count.
        period, before_period: over which time, in words.
        value, before: the figure and the one to compare it with; None when it is not complete.
        norm_sentence: how the norm stood; empty without a norm.
        state: code of how the norm was judged last (standard.norms.State); empty without a norm.
        provisional: the publisher may still change it.
        areas: the same figure over the same time in the parts of the municipality; those of a count add up to it
            only where the source places every case.
    """

    key: str
    label: str
    unit: str
    period: str
    value: float | None
    before: float | None
    norm_sentence: str
    source: str
    decimals: int = 0
    before_period: str = ""
    state: str = ""
    provisional: bool = False
    areas: tuple[AreaValue, ...] = ()


@dataclass(frozen=True)
class GoalPart:
    """A goal of a year plan.

    Attributes:
        key: the same in every edition, also in the plan of a later year that took the goal over.
        measured_by: the norm in words, or how it is measured otherwise.
        decided_by, decision_on: who decides about it and on which day (ISO), empty when not planned.
    """

    key: str
    sentence: str
    measured_by: str
    decided_by: str
    decision_on: str = ""


@dataclass(frozen=True)
class ActionPart:
    """An action of a year plan as it stood.

    Attributes:
        key: the same in every edition, also in the plan of a later year that took the action over.
        owner: name of the organisation that does it; no person.
        status, status_label: where it stands, as code and in words.
        note: the explanation, in one line.
        goal: key of the goal that it serves.
        due_on: by when (ISO).
        late: whether that day had passed without it being done.
    """

    key: str
    what: str
    owner: str
    status: str
    status_label: str = ""
    note: str = ""
    goal: str = ""
    instrument: str = ""
    expected_effect: str = ""
    due_on: str = ""
    late: bool = False


@dataclass(frozen=True)
class FactPart:
    """Something that happened: a deviation, a fixed progress report, a decision, a question to the council."""

    key: str
    kind: str
    title: str
    text: str = ""
    source: str = ""


@dataclass(frozen=True)
class TextPart:
    """A text that someone wrote.

    Attributes:
        label: the heading above it.
        confidential: for readers of the report alone; it never goes into what is made for the council.
    """

    key: str
    label: str
    text: str
    confidential: bool = False


@dataclass(frozen=True)
class ThemePart:
    """Everything about one theme; `key` is the theme's id."""

    key: str
    name: str
    field: str = ""
    texts: tuple[TextPart, ...] = ()
    figures: tuple[FigurePart, ...] = ()
    goals: tuple[GoalPart, ...] = ()
    actions: tuple[ActionPart, ...] = ()
    facts: tuple[FactPart, ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """The content of an edition.

    Attributes:
        kind: a quarterly report or a year plan.
        quarter: 1 to 4; None for a year plan.
        texts: what is said over all themes.
    """

    kind: str
    title: str
    municipality: str
    year: int
    quarter: int | None = None
    texts: tuple[TextPart, ...] = ()
    themes: tuple[ThemePart, ...] = ()
    schema: int = SCHEMA


class UnknownSchemaError(ValueError):
    """The text was written by another version than this one can read."""


def canonical(snapshot: Snapshot) -> str:
    """Write a snapshot as JSON in the one way: keys sorted, no spaces, text as it is."""
    return json.dumps(
        asdict(snapshot), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def digest(text: str) -> str:
    """Return the SHA-256 of a canonical text, in 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def parse(text: str) -> Snapshot:
    """Read a canonical text back; `canonical(parse(text)) == text`.

    Raises:
        UnknownSchemaError: it was written in another schema.
    """
    data = json.loads(text)
    if data.get("schema") != SCHEMA:
        raise UnknownSchemaError(f"schema {data.get('schema')} is not {SCHEMA}")
    return Snapshot(
        **data
        | {
            "texts": tuple(TextPart(**one) for one in data["texts"]),
            "themes": tuple(_theme(one) for one in data["themes"]),
        }
    )


def _theme(data: dict[str, Any]) -> ThemePart:
    return ThemePart(
        **data
        | {
            "texts": tuple(TextPart(**one) for one in data["texts"]),
            "figures": tuple(_figure(one) for one in data["figures"]),
            "goals": tuple(GoalPart(**one) for one in data["goals"]),
            "actions": tuple(ActionPart(**one) for one in data["actions"]),
            "facts": tuple(FactPart(**one) for one in data["facts"]),
        }
    )


def _figure(data: dict[str, Any]) -> FigurePart:
    return FigurePart(**data | {"areas": tuple(AreaValue(**one) for one in data["areas"])})
