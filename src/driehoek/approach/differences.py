"""What differs between two editions of a plan, word by word; no database and no words of the screen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from driehoek.approach.snapshot import Snapshot

# Words, the space between them, and every other mark on its own; joined again they are the text.
TOKENS: Final = re.compile(r"\w+|\s+|[^\w\s]")


class Mark(StrEnum):
    """What happened to a stretch of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Run:
    """A stretch of text with what happened to it."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class Changed:
    """A field or an action that differs: its label and the runs of its text."""

    key: str
    label: str
    runs: tuple[Run, ...]


def words(before: str, after: str) -> tuple[Run, ...]:
    """Compare two texts word by word.

    The runs that are the same or removed give `before` when joined, those that are the same or added give `after`.
    """
    return tuple(_runs(TOKENS.findall(before), TOKENS.findall(after)))


def _runs(old: list[str], new: list[str]) -> Iterator[Run]:
    for tag, first, last, first_new, last_new in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            yield Run(Mark.SAME, "".join(old[first:last]))
            continue
        if last > first:
            yield Run(Mark.REMOVED, "".join(old[first:last]))
        if last_new > first_new:
            yield Run(Mark.ADDED, "".join(new[first_new:last_new]))


def between(before: Snapshot, after: Snapshot) -> list[Changed]:
    """Return what differs, in the order of the newer edition; what went comes last."""
    old, new = _lines(before), _lines(after)
    keys = [*new, *(key for key in old if key not in new)]
    found = []
    for key in keys:
        label = (new.get(key) or old[key])[0]
        was, becomes = old.get(key, ("", ""))[1], new.get(key, ("", ""))[1]
        if was != becomes:
            found.append(Changed(key, label, words(was, becomes)))
    return found


def _lines(snapshot: Snapshot) -> Mapping[str, tuple[str, str]]:
    lines = {one.key: (one.label, one.text) for one in snapshot.texts}
    lines["basis"] = ("", "\n".join(snapshot.basis))
    lines["partners"] = ("", ", ".join(snapshot.partners))
    for one in snapshot.actions:
        lines[f"action:{one.key}"] = (
            one.title,
            f"{one.title} · {one.owner} · {one.instrument} · {one.due_on}",
        )
    return lines
