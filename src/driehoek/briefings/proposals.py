"""What could stand in a briefing: each source is asked once, and says what, since when, how sure and from whom."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.utils.functional import Promise

from driehoek.access.identity import Identity

# A briefing looks back over a week.
BACK: Final = timedelta(days=7)
SENTENCE: Final = 400


@dataclass(frozen=True)
class Proposal:
    """A line that the system proposes, with everything that makes it traceable.

    Attributes:
        kind, id: which thing, as `room.thing` and its id; the same thing stands in a briefing once.
        sentence: what is the case, in one or two sentences.
        since, certainty, from_whom: in words; empty where it says nothing.
        source: where it stands, in words; url is the path of that page.
        problem, level: when it is about a problem, the level of grant that a reader needs.
        functions: who may read it; everyone when empty.
        chosen: whether it is ticked beforehand.
    """

    kind: str
    id: str
    sentence: str
    source: str
    url: str
    since: str = ""
    certainty: str = ""
    from_whom: str = ""
    problem: uuid.UUID | None = None
    level: int = 1
    functions: tuple[str, ...] = ()
    chosen: bool = False

    @property
    def key(self) -> str:
        """The name by which a form refers to it."""
        return f"{self.kind}:{self.id}"


Propose = Callable[[Identity, datetime], Iterable[Proposal]]


@dataclass(frozen=True)
class Group:
    """The proposals of one source."""

    kind: str
    label: str
    proposals: list[Proposal] = field(default_factory=list)


@dataclass(frozen=True)
class _Source:
    propose: Propose
    label: str | Promise
    tag: str | Promise
    order: int


_sources: dict[str, _Source] = {}


def register(
    kind: str, propose: Propose, *, label: str | Promise, tag: str | Promise, order: int = 50
) -> None:
    """Add a source of proposals; a lower `order` is more pressing and stands higher. The same name replaces.

    Args:
        kind: its name.
        propose: what is asked for proposals.
        label: the heading over its proposals.
        tag: what one line of it is, in two or three words.
        order: its place.

    Raises:
        ValueError: a source that is not `room.thing`.
    """
    if kind.count(".") != 1:
        raise ValueError(f"{kind}: a source is named room.thing")
    _sources[kind] = _Source(propose, label, tag, order)


def tag_of(kind: str) -> str:
    """Return the words for what a line is about; empty for the adviser's own words."""
    source = _sources.get(kind)
    return str(source.tag) if source else ""


def propose_all(
    identity: Identity, now: datetime, *, leaving_out: frozenset[str] = frozenset()
) -> list[Group]:
    """Ask every source once, the most pressing first; return the groups that have something.

    Args:
        identity: who composes the briefing; nothing is proposed that this person may not see.
        now: the moment of composing.
        leaving_out: keys of what stands in the briefing already.
    """
    groups = []
    for kind, source in sorted(_sources.items(), key=lambda item: (item[1].order, item[0])):
        offered = [one for one in source.propose(identity, now) if one.key not in leaving_out]
        if offered:
            groups.append(Group(kind, str(source.label), offered))
    return groups
