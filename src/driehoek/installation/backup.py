"""`driehoek backup` and `driehoek restore`: the whole database in one file of `pg_dump`'s own format.

The secrets are not in it: keep `secrets.json` apart from the backups.
"""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import psycopg
from psycopg import sql

from driehoek.installation import dump
from driehoek.installation.arguments import Arguments
from driehoek.installation.database import DatabaseAddress, open_database
from driehoek.installation.places import InstallationError, open_lock, var_folder
from driehoek.installation.setup import migrate, use

# Tables that the owner cannot read whole: a backup would silently lack rows.
CLOSED_TO_OWNER = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relrowsecurity AND c.relforcerowsecurity
      AND NOT EXISTS (
        SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*'
          AND (SELECT oid FROM pg_roles WHERE rolname = current_user) = ANY (p.polroles)
          AND pg_get_expr(p.polqual, p.polrelid) LIKE '%app.maintenance%')
    ORDER BY 1
"""
# The key of the seal belongs with the secrets; `migrate` puts it in place after a restore.
TABLES = """
    SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'ledger_sealkey' ORDER BY 1
"""
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
Link = psycopg.Connection[tuple[object, ...]]


def backup(argv: Sequence[str], *, demo: bool = False) -> int:
    """Write the whole database to one file."""
    parser = Arguments(prog="driehoek backup", description=backup.__doc__)
    parser.add_argument("file", type=Path)
    target: Path = parser.parse_args(list(argv)).file
    if target.exists():
        raise InstallationError(f"{target}: exists already; name a new file.")
    counts = write_backup(open_database(demo=demo), target)
    print(
        f"{target}: {sum(counts.values())} rows in {len(counts)} tables, counted; "
        f"{target.stat().st_size} bytes."
    )
    print(f"Not in it: the keys in {var_folder() / 'secrets.json'}. Keep a copy of those elsewhere.")
    return 0


def restore(argv: Sequence[str], *, demo: bool = False) -> int:
    """Fill an empty database from a backup, then bring its tables up to date and prove its ledger."""
    parser = Arguments(prog="driehoek restore", description=restore.__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--replace", action="store_true", help="first empty the database; asks for its name")
    chosen = parser.parse_args(list(argv))
    source: Path = chosen.file
    dump.require_backup(source)
    _require_stopped()
    address = open_database(demo=demo)
    with psycopg.connect(address.owner_url) as link:
        name, filled = link.info.dbname, link.execute(TABLES).fetchone() is not None
        others = link.execute(OTHERS).fetchone()
    if others and others[0]:
        raise InstallationError(f"database {name}: {others[0]} others are connected. Stop them first.")
    if filled and not chosen.replace:
        raise InstallationError(f"database {name}: not empty. Use --replace to lose what is in it.")
    if filled:
        _ask_for(name)
    counts = read_backup(address, source, emptying=filled)
    use(address, demo=demo, as_owner=True)
    migrate(address)
    print(f"{source}: {sum(counts.values())} rows in {len(counts)} tables restored into {name}, counted.")
    return _report_faults(ledger_faults(address))


def write_backup(address: DatabaseAddress, target: Path) -> dict[str, int]:
    """Write `target` and return the number of rows per table, counted in the database and in the file.

    Raises:
        InstallationError: a table hides rows from the owner, the file cannot be written, or counts differ.
    """
    draft = target.with_name(f"{target.name}.new")
    try:
        with psycopg.connect(address.owner_url) as link:
            link.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            _refuse_hidden_rows(link)
            snapshot = link.execute("SELECT pg_export_snapshot()").fetchone()
            counts = count_rows(link)
            draft.touch(mode=0o600)
            dump.write(address.owner_url, draft, snapshot=str(snapshot[0]) if snapshot else "")
        _compare(counts, dump.count_rows(draft), draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return counts


def read_backup(address: DatabaseAddress, source: Path, *, emptying: bool = False) -> dict[str, int]:
    """Restore `source` in one transaction; return the number of rows per table.

    Args:
        address: the database, empty unless `emptying`.
        source: a file that `write_backup` or `pg_dump -Fc` made.
        emptying: first drop everything in it, in the same transaction.

    Raises:
        InstallationError: it does not fit; the database is as it was.
    """
    expected = dump.count_rows(source)
    dump.read(address.owner_url, source, emptying=emptying)
    with psycopg.connect(address.owner_url) as link:
        found = count_rows(link)
    _compare(expected, found, source)
    return found


def count_rows(link: Link) -> dict[str, int]:
    """Count the rows of every table, past row-level security."""
    link.execute("SELECT set_config('app.maintenance', 'on', true)")
    counts = {}
    for (table,) in link.execute(TABLES).fetchall():
        row = link.execute(
            sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", str(table)))
        ).fetchone()
        counts[str(table)] = int(str(row[0])) if row else 0
    return counts


def ledger_faults(address: DatabaseAddress) -> list[str]:
    """Walk every municipality's chain inside the database; return its faults, none when all is whole."""
    with psycopg.connect(address.owner_url) as link:
        link.execute("SELECT set_config('app.maintenance', 'on', true)")
        # The walk takes the maintenance right for itself and drops it, so the list is read first.
        places = [place for (place,) in link.execute("SELECT municipality_id FROM ledger_head").fetchall()]
        faults = []
        for place in places:
            rows = link.execute("SELECT sequence, fault FROM ledger_faults(%s)", [place]).fetchall()
            faults += [f"municipality {place}: event {sequence}: {fault}" for sequence, fault in rows]
    return faults


def _refuse_hidden_rows(link: Link) -> None:
    hidden = [str(table) for (table,) in link.execute(CLOSED_TO_OWNER).fetchall()]
    if hidden:
        raise InstallationError(
            f"table {', '.join(hidden)}: row-level security hides its rows from the owner, and a "
            "backup would lack them. Give it a maintenance policy (access/rls.py)."
        )


def _compare(expected: Mapping[str, int], found: Mapping[str, int], place: Path) -> None:
    for table in sorted(expected.keys() | found.keys()):
        if expected.get(table, 0) != found.get(table, 0):
            raise InstallationError(
                f"{place}: table {table}: {found.get(table, 0)} rows, not {expected.get(table, 0)}."
            )


def _require_stopped() -> None:
    handle = open_lock(var_folder() / "serve.lock")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise InstallationError(f"{var_folder()}: is being served. Stop `driehoek serve` first.") from None
    finally:
        os.close(handle)


def _ask_for(name: str) -> None:
    print(f"Everything in database {name} will be lost. Type its name to go on: ", end="", flush=True)
    if sys.stdin.readline().strip() != name:
        raise InstallationError(f"database {name}: left as it was.")


def _report_faults(faults: Sequence[str]) -> int:
    for fault in faults:
        print(fault, file=sys.stderr)
    print("ledger: " + (f"{len(faults)} faults" if faults else "whole"))
    return 1 if faults else 0
