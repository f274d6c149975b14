"""The page server: Django under granian's WSGI, in two processes with threads."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import socket
import sys

from driehoek.installation.orphan import end_with_parent

TARGET = "driehoek.server.page_worker:application"
STOP_SECONDS = 10


def main() -> int:
    """Serve pages until SIGTERM; host, port and sizes come from the environment."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    end_with_parent()
    # Loaded before the fork, once for all workers. No database connection is open yet. Threads do not survive
    # a fork, so each worker gets a watch of its own.
    importlib.import_module(TARGET.partition(":")[0])
    multiprocessing.set_start_method("fork")
    os.register_at_fork(after_in_child=lambda: end_with_parent(os.getppid()))
    Granian(
        TARGET,
        address=numeric_address(os.environ.get("DRIEHOEK_PAGE_HOST", "127.0.0.1")),
        port=int(os.environ.get("DRIEHOEK_PAGE_PORT", "8000")),
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("DRIEHOEK_PAGE_WORKERS", "2")),
        # Each thread keeps a database connection.
        blocking_threads=int(os.environ.get("DRIEHOEK_PAGE_THREADS", "4")),
        blocking_threads_idle_timeout=600,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    ).serve()
    return 0


def numeric_address(host: str) -> str:
    """Return the address to listen on for a host name; IPv4 is preferred where a name has both."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    found.sort(key=lambda entry: entry[0] != socket.AF_INET)
    return str(found[0][4][0])


if __name__ == "__main__":
    sys.exit(main())
