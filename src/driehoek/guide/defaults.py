"""The guide's own texts, as they come along with Driehoek."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import yaml
from django.utils import translation

from driehoek.guide.reading import Wrong, read
from driehoek.guide.shapes import Mark, Section, Text

FOLDER: Final = Path(__file__).parent / "data"
FILES: Final = {Section.TIP: "tips.yaml", Section.QUESTION: "scan.yaml", Section.CASE: "cases.yaml"}


class ContentError(ValueError):
    """A file of the guide is not right; the message says where and what."""


@dataclass(frozen=True)
class Source:
    """Where a text of the guide rests on: a name to read and, where there is one, an address."""

    name: str
    url: str = ""


@cache
def defaults(section: Section) -> Mapping[str, Text]:
    """Return the texts of a section by key, in the order of the file."""
    return MappingProxyType(load(FOLDER / FILES[section], section, known=frozenset(sources())))


@cache
def sources() -> Mapping[str, Source]:
    """Return the sources that texts name, by code."""
    rows = _rows(FOLDER / "sources.yaml")
    try:
        return MappingProxyType({row["code"]: Source(row["name"], row.get("url", "")) for row in rows})
    except (KeyError, TypeError) as error:
        raise ContentError(f"sources.yaml: a source has a code and a name ({error})") from error


def load(path: Path, section: Section, *, known: frozenset[str]) -> dict[str, Text]:
    """Read a file of texts.

    Args:
        path: the file.
        section: what it holds.
        known: the codes of sources that may be named.

    Raises:
        ContentError: it is no list, a key stands twice, a field is wrong, or a source is unknown.
    """
    found: dict[str, Text] = {}
    for place, row in enumerate(_rows(path), start=1):
        where = f"{path.name}: {row.get('key', place) if isinstance(row, dict) else place}"
        if not isinstance(row, dict) or not isinstance(row.get("key"), str):
            raise ContentError(f"{where}: no key")
        key = row["key"]
        if key in found:
            raise ContentError(f"{where}: stands here twice")
        found[key] = _read(section, key, {name: value for name, value in row.items() if name != "key"}, where)
        if found[key].source not in known:
            raise ContentError(f"{where}: source: {found[key].source} is not in sources.yaml")
    return found


def _read(section: Section, key: str, given: dict[str, Any], where: str) -> Text:
    try:
        with translation.override("nl"):
            return read(section, key, given)
    except Wrong as error:
        raise ContentError(f"{where}: {error}") from error


def _rows(path: Path) -> list[Any]:
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ContentError(f"{path.name}: cannot be read: {error}") from error
    if not isinstance(rows, list):
        raise ContentError(f"{path.name}: is no list")
    return rows


def source_of(text: Text) -> Source:
    """Return what a text rests on; one that people edited may name a source of its own."""
    return sources().get(text.source, Source(text.source))


def mark_meaning(mark: Mark) -> str:
    """Say in a sentence how well a text with this mark is founded."""
    return str(mark.label)
