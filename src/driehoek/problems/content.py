"""Reading this room's own YAML files strictly: each error names the file, the place in it and the field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from django.utils import translation as language

FOLDER: Final = Path(__file__).parent / "data"
MARKS: Final = ("S", "R", "K")


class ContentError(ValueError):
    """A content file is not right; the message says where and what."""


@dataclass(frozen=True)
class Basis:
    """Where content comes from.

    Attributes:
        mark: S seen in a public source, R reconstructed from sources, K general professional knowledge.
        source: code of the source in the research; empty where there is none.
    """

    mark: str
    source: str


@dataclass(frozen=True)
class Entry:
    """A mapping in a content file, with the place where it stands."""

    where: str
    fields: dict[str, Any]

    def only(self, *names: str) -> None:
        """Refuse fields that nothing reads, which are mostly typing errors.

        Raises:
            ContentError: there is one.
        """
        if unknown := sorted(set(self.fields) - set(names)):
            raise ContentError(f"{self.where}: unknown field {', '.join(unknown)}")

    def text(self, name: str, *, longest: int = 1000) -> str:
        """Return a field that holds words.

        Raises:
            ContentError: it is missing, empty or too long.
        """
        value = self._get(name)
        if not isinstance(value, str) or not value.strip():
            raise ContentError(f"{self.where}: {name} holds no words")
        if len(value) > longest:
            raise ContentError(f"{self.where}: {name} has {len(value)} characters, at most {longest}")
        return value.strip()

    def one_of(self, name: str, allowed: Iterable[str]) -> str:
        """Return a field that holds one of `allowed`.

        Raises:
            ContentError: it holds something else.
        """
        value, choices = self._get(name), list(allowed)
        if value not in choices:
            raise ContentError(f"{self.where}: {name} is {value!r}, not one of {', '.join(choices)}")
        return str(value)

    def whole(self, name: str, *, most: int) -> int:
        """Return a field that holds a whole number from 0 to `most`.

        Raises:
            ContentError: it holds something else.
        """
        value = self._get(name)
        if type(value) is not int or not 0 <= value <= most:
            raise ContentError(f"{self.where}: {name} is {value!r}, not a whole number from 0 to {most}")
        return value

    def part(self, name: str) -> Entry:
        """Return a mapping inside this one.

        Raises:
            ContentError: it is no mapping.
        """
        return _entry(f"{self.where}: {name}", self._get(name))

    def parts(self, name: str) -> tuple[Entry, ...]:
        """Return a list of mappings inside this one; each is called after its field `key` in errors.

        Raises:
            ContentError: it is no list, or holds something else.
        """
        rows = self._get(name)
        if not isinstance(rows, Sequence) or isinstance(rows, str):
            raise ContentError(f"{self.where}: {name} is no list")
        found = []
        for place, row in enumerate(rows, start=1):
            called = row.get("key", place) if isinstance(row, dict) else place
            found.append(_entry(f"{self.where}: {name}: {called}", row))
        return tuple(found)

    def basis(self) -> Basis:
        """Return the mark and the source of an entry.

        Raises:
            ContentError: it says neither seen nor reconstructed, or seen without saying where.
        """
        given = self.part("basis")
        given.only("mark", "source")
        mark = given.one_of("mark", MARKS)
        source = given.text("source", longest=40) if "source" in given.fields else ""
        if mark == "S" and not source:
            raise ContentError(f"{given.where}: what was seen (S) names its source")
        return Basis(mark, source)

    def _get(self, name: str) -> Any:
        if name not in self.fields:
            raise ContentError(f"{self.where}: {name} is missing")
        return self.fields[name]


def shown(text: str) -> str:
    """Return a text of a content file in the reader's language; the catalogue finds these texts in msgids.py."""
    return language.gettext(text)


def read(name: str) -> Entry:
    """Return the content of a file in this room's data folder.

    Raises:
        ContentError: it is no YAML mapping.
    """
    try:
        found = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ContentError(f"{name}: {error}") from error
    return _entry(name, found)


def _entry(where: str, value: Any) -> Entry:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise ContentError(f"{where}: not a list of fields")
    return Entry(where, value)
