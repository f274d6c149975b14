"""What could be talked about: rooms offer proposals, asked once for a whole agenda."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise

from driehoek.access.identity import Identity


@dataclass(frozen=True)
class Proposal:
    """Something that a room would put on an agenda.

    Attributes:
        title: the point in one line, without personal data.
        why: why it deserves the table's time, in a sentence.
        origin: `room.thing` that it is.
        origin_id: its id; the same thing is on an agenda once.
        origin_url: path of its page here.
        problem: id of the problem it is about; then a grant on it is needed.
        confidential: for the closed part.
    """

    title: str
    why: str
    origin: str
    origin_id: str
    origin_url: str = ""
    problem: uuid.UUID | None = None
    confidential: bool = False

    @property
    def key(self) -> str:
        """What the form sends when it is chosen; the words are read again, never taken from the form."""
        return f"{self.origin}:{self.origin_id}"


# Given the reader and the moment of the meeting, returns what to talk about, most important first. It must read
# what the reader may see, in a number of queries that does not grow.
Propose = Callable[[Identity, datetime], list[Proposal]]


@dataclass(frozen=True)
class Group:
    """The proposals of one source."""

    source: str
    label: str
    proposals: list[Proposal] = field(default_factory=list)


@dataclass(frozen=True)
class _Source:
    propose: Propose
    label: str | Promise
    order: int


_sources: dict[str, _Source] = {}


def register(source: str, propose: Propose, *, label: str | Promise, order: int = 50) -> None:
    """Let a room offer proposals; call it from the room's `AppConfig.ready`. The same source replaces.

    Args:
        source: which proposals, `room.thing`.
        propose: see Propose.
        label: the heading above them, lazily translated.
        order: lower stands higher.

    Raises:
        ValueError: a source that is not `room.thing`.
    """
    if source.count(".") != 1:
        raise ValueError(f"{source}: a source is named room.thing")
    _sources[source] = _Source(propose, label, order)


def forget(source: str) -> None:
    """Take a source away again."""
    _sources.pop(source, None)


def propose_all(identity: Identity, until: datetime, *, leaving_out: frozenset[str]) -> list[Group]:
    """Ask every source once; return the groups that have something.

    Args:
        identity: who composes the agenda.
        until: when the meeting begins.
        leaving_out: keys of what stands on an agenda already.
    """
    groups = []
    for name, source in sorted(_sources.items(), key=lambda item: (item[1].order, item[0])):
        offered = [one for one in source.propose(identity, until) if one.key not in leaving_out]
        if offered:
            groups.append(Group(name, str(source.label), offered))
    return groups
