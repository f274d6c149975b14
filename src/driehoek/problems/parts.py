"""The page of a problem: rol – proces – informatie, to which rooms above add their own parts.

A room registers in its `AppConfig.ready`:

    parts.register(PagePart("needs", "information", 20, "position/parts/needs.html", needs_part))

where `needs_part(request, problem, level)` returns what the template needs, or None to show nothing. The template
is a `<section class="dh-section">` with a heading of level 3; it also has `problem`, `level` and `may_work`.
A part may ask the database a fixed number of questions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from driehoek.access.gate import IdentifiedRequest
from driehoek.access.models import Level
from driehoek.problems.models import Problem

# "asked" stands on top, above the three: what is asked of the reader now.
PartName = Literal["asked", "role", "process", "information"]
NAMES: Final[tuple[str, ...]] = get_args(PartName)
PartContext = Callable[[IdentifiedRequest, Problem, Level], Mapping[str, Any] | None]


@dataclass(frozen=True)
class PagePart:
    """Something on the page of a problem.

    Attributes:
        key: name of the part, unique.
        part: under which of the three it stands, or "asked".
        order: lower stands higher.
        template: name of its template.
        context: what the template needs, or None when there is nothing to show to this reader.
    """

    key: str
    part: PartName
    order: int
    template: str
    context: PartContext


@dataclass(frozen=True)
class ShownPart:
    """A part as this reader gets it."""

    key: str
    template: str
    context: dict[str, Any]


_parts: dict[str, PagePart] = {}


def register(part: PagePart) -> None:
    """Add a part to the page of a problem; called once from a room's app.

    Raises:
        ValueError: an unknown place, or a key that another part has.
    """
    if part.part not in NAMES:
        raise ValueError(f"{part.key}: {part.part} is not one of {', '.join(NAMES)}")
    if _parts.setdefault(part.key, part) != part:
        raise ValueError(f"{part.key}: there is a part with this key already")


def unregister(key: str) -> None:
    """Take a part away again."""
    _parts.pop(key, None)


def registered_parts() -> list[PagePart]:
    """Return every part, in the order in which they stand under each other."""
    return sorted(_parts.values(), key=lambda one: (one.order, one.key))


def parts_for(request: IdentifiedRequest, problem: Problem, level: Level) -> dict[str, list[ShownPart]]:
    """Return what the reader gets under each name, in order."""
    shown: dict[str, list[ShownPart]] = {name: [] for name in NAMES}
    for part in registered_parts():
        context = part.context(request, problem, level)
        if context is not None:
            shown[part.part].append(ShownPart(part.key, part.template, dict(context)))
    return shown
