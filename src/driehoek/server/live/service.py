"""The live server's process: admits viewers, hands on changes, checks rights again and again."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import signal
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import parse_cookie

from driehoek.server.live import events
from driehoek.server.live.connection import Connection, Request
from driehoek.server.live.events import Change
from driehoek.server.live.hub import Hub, Viewer
from driehoek.server.live.listener import Listener, Seers
from driehoek.server.live.origin import host_is_ours, origin_is_ours
from driehoek.server.live.rights import Admission, admit, missed

PING_SECONDS = 15.0
CHECK_SECONDS = 30.0
UNCHECKED_SECONDS = 90.0
# Events after which someone may have other functions or substitutes. Grants are asked anew for every event,
# so a change of grants needs no check.
RIGHTS_ROOMS = ("oversight:", "parties:")
THREADS = 4
log = logging.getLogger(__name__)
Result = TypeVar("Result")


class Service:
    """Everything of one live process.

    Args:
        url: of the database, for the app role.
    """

    def __init__(self, url: str) -> None:
        self.hub = Hub()
        self.listener = Listener(url, self.on_changes, self.on_return)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="rights")
        self._checked: dict[str, float] = {}
        self._due: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    # a browser comes

    async def answer(self, connection: Connection, request: Request) -> None:
        """Answer one request: the stream, or the process's sign of life."""
        target = urlsplit(request.target)
        if request.method != "GET":
            connection.respond(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "GET"})
        elif target.path == "/-/livez":
            connection.respond(HTTPStatus.OK, "ok")
        elif target.path == "/-/readyz":
            ready = self.listener.listening
            connection.respond(
                *((HTTPStatus.OK, "ok") if ready else (HTTPStatus.SERVICE_UNAVAILABLE, "database away"))
            )
        elif target.path != "/live":
            connection.respond(HTTPStatus.NOT_FOUND)
        else:
            await self._open(connection, request, target.query)

    async def _open(self, connection: Connection, request: Request, query: str) -> None:
        host, origin = request.headers.get("host", ""), request.headers.get("origin")
        foreign = request.headers.get("sec-fetch-site") == "cross-site"
        if not host_is_ours(host) or foreign or (origin is not None and not origin_is_ours(origin, host)):
            connection.respond(HTTPStatus.FORBIDDEN, "not from this page")
            return
        headers = {"Vary": "Origin, Cookie"}
        if origin is not None:
            headers |= {"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true"}
        try:
            since = position_asked(request, query)
        except ValueError:
            connection.respond(HTTPStatus.BAD_REQUEST, "since: not a sequence number", headers)
            return
        session = session_of(request)
        try:
            admission = await self._in_thread(partial(admit, session)) if session else None
        except (DatabaseError, InterfaceError):
            connection.respond(
                HTTPStatus.SERVICE_UNAVAILABLE, "database away", headers | {"Retry-After": "5"}
            )
            return
        if admission is None:
            connection.respond(HTTPStatus.UNAUTHORIZED, "sign in first", headers)
            return
        if self.hub.is_full(session):
            connection.respond(
                HTTPStatus.TOO_MANY_REQUESTS, "too many streams", headers | {"Retry-After": "30"}
            )
            return
        await self._watch(connection, session, admission, since, headers)

    async def _watch(
        self,
        connection: Connection,
        session: str,
        admission: Admission,
        since: int | None,
        headers: dict[str, str],
    ) -> None:
        # A number from the future comes from before a restored backup.
        known = since is None or since <= admission.head
        position = admission.head if since is None or not known else since
        viewer = Viewer(connection, session, admission, position)
        connection.on_slow, connection.on_steady = viewer.slow, viewer.steady
        connection.on_gone = partial(self._forget, viewer)
        self.hub.add(viewer)
        self._checked[session] = time.monotonic()
        self._due.setdefault(session, time.monotonic() + CHECK_SECONDS * random.uniform(0.5, 1.0))  # noqa: S311
        connection.open_stream(headers)
        connection.send(events.RETRY + (events.ping(position) if known else events.reload(position)))
        if position < max(admission.head, self.hub.newest.get(admission.municipality, 0)):
            await self._replay(viewer)

    def _forget(self, viewer: Viewer) -> None:
        self.hub.remove(viewer)
        if not self.hub.of_session(viewer.session):
            self._checked.pop(viewer.session, None)
            self._due.pop(viewer.session, None)

    async def _replay(self, viewer: Viewer) -> None:
        viewer.begin_catching_up()
        try:
            viewer.catch_up(await self._in_thread(partial(missed, viewer.admission, viewer.position)))
        except (DatabaseError, InterfaceError):
            # The browser comes back with the number that it has, and asks again.
            viewer.hang_up()

    # the database says something

    async def on_changes(self, changes: list[Change]) -> None:
        """Hand on a batch of changes, in order."""
        watched = self.hub.watched(changes)
        try:
            seers = await self._seers(watched)
        except psycopg.Error as error:
            log.warning("cannot tell who may see a change (%s); viewers catch up later", type(error).__name__)
            await self.on_return()
            return
        for change in watched:
            self.hub.spread(change, seers)
            if change.action.startswith(RIGHTS_ROOMS):
                self._check_soon(change.municipality)

    async def on_return(self) -> None:
        """After a broken line: everyone's rights are checked and what they missed is sent."""
        for viewer in self.hub.viewers():
            viewer.begin_catching_up()
            self._start(self._recheck_and_replay(viewer))

    async def _recheck_and_replay(self, viewer: Viewer) -> None:
        await self._check(viewer.session)
        if viewer in self.hub.of_session(viewer.session):
            await self._replay(viewer)

    async def _seers(self, changes: list[Change]) -> Seers:
        wanted: defaultdict[UUID, set[UUID]] = defaultdict(set)
        for change in changes:
            if change.problem is not None:
                wanted[change.municipality].add(change.problem)
        found: Seers = {}
        for place, problems in wanted.items():
            found |= await self.listener.seers(place, problems)
        return found

    # time passes

    async def pings(self) -> None:
        """Send a sign of life to everyone, for ever."""
        while True:
            await asyncio.sleep(PING_SECONDS)
            for viewer in self.hub.viewers():
                viewer.ping()

    async def checks(self) -> None:
        """Check each session's rights again when it is due, for ever."""
        while True:
            await asyncio.sleep(0.25)
            now = time.monotonic()
            due = [session for session, moment in self._due.items() if moment <= now]
            for session in due:
                self._due[session] = now + CHECK_SECONDS
                self._start(self._check(session))

    def _check_soon(self, place: UUID) -> None:
        now = time.monotonic()
        for viewer in self.hub.viewers(place):
            self._due[viewer.session] = now

    async def _check(self, session: str) -> None:
        """Look at a session anew: take over changed rights, end its streams when it has ended."""
        try:
            admission = await self._in_thread(partial(admit, session))
        except (DatabaseError, InterfaceError):
            if time.monotonic() - self._checked.get(session, 0.0) > UNCHECKED_SECONDS:
                self._end(session)
            elif session in self._due:
                self._due[session] = time.monotonic() + 5.0
            return
        viewers = self.hub.of_session(session)
        if admission is None or any(
            viewer.admission.municipality != admission.municipality for viewer in viewers
        ):
            self._end(session)
            return
        if viewers:
            self._checked[session] = time.monotonic()
        for viewer in viewers:
            viewer.admission = admission

    def _end(self, session: str) -> None:
        for viewer in self.hub.of_session(session):
            self.hub.remove(viewer)
            viewer.say_bye()

    # running

    async def run(self, host: str, port: int) -> None:
        """Serve until SIGTERM or SIGINT."""
        loop = asyncio.get_running_loop()
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        server = await loop.create_server(lambda: Connection(self.answer), host, port, backlog=1024)
        for background in (self.listener.run(), self.pings(), self.checks()):
            self._start(background)
        await stop.wait()
        server.close()
        for viewer in self.hub.viewers():
            viewer.hang_up()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.listener.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("background work ended: %s", type(error).__name__, exc_info=error)

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def session_of(request: Request) -> str:
    """Return the session key that the browser sent, or nothing."""
    # Django's reader, as for the pages: another program's odd cookie on this host must not hide ours.
    return parse_cookie(request.headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME, "")


def position_asked(request: Request, query: str) -> int | None:
    """Return the sequence number after which the browser wants to continue, or None.

    Its own memory (`Last-Event-ID`) goes before the address, which stays the same when it reconnects.

    Raises:
        ValueError: what it sent is not a sequence number.
    """
    text = request.headers.get("last-event-id") or parse_qs(query).get("since", [""])[0]
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise ValueError(text)
    return int(text)


def main() -> int:
    """Run as a child of the supervisor, which has put the settings in the environment."""
    from driehoek.server.pages import numeric_address

    host = numeric_address(os.environ.get("DRIEHOEK_PAGE_HOST", "127.0.0.1"))
    asyncio.run(Service(os.environ["DRIEHOEK_APP_URL"]).run(host, settings.LIVE_PORT))
    return 0
