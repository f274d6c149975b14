"""The state machine of a case as a table: states, allowed moves, who may, what is required (domain.md, section 4.1).

Pure Python: templates come from `data/models`, a municipality's own version from the database, both in one shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

FOLDER: Final = Path(__file__).parent / "data" / "models"
LEVELS: Final = ("work", "lead")
# The generic states of domain.md, section 4.1; `cases.models.Phase` gives their words.
PHASES: Final = (
    "assessment", "enrichment", "weighing", "prioritised", "plan", "execution", "monitoring",
    "scaling_down", "closed", "evaluation", "kept", "rejected", "referred",
)  # fmt: skip
MOST_DAYS: Final = 3650


class TableError(ValueError):
    """A table that no case could follow.

    Attributes:
        code: what is wrong: missing, unknown_question, twice, unknown_state, who, unreached, no_end, phase, days.
        where: the keys or names that it is about.
    """

    def __init__(self, code: str, *where: str) -> None:
        super().__init__(f"{code}: {', '.join(where)}" if where else code)
        self.code = code
        self.where = where


@dataclass(frozen=True)
class State:
    """A state.

    Attributes:
        key: what moves name it by.
        name: its name on screen.
        phase: the generic phase (`cases.models.Phase`) that it stands for.
        max_days: how many days a case usually stands here at most; longer is put forward as stuck. None for no limit.
    """

    key: str
    name: str
    phase: str
    max_days: int | None = None


@dataclass(frozen=True)
class Step:
    """An allowed move.

    Attributes:
        before, after: keys of states.
        label: words of the button.
        who: the level on the problem that who moves it needs: `work` or `lead`.
        requires: keys of requirements that must be met (`cases.requirements`).
        reason: whether it asks a reason.
    """

    before: str
    after: str
    label: str
    who: str
    requires: tuple[str, ...] = ()
    reason: bool = False


@dataclass(frozen=True)
class Criteria:
    """Admission criteria: questions and the combinations of yes that admit (domain.md, section 4.2).

    Attributes:
        questions: key → text.
        ways: each a set of keys; all yes in one of them admits.
    """

    questions: Mapping[str, str]
    ways: tuple[frozenset[str], ...]

    def admits(self, answers: Mapping[str, bool]) -> bool:
        """Tell whether the answers admit a case."""
        yes = {key for key, answer in answers.items() if answer}
        return any(way <= yes for way in self.ways)


@dataclass(frozen=True)
class ModelTable:
    """A process model, read and checked."""

    name: str
    short: str
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    start: str
    criteria: Criteria
    keep_years: Mapping[str, int]

    def state(self, key: str) -> State:
        """Return a state by its key.

        Raises:
            KeyError: there is no such state.
        """
        return next((one for one in self.states if one.key == key), None) or _no_state(key)

    def steps_from(self, key: str) -> tuple[Step, ...]:
        """Return the moves that are allowed from a state, in order."""
        return tuple(step for step in self.steps if step.before == key)


def _no_state(key: str) -> State:
    raise KeyError(key)


def read(data: Mapping[str, Any]) -> ModelTable:
    """Read a table and check it.

    Raises:
        TableError: a key is missing, a move leads nowhere, a state cannot be reached, or nothing ends.
    """
    try:
        states = tuple(
            State(one["key"], one["name"], one["phase"], one.get("max_days")) for one in data["states"]
        )
        steps = tuple(
            Step(
                one["from"], one["to"], one["label"], one["who"], tuple(one.get("requires", ())),
                bool(one.get("reason", False)),
            )
            for one in data["moves"]
        )  # fmt: skip
        table = ModelTable(
            name=data["name"],
            short=data.get("short", ""),
            states=states,
            steps=steps,
            start=data["start"],
            criteria=_criteria(data.get("criteria", {})),
            keep_years={key: int(years) for key, years in data.get("keep_years", {}).items()},
        )
    except (KeyError, TypeError) as error:
        raise TableError("missing", str(error).strip("'")) from error
    _check(table)
    return table


def _criteria(data: Mapping[str, Any]) -> Criteria:
    questions = {one["key"]: one["text"] for one in data.get("questions", ())}
    rule = data.get("rule", {})
    ways = rule.get("any", [rule])
    found = tuple(frozenset(way["all"]) for way in ways if way)
    if unknown := sorted({key for way in found for key in way} - set(questions)):
        raise TableError("unknown_question", *unknown)
    return Criteria(questions, found)


def _check(table: ModelTable) -> None:
    keys = [state.key for state in table.states]
    if wrong := sorted({state.name for state in table.states if state.phase not in PHASES}):
        raise TableError("phase", *wrong)
    if wrong := [state.name for state in table.states if not _sensible(state.max_days)]:
        raise TableError("days", *wrong)
    if len(set(keys)) != len(keys):
        raise TableError("twice", *sorted({key for key in keys if keys.count(key) > 1}))
    named = {
        table.start,
        *table.keep_years,
        *(key for step in table.steps for key in (step.before, step.after)),
    }
    if unknown := sorted(named - set(keys)):
        raise TableError("unknown_state", *unknown)
    if wrong := sorted({step.who for step in table.steps} - set(LEVELS)):
        raise TableError("who", *wrong)
    reached, grown = {table.start}, True
    while grown:
        further = {step.after for step in table.steps if step.before in reached}
        grown = not further <= reached
        reached |= further
    if lost := [state.name for state in table.states if state.key not in reached]:
        raise TableError("unreached", *lost)
    if not any(not table.steps_from(key) for key in keys):
        raise TableError("no_end")


def _sensible(days: int | None) -> bool:
    return days is None or (isinstance(days, int) and 1 <= days <= MOST_DAYS)


@lru_cache(maxsize=1)
def templates() -> Mapping[str, Mapping[str, Any]]:
    """Return the process models that come with Driehoek, key → data, each checked."""
    found: dict[str, Mapping[str, Any]] = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        read(data)
        found[file.stem] = data
    return found
