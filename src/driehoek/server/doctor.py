"""`driehoek doctor`: looks at everything an installation stands on and says in plain words what to do."""

from __future__ import annotations

import fcntl
import importlib.metadata
import os
import shutil
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg

from driehoek.installation.arguments import Arguments
from driehoek.installation.backup import CLOSED_TO_OWNER, ledger_faults
from driehoek.installation.database import DatabaseAddress, app_role, open_database, refuse_powerful_app_role
from driehoek.installation.places import PROJECT_ROOT, InstallationError, open_lock, var_folder

LOWEST_PYTHON = (3, 11)
LEAST_FREE_BYTES = 1_000_000_000
LARGEST_CLOCK_GAP = 5.0
# Whatever belongs to a municipality or a problem says so in a column, and needs a policy.
OPEN_TABLES = """
    SELECT c.relname FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname IN ('municipality_id', 'problem_id', 'problem')
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT a.attisdropped
      AND NOT (c.relrowsecurity AND c.relforcerowsecurity
               AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid))
    GROUP BY 1 ORDER BY 1
"""
OWNED_BY_APP = (
    "SELECT relname FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = %s) LIMIT 5"
)


@dataclass(frozen=True)
class Finding:
    """One thing looked at.

    Attributes:
        about: what it is.
        fine: whether it is as it should be.
        says: what was found, or what to do.
    """

    about: str
    fine: bool
    says: str


def main(argv: Sequence[str], *, demo: bool = False) -> int:
    """Look at the installation; the exit status is 1 when something needs mending."""
    Arguments(prog="driehoek doctor", description=main.__doc__).parse_args(list(argv))
    wrong = 0
    for finding in examine(demo=demo):
        wrong += not finding.fine
        print(f"{'ok ' if finding.fine else 'FIX'} {finding.about}: {finding.says}", flush=True)
    print("Everything is in order." if not wrong else f"{wrong} to mend.")
    return 1 if wrong else 0


def examine(*, demo: bool) -> Iterator[Finding]:
    """Look at one thing after another; what stands on a broken thing is not looked at."""
    yield _python()
    yield _packages()
    yield _disk()
    yield _browser()
    yield from _ports()
    try:
        address = open_database(demo=demo)
    except InstallationError as error:
        yield Finding("database", fine=False, says=str(error))
        return
    for look in (_version, _role, _clock):
        yield look(address)
    migrations = _migrations(address, demo=demo)
    yield migrations
    if migrations.fine:
        yield _walls(address)
        yield _seal(address)
        yield _ledger(address)


def _python() -> Finding:
    found = sys.version.split()[0]
    fine = sys.version_info >= LOWEST_PYTHON
    return Finding(
        "Python", fine, found if fine else f"{found} is too old; install 3.11 or later and run `make venv`"
    )


def _packages() -> Finding:
    """Compare what is installed with the locked list of a checkout; an installed package has no such list."""
    listed = PROJECT_ROOT / "requirements" / "run.txt"
    if not listed.exists():
        return Finding("packages", fine=True, says="installed without a locked list beside them")
    wrong = []
    for line in listed.read_text().splitlines():
        if "==" not in line or line[0] in " #":
            continue
        name, version = line.split()[0].split("==")
        if _installed(name) != version:
            wrong.append(f"{name} {_installed(name) or 'missing'} instead of {version}")
    said = "; ".join(wrong[:5]) + (" …" if len(wrong) > 5 else "")
    return Finding(
        "packages", not wrong, f"{said}; run `make venv`" if wrong else "as in requirements/run.txt"
    )


def _installed(name: str) -> str:
    try:
        return importlib.metadata.version(name.partition("[")[0])
    except importlib.metadata.PackageNotFoundError:
        return ""


def _disk() -> Finding:
    folder = var_folder()
    place = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(place).free
    said = f"{free / 1e9:.1f} GB free at {folder}"
    return Finding(
        "disk", free > LEAST_FREE_BYTES, said if free > LEAST_FREE_BYTES else f"only {said}; make room"
    )


def _browser() -> Finding:
    """Only the tests need a browser, so its absence is no fault."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    return Finding("chromium", fine=True, says=found or "not here; only `make test` needs it")


def _ports() -> Iterator[Finding]:
    """Look whether `serve` could start, unless it already runs."""
    from driehoek.server.supervisor import parse, refuse_taken_port

    if _is_served():
        yield Finding("ports", fine=True, says="this installation is being served")
        return
    options = parse([])
    for port, option in ((options.port, "--port"), (options.live_port, "--live-port")):
        try:
            refuse_taken_port(options.host, port, option)
            yield Finding(f"port {port}", fine=True, says="free")
        except InstallationError as error:
            yield Finding(f"port {port}", fine=False, says=str(error))


def _is_served() -> bool:
    lock = var_folder() / "serve.lock"
    if not lock.exists():
        return False
    handle = open_lock(lock)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _version(address: DatabaseAddress) -> Finding:
    with psycopg.connect(address.app_url) as link:
        major, minor = divmod(link.info.server_version, 10000)
    kind = "outside" if os.environ.get("DATABASE_URL") else "embedded"
    return Finding("database", fine=True, says=f"PostgreSQL {major}.{minor}, {kind}, answers")


def _role(address: DatabaseAddress) -> Finding:
    """The app role must be an ordinary one that owns nothing: else the walls are paper."""
    role = app_role(address)
    try:
        refuse_powerful_app_role(address)
    except InstallationError as error:
        return Finding("app role", fine=False, says=str(error))
    with psycopg.connect(address.owner_url) as link:
        owned = [str(name) for (name,) in link.execute(OWNED_BY_APP, [role]).fetchall()]
    if owned:
        return Finding(
            "app role", fine=False, says=f"{role} owns {', '.join(owned)}; give these to the owner role"
        )
    return Finding("app role", fine=True, says=f"{role} owns nothing and is bound by row-level security")


def _clock(address: DatabaseAddress) -> Finding:
    """Statutory clocks need a right time; here only the two machines can be compared."""
    with psycopg.connect(address.app_url) as link:
        before = time.time()
        row = link.execute("SELECT extract(epoch FROM clock_timestamp())::float8").fetchone()
        gap = abs((row[0] if row else 0.0) - (before + time.time()) / 2)
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    fine = gap < LARGEST_CLOCK_GAP
    return Finding(
        "clock", fine, now if fine else f"{gap:.0f} s apart from the database; set both clocks (NTP)"
    )


def _migrations(address: DatabaseAddress, *, demo: bool) -> Finding:
    from driehoek.installation.setup import use

    use(address, demo=demo, as_owner=True)
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import DatabaseError

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return Finding("migrations", fine=False, says=f"cannot be read ({error}); run `driehoek migrate`")
    finally:
        connection.close()
    said = f"{len(waiting)} not applied; run `driehoek migrate`" if waiting else "all applied"
    return Finding("migrations", not waiting, said)


def _walls(address: DatabaseAddress) -> Finding:
    """Every table of a municipality or a problem needs forced row-level security that the owner can lift."""
    with psycopg.connect(address.owner_url) as link:
        opened = [str(name) for (name,) in link.execute(OPEN_TABLES).fetchall()]
        hidden = [str(name) for (name,) in link.execute(CLOSED_TO_OWNER).fetchall()]
    if opened:
        return Finding(
            "walls", fine=False, says=f"no forced policy on {', '.join(opened)}; add one in a migration"
        )
    if hidden:
        return Finding(
            "walls", fine=False, says=f"no maintenance policy on {', '.join(hidden)}; a backup misses it"
        )
    return Finding("walls", fine=True, says="row-level security is forced wherever it must be")


def _seal(address: DatabaseAddress) -> Finding:
    """The application must be able to prove itself to the database, or every page fails."""
    from driehoek.access.proofs import BEGIN_SYSTEM, system_parameters

    with psycopg.connect(address.app_url) as link:
        row = link.execute("SELECT pg_backend_pid()").fetchone()
        nowhere = system_parameters(uuid.UUID(int=0), backend=int(str(row[0])) if row else 0)
        try:
            link.execute(BEGIN_SYSTEM, nowhere)
        except psycopg.Error as error:
            said = str(error).partition("\n")[0]
            return Finding(
                "seal", fine=False, says=f"{said} Run `driehoek migrate` with this installation's secrets"
            )
        finally:
            link.rollback()
    return Finding("seal", fine=True, says="the database knows this installation's key")


def _ledger(address: DatabaseAddress) -> Finding:
    faults = ledger_faults(address)
    said = (
        "; ".join(faults[:3])
        + "; restore the last backup that is whole, and tell the data-protection officer"
    )
    return Finding("ledger", not faults, said if faults else "every chain is whole")
