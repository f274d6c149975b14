"""Need profiles to begin with: what a mayor commonly needs from each kind of partner (data/profiles.yaml)."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from driehoek.deadlines.recurrence import Rhythm
from driehoek.parties.models import OrganisationKind
from driehoek.position.models import InfoKind
from driehoek.problems.content import MARKS, Basis, ContentError, Entry
from driehoek.problems.models import SafetyField, Theme

FILE: Final = Path(__file__).parent / "data" / "profiles.yaml"
ORIGIN: Final = "template"
LONGEST: Final = 200
BEST: Final = 5
_NAMES: Final = (
    "key",
    "fields",
    "themes",
    "prefer",
    "sentence",
    "info_kind",
    "rhythm",
    "wanted_mark",
    "basis",
)


@dataclass(frozen=True)
class TemplateLine:
    """One thing that a mayor commonly needs from a kind of partner.

    Attributes:
        key: stays the same for good; needs that came from it hold it as `origin_id`.
        supplier: the kind of partner.
        fields: the safety fields it is about.
        themes: parts of names of themes it is about; empty for any theme of those fields.
        prefer: parts of names of the themes that it goes to first, when it is about any.
        sentence: what the mayor wants to know, in Dutch.
        info_kind, rhythm, wanted_mark: as in a need.
        basis: where it comes from.
    """

    key: str
    supplier: OrganisationKind
    fields: tuple[SafetyField, ...]
    themes: tuple[str, ...]
    prefer: tuple[str, ...]
    sentence: str
    info_kind: InfoKind
    rhythm: Rhythm
    wanted_mark: int
    basis: Basis

    def fits(self, theme: Theme) -> bool:
        """Tell whether the line is about a theme."""
        if theme.field not in self.fields:
            return False
        name = theme.name.casefold()
        return not self.themes or any(word in name for word in self.themes)

    def place(self, themes: Iterable[Theme]) -> Theme | None:
        """Return the theme to hang it on: the one it is most about, else the first of its field; None without any."""
        same_field = [theme for theme in themes if theme.field in self.fields]
        for word in (*self.themes, *self.prefer):
            for theme in same_field:
                if word in theme.name.casefold():
                    return theme
        return next(iter(same_field), None)


@functools.cache
def load() -> Mapping[OrganisationKind, tuple[TemplateLine, ...]]:
    """Return the lines for each kind of partner.

    Raises:
        ContentError: data/profiles.yaml is not right; the message names partner, line and field.
    """
    try:
        found = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ContentError(f"{FILE.name}: {error}") from error
    return read(found)


def read(content: object) -> Mapping[OrganisationKind, tuple[TemplateLine, ...]]:
    """Judge the content of the file and return its lines for each kind of partner.

    Raises:
        ContentError: it is not right.
    """
    if not isinstance(content, dict):
        raise ContentError(f"{FILE.name}: not a list of partners")
    whole = Entry(FILE.name, content)
    whole.only(*OrganisationKind.values)
    lines = {
        OrganisationKind(kind): tuple(_line(part, kind) for part in whole.parts(kind)) for kind in content
    }
    keys = [line.key for found in lines.values() for line in found]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise ContentError(f"{FILE.name}: key used twice: {', '.join(twice)}")
    return lines


def lines_for(kind: str) -> tuple[TemplateLine, ...]:
    """Return the lines for a kind of partner; none for a kind that the template does not know."""
    return load().get(OrganisationKind(kind), ())


def _line(entry: Entry, kind: str) -> TemplateLine:
    entry.only(*_NAMES)
    mark = entry.whole("wanted_mark", most=BEST)
    if mark < 1:
        raise ContentError(f"{entry.where}: wanted_mark is 0, not a whole number from 1 to {BEST}")
    return TemplateLine(
        key=entry.text("key", longest=80),
        supplier=OrganisationKind(kind),
        fields=tuple(SafetyField(name) for name in _words(entry, "fields", allowed=SafetyField.values)),
        themes=_words(entry, "themes") if "themes" in entry.fields else (),
        prefer=_words(entry, "prefer") if "prefer" in entry.fields else (),
        sentence=entry.text("sentence", longest=LONGEST),
        info_kind=InfoKind(entry.one_of("info_kind", InfoKind.values)),
        rhythm=Rhythm(entry.one_of("rhythm", Rhythm.values)),
        wanted_mark=mark,
        basis=_basis(entry),
    )


def _basis(entry: Entry) -> Basis:
    """Read where a line comes from; professional knowledge (K) names no source."""
    given = entry.part("basis")
    given.only("mark", "source")
    mark = given.one_of("mark", MARKS)
    source = given.fields.get("source", "")
    if not isinstance(source, str) or (mark != "K" and not source):
        raise ContentError(f"{given.where}: what was seen or reconstructed names its source")
    return Basis(mark, source)


def _words(entry: Entry, name: str, *, allowed: Iterable[str] | None = None) -> tuple[str, ...]:
    value = entry.fields.get(name)
    if not isinstance(value, list) or not value or not all(isinstance(word, str) and word for word in value):
        raise ContentError(f"{entry.where}: {name} is no list of words")
    known = None if allowed is None else set(allowed)
    if known is not None and (unknown := sorted(set(value) - known)):
        raise ContentError(
            f"{entry.where}: {name} holds {', '.join(unknown)}, not one of {', '.join(sorted(known))}"
        )
    return tuple(value)
