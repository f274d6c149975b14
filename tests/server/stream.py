"""A browser's end of the live stream, reduced to what the tests look at."""

from __future__ import annotations

import json
import socket
import time
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from typing import Any, Self


@dataclass(frozen=True)
class Message:
    """One server-sent event."""

    event: str
    id: str
    data: Any


class Stream:
    """An open stream; use it as a context manager."""

    def __init__(
        self, port: int, cookie: str = "", *, query: str = "", headers: dict[str, str] | None = None
    ) -> None:
        self.cookie = cookie
        sent = {
            "Host": f"127.0.0.1:{port}",
            **({"Cookie": f"sessie={cookie}"} if cookie else {}),
            **(headers or {}),
        }
        lines = [f"GET /live{query} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self._rest = b""
        while b"\r\n\r\n" not in self._rest:
            if not self._read(10):
                raise ConnectionError("no answer")
        head, self._rest = self._rest.split(b"\r\n\r\n", 1)
        status, _, fields = head.partition(b"\r\n")
        self.status = int(status.split()[1])
        self.headers = BytesHeaderParser().parsebytes(fields)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.socket.close()

    def next(self, seconds: float = 5.0, *, skip: tuple[str, ...] = ("ping",)) -> Message | None:
        """The next message that is not in `skip`; None when nothing comes or the stream has ended."""
        deadline = time.monotonic() + seconds
        while True:
            while b"\n\n" in self._rest:
                block, self._rest = self._rest.split(b"\n\n", 1)
                message = _parse(block.decode())
                if message is not None and message.event not in skip:
                    return message
            if not self._read(deadline - time.monotonic()):
                return None

    def changes(self, count: int, seconds: float = 5.0) -> list[str]:
        """The ids of the things in the next `count` changes, fewer when they do not come."""
        found: list[str] = []
        while len(found) < count and (message := self.next(seconds)) is not None:
            found.append(message.data["id"] if message.event == "change" else message.event)
        return found

    def _read(self, seconds: float) -> bool:
        if seconds <= 0:
            return False
        self.socket.settimeout(seconds)
        try:
            block = self.socket.recv(65_536)
        except OSError:
            return False
        self._rest += block
        return bool(block)


def _parse(block: str) -> Message | None:
    fields = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
    if "event" not in fields:
        return None
    return Message(fields["event"], fields.get("id", ""), json.loads(fields.get("data", "null")))
