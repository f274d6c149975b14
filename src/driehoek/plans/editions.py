"""What differs between two editions: snapshots in, differences out; no database and no words of the screen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final, Generic, Protocol, TypeVar

from driehoek.plans.snapshot import (
    ActionPart,
    FactPart,
    FigurePart,
    GoalPart,
    Snapshot,
    TextPart,
    ThemePart,
)

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


def word_difference(before: str, after: str) -> tuple[Run, ...]:
    """Compare two texts word by word.

    The runs that are the same or removed give `before` when joined, those that are the same or added give `after`.
    A change of several words in a row stays together: what went stands before what came.
    """
    old, new = TOKENS.findall(before), TOKENS.findall(after)
    runs: list[Run] = []
    for tag, first, last, first_new, last_new in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        went, came = "".join(old[first:last]), "".join(new[first_new:last_new])
        if tag == "equal":
            runs.append(Run(Mark.SAME, went))
            continue
        runs += [Run(mark, text) for mark, text in ((Mark.REMOVED, went), (Mark.ADDED, came)) if text]
    return tuple(_gathered(runs))


def _gathered(runs: Sequence[Run]) -> Iterable[Run]:
    """Join changes that only a space keeps apart: two replaced words read as one change."""
    went, came = "", ""
    for place, run in enumerate(runs):
        changed_after = place + 1 < len(runs) and runs[place + 1].mark != Mark.SAME
        if run.mark == Mark.REMOVED:
            went += run.text
        elif run.mark == Mark.ADDED:
            came += run.text
        elif (went or came) and changed_after and run.text.isspace():
            went, came = went + run.text, came + run.text
        else:
            yield from _change(went, came)
            went, came = "", ""
            yield run
    yield from _change(went, came)


def _change(went: str, came: str) -> Iterable[Run]:
    if went:
        yield Run(Mark.REMOVED, went)
    if came:
        yield Run(Mark.ADDED, came)


class Keyed(Protocol):
    """A part of a snapshot that keeps its key from edition to edition."""

    @property
    def key(self) -> str:
        """What it is, the same in every edition."""


Part = TypeVar("Part", bound=Keyed)


@dataclass(frozen=True)
class Change(Generic[Part]):
    """A part that came, went, or says something else.

    Attributes:
        before, after: None when it was not there.
    """

    before: Part | None
    after: Part | None

    @property
    def part(self) -> Part:
        """The part as it is now, or as it was when it is gone."""
        found = self.after if self.after is not None else self.before
        if found is None:
            raise ValueError("a change has something before or after it")
        return found

    @property
    def kind(self) -> str:
        """`added`, `removed` or `changed`."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


@dataclass(frozen=True)
class ThemeDifference:
    """What differs within one theme.

    Attributes:
        kind: `added` or `removed` when the whole theme was, else `changed`.
    """

    name: str
    kind: str
    texts: tuple[Change[TextPart], ...] = ()
    figures: tuple[Change[FigurePart], ...] = ()
    goals: tuple[Change[GoalPart], ...] = ()
    actions: tuple[Change[ActionPart], ...] = ()
    facts: tuple[Change[FactPart], ...] = ()

    @property
    def count(self) -> int:
        """How many parts differ."""
        parts = (self.texts, self.figures, self.goals, self.actions, self.facts)
        return sum(len(part) for part in parts)


@dataclass(frozen=True)
class Difference:
    """What differs between two editions of the same thing."""

    texts: tuple[Change[TextPart], ...]
    themes: tuple[ThemeDifference, ...]

    @property
    def count(self) -> int:
        """How many parts differ; 0 when the editions say the same."""
        return len(self.texts) + sum(theme.count or 1 for theme in self.themes)


def changes(before: Sequence[Part], after: Sequence[Part]) -> tuple[Change[Part], ...]:
    """Pair parts by their key and return those that differ: in the new order, what is gone at the end."""
    old = {one.key: one for one in before}
    found = [Change(old.get(one.key), one) for one in after if old.get(one.key) != one]
    kept = {one.key for one in after}
    return (*found, *(Change(one, None) for one in before if one.key not in kept))


def difference(before: Snapshot, after: Snapshot) -> Difference:
    """Compare two editions of the same report or plan."""
    themes = tuple(
        one
        for change in changes(before.themes, after.themes)
        if (one := _theme_difference(change)).count or one.kind != "changed"
    )
    return Difference(changes(before.texts, after.texts), themes)


def _theme_difference(change: Change[ThemePart]) -> ThemeDifference:
    nothing = ThemePart(change.part.key, change.part.name)
    before, after = change.before or nothing, change.after or nothing
    return ThemeDifference(
        name=change.part.name,
        kind=change.kind,
        texts=changes(before.texts, after.texts),
        figures=changes(before.figures, after.figures),
        goals=changes(before.goals, after.goals),
        actions=changes(before.actions, after.actions),
        facts=changes(before.facts, after.facts),
    )


@dataclass(frozen=True)
class Course:
    """How things went from one quarter to the next.

    Attributes:
        figures: figures that are in both, with both values.
        actions: actions that are in both and stand elsewhere now.
        new_actions: actions that were not in the earlier one.
    """

    figures: tuple[tuple[FigurePart, FigurePart], ...]
    actions: tuple[tuple[ActionPart, ActionPart], ...]
    new_actions: tuple[ActionPart, ...]


def course(earlier: Snapshot, later: Snapshot) -> Course:
    """Lay a quarter beside an earlier one: values of figures and states of actions, not texts."""
    old_figures = {one.key: one for theme in earlier.themes for one in theme.figures}
    old_actions = {one.key: one for theme in earlier.themes for one in theme.actions}
    figures = [one for theme in later.themes for one in theme.figures]
    actions = [one for theme in later.themes for one in theme.actions]
    return Course(
        figures=tuple((old_figures[one.key], one) for one in figures if one.key in old_figures),
        actions=tuple(
            (old_actions[one.key], one)
            for one in actions
            if one.key in old_actions
            and (old_actions[one.key].status, old_actions[one.key].late) != (one.status, one.late)
        ),
        new_actions=tuple(one for one in actions if one.key not in old_actions),
    )
