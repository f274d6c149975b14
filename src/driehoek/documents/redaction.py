"""A redacted copy: places in a text that are left out, each with its ground in the Wet open overheid.

The copy is made anew from what may be read: the words under a bar are not in it. `remains` looks afterwards whether any
of them can be read from the file all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from driehoek.screening import screen
from driehoek.screening.findings import BSN

GROUNDS_FILE: Final = Path(__file__).parent / "data" / "woo_grounds.yaml"
PERSON: Final = "5.1.2e"
NUMBER: Final = "5.1.1e"
# More than someone looks through one by one; what is left is found by terms of one's own.
FOUND_MOST: Final = 60


@dataclass(frozen=True)
class Ground:
    """A ground: its code in the bar, its article, what it protects."""

    code: str
    article: str
    words: str


@dataclass(frozen=True, order=True)
class Passage:
    """A place in a text that is left out: `text[start:end]`, and the code of its ground."""

    start: int
    end: int
    ground: str


@dataclass(frozen=True)
class Found:
    """Something in a text that looks like personal data, with the ground that usually fits."""

    fragment: str
    kind: str
    ground: str


@dataclass(frozen=True)
class Run:
    """A piece of a line: words to read, or a bar with the code of its ground."""

    words: str = ""
    ground: str = ""


@cache
def grounds() -> dict[str, Ground]:
    """Return the grounds by code, in the order of the law."""
    rows = yaml.safe_load(GROUNDS_FILE.read_text(encoding="utf-8"))
    return {one["code"]: Ground(**one) for one in rows}


def looks_personal(text: str) -> list[Found]:
    """Return what in a text looks like personal data, each fragment once, in the order of the text."""
    found: dict[str, Found] = {}
    for one in screen(text):
        fragment = " ".join(one.fragment.split())
        found.setdefault(
            fragment.casefold(), Found(fragment, one.kind, NUMBER if one.kind == BSN else PERSON)
        )
    return list(found.values())[:FOUND_MOST]


def passages_of(text: str, chosen: Iterable[tuple[str, str]]) -> list[Passage]:
    """Return every place where a chosen term stands, whole words in any case; the longer of two that overlap.

    Args:
        text: the text.
        chosen: terms with the code of their ground.

    Raises:
        KeyError: a code that is no ground.
    """
    every = [
        Passage(match.start(), match.end(), grounds()[code].code)
        for term, code in chosen
        if term.strip()
        for match in _pattern(term).finditer(text)
    ]
    kept: list[Passage] = []
    for one in sorted(every, key=lambda passage: (passage.start, -passage.end)):
        if kept and one.start < kept[-1].end:
            kept[-1] = Passage(kept[-1].start, max(kept[-1].end, one.end), kept[-1].ground)
        else:
            kept.append(one)
    return kept


def lines_of(text: str, passages: Sequence[Passage]) -> list[list[Run]]:
    """Return a text as lines of runs, with a bar for each passage; a bar that crosses lines stands on the first."""
    lines: list[list[Run]] = [[]]
    at = 0
    for one in (*sorted(passages), None):
        readable = text[at : one.start if one else len(text)]
        for number, words in enumerate(readable.split("\n")):
            if number:
                lines.append([])
            if words:
                lines[-1].append(Run(words=words))
        if one:
            lines[-1].append(Run(ground=one.ground))
            at = one.end
    return lines


def remains(text: str, passages: Iterable[Passage], copy: str) -> bool:
    """Tell whether anything under a bar can be read from the text of the copy."""
    hidden = {" ".join(text[one.start : one.end].split()) for one in passages}
    return any(_pattern(fragment).search(copy) for fragment in hidden if fragment)


def as_data(passages: Iterable[Passage]) -> list[dict[str, Any]]:
    """Return passages as they are stored: places and codes, no words."""
    return [{"start": one.start, "end": one.end, "ground": one.ground} for one in passages]


def from_data(rows: Iterable[dict[str, Any]]) -> list[Passage]:
    """Return stored passages."""
    return [Passage(row["start"], row["end"], row["ground"]) for row in rows]


def _pattern(term: str) -> re.Pattern[str]:
    """Match a term as whole words, whatever white space stands between them."""
    words = r"\s+".join(re.escape(word) for word in term.split())
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
