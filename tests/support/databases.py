"""Databases for tests: one migrated template per state of the migrations, a fresh copy for each need."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from driehoek.installation.database import APP, DatabaseAddress, make_database, start_cluster
from driehoek.installation.places import load_secrets, seal_key, var_folder

ROOT = Path(__file__).resolve().parents[2]
MIGRATE = (
    "import os, sys; from driehoek.installation.database import DatabaseAddress;"
    "from driehoek.installation.setup import use, migrate;"
    "a = DatabaseAddress(os.environ['TEST_OWNER'], os.environ['TEST_APP']); use(a, as_owner=True); migrate(a)"
)


RELAXED = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")


class TestCluster:
    """The PostgreSQL under the tests: `TEST_DATABASE_URL` (a superuser's), else an embedded one in var/test."""

    __test__ = False

    def __init__(self) -> None:
        self.folder = var_folder() / "test"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.secrets = load_secrets(self.folder)
        self.superuser_url = start_cluster(self.folder / "postgres", self.secrets)
        self._forget_power_cuts()

    def _forget_power_cuts(self) -> None:
        """Let the cluster of the tests write without waiting for the disk, and leave rows that were rolled back.

        What a power cut or the cleaner would do is tested on clusters of their own (tests/installation).
        """
        with psycopg.connect(self.superuser_url, autocommit=True) as link:
            row = link.execute("SELECT current_setting('fsync')").fetchone()
            if row == ("off",):
                return
            for setting in RELAXED:
                link.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
            link.execute("SELECT pg_reload_conf()")

    def address(self, name: str) -> DatabaseAddress:
        """Return the addresses of database `name`, making an empty one if it is missing."""
        return make_database(self.superuser_url, name, self.secrets)

    def template(self) -> str:
        """Return the name of a fully migrated database, making it once per state of the migrations."""
        name = f"template_{_migrations_digest()}"
        with (self.folder / "template.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with psycopg.connect(self.superuser_url, autocommit=True) as link:
                done = link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
                if not done:
                    self._drop_old_templates(link)
                    address = self.address("making_template")
                    environment = os.environ | {"TEST_OWNER": address.owner_url, "TEST_APP": address.app_url}
                    subprocess.run(
                        [sys.executable, "-W", "ignore", "-c", MIGRATE], check=True, env=environment
                    )
                    link.execute(
                        sql.SQL("ALTER DATABASE making_template RENAME TO {}").format(sql.Identifier(name))
                    )
        return name

    def _drop_old_templates(self, link: psycopg.Connection[tuple[object, ...]]) -> None:
        """Keep the two newest templates; another run on other migrations may be using one."""
        old = link.execute(
            "SELECT datname FROM pg_database WHERE datname ~ '^template_[0-9a-f]{16}$' ORDER BY oid DESC OFFSET 2"
        )
        for (name,) in old.fetchall():
            with contextlib.suppress(psycopg.errors.ObjectInUse):
                link.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(str(name))))

    def drop(self, name: str) -> None:
        """Drop a database with whoever is still connected to it."""
        with psycopg.connect(self.superuser_url, autocommit=True) as link:
            link.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def copy(self, name: str) -> DatabaseAddress:
        """Make database `name` anew as a copy of the template."""
        template = self.template()
        with psycopg.connect(self.superuser_url, autocommit=True) as link:
            link.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            link.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER driehoek_owner").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
            link.execute(
                sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                    sql.Identifier(name), sql.Identifier(APP)
                )
            )
        return self.address(name)

    @contextmanager
    def temporary(self) -> Iterator[DatabaseAddress]:
        """Make a migrated database for one test and drop it afterwards."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        try:
            yield self.copy(name)
        finally:
            self.drop(name)


def _migrations_digest() -> str:
    digest = hashlib.sha256()
    source = ROOT / "src" / "driehoek"
    files = [
        *source.glob("*/migrations/*.py"),
        *source.glob("*/*.sql"),
        source / "access/rls.py",
        source / "installation/rights.py",
    ]
    for path in sorted(files):
        digest.update(path.name.encode() + path.read_bytes())
    # The key stands in the template; the application under test seals with its own.
    digest.update(seal_key().encode())
    return digest.hexdigest()[:16]
