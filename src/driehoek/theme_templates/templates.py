"""A template as its reader gets it, whether it comes along with Driehoek or is the municipality's own."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from driehoek.theme_templates.checking import Content, keys_of
from driehoek.theme_templates.kinds import StepKind


@dataclass(frozen=True)
class Template:
    """A template that can be taken over.

    Attributes:
        key: its name in addresses: that of the file, or the id of the municipality's own one.
        content: complete and without faults.
        own: the id of the municipality's own one; None for a built-in one.
        edition: of the own one; 0 for a built-in one.
    """

    key: str
    content: Content
    own: uuid.UUID | None = None
    edition: int = 0

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self.content["name"])

    def rows(self, part: str) -> list[dict[str, Any]]:
        """Return the rows of a part, in order."""
        found: list[dict[str, Any]] = self.content.get(part) or []
        return found

    def named(self, part: str) -> dict[str, dict[str, Any]]:
        """Return the rows of a part by key."""
        return keys_of(self.content, part)

    @property
    def stepwise(self) -> bool:
        """Whether it has steps to follow."""
        return bool(self.content.get("steps"))


def steps_that_recur(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the steps of a next round: from the analysis on, since who takes part is settled.

    A round that follows an evaluation begins at the step called `analysis` where there is one (domain.md, 3.6:
    evaluation leads to a new analysis), else at the first step.
    """
    steps: list[dict[str, Any]] = list(content.get("steps") or [])
    first = next((number for number, one in enumerate(steps) if one["key"] == "analysis"), 0)
    return steps[first:]


def evaluation_of(content: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the step that looks back; None where the template has none."""
    return next((one for one in content.get("steps") or [] if one["kind"] == StepKind.EVALUATION), None)


def row_of_step(content: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return what a template says of the step with this key.

    Raises:
        StopIteration: it has no such step, which the services keep from happening.
    """
    return next(one for one in content["steps"] if one["key"] == key)
