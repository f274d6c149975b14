"""What judgements are about: rooms above name their kinds of subject here, and where the page of one stands."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Final

from django.utils.functional import Promise

Where = Callable[[uuid.UUID], str]
_labels: Final[dict[str, str | Promise]] = {}
_places: Final[dict[str, Where]] = {}


def register(kind: str, label: str | Promise, where: Where | None = None) -> None:
    """Name a kind of subject; call it from the room's `AppConfig.ready`. The same kind replaces.

    Args:
        kind: as it stands in Decision.subject_kind, `room.thing`.
        label: what such a thing is called, beginning with a capital.
        where: given its id, the address of its page.

    Raises:
        ValueError: a kind that is not `room.thing`.
    """
    if kind.count(".") != 1:
        raise ValueError(f"{kind}: a kind is named room.thing")
    _labels[kind] = label
    if where is not None:
        _places[kind] = where


def label_of(kind: str) -> str:
    """Return what a kind is called; empty for a kind that nobody named: a key is not for the screen."""
    return str(_labels.get(kind, ""))


def address_of(kind: str, subject: uuid.UUID) -> str:
    """Return the address of the page of a subject; empty where there is none."""
    where = _places.get(kind)
    return where(subject) if where else ""
