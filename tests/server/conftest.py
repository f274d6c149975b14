"""A database with real commits, and a live server on it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from driehoek.installation.database import DatabaseAddress
from driehoek.settings import _database
from tests.support.cast import Cast, make_cast
from tests.support.databases import TestCluster


def free_port() -> int:
    """A port on which both it and the next are free."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


@dataclass
class LiveProcess:
    """A running live server; `cookie` is a signed-in session of each function."""

    port: int
    page_port: int
    process: subprocess.Popen[bytes]


@pytest.fixture(scope="module")
def committed(
    cluster: TestCluster, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[DatabaseAddress]:
    """A database of this module alone, in which what is written is really committed."""
    connection = connections["default"]
    with cluster.temporary() as address, django_db_blocker.unblock():
        before = dict(connection.settings_dict)
        connection.close()
        connection.settings_dict.update(_database(address.app_url), CONN_MAX_AGE=0)
        try:
            yield address
        finally:
            connection.close()
            connection.settings_dict.clear()
            connection.settings_dict.update(before)


@pytest.fixture(scope="module")
def people(committed: DatabaseAddress) -> Cast:
    """The cast, committed."""
    return make_cast()


def start_live(address: DatabaseAddress) -> LiveProcess:
    """Start a live server on `address` and wait until it listens."""
    port = free_port()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "driehoek.settings",
        "DRIEHOEK_APP_URL": address.app_url,
        "DRIEHOEK_LIVE_PORT": str(port),
        "DRIEHOEK_PAGE_PORT": str(port + 1),
        "DRIEHOEK_SECRET_KEY": _secret_key(),
        "DRIEHOEK_DEMO": "0",
        "DRIEHOEK_PARENT": str(os.getpid()),
    }
    process = subprocess.Popen([sys.executable, "-m", "driehoek.server.live"], env=environment)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/-/readyz", timeout=2):
                return LiveProcess(port, port + 1, process)
        except OSError:
            time.sleep(0.1)
    process.kill()
    pytest.fail("the live server does not come up")


@pytest.fixture(scope="module")
def live(committed: DatabaseAddress, people: Cast) -> Iterator[LiveProcess]:
    """A live server on the module's database."""
    running = start_live(committed)
    yield running
    running.process.terminate()
    assert running.process.wait(10) == 0


def _secret_key() -> str:
    from django.conf import settings

    return str(settings.SECRET_KEY)
