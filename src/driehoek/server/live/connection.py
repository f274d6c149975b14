"""One browser's connection: the request head is read with h11, then the socket is only written to."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

import h11

HEAD_SECONDS = 10.0
HEAD_LIMIT = 16_384
BUFFER_HIGH, BUFFER_LOW = 65_536, 8_192
SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Connection": "close",
}


@dataclass(frozen=True)
class Request:
    """A request head; header names are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]


class Connection(asyncio.Protocol):
    """Reads one request, hands it to `answer`, and tells when the browser is slow or gone."""

    def __init__(self, answer: Callable[[Connection, Request], Awaitable[None]]) -> None:
        self.on_slow: Callable[[], None] = _nothing
        self.on_steady: Callable[[], None] = _nothing
        self.on_gone: Callable[[], None] = _nothing
        self._answer = answer
        self._parser = h11.Connection(h11.SERVER, max_incomplete_event_size=HEAD_LIMIT)
        self._transport: asyncio.Transport | None = None
        self._task: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for the request, but not for long."""
        self._transport = transport  # type: ignore[assignment]
        self._timer = asyncio.get_running_loop().call_later(HEAD_SECONDS, self.cut)
        handle: socket.socket = transport.get_extra_info("socket")
        handle.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            # A browser that vanished without a word is noticed at the second unanswered ping.
            handle.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 30_000)

    def data_received(self, data: bytes) -> None:
        """Read on until the head is whole; what follows it is ignored."""
        if self._task is not None:
            return
        try:
            self._parser.receive_data(data)
            event = self._parser.next_event()
        except h11.RemoteProtocolError as error:
            self.respond(HTTPStatus(error.error_status_hint))
            return
        if isinstance(event, h11.Request):
            if self._timer:
                self._timer.cancel()
            headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in event.headers}
            request = Request(event.method.decode("ascii"), event.target.decode("latin-1"), headers)
            self._task = asyncio.get_running_loop().create_task(self._run(request))

    def eof_received(self) -> bool:
        """A browser that closes its side is gone."""
        return False

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """Stop whatever was being done for it."""
        if self._timer:
            self._timer.cancel()
        if self._task:
            self._task.cancel()
        self.on_gone()

    def pause_writing(self) -> None:
        """The buffer is full."""
        self.on_slow()

    def resume_writing(self) -> None:
        """The buffer has room again."""
        self.on_steady()

    # for the service and the hub

    def open_stream(self, headers: Mapping[str, str]) -> None:
        """Begin a stream of server-sent events."""
        if self._transport:
            self._transport.set_write_buffer_limits(BUFFER_HIGH, BUFFER_LOW)
        self.send(
            _head(
                HTTPStatus.OK,
                {"Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no", **headers},
            )
        )

    def respond(self, status: HTTPStatus, text: str = "", headers: Mapping[str, str] | None = None) -> None:
        """Answer with one line and close."""
        body = f"{text or status.phrase}\n".encode()
        fixed = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body))}
        self.send(_head(status, {**fixed, **(headers or {})}) + body)
        self.end()

    def send(self, message: bytes) -> None:
        """Write without waiting."""
        if self._transport and not self._transport.is_closing():
            self._transport.write(message)

    def end(self) -> None:
        """Close after what has been written."""
        if self._transport:
            self._transport.close()

    def cut(self) -> None:
        """Close now."""
        if self._transport:
            self._transport.abort()

    async def _run(self, request: Request) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            await self._answer(self, request)


def _head(status: HTTPStatus, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status.value} {status.phrase}"]
    lines += [f"{name}: {value}" for name, value in {**SECURITY_HEADERS, **headers}.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _nothing() -> None:
    """Do nothing."""
