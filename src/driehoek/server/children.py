"""One child process of the supervisor: started, logged with its name, restarted with back-off, stopped."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from typing import IO

FIRST_WAIT = 0.5
LONGEST_WAIT = 30.0
# A child that lived this long was well: the next fall starts with a short wait again.
WELL_SECONDS = 60.0


class Child:
    """A server process in a process group of its own, so that Ctrl-C reaches the supervisor only.

    Attributes:
        name: shown before each line that the process writes.
        falls: how often it ended by itself without having been well in between.
    """

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.name = name
        self.falls = 0
        self._command = list(command)
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._retry_at = 0.0

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self) -> None:
        """Start the process; its output goes to standard error, line by line."""
        self._process = subprocess.Popen(
            self._command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._started = time.monotonic()
        threading.Thread(target=_relay, args=(self.name, self._process.stdout), daemon=True).start()

    def tend(self) -> None:
        """Restart the process when it has ended, waiting longer after each fall."""
        if self._process is None or (status := self._process.poll()) is None:
            return
        now = time.monotonic()
        if not self._retry_at:
            self._clear_group(signal.SIGKILL)
            self.falls = 1 if now - self._started > WELL_SECONDS else self.falls + 1
            wait = min(FIRST_WAIT * 2 ** (self.falls - 1), LONGEST_WAIT)
            self._retry_at = now + wait
            say(f"{self.name}: ended ({_cause(status)}); starting again in {wait:g} s")
        elif now >= self._retry_at:
            self._retry_at = 0.0
            self.start()

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the process; its own workers follow it."""
        if self._process and self._process.poll() is None:
            self._process.terminate()

    def wait(self, seconds: float) -> bool:
        """Wait for the end; tell whether it came in time."""
        if self._process is None:
            return True
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def kill(self) -> None:
        """End the process and everything that it started, now."""
        self._clear_group(signal.SIGKILL)
        if self._process:
            self._process.wait()

    def _clear_group(self, how: signal.Signals) -> None:
        if self._process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, how)


def say(line: str) -> None:
    """Write one line about the processes to standard error."""
    with contextlib.suppress(OSError, ValueError):
        print(line, file=sys.stderr, flush=True)


def _relay(name: str, stream: IO[bytes] | None) -> None:
    if stream is not None:
        for line in stream:
            say(f"{name}: {line.decode(errors='replace').rstrip()}")


def _cause(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit {status}"
