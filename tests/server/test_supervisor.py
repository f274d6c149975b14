"""`driehoek serve` as a process: start, restart of what falls, kill -9 of every part, end, second start."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from driehoek.installation.database import database_name
from driehoek.installation.places import load_secrets
from tests.server.conftest import free_port

pytestmark = pytest.mark.database
SERVERS = ("driehoek.server.pages", "driehoek.server.live", "driehoek.jobs.worker")


RUNS: list[Served] = []


class Served:
    """One run of `driehoek serve` on a var folder."""

    def __init__(self, var: Path, *arguments: str) -> None:
        self.var = var
        self.port = free_port()
        self.said = var.with_name(f"{var.name}-{self.port}.log")
        self.begun = time.monotonic()
        RUNS.append(self)
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith(("DRIEHOEK", "DATABASE"))
        }
        with self.said.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "driehoek", "serve", "--port", str(self.port), *arguments],
                env=environment | {"DRIEHOEK_VAR": str(var), "DRIEHOEK_STATIC_STORAGE": PLAIN_STATIC},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def ready(self) -> float:
        """Wait until it says its address; return how many seconds that took."""
        until(
            lambda: (
                f"http://127.0.0.1:{self.port}/" in self.said.read_text() or self.process.poll() is not None
            ),
            90,
        )
        assert self.process.poll() is None, self.said.read_text()
        return time.monotonic() - self.begun

    def get(self, path: str, *, live: bool = False) -> int:
        """The status of a page, 0 when nobody answers."""
        link = http.client.HTTPConnection("127.0.0.1", self.port + live, timeout=60)
        try:
            link.request("GET", path)
            return link.getresponse().status
        except OSError:
            return 0
        finally:
            link.close()

    def children(self) -> dict[str, int]:
        """Process ids of the servers by module."""
        found = {}
        for pid in descendants(self.process.pid):
            command = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
            name = next((module for module in SERVERS if module in command), None)
            if name and parent_of(pid) == self.process.pid:
                found[name] = pid
        return found

    def everything(self) -> list[int]:
        """Process ids of the supervisor, the servers, their workers and the database."""
        return [self.process.pid, *descendants(self.process.pid), self.postmaster()]

    def postmaster(self) -> int:
        """Process id of the database, 0 while it has none."""
        lock = self.var / "postgres" / "postmaster.pid"
        return int(lock.read_text().split()[0]) if lock.exists() else 0

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Stop it with a signal; return the exit status."""
        self.process.send_signal(how)
        return self.process.wait(30)


PLAIN_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"


def until(done: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if done():
            return
        time.sleep(0.1)
    pytest.fail("it does not happen")


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def descendants(pid: int) -> list[int]:
    found: list[int] = []
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        found += [int(child), *descendants(int(child))]
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder that the runs of this module share, one after the other."""
    return tmp_path_factory.mktemp("serve") / "var"


@pytest.fixture(scope="module")
def first(var: Path) -> Iterator[Served]:
    """The first run, on an empty folder."""
    run = Served(var)
    run.ready()
    yield run
    for left in RUNS:
        if left.process.poll() is None:
            left.end()


def test_it_serves_pages_and_the_live_stream(first: Served) -> None:
    assert first.get("/-/livez") == 200
    assert first.get("/-/readyz") == 200
    assert first.get("/account/login/") == 200
    assert first.get("/-/livez", live=True) == 200
    assert first.get("/live", live=True) == 401
    assert sorted(first.children()) == sorted(SERVERS)


def test_health_answers_whatever_the_host_and_pages_do_not(first: Served) -> None:
    statuses = []
    for path in ("/-/readyz", "/account/login/"):
        link = http.client.HTTPConnection("127.0.0.1", first.port, timeout=60)
        link.request("GET", path, headers={"Host": "10.1.2.3"})
        statuses.append(link.getresponse().status)
        link.close()
    assert statuses == [200, 400]


def test_the_servers_know_the_app_role_only(first: Served) -> None:
    kept = load_secrets(first.var)
    for pid in descendants(first.process.pid):
        environment = Path(f"/proc/{pid}/environ").read_bytes().decode(errors="replace")
        assert "DRIEHOEK_OWNER_URL" not in environment
        assert kept.owner_password not in environment
        assert kept.superuser_password not in environment


def test_a_second_supervisor_on_the_same_folder_is_refused(first: Served) -> None:
    second = Served(first.var)
    assert second.process.wait(20) == 2
    said = second.said.read_text()
    assert f"already served by process {first.process.pid} on port {first.port}" in said
    assert said.count("\n") == 1


def test_a_taken_port_is_named_with_the_remedy(first: Served, tmp_path: Path) -> None:
    other = Served(tmp_path / "var", "--port", str(first.port))
    assert other.process.wait(20) == 2
    assert f"port {first.port} on 127.0.0.1: in use" in other.said.read_text()
    assert "--port" in other.said.read_text()
    assert not (tmp_path / "var" / "postgres").exists()


@pytest.mark.parametrize("module", SERVERS)
def test_a_killed_server_comes_back(first: Served, module: str) -> None:
    killed = first.children()[module]
    workers = descendants(killed)
    os.kill(killed, signal.SIGKILL)
    until(lambda: first.children().get(module, killed) != killed)
    until(lambda: first.get("/-/readyz") == 200 and first.get("/-/livez", live=True) == 200)
    assert not any(map(alive, workers))


def test_a_killed_page_worker_comes_back(first: Served) -> None:
    main = first.children()["driehoek.server.pages"]
    worker = descendants(main)[0]
    os.kill(worker, signal.SIGKILL)
    until(lambda: worker not in descendants(main) and len(descendants(main)) == 2)
    assert first.get("/-/readyz") == 200


def test_a_killed_database_comes_back_and_pages_with_it(first: Served) -> None:
    killed = first.postmaster()
    os.kill(killed, signal.SIGKILL)
    seen = set()

    def back() -> bool:
        seen.add(first.get("/-/readyz"))
        return first.postmaster() not in (0, killed) and first.get("/-/readyz") == 200

    until(back, 30)
    assert seen <= {200, 503}
    until(lambda: first.get("/account/login/") == 200)
    until(lambda: first.get("/-/readyz", live=True) == 200)


def test_one_signal_stops_everything(first: Served) -> None:
    everything = first.everything()
    assert first.end(signal.SIGINT) == 0
    until(lambda: not any(map(alive, everything)), 20)
    assert not (first.var / "postgres" / "postmaster.pid").exists()
    # What a server says carries its name; the supervisor itself has nothing to complain of.
    assert not any(line.startswith("Traceback") for line in first.said.read_text().splitlines())


def test_after_kill_9_the_servers_end_and_the_next_start_is_whole(var: Path, first: Served) -> None:
    if first.process.poll() is None:
        first.end()
    second = Served(var)
    stamp = (var / "static.digest").stat().st_mtime_ns
    second.ready()
    assert (var / "static.digest").stat().st_mtime_ns == stamp, "static files are gathered again for nothing"
    leave_a_mark(var)
    everything = second.everything()
    postmaster = second.postmaster()
    os.kill(second.process.pid, signal.SIGKILL)
    second.process.wait()
    until(lambda: not any(alive(pid) for pid in everything if pid != postmaster), 40)
    # The database is left running; what was committed is there at the next start, which takes it over.
    third = Served(var)
    try:
        third.ready()
        assert mark_is_there(var)
    finally:
        assert third.end() == 0
    assert not alive(postmaster)


def test_a_number_left_in_the_database_s_lock_file_does_not_stop_the_start(var: Path, first: Served) -> None:
    if first.process.poll() is None:
        first.end()
    stale = var / "postgres" / "postmaster.pid"
    assert not stale.exists(), "a run before this one did not end"
    # A process that lives, belongs to the cluster's user and is no database.
    owner = (var / "postgres").stat()
    bystander = subprocess.Popen(["sleep", "60"], user=owner.st_uid if os.geteuid() == 0 else None)
    try:
        stale.write_text(
            f"{bystander.pid}\n{var / 'postgres'}\n1700000000\n5432\n{var / 'postgres'}\n\n0 0\nready\n"
        )
        os.chown(stale, owner.st_uid, owner.st_gid)
        run = Served(var)
        run.ready()
        # A second signal cuts the stop short; still nothing stays behind.
        everything = run.everything()
        run.process.send_signal(signal.SIGTERM)
        run.process.send_signal(signal.SIGTERM)
        assert run.process.wait(20) == 0
        until(lambda: not any(map(alive, everything)), 20)
    finally:
        bystander.kill()
        bystander.wait()


def _link(var: Path) -> psycopg.Connection[tuple[object, ...]]:
    kept = load_secrets(var)
    return psycopg.connect(
        host=str(var / "postgres"), dbname=database_name(demo=False), user="driehoek_owner",
        password=kept.owner_password,
    )  # fmt: skip


def leave_a_mark(var: Path) -> None:
    with _link(var) as link:
        link.execute("CREATE TABLE mark AS SELECT 42 AS answer")


def mark_is_there(var: Path) -> bool:
    with _link(var) as link:
        row = link.execute("SELECT answer FROM mark").fetchone()
        link.execute("DROP TABLE mark")
    return row == (42,)
