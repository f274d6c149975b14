"""Everyone who is watching, and which event goes to whom."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar
from uuid import UUID

from driehoek.access.rules import hears
from driehoek.server.live.events import Change, bye, ping, reload
from driehoek.server.live.rights import Admission, Missed

STREAMS_PER_SESSION = 4
PENDING_LIMIT = 500
LONGEST_LAG = 60.0


class Line(Protocol):
    """A connection to one browser."""

    def send(self, message: bytes) -> None:
        """Write without waiting."""

    def end(self) -> None:
        """Close after what has been written."""

    def cut(self) -> None:
        """Close now."""


class Viewer:
    """One open stream.

    Attributes:
        session: the session key that it came with.
        admission: rights, as last checked.
        position: the last sequence number that this stream has been told of or may skip.
    """

    def __init__(self, line: Line, session: str, admission: Admission, position: int) -> None:
        self.session = session
        self.admission = admission
        self.position = position
        self._line = line
        self._pending: list[tuple[int, bytes]] | None = None
        self._slow_since = 0.0
        self._dropped = False

    def may_see(self, change: Change, seers: Mapping[UUID, frozenset[UUID]]) -> bool:
        """Tell whether an event is for this stream, given who holds a grant on each problem."""
        if change.problem is None:
            return hears(change.action, self.admission.functions)
        return not self.admission.persons.isdisjoint(seers.get(change.problem, frozenset()))

    def offer(self, sequence: int, message: bytes) -> None:
        """Send a new event, or keep it until what was missed before it has been sent."""
        if self._pending is not None:
            self._pending.append((sequence, message))
        elif sequence > self.position:
            self.position = sequence
            self._write(message)

    def begin_catching_up(self) -> None:
        """Hold new events back until `catch_up`."""
        if self._pending is None:
            self._pending = []

    def catch_up(self, missed: Missed) -> None:
        """Send what was missed, then what came meanwhile; too much becomes one request to reload."""
        pending, self._pending = self._pending or [], None
        if missed.rows is None or len(pending) > PENDING_LIMIT:
            self.position = max([self.position, missed.head, *(sequence for sequence, _ in pending)])
            self._write(reload(self.position))
            return
        for sequence, message in missed.rows:
            self.offer(sequence, message)
        # What lies between is not for this person.
        self.position = max(self.position, missed.head)
        for sequence, message in pending:
            self.offer(sequence, message)

    def ping(self) -> None:
        """Send a sign of life; give up on a browser that has not read for a minute."""
        if self._slow_since and time.monotonic() - self._slow_since > LONGEST_LAG:
            self._line.cut()
        elif self._pending is None and not self._slow_since:
            self._line.send(ping(self.position))

    def slow(self) -> None:
        """The browser reads too slowly: from here on events are dropped, not heaped up."""
        self._slow_since = time.monotonic()

    def steady(self) -> None:
        """The browser reads again: if it missed something, it must reload."""
        self._slow_since = 0.0
        if self._dropped:
            self._dropped = False
            self._line.send(reload(self.position))

    def say_bye(self) -> None:
        """End the stream because the session or the function has ended."""
        self._line.send(bye())
        self._line.end()

    def hang_up(self) -> None:
        """End the stream without a word; the browser comes back by itself."""
        self._line.end()

    def _write(self, message: bytes) -> None:
        if self._slow_since:
            self._dropped = True
        else:
            self._line.send(message)


Key = TypeVar("Key")


def _discard(index: dict[Key, set[Viewer]], key: Key, viewer: Viewer) -> None:
    group = index.get(key, set())
    group.discard(viewer)
    if not group:
        index.pop(key, None)


class Hub:
    """All viewers of this process, by municipality and by session."""

    def __init__(self) -> None:
        self.newest: dict[UUID, int] = {}
        self._by_place: dict[UUID, set[Viewer]] = defaultdict(set)
        self._by_session: dict[str, set[Viewer]] = defaultdict(set)

    def __len__(self) -> int:
        return sum(map(len, self._by_session.values()))

    def is_full(self, session: str) -> bool:
        """Tell whether a session has as many streams as it may have."""
        return len(self._by_session.get(session, ())) >= STREAMS_PER_SESSION

    def add(self, viewer: Viewer) -> None:
        """Let a viewer take part from now on."""
        self._by_place[viewer.admission.municipality].add(viewer)
        self._by_session[viewer.session].add(viewer)

    def remove(self, viewer: Viewer) -> None:
        """Forget a viewer."""
        _discard(self._by_place, viewer.admission.municipality, viewer)
        _discard(self._by_session, viewer.session, viewer)

    def viewers(self, place: UUID | None = None) -> list[Viewer]:
        """Return everyone, or everyone in one municipality."""
        if place is not None:
            return list(self._by_place.get(place, ()))
        return [viewer for group in self._by_session.values() for viewer in group]

    def sessions(self) -> list[str]:
        """Return the session keys that have a stream."""
        return list(self._by_session)

    def of_session(self, session: str) -> list[Viewer]:
        """Return the streams of one session."""
        return list(self._by_session.get(session, ()))

    def watched(self, changes: Iterable[Change]) -> list[Change]:
        """Note how far each municipality is, and return the changes that someone could be waiting for."""
        found = []
        for change in changes:
            self.newest[change.municipality] = max(change.sequence, self.newest.get(change.municipality, 0))
            if change.municipality in self._by_place:
                found.append(change)
        return found

    def spread(self, change: Change, seers: Mapping[UUID, frozenset[UUID]]) -> None:
        """Give a change to everyone in its municipality who may see its problem."""
        message = change.as_message()
        for viewer in self.viewers(change.municipality):
            if viewer.may_see(change, seers):
                viewer.offer(change.sequence, message)
