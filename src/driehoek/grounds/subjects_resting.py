"""The words for what rests on a covenant: rooms above say them, asked once per kind for a whole list."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _

from driehoek.access.identity import Identity
from driehoek.grounds.models.covenants import Resting
from driehoek.web.components import Row, Tag

# Given the reader and ids of one kind, returns title and address of those that the reader may see.
Describe = Callable[[Identity, list[uuid.UUID]], Mapping[uuid.UUID, tuple[str, str]]]
_kinds: dict[str, Describe] = {}


def register(kind: str, describe: Describe) -> None:
    """Let a room say the words of a kind of subject; call it from the room's `AppConfig.ready`."""
    _kinds[kind] = describe


def rows(identity: Identity, resting: Iterable[Resting]) -> list[Row]:
    """Return what rests on a covenant as rows; what the reader may not see is left out."""
    by_kind: dict[str, list[Resting]] = defaultdict(list)
    for one in resting:
        by_kind[one.subject_kind].append(one)
    found: list[Row] = []
    for kind, of_kind in by_kind.items():
        describe = _kinds.get(kind)
        said = describe(identity, [one.subject for one in of_kind]) if describe else {}
        found += [_row(one, *said[one.subject]) for one in of_kind if one.subject in said]
    return found


def _row(one: Resting, title: str, url: str) -> Row:
    tag = (
        Tag(_("rust, want het convenant geldt niet"), "barred") if one.closed_at else Tag(_("loopt"), "calm")
    )
    return Row(title, url, tags=(tag,))
