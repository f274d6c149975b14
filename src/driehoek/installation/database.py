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

from driehoek.installation.cluster import start_cluster
from driehoek.installation.places import InstallationError, Secrets, load_secrets, var_folder

MINIMUM_VERSION = 150000
OWNER = "driehoek_owner"
APP = "driehoek_app"
# One number for every lock that guards roles and databases: two processes may start at the same moment.
ROLES_LOCK = 0x44726965


class DatabaseUnusableError(InstallationError):
    """The database cannot serve Driehoek; the message says why and what to do."""


@dataclass(frozen=True)
class DatabaseAddress:
    """Connection URLs of one database, one for each role."""

    owner_url: str
    app_url: str


def database_name(*, demo: bool) -> str:
    """Return the name of the embedded database; demo content lives in a database of its own."""
    return "driehoek_demo" if demo else "driehoek"


def embedded_folder() -> Path | None:
    """Return the folder of the embedded cluster, or None when `DATABASE_URL` names an outside database."""
    return None if os.environ.get("DATABASE_URL") else (var_folder() / "postgres").resolve()


def open_database(*, demo: bool) -> DatabaseAddress:
    """Make the database reachable and return its addresses.

    With `DATABASE_URL` set, that outside database (PostgreSQL 15 or later) is used: the URL's role is the
    owner, and the app role comes from `DATABASE_APP_URL` or is made beside it. Otherwise the embedded cluster
    under the var folder is started (or joined when it runs) and stops with the last process that uses it.

    Raises:
        InstallationError: the server cannot be reached, is too old, or lacks a right that is needed.
    """
    kept = load_secrets(var_folder())
    if outside := os.environ.get("DATABASE_URL"):
        return _prepare_outside(outside, os.environ.get("DATABASE_APP_URL"), kept)
    superuser_url = start_cluster(var_folder() / "postgres", kept)
    return make_database(superuser_url, database_name(demo=demo), kept)


def make_database(superuser_url: str, name: str, kept: Secrets) -> DatabaseAddress:
    """Make roles and database `name` where they are missing; return the addresses. Safe to run again."""
    with psycopg.connect(superuser_url, autocommit=True) as link:
        link.execute("SELECT pg_advisory_lock(%s)", [ROLES_LOCK])
        _ensure_role(link, OWNER, kept.owner_password)
        _ensure_role(link, APP, kept.app_password)
        if link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            link.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
                    sql.Identifier(name), sql.Identifier(OWNER)
                )
            )
        _let_in(link, name)
    host = _socket_of(superuser_url)
    return DatabaseAddress(
        owner_url=_url(OWNER, kept.owner_password, host, name),
        app_url=_url(APP, kept.app_password, host, name),
    )


def app_role(address: DatabaseAddress) -> str:
    """Return the name of the app role in `address`."""
    return unquote(urlsplit(address.app_url).username or "")


def with_database(url: str, name: str) -> str:
    """Return `url` with another database name."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{quote(name)}"))


def _prepare_outside(owner_url: str, app_url: str | None, kept: Secrets) -> DatabaseAddress:
    try:
        with psycopg.connect(owner_url, autocommit=True, connect_timeout=10) as link:
            if link.info.server_version < MINIMUM_VERSION:
                raise DatabaseUnusableError(
                    f"DATABASE_URL: PostgreSQL {link.info.server_version // 10000} is too old; "
                    "15 or later is needed."
                )
            address = DatabaseAddress(owner_url, app_url or _own_app_role(link, owner_url, kept))
            _grant_connect(link, app_role(address))
    except psycopg.OperationalError as error:
        raise DatabaseUnusableError(f"DATABASE_URL: cannot connect: {_first_line(error)}") from error
    except psycopg.ProgrammingError as error:
        if not isinstance(error, psycopg.errors.InsufficientPrivilege):
            # A badly written address is a programming error to the driver.
            raise DatabaseUnusableError(f"DATABASE_URL: {_first_line(error)}") from error
        raise DatabaseUnusableError(
            f"DATABASE_URL: this role may not make or let in the app role ({_first_line(error)}). "
            "Make a role without rights of its own and name it in DATABASE_APP_URL."
        ) from error
    refuse_powerful_app_role(address)
    return address


def _own_app_role(link: psycopg.Connection[tuple[object, ...]], owner_url: str, kept: Secrets) -> str:
    """Make the app role of an outside database, unless it already opens with the kept password."""
    role = f"{link.info.dbname}_app"
    url = _with_user(owner_url, role, kept.app_password)
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.OperationalError:
        link.execute("SELECT pg_advisory_lock(%s)", [ROLES_LOCK])
        _ensure_role(link, role, kept.app_password)
    return url


def refuse_powerful_app_role(address: DatabaseAddress) -> None:
    """Refuse an app role for which row-level security would be no wall.

    Raises:
        DatabaseUnusableError: it is a superuser, bypasses row-level security, or is (a member of) the owner.
    """
    owner = unquote(urlsplit(address.owner_url).username or "")
    try:
        with psycopg.connect(address.app_url, connect_timeout=10) as link:
            row = link.execute(
                "SELECT r.rolsuper, r.rolbypassrls, "
                "o.rolname IS NOT NULL AND pg_has_role(r.oid, o.oid, 'MEMBER') "
                "FROM pg_roles r LEFT JOIN pg_roles o ON o.rolname = %s WHERE r.rolname = current_user",
                [owner],
            ).fetchone()
    except psycopg.Error as error:
        raise DatabaseUnusableError(f"DATABASE_APP_URL: cannot connect: {_first_line(error)}") from error
    if row is None or any(row):
        raise DatabaseUnusableError(
            "DATABASE_APP_URL: this role owns the tables or bypasses row-level security; "
            "name an ordinary role."
        )


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


def _ensure_role(link: psycopg.Connection[tuple[object, ...]], name: str, password: str) -> None:
    exists = link.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    statement = "ALTER ROLE {} LOGIN PASSWORD {}" if exists else "CREATE ROLE {} LOGIN PASSWORD {}"
    link.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Literal(password)))


def _let_in(link: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    """Let only the two roles into database `name`, changing nothing that is already so."""
    allowed = link.execute(
        "SELECT has_database_privilege(%s, %s, 'CONNECT') AND NOT EXISTS (SELECT 1 FROM pg_database d, "
        "aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a "
        "WHERE d.datname = %s AND a.grantee = 0 AND a.privilege_type = 'CONNECT')",
        [APP, name, name],
    ).fetchone()
    if allowed and allowed[0]:
        return
    database = sql.Identifier(name)
    link.execute(sql.SQL("REVOKE CONNECT, TEMPORARY ON DATABASE {} FROM PUBLIC").format(database))
    link.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(APP)))


def _grant_connect(link: psycopg.Connection[tuple[object, ...]], role: str) -> None:
    """Let the app role into an outside database, where an administrator may already have done so."""
    row = link.execute(
        "SELECT has_database_privilege(%s, current_database(), 'CONNECT'), "
        "has_schema_privilege(%s, 'public', 'USAGE')",
        [role, role],
    ).fetchone()
    connect, usage = row or (False, False)
    name = sql.Identifier(role)
    if not connect:
        link.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(link.info.dbname), name)
        )
    if not usage:
        link.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name))


def _url(user: str, password: str, host: str, name: str) -> str:
    return f"postgresql://{quote(user)}:{quote(password)}@/{quote(name)}?host={quote(host, safe='')}"


def _socket_of(url: str) -> str:
    return unquote(urlsplit(url).query.removeprefix("host="))


def _with_user(url: str, user: str, password: str) -> str:
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(user)}:{quote(password)}@{place}"))
