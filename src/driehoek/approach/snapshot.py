"""What an edition of a plan, or a definition as it was decided on, holds: plain data, frozen, compared, read back.

A snapshot has no moments of its own, so that the same content always gives the same text and the same digest. It is
written in Dutch, the language of the document.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any, Final

SCHEMA: Final = 1


class UnknownSchemaError(ValueError):
    """The text was written by another version than this one can read."""


@dataclass(frozen=True)
class TextPart:
    """A field with its label."""

    key: str
    label: str
    text: str


@dataclass(frozen=True)
class ActionPart:
    """An action of the shared compartment as it was agreed on; `due_on` in ISO."""

    key: str
    title: str
    owner: str
    instrument: str
    due_on: str


@dataclass(frozen=True)
class Snapshot:
    """The content of an edition.

    Attributes:
        title: of the problem.
        texts: the fields in the order of the page.
        basis: per source of personal data a sentence with purpose and covenant.
        partners: names of organisations; no persons.
        actions: those of the shared compartment, and no others.
    """

    title: str
    municipality: str
    texts: tuple[TextPart, ...]
    basis: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    actions: tuple[ActionPart, ...] = ()
    schema: int = SCHEMA


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
    data: dict[str, Any] = json.loads(text)
    if data.get("schema") != SCHEMA:
        raise UnknownSchemaError(f"schema {data.get('schema')} is not {SCHEMA}")
    return Snapshot(
        **data
        | {
            "texts": tuple(TextPart(**one) for one in data["texts"]),
            "basis": tuple(data["basis"]),
            "partners": tuple(data["partners"]),
            "actions": tuple(ActionPart(**one) for one in data["actions"]),
        }
    )
