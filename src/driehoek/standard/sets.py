"""Ready-made sets of indicators, read from data/sets.yaml: what each measures, from which source, how often."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from driehoek.figures.models import Base, Direction, Frequency
from driehoek.problems.content import ContentError, Entry
from driehoek.problems.models import SafetyField

DATA: Final = Path(__file__).parent / "data"
FIELDS: Final = ("key", "name", "unit", "per_thousand", "direction", "decimals", "field", "theme")
EACH_YEAR: Final = (0, 1)


@dataclass(frozen=True)
class ReadyIndicator:
    """One indicator of a set, as its publisher defines it; all are published per year."""

    key: str
    name: str
    unit: str
    base: Base
    direction: Direction
    decimals: int
    field: SafetyField
    theme: tuple[str, ...]
    frequency: Frequency = Frequency.YEAR


@dataclass(frozen=True)
class IndicatorSet:
    """A set of indicators from one source.

    Attributes:
        key: its name in addresses; its words are in words.SET_WORDS.
        source_key, source_name: the source that its indicators get.
        survey: what people say they experience, not what was registered.
        first, every: the first year measured and the years between two measurements.
    """

    key: str
    source_key: str
    source_name: str
    survey: bool
    first: int
    every: int
    indicators: tuple[ReadyIndicator, ...]

    def measured(self, year: int) -> bool:
        """Tell whether the publisher measures in `year`."""
        return year >= self.first and (year - self.first) % self.every == 0


def load(name: str) -> Entry:
    """Return the content of a file in this room's data folder.

    Raises:
        ContentError: it is no YAML mapping.
    """
    found = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    if not isinstance(found, dict):
        raise ContentError(f"{name}: not a list of fields")
    return Entry(name, found)


@cache
def sets() -> dict[str, IndicatorSet]:
    """Return the ready-made sets by key.

    Raises:
        ContentError: the file is not right; the message says where and what.
    """
    return {one.key: one for one in map(_set, load("sets.yaml").parts("sets"))}


@cache
def by_source() -> dict[str, IndicatorSet]:
    """Return the sets by the key of their source."""
    return {one.source_key: one for one in sets().values()}


def is_survey(source_key: str) -> bool:
    """Tell whether a source asks people what they experience (ST13)."""
    found = by_source().get(source_key)
    return found is not None and found.survey


def is_measured(source_key: str, year: int) -> bool:
    """Tell whether a source measures in `year`; a source that is in no set measures every year."""
    found = by_source().get(source_key)
    return found is None or found.measured(year)


def _set(entry: Entry) -> IndicatorSet:
    entry.only("key", "source", "measured", "indicators")
    source = entry.part("source")
    first, every = EACH_YEAR
    if "measured" in entry.fields:
        rhythm = entry.part("measured")
        first, every = rhythm.whole("from", most=2100), max(1, rhythm.whole("every", most=10))
    return IndicatorSet(
        key=entry.text("key", longest=20),
        source_key=source.text("key", longest=40),
        source_name=source.text("name", longest=160),
        survey=_truth(source, "survey"),
        first=first,
        every=every,
        indicators=tuple(map(_indicator, entry.parts("indicators"))),
    )


def _indicator(entry: Entry) -> ReadyIndicator:
    entry.only(*FIELDS)
    theme = entry.fields.get("theme")
    if not isinstance(theme, list) or not theme or not all(isinstance(name, str) for name in theme):
        raise ContentError(f"{entry.where}: theme is no path of names")
    return ReadyIndicator(
        key=entry.text("key", longest=40),
        name=entry.text("name", longest=160),
        unit=entry.text("unit", longest=60),
        base=Base.PER_THOUSAND if _truth(entry, "per_thousand") else Base.ABSOLUTE,
        direction=Direction(entry.one_of("direction", Direction.values)),
        decimals=entry.whole("decimals", most=6),
        field=SafetyField(entry.one_of("field", SafetyField.values)),
        theme=tuple(theme),
    )


def _truth(entry: Entry, name: str) -> bool:
    value = entry.fields.get(name)
    if not isinstance(value, bool):
        raise ContentError(f"{entry.where}: {name} is neither true nor false")
    return value
