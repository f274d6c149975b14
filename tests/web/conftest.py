"""Fixtures of the look: static files straight from their folders, and a small site for the browser."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import LazySettings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def plain_static_files(settings: LazySettings) -> None:
    """Name static files as they are, so that no test needs them collected first."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@dataclass
class LiveStream:
    """A live server in miniature: what it was asked, and what it sends."""

    port: int = 0
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    queues: list[Queue[str | None]] = field(default_factory=list)
    refuse: int = 0
    opened: int = 0

    def send(self, event: str) -> None:
        """Send one event to every open stream."""
        for waiting in self.queues:
            waiting.put(event)

    def change(self, seq: int, kind: str, key: str, version: int = 9) -> None:
        """Send a change."""
        data = json.dumps({"kind": kind, "id": key, "version": version})
        self.send(f"id: {seq}\nevent: change\ndata: {data}\n\n")


def _handler(stream: LiveStream) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            stream.asked.append(parse_qs(urlsplit(self.path).query))
            stream.headers.append(dict(self.headers))
            if stream.refuse:
                stream.refuse -= 1
                self.send_error(503)
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Access-Control-Allow-Origin", self.headers.get("Origin", ""))
            self.send_header("Access-Control-Allow-Credentials", "true")
            self.end_headers()
            waiting: Queue[str | None] = Queue()
            stream.queues.append(waiting)
            self.wfile.write(b"event: ping\ndata: {}\n\n")
            self.wfile.flush()
            stream.opened += 1
            with suppress(OSError):
                while (event := waiting.get()) is not None:
                    self.wfile.write(event.encode())
                    self.wfile.flush()
            stream.queues.remove(waiting)

        def log_message(self, *_args: object) -> None:
            return

    return Handler


@pytest.fixture(scope="module")
def stream() -> Iterator[LiveStream]:
    """A live server of this module's own."""
    made = LiveStream()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(made))
    made.port = server.server_address[1]
    Thread(target=server.serve_forever, daemon=True).start()
    yield made
    for waiting in made.queues:
        waiting.put(None)
    server.shutdown()


@pytest.fixture(scope="module")
def site(stream: LiveStream) -> Iterator[str]:
    """The small site of tests/web/site.py, on a port of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.web.site",
        "SITE_LIVE_URL": f"http://127.0.0.1:{stream.port}/live",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "django", "runserver", f"127.0.0.1:{port}", "--noreload", "--insecure"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    address = f"http://127.0.0.1:{port}"
    for _attempt in range(100):
        if process.poll() is not None:
            pytest.fail(f"the small site did not start:\n{process.stderr.read() if process.stderr else ''}")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            break
        time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(10)
