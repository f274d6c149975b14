"""What is unusual about what leaves: four plain rules, no judgement of a person.

A pattern is a reason to ask, not a finding. The rules and their numbers stand here and on the page.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import groupby
from typing import Final

from driehoek.exports.marks import Mark

LOOKS_BACK: Final = timedelta(days=30)
# Enough for thirty busy days; what is older than these does not change what they show.
MOST_READ: Final = 5_000
MANY: Final = 5
WITHIN: Final = timedelta(hours=1)
# From eleven in the evening until six in the morning, on the clock of the municipality.
NIGHT_BEGINS, NIGHT_ENDS = 23, 6
LARGE: Final = 5_000


class Unusual(Enum):
    """Why something is worth a question."""

    MANY_AT_ONCE = "many"
    AT_NIGHT = "night"
    CONFIDENTIAL = "confidential"
    LARGE = "large"


@dataclass(frozen=True)
class Fact:
    """One export as the rules read it; `at` is local time."""

    by: uuid.UUID
    name: str
    at: datetime
    rows: int
    mark: Mark


@dataclass(frozen=True)
class Pattern:
    """Something unusual that one person did, from a moment until a moment, so many times."""

    kind: Unusual
    by: uuid.UUID
    name: str
    first: datetime
    last: datetime
    count: int


def unusual(at: datetime, rows: int, mark: Mark) -> list[Unusual]:
    """Return what is unusual about one export by itself.

    Args:
        at: when, in local time.
        rows: how many rows it holds.
        mark: its mark.
    """
    found = []
    if at.hour >= NIGHT_BEGINS or at.hour < NIGHT_ENDS:
        found.append(Unusual.AT_NIGHT)
    if mark >= Mark.CONFIDENTIAL:
        found.append(Unusual.CONFIDENTIAL)
    if rows >= LARGE:
        found.append(Unusual.LARGE)
    return found


def patterns(facts: Iterable[Fact]) -> list[Pattern]:
    """Return what is unusual, per person and kind, the latest first.

    Many at once are `MANY` exports or more of which each `MANY` lie within `WITHIN`; bursts that touch are one.
    """
    found: list[Pattern] = []
    by_person = sorted(facts, key=lambda fact: (str(fact.by), fact.at))
    for _person, group in groupby(by_person, key=lambda fact: fact.by):
        own = list(group)
        found += [_pattern(Unusual.MANY_AT_ONCE, burst) for burst in _bursts(own)]
        for kind in (Unusual.AT_NIGHT, Unusual.CONFIDENTIAL, Unusual.LARGE):
            such = [fact for fact in own if kind in unusual(fact.at, fact.rows, fact.mark)]
            if such:
                found.append(_pattern(kind, such))
    return sorted(found, key=lambda pattern: pattern.last, reverse=True)


def _bursts(own: Sequence[Fact]) -> list[list[Fact]]:
    """Return the stretches in which one person took out many files in a short time; `own` is in order of time."""
    inside: set[int] = set()
    for first in range(len(own) - MANY + 1):
        if own[first + MANY - 1].at - own[first].at <= WITHIN:
            inside.update(range(first, first + MANY))
    bursts: list[list[Fact]] = []
    for number in sorted(inside):
        touches = number - 1 in inside and own[number].at - own[number - 1].at <= WITHIN
        if touches and bursts:
            bursts[-1].append(own[number])
        else:
            bursts.append([own[number]])
    return bursts


def _pattern(kind: Unusual, facts: Sequence[Fact]) -> Pattern:
    return Pattern(kind, facts[0].by, facts[0].name, facts[0].at, facts[-1].at, len(facts))
