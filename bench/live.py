"""How long until everyone who watches has seen an event: one live server, many viewers, on this machine.

Needs a PostgreSQL: the one under the tests (`TEST_DATABASE_URL`, or the embedded one in var/test).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

from driehoek.access.proofs import BEGIN_SYSTEM, system_parameters
from driehoek.installation.database import DatabaseAddress
from driehoek.installation.setup import use

VIEWERS, EVENTS, PAUSE = 500, 40, 0.25
GOAL_MILLISECONDS = 250
START_SECONDS = 30


@dataclass(frozen=True)
class Result:
    """What was measured; times in milliseconds from just before the commit to a viewer's having read it.

    Attributes:
        viewers: how many watched.
        events: how many events were sent, half of them of a problem that every viewer may see.
        missing: how many (viewer, event) pairs never came.
        connect_seconds: how long it took to admit everyone.
        last: time until the last viewer had it, per event.
        each: time until each viewer had it, over all events.
    """

    viewers: int
    events: int
    missing: int
    connect_seconds: float
    last: list[float]
    each: list[float]


def main(argv: Sequence[str] = ()) -> int:
    """Measure and print a table; the exit status is 1 when the goal is not reached."""
    parser = argparse.ArgumentParser(prog="python -m bench.live", description=__doc__)
    parser.add_argument("--viewers", type=int, default=VIEWERS)
    parser.add_argument("--events", type=int, default=EVENTS)
    chosen = parser.parse_args(list(argv))
    result = measure(viewers=chosen.viewers, events=chosen.events)
    p99 = quantile(result.each, 0.99)
    print(f"{'live stream':<44}{'measured':>12}{'goal':>12}")
    print(f"{'viewers admitted':<44}{result.viewers:>12}{VIEWERS:>12}")
    print(f"{'  seconds to admit them':<44}{result.connect_seconds:>12.1f}{'':>12}")
    print(f"{'event seen by a viewer, p50 (ms)':<44}{quantile(result.each, 0.5):>12.1f}{'':>12}")
    print(f"{'event seen by a viewer, p99 (ms)':<44}{p99:>12.1f}{GOAL_MILLISECONDS:>12}")
    print(f"{'event seen by all, median event (ms)':<44}{quantile(result.last, 0.5):>12.1f}{'':>12}")
    print(f"{'event seen by all, slowest event (ms)':<44}{max(result.last):>12.1f}{'':>12}")
    print(f"{'events that a viewer missed':<44}{result.missing:>12}{0:>12}")
    return 0 if p99 <= GOAL_MILLISECONDS and not result.missing else 1


def measure(*, viewers: int, events: int) -> Result:
    """Start a live server on a database of its own, connect `viewers` to it, send `events`."""
    from tests.support.databases import TestCluster

    with TestCluster().temporary() as address:
        use(address)
        place, problem, cookies = _people(viewers)
        with _live_server(address) as port:
            return asyncio.run(_watch(address, port, place, problem, cookies, events))


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of `values` lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _people(count: int) -> tuple[uuid.UUID, uuid.UUID, list[str]]:
    """Make a municipality with `count` people, each with a session and a grant on one problem."""
    from datetime import timedelta
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.db import connection
    from django.utils import timezone

    from driehoek.access.identity import acting_as_system
    from driehoek.access.models import Level, Origin
    from driehoek.access.services import Order, give
    from driehoek.parties.models import (
        Appointment,
        Function,
        Municipality,
        Organisation,
        OrganisationKind,
        Person,
    )

    place, problem, now = uuid.uuid4(), uuid.uuid4(), timezone.now() - timedelta(minutes=1)
    people = [Person(email=f"kijker{number}@voorbeeld.invalid", name="Kijker") for number in range(count)]
    with acting_as_system(municipality=place):
        Municipality(id=place, cbs_code="GM9999", name="Meetdam").save(force_insert=True)
        home = Organisation.objects.create(
            municipality_id=place, name="Gemeente", kind=OrganisationKind.MUNICIPALITY
        )
        for person in people:
            person.password = "!"
        Person.objects.bulk_create(people)
        Appointment.objects.bulk_create(
            Appointment(
                municipality_id=place,
                person=person,
                organisation=home,
                function=Function.ANALYST,
                valid_from=now,
            )
            for person in people
        )
        orders = [Order(person.pk, problem, Level.OVERVIEW, Origin.FUNCTION) for person in people]
        give(municipality=place, orders=orders)
    store = import_module(settings.SESSION_ENGINE).SessionStore
    cookies = []
    for person in people:
        session = store()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session["second_factor"] = True
        session.save()
        cookies.append(session.session_key)
    connection.close()
    return place, problem, cookies


@contextmanager
def _live_server(address: DatabaseAddress) -> Iterator[int]:
    import socket
    import subprocess
    import urllib.request

    from django.conf import settings

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = os.environ | {
        "DRIEHOEK_APP_URL": address.app_url,
        "DRIEHOEK_LIVE_PORT": str(port),
        "DRIEHOEK_SECRET_KEY": settings.SECRET_KEY,
    }
    server = subprocess.Popen([sys.executable, "-m", "driehoek.server.live"], env=environment)
    try:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/-/readyz", timeout=2).close()
                break
            except OSError:
                if time.monotonic() > deadline or server.poll() is not None:
                    raise
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(10)


async def _watch(
    address: DatabaseAddress,
    port: int,
    place: uuid.UUID,
    problem: uuid.UUID,
    cookies: Sequence[str],
    events: int,
) -> Result:
    seen: dict[str, list[float]] = {}
    begun = time.perf_counter()
    readers = await asyncio.gather(*(_connect(port, cookie) for cookie in cookies))
    connecting = time.perf_counter() - begun
    tasks = [asyncio.create_task(_read(reader, seen)) for reader, _writer in readers]
    sent: dict[str, float] = {}
    link = await psycopg.AsyncConnection.connect(address.app_url)
    for number in range(events):
        subject = str(uuid.uuid4())
        seen[subject] = []
        await link.execute(BEGIN_SYSTEM, system_parameters(place, backend=link.info.backend_pid))
        await link.execute(
            "INSERT INTO ledger_event (id, municipality_id, sequence, at, action, subject, problem, version, "
            "trace, data, previous_hash, hash) VALUES (gen_random_uuid(), %s, 0, now(), "
            "'bench:thing:changed', %s, %s, 1, %s, '{}', '', '')",
            [place, subject, problem if number % 2 else None, "0" * 32],
        )
        sent[subject] = time.perf_counter()
        await link.commit()
        await asyncio.sleep(PAUSE)
    await asyncio.sleep(1.0)
    await link.close()
    for task in tasks:
        task.cancel()
    for _reader, writer in readers:
        writer.close()
    times = {
        subject: [(moment - sent[subject]) * 1000 for moment in moments] for subject, moments in seen.items()
    }
    return Result(
        viewers=len(cookies),
        events=events,
        missing=sum(len(cookies) - len(moments) for moments in times.values()),
        connect_seconds=connecting,
        last=[max(moments) for moments in times.values() if moments],
        each=[moment for moments in times.values() for moment in moments],
    )


async def _connect(port: int, cookie: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: sessie={cookie}\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200 "):
        raise ConnectionError(head.split(b"\r\n")[0].decode())
    return reader, writer


async def _read(reader: asyncio.StreamReader, seen: dict[str, list[float]]) -> None:
    while line := await reader.readline():
        if line.startswith(b"data: {") and b'"id"' in line:
            moment = time.perf_counter()
            seen[json.loads(line[6:])["id"]].append(moment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
