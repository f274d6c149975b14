"""Driving `pg_dump`, `pg_restore` and `psql`: with any version of the server from 15."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from driehoek.installation.cluster import programs
from driehoek.installation.places import InstallationError

MAGIC = b"PGDMP"
WHEEL_MAJOR = 18
VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "dbname": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}
COPY = re.compile(rb"^COPY public\.(\S+) .*FROM stdin;$")
SETTING = re.compile(rb"^SET (\w+) = ")
POLICY_ROLE = re.compile(rb"^(CREATE POLICY .+?) TO (?:\"[^\"]+\"|\w+) (USING|WITH CHECK) ")
EMPTY = r"""
DO $$ DECLARE thing text; BEGIN
  FOR thing IN SELECT format('DROP TABLE IF EXISTS public.%I CASCADE', tablename) FROM pg_tables
    WHERE schemaname = 'public' LOOP EXECUTE thing; END LOOP;
  FOR thing IN SELECT format('DROP ROUTINE %s CASCADE', p.oid::regprocedure) FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP EXECUTE thing; END LOOP;
  FOR thing IN SELECT format('DROP TYPE public.%I CASCADE', t.typname) FROM pg_type t
    WHERE t.typnamespace = 'public'::regnamespace AND (t.typtype IN ('e', 'd')
        OR EXISTS (SELECT 1 FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
    LOOP EXECUTE thing; END LOOP;
  FOR thing IN SELECT format('DROP SEQUENCE IF EXISTS public.%I CASCADE', sequencename) FROM pg_sequences
    WHERE schemaname = 'public' LOOP EXECUTE thing; END LOOP;
END $$;
"""


def write(owner_url: str, target: Path, *, snapshot: str = "") -> None:
    """Dump the database to `target` as the owner, every row of it.

    `pg_dump` refuses tables with forced row-level security unless it may read through the policies; those let
    the owner see everything under `app.maintenance`.

    Raises:
        InstallationError: `pg_dump` says why.
    """
    arguments = [
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        "--enable-row-security",
        "--exclude-table-data=public.ledger_sealkey",
        f"--file={target}",
    ]
    if snapshot:
        arguments.append(f"--snapshot={snapshot}")
    environment = _environment(owner_url) | {"PGOPTIONS": "-c app.maintenance=on"}
    command = [str(_program("pg_dump", _server_major(owner_url))), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise InstallationError(f"pg_dump: {_error_line(done.stderr)}")


def count_rows(source: Path) -> dict[str, int]:
    """Count the rows of each table in a backup by reading it through.

    Raises:
        InstallationError: the file is damaged.
    """
    counts: dict[str, int] = {}
    table = ""
    for line in _script(source, "--section=pre-data", "--section=data"):
        if table:
            if line == b"\\.\n":
                table = ""
            else:
                counts[table] += 1
        elif found := COPY.match(line.rstrip(b"\n")):
            table = found.group(1).decode().strip('"')
            counts[table] = 0
    return counts


def read(owner_url: str, source: Path, *, emptying: bool) -> None:
    """Run a backup into the database, in one transaction.

    Raises:
        InstallationError: `pg_restore` or `psql` says why; nothing has changed.
    """
    with psycopg.connect(owner_url) as link:
        known = {str(name).encode() for (name,) in link.execute("SELECT name FROM pg_settings").fetchall()}
        owner = sql.Identifier(link.info.user).as_bytes(link)
    command = [
        str(_program("psql", WHEEL_MAJOR)),
        "-X",
        "-q",
        "-v",
        "ON_ERROR_STOP=1",
        "--single-transaction",
    ]
    with tempfile.TemporaryFile() as said:
        runner = subprocess.Popen(
            [*command, "--file=-"],
            env=_environment(owner_url),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        try:
            _feed(runner, [EMPTY.encode()] if emptying else [], fitted(_script(source), known, owner))
        except BaseException:
            # Without the rest there is no commit.
            runner.kill()
            raise
        finally:
            runner.wait()
        if runner.returncode:
            said.seek(0)
            raise InstallationError(
                f"{source}: cannot be restored: {_error_line(said.read().decode(errors='replace'))}"
            )


def fitted(lines: Iterable[bytes], known: set[bytes], owner: bytes) -> Iterator[bytes]:
    """Fit a script to this server: leave out settings it does not know, name its own owner in policies."""
    in_data = False
    for line in lines:
        if in_data:
            in_data = line != b"\\.\n"
            yield line
        elif (setting := SETTING.match(line)) and setting.group(1) not in known:
            continue
        else:
            in_data = COPY.match(line.rstrip(b"\n")) is not None
            yield POLICY_ROLE.sub(rb"\1 TO " + owner.replace(b"\\", rb"\\") + rb" \2 ", line)


def require_backup(source: Path) -> None:
    """Refuse a file that is not a backup.

    Raises:
        InstallationError: it is not there, cannot be read, or is something else.
    """
    try:
        with source.open("rb") as handle:
            start = handle.read(len(MAGIC))
    except OSError as error:
        raise InstallationError(f"{source}: {error.strerror}") from error
    if start != MAGIC:
        raise InstallationError(f"{source}: not a file that `driehoek backup` wrote.")


def _feed(runner: subprocess.Popen[bytes], *parts: Iterable[bytes]) -> None:
    handle: IO[bytes] | None = runner.stdin
    if handle is None:
        return
    try:
        for part in parts:
            for line in part:
                handle.write(line)
        handle.close()
    except BrokenPipeError:
        # It stopped at an error, which the caller reports.
        return


def _script(source: Path, *arguments: str) -> Iterator[bytes]:
    """Yield a backup's SQL line by line."""
    command = [
        str(_program("pg_restore", WHEEL_MAJOR)),
        "--no-owner",
        "--no-privileges",
        "--file=-",
        *arguments,
    ]
    with tempfile.TemporaryFile() as said:
        reader = subprocess.Popen([*command, str(source)], stdout=subprocess.PIPE, stderr=said)
        try:
            yield from reader.stdout or ()
        finally:
            if reader.stdout:
                reader.stdout.close()
            status = reader.wait()
        if status:
            said.seek(0)
            raise InstallationError(f"{source}: damaged: {_error_line(said.read().decode(errors='replace'))}")


def _server_major(url: str) -> int:
    with psycopg.connect(url) as link:
        return link.info.server_version // 10000


def _program(name: str, major: int) -> Path:
    """Return a client program at least as new as the server."""
    if major <= WHEEL_MAJOR:
        return programs() / name
    for candidate in (Path(f"/usr/lib/postgresql/{major}/bin/{name}"), Path(shutil.which(name) or "")):
        if candidate.is_file():
            return candidate
    raise InstallationError(
        f"{name} {major}: not on this machine. Install the client programs of PostgreSQL {major}."
    )


def _environment(url: str) -> dict[str, str]:
    """Return an environment with the address: a password among the arguments would be seen by others."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    return kept | {VARIABLES[key]: value for key, value in parts.items() if key in VARIABLES}


def _error_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    wanted = [line for line in lines if "error" in line.lower()] or lines or ["ended without a word"]
    return wanted[0]
