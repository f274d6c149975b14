"""The tables of this room, read from `data/` once: fields of a report, kinds of measures, steps and clocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

DATA: Final = Path(__file__).parent / "data"
TRACKS: Final = ("main", "objection", "relief")
Length = Mapping[str, int]


@dataclass(frozen=True)
class Group:
    """A group of fields: power, necessity or proportionality, and why a court asks for it."""

    key: str
    name: str
    court: str


@dataclass(frozen=True)
class ReportField:
    """What a report must tell (domain.md, section 4.7).

    Attributes:
        core: it is missed when it is not there; another may be left out.
        ask: the question to who writes the report.
        why: why it matters in court.
    """

    key: str
    group: str
    core: bool
    name: str
    ask: str
    why: str


@dataclass(frozen=True)
class Prolonging:
    """How often and how long a measure may be prolonged; `total` caps all of it together, where the law does."""

    times: int
    each: Length
    total: Length | None = None


@dataclass(frozen=True)
class MeasureKind:
    """A kind of administrative measure, from a day on.

    Attributes:
        basis: value of the fact `decision_basis` of the legal check; empty when it has none of its own.
        concerns: person, premises, area, event or organisation.
        needs_end: a decision without an end day cannot be asked.
        longest: the longest time that one decision may hold; None when the law names none.
        remark: what else to look at, with what is not certain.
    """

    key: str
    name: str
    article: str
    basis: str
    concerns: str
    since: date
    needs_end: bool
    longest: Length | None
    prolong: Prolonging | None
    remark: str


@dataclass(frozen=True)
class Step:
    """A step in the life of a measure; see data/steps.yaml for what each field means."""

    key: str
    track: str
    before: frozenset[str]
    after: str
    label: str
    done: str
    who: str
    article: str = ""
    needs: tuple[str, ...] = ()
    starts: str = ""
    stops: tuple[str, ...] = ()
    past: bool = False
    reason: bool = False


@dataclass(frozen=True)
class ClockKind:
    """A term that runs.

    Attributes:
        length: how long; empty when its end is given (the end of the measure).
        committee: how long when a committee advises on the objection (Awb 7:10, first paragraph).
        extends: an end on a day that is no working day moves to the next one (Algemene termijnenwet, article 1).
        on_board: it asks something of the municipality, so it stands among what is due.
        warn: how many days before its end it is due there.
        after: the clock at whose end it begins, whenever it is started (Awb 7:10: after the term to object).
        adds_to: the clock that it lengthens.
    """

    key: str
    name: str
    ends: str
    length: Length
    committee: Length | None
    extends: bool
    on_board: bool
    warn: int
    article: str
    remark: str
    after: str
    adds_to: str


@dataclass(frozen=True)
class Procedure:
    """The states of each track in words, the steps and the clocks."""

    states: Mapping[str, Mapping[str, str]]
    running: frozenset[str]
    over: frozenset[str]
    steps: Mapping[str, Step]
    clocks: Mapping[str, ClockKind]


def _load(name: str) -> Any:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def report_groups() -> tuple[Group, ...]:
    """Return the groups of fields in order."""
    return tuple(Group(**one) for one in _load("report_fields.yaml")["groups"])


@lru_cache(maxsize=1)
def report_fields() -> Mapping[str, ReportField]:
    """Return the fields of a report by key, in order."""
    return {one["key"]: ReportField(**one) for one in _load("report_fields.yaml")["fields"]}


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, MeasureKind]:
    """Return the kinds of measures by key, in order."""
    return {one["key"]: _kind(one) for one in _load("kinds.yaml")["kinds"]}


def kinds_on(day: date) -> list[MeasureKind]:
    """Return the kinds that the law knows on a day."""
    return [kind for kind in kinds().values() if kind.since <= day]


def _kind(one: Mapping[str, Any]) -> MeasureKind:
    given = one.get("prolong")
    return MeasureKind(
        key=one["key"],
        name=one["name"],
        article=one["article"],
        basis=one.get("basis", ""),
        concerns=one["concerns"],
        since=one["from"],
        needs_end=bool(one.get("needs_end", False)),
        longest=one.get("longest"),
        prolong=Prolonging(given["times"], given["each"], given.get("total")) if given else None,
        remark=one.get("remark", ""),
    )


@lru_cache(maxsize=1)
def procedure() -> Procedure:
    """Return the table of steps, checked.

    Raises:
        ValueError: a step goes from or to a state, or starts or stops a clock, that does not exist.
    """
    data = _load("steps.yaml")
    found = Procedure(
        states=data["states"],
        running=frozenset(data["running"]),
        over=frozenset(data["over"]),
        steps={one["key"]: _step(one) for one in data["steps"]},
        clocks={key: _clock(key, one) for key, one in data["clocks"].items()},
    )
    for step in found.steps.values():
        known = set(found.states[step.track])
        clocks = {*step.stops, *filter(None, [step.starts])}
        if not {*step.before, step.after} <= known or not clocks <= set(found.clocks):
            raise ValueError(f"{step.key}: an unknown state or clock")
    return found


def _step(one: Mapping[str, Any]) -> Step:
    given = dict(one)
    return Step(
        before=frozenset(given.pop("from")),
        after=given.pop("to"),
        needs=tuple(given.pop("needs", ())),
        stops=tuple(given.pop("stops", ())),
        **given,
    )


def _clock(key: str, one: Mapping[str, Any]) -> ClockKind:
    return ClockKind(
        key=key,
        name=one["name"],
        ends=one["ends"],
        length=one.get("length", {}),
        committee=one.get("committee"),
        extends=one["extends"],
        on_board=one["on_board"],
        warn=one.get("warn", 0),
        article=one.get("article", ""),
        remark=one.get("remark", ""),
        after=one.get("after", ""),
        adds_to=one.get("adds_to", ""),
    )
