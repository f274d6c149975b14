"""The fixed points with which the agenda of each kind of table begins, as data (data/agendas.json)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from driehoek.meetings.models import SeriesKind

_FILE = Path(__file__).parent / "data" / "agendas.json"


@dataclass(frozen=True)
class FixedTitle:
    """A fixed point of a template.

    Attributes:
        title: the point in one line.
        minutes: how long it usually takes.
        confidential: whether it belongs to the closed part.
    """

    title: str
    minutes: int
    confidential: bool


@cache
def template_of(kind: SeriesKind | str) -> tuple[FixedTitle, ...]:
    """Return the fixed points of a kind of table, in order (domain.md, section 3.5)."""
    data = json.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(
        FixedTitle(row["title"], row["minutes"], row.get("confidential", False)) for row in data[str(kind)]
    )
