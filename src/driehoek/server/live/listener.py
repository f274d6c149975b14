"""The connection that listens, and the one that asks who may see a problem; both come back by themselves."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from uuid import UUID

import psycopg

from driehoek.access.proofs import BEGIN_SYSTEM, system_parameters
from driehoek.server.live.events import Change

CHANNEL = "driehoek"
FIRST_WAIT, LONGEST_WAIT = 0.2, 5.0
# A dead line shows itself only when something is said over it.
PROBE_SECONDS = 10.0
log = logging.getLogger(__name__)

Seers = dict[UUID, frozenset[UUID]]


class Listener:
    """Hands on ledger events in the order in which they were committed.

    Args:
        url: of the database, for the app role.
        on_changes: called with each batch.
        on_return: called after a broken line was mended: what was said meanwhile must be replayed.
    """

    def __init__(
        self,
        url: str,
        on_changes: Callable[[list[Change]], Awaitable[None]],
        on_return: Callable[[], Awaitable[None]],
    ) -> None:
        self.listening = False
        self._url = url
        self._on_changes = on_changes
        self._on_return = on_return
        self._asking: psycopg.AsyncConnection[tuple[object, ...]] | None = None
        self._backend = 0

    async def run(self) -> None:
        """Listen until cancelled."""
        wait = FIRST_WAIT
        returning = False
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    self._url, autocommit=True, connect_timeout=5
                ) as link:
                    await link.execute(f"LISTEN {CHANNEL}")
                    self.listening = True
                    wait = FIRST_WAIT
                    if returning:
                        await self._on_return()
                    returning = True
                    await self._hear(link)
            except psycopg.Error as error:
                log.warning("database away (%s); trying again in %.1f s", type(error).__name__, wait)
            finally:
                self.listening = False
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _hear(self, link: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
        while True:
            # What arrives together comes out together, so that it costs one question about rights.
            said = [notice async for notice in link.notifies(timeout=PROBE_SECONDS, stop_after=1)]
            if said:
                await self._on_changes(_changes(said))
            else:
                await link.execute("SELECT 1")

    async def seers(self, place: UUID, problems: Iterable[UUID]) -> Seers:
        """Return, for each problem of one municipality, the people with a running grant on it.

        Raises:
            psycopg.Error: the database is away.
        """
        wanted = list(problems)
        if not wanted:
            return {}
        link = await self._asking_line()
        found: defaultdict[UUID, set[UUID]] = defaultdict(set)
        async with link.transaction():
            # As a job of that municipality does (access.identity.acting_as_system): no person, no content.
            await link.execute(BEGIN_SYSTEM, system_parameters(place, backend=self._backend))
            rows = await link.execute(
                "SELECT problem, person_id FROM access_grant WHERE problem = ANY(%s) AND valid_from <= now() "
                "AND (valid_until IS NULL OR valid_until > now())",
                [wanted],
            )
            async for problem, person in rows:
                found[UUID(str(problem))].add(UUID(str(person)))
        return {problem: frozenset(people) for problem, people in found.items()}

    async def _asking_line(self) -> psycopg.AsyncConnection[tuple[object, ...]]:
        if self._asking is None or self._asking.closed or self._asking.broken:
            self._asking = await psycopg.AsyncConnection.connect(
                self._url, autocommit=True, connect_timeout=5
            )
            # Asked of the database itself: a pooler in between answers with a number of its own.
            row = await (await self._asking.execute("SELECT pg_backend_pid()")).fetchone()
            self._backend = int(str(row[0])) if row else 0
        return self._asking

    async def close(self) -> None:
        """Close the asking connection; the listening one closes when `run` is cancelled."""
        if self._asking is not None:
            await self._asking.close()


def _changes(said: Iterable[psycopg.Notify]) -> list[Change]:
    changes = []
    for notice in said:
        try:
            changes.append(Change.from_payload(notice.payload))
        except (ValueError, KeyError, TypeError):
            log.warning("a notice on channel %s is not a ledger event", CHANNEL)
    return changes
