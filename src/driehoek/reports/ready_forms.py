"""The ready-made report forms, read from data/forms.yaml (ST10, ST20; domain.md, sections 3.1 and 3.6)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from driehoek.problems.content import ContentError, Entry

DATA: Final = Path(__file__).parent / "data" / "forms.yaml"
MOST_HEADINGS: Final = 12


@dataclass(frozen=True)
class Heading:
    """One heading of a form.

    Attributes:
        key: its name in imports and the API; never changes its meaning.
        label: its words on the screen and on paper.
        help: what to write there; may be empty.
        required: whether a report cannot be sent without it.
    """

    key: str
    label: str
    help: str = ""
    required: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return what is stored of it."""
        return asdict(self)


@dataclass(frozen=True)
class ReadyForm:
    """A form that a municipality can take over."""

    key: str
    name: str
    headings: tuple[Heading, ...]
    asks_status: bool
    with_figures: bool


@cache
def ready_forms() -> dict[str, ReadyForm]:
    """Return the ready-made forms by key.

    Raises:
        ContentError: the file is not right; the message says where and what.
    """
    found = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    if not isinstance(found, dict):
        raise ContentError(f"{DATA.name}: not a list of fields")
    return {one.key: one for one in map(_form, Entry(DATA.name, found).parts("forms"))}


def _form(entry: Entry) -> ReadyForm:
    entry.only("key", "name", "asks_status", "with_figures", "headings")
    headings = tuple(map(_heading, entry.parts("headings")))
    if len(headings) > MOST_HEADINGS or len({one.key for one in headings}) != len(headings):
        raise ContentError(f"{entry.where}: too many headings, or one key twice")
    return ReadyForm(
        key=entry.text("key", longest=40),
        name=entry.text("name", longest=100),
        headings=headings,
        asks_status=_truth(entry, "asks_status"),
        with_figures=_truth(entry, "with_figures"),
    )


def _heading(entry: Entry) -> Heading:
    entry.only("key", "label", "help", "required")
    return Heading(
        key=entry.text("key", longest=40),
        label=entry.text("label", longest=120),
        help=str(entry.fields.get("help") or ""),
        required=_truth(entry, "required"),
    )


def _truth(entry: Entry, name: str) -> bool:
    value = entry.fields.get(name)
    if not isinstance(value, bool):
        raise ContentError(f"{entry.where}: {name} is neither true nor false")
    return value
