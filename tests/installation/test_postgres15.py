"""An outside PostgreSQL 15, the oldest that is served: the machine's own, in a throwaway cluster."""

from __future__ import annotations

import http.client
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from driehoek.installation.backup import ledger_faults, read_backup, write_backup
from driehoek.installation.database import DatabaseAddress
from driehoek.installation.places import InstallationError, seal_key
from tests.installation.conftest import PLACE, fill
from tests.server.conftest import free_port
from tests.support.identity import become_system

pytestmark = pytest.mark.database
PROGRAMS = Path("/usr/lib/postgresql/15/bin")
OWNER = "gemeente_eigenaar"


@dataclass(frozen=True)
class Outside:
    """An outside server: an owner who may make roles and databases, no superuser."""

    port: int

    def url(self, name: str, user: str = OWNER) -> str:
        return f"postgresql://{user}:geheim@127.0.0.1:{self.port}/{name}"

    def make(self, name: str) -> str:
        with psycopg.connect(self.url("postgres"), autocommit=True) as link:
            link.execute(f'CREATE DATABASE "{name}"')
        return self.url(name)


@pytest.fixture(scope="module")
def outside() -> Iterator[Outside]:
    """A throwaway cluster of PostgreSQL 15."""
    if not (PROGRAMS / "initdb").exists():
        pytest.skip(f"PostgreSQL 15 is not on this machine ({PROGRAMS})")
    folder = Path(tempfile.mkdtemp(prefix="driehoek-15-"))
    user = None
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
        user = "postgres"
    port = free_port()

    def call(*command: str) -> None:
        subprocess.run(
            [str(PROGRAMS / command[0]), *command[1:]], user=user, cwd="/", check=True, stdout=-3, stderr=-3
        )

    data = str(folder / "data")
    call(
        "initdb",
        "-D",
        data,
        "-U",
        "postgres",
        "--auth-local=trust",
        "--auth-host=scram-sha-256",
        "-E",
        "UTF8",
    )
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    call("pg_ctl", "-D", data, "-l", f"{folder}/log", "-w", "-o", options, "start")
    try:
        with psycopg.connect(
            f"postgresql://postgres@/postgres?host={folder}&port={port}", autocommit=True
        ) as link:
            link.execute(f"CREATE ROLE {OWNER} LOGIN CREATEROLE CREATEDB PASSWORD 'geheim'")
        yield Outside(port)
    finally:
        call("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def run(var: Path, url: str, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "driehoek", *arguments],
        env=environment(var, url), capture_output=True, text=True, input=stdin, check=False,
    )  # fmt: skip


def environment(var: Path, url: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("DRIEHOEK", "DATABASE"))}
    # One key on both sides, so that this process can prove itself to that database.
    return kept | {"DRIEHOEK_VAR": str(var), "DATABASE_URL": url, "DRIEHOEK_SEAL_KEY": seal_key()}


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("outside") / "var"


def app_address(var: Path, url: str, name: str) -> DatabaseAddress:
    """The addresses as `open_database` makes them for this outside server."""
    from driehoek.installation.places import load_secrets

    password = load_secrets(var).app_password
    return DatabaseAddress(url, url.replace(f"{OWNER}:geheim", f"{name}_app:{password}"))


@pytest.fixture(scope="module")
def migrated(outside: Outside, var: Path) -> str:
    """A database that was brought up to date from nothing; that takes long, so it is done once."""
    url = outside.make("een")
    assert run(var, url, "migrate").returncode == 0
    return url


def test_tables_walls_chain_backup_and_restore(
    outside: Outside, migrated: str, var: Path, tmp_path: Path
) -> None:
    url = migrated
    address = app_address(var, url, "een")
    fill(address)
    with psycopg.connect(address.app_url) as link:
        assert link.execute("SELECT count(*) FROM ledger_event").fetchone() == (0,)
        become_system(link, PLACE)
        assert link.execute("SELECT count(*) FROM ledger_event").fetchone() == (5,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            link.execute("UPDATE ledger_event SET version = 9")
    done = run(var, url, "backup", str(tmp_path / "b.dump"))
    assert done.returncode == 0, done.stderr
    other = outside.make("twee")
    done = run(var, other, "restore", str(tmp_path / "b.dump"))
    assert done.returncode == 0, done.stderr
    assert "ledger: whole" in done.stdout
    again = run(var, other, "restore", str(tmp_path / "b.dump"), "--replace", stdin="iets anders\n")
    assert again.returncode == 2
    assert "left as it was" in again.stderr
    assert run(var, other, "restore", str(tmp_path / "b.dump"), "--replace", stdin="twee\n").returncode == 0
    with psycopg.connect(app_address(var, other, "twee").app_url) as link:
        become_system(link, PLACE)
        assert link.execute("SELECT count(*) FROM ledger_event").fetchone() == (5,)


def test_a_backup_of_the_embedded_database_goes_into_the_outside_one(
    outside: Outside, var: Path, filled: DatabaseAddress, tmp_path: Path
) -> None:
    write_backup(filled, tmp_path / "b.dump")
    url = outside.make("verhuisd")
    counts = read_backup(DatabaseAddress(url, url), tmp_path / "b.dump")
    assert counts["ledger_event"] == 5
    assert ledger_faults(DatabaseAddress(url, url)) == []
    # The policies name the owner of the new place.
    with psycopg.connect(url) as link:
        row = link.execute(
            "SELECT DISTINCT polroles::regrole[]::text FROM pg_policy WHERE polroles != '{0}'"
        ).fetchall()
    assert row == [(f"{{{OWNER}}}",)]


def test_pages_live_stream_and_jobs_run_on_it(migrated: str, var: Path) -> None:
    url = migrated
    port = free_port()
    with (var.parent / "serve.log").open("w+") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "driehoek", "serve", "--port", str(port)],
            env=environment(var, url) | {"DRIEHOEK_STATIC_STORAGE": PLAIN_STATIC},
            stdout=output, stderr=output,
        )  # fmt: skip
        try:
            deadline = time.monotonic() + 90
            while (
                time.monotonic() < deadline and "Driehoek: http" not in (var.parent / "serve.log").read_text()
            ):
                assert process.poll() is None, (var.parent / "serve.log").read_text()
                time.sleep(0.2)
            assert status(port, "/-/readyz") == 200
            assert status(port, "/account/login/") == 200
            assert status(port + 1, "/-/readyz") == 200
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0
    assert not (var / "postgres").exists()


PLAIN_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"


def status(port: int, path: str) -> int:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        link.request("GET", path)
        return link.getresponse().status
    finally:
        link.close()


@pytest.mark.parametrize("role", ["", "machtig"])
def test_an_app_role_that_is_no_wall_is_refused(outside: Outside, var: Path, role: str) -> None:
    url = outside.make(f"muur{role}")
    if role:
        with psycopg.connect(url, autocommit=True) as link:
            link.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'geheim' IN ROLE {OWNER}")
    app_url = url.replace(OWNER, role) if role else url
    done = subprocess.run(
        [sys.executable, "-m", "driehoek", "migrate"],
        env=environment(var, url) | {"DATABASE_APP_URL": app_url},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "name an ordinary role" in done.stderr


def test_a_wrong_password_is_one_line(outside: Outside, var: Path) -> None:
    done = run(var, outside.url("postgres").replace("geheim", "fout"), "doctor")
    assert done.returncode == 1
    assert "FIX database: DATABASE_URL: cannot connect" in done.stdout


def test_too_old_is_told(monkeypatch: pytest.MonkeyPatch, outside: Outside, var: Path) -> None:
    from driehoek.installation import database

    monkeypatch.setattr(database, "MINIMUM_VERSION", 990000)
    monkeypatch.setenv("DATABASE_URL", outside.url("postgres"))
    monkeypatch.setenv("DRIEHOEK_VAR", str(var))
    with pytest.raises(InstallationError, match="PostgreSQL 15 is too old"):
        database.open_database(demo=False)
