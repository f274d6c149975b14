"""A server process ends when the process that started it is gone, however that one ended."""

from __future__ import annotations

import os
import signal
import threading
import time

CHECK_SECONDS = 1.0
GRACE_SECONDS = 8.0
PARENT = "DRIEHOEK_PARENT"


def end_with_parent(parent: int | None = None) -> None:
    """Watch the parent from a background thread: when it is gone, stop as after SIGTERM, then by force.

    Args:
        parent: the process id that must stay the parent; by default the one that the supervisor put in
            `DRIEHOEK_PARENT`, and without that there is nothing to watch.
    """
    expected = parent if parent is not None else int(os.environ.get(PARENT, "0"))
    if expected:
        threading.Thread(target=_watch, args=(expected,), name="parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(CHECK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os._exit(1)
