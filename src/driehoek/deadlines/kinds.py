"""The words for what is due: rooms above say them, asked once per kind for a whole list."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.deadlines.models import Deadline


@dataclass(frozen=True)
class Description:
    """What a deadline is about, for one reader.

    Attributes:
        title: what is due, in one line.
        url: its page; empty when the reader has none.
        detail: a few words more, such as the theme or the period.
    """

    title: str
    url: str = ""
    detail: str = ""


# Given the reader and deadlines of one kind, returns the words by the deadline's id. It must read what the reader
# may see, in a number of queries that does not grow; a deadline that it leaves out gets a neutral line.
Describe = Callable[[Identity, list[Deadline]], Mapping[uuid.UUID, Description]]

_kinds: dict[str, Describe] = {}
_labels: dict[str, str | Promise] = {}


def register(kind: str, describe: Describe, *, label: str | Promise = "") -> None:
    """Let a room say the words of a kind; call it from the room's `AppConfig.ready`. The same kind replaces.

    Args:
        kind: as it stands in Deadline.kind, `room.thing`.
        describe: see Describe.
        label: what such things are called, for choosing among kinds; without one the kind cannot be chosen.

    Raises:
        ValueError: a kind that is not `room.thing`.
    """
    if kind.count(".") != 1:
        raise ValueError(f"{kind}: a kind is named room.thing")
    _kinds[kind] = describe
    _labels[kind] = label


def labels() -> list[tuple[str, str]]:
    """Return the kinds that can be chosen, with their words."""
    return [(kind, str(label)) for kind, label in sorted(_labels.items()) if label]


def describe_all(identity: Identity, deadlines: Iterable[Deadline]) -> dict[uuid.UUID, Description]:
    """Return the words for each deadline, asking each kind once."""
    by_kind: dict[str, list[Deadline]] = defaultdict(list)
    for deadline in deadlines:
        by_kind[deadline.kind].append(deadline)
    found: dict[uuid.UUID, Description] = {}
    for kind, rows in by_kind.items():
        describe = _kinds.get(kind)
        said = describe(identity, rows) if describe else {}
        found |= {row.pk: said.get(row.pk) or neutral() for row in rows}
    return found


def neutral() -> Description:
    """Return what is said when no room says more: only that something is due."""
    return Description(_("Er moet iets komen"))
