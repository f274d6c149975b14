"""What the app role may do: rows in the app's tables, nothing to the tables themselves."""

from __future__ import annotations

import hashlib

import psycopg
from psycopg import sql

HMAC_BLOCK = 64
# Written only by triggers and by the owner; append-only tables take new rows and no changes.
READ_ONLY = ("ledger_head", "django_migrations")
APPEND_ONLY = (
    "ledger_event",
    "ledger_processingrecord",
    "ledger_root",
    "figures_observationrevision",
    "problems_typing",
    "exports_export",
    "grounds_decision",
    "grounds_ruletext",
)
# Rows come by a function of the owner alone, and of a row only these columns change.
ENDED_ONLY = {"access_grant": ("valid_until",)}
# The key of the seal, and who may seal: functions of the owner alone.
OWNER_ONLY_TABLES = ("ledger_sealkey",)
OWNER_ONLY_FUNCTIONS = (
    "installation_seal(bytea)",
    "access_seal_identity(text, text, text, text)",
    "access_require_proof(text[], bigint, bytea)",
    "access_seal_readers()",
)


def grant_app_rights(owner_url: str, role: str) -> None:
    """Give the app role exactly its rights on every table, sequence and function; safe to run again.

    Before that, policies and functions that migrations made since are let read who acts under its seal.
    """
    name = sql.Identifier(role)
    with psycopg.connect(owner_url) as link:
        link.execute("SELECT access_seal_readers()")
        link.execute(
            sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(name)
        )
        link.execute(sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(name))
        link.execute(sql.SQL("REVOKE TRUNCATE ON ALL TABLES IN SCHEMA public FROM {}").format(name))
        for table in READ_ONLY:
            link.execute(
                sql.SQL("REVOKE INSERT, UPDATE, DELETE ON {} FROM {}").format(sql.Identifier(table), name)
            )
        for table in APPEND_ONLY:
            link.execute(sql.SQL("REVOKE UPDATE, DELETE ON {} FROM {}").format(sql.Identifier(table), name))
        for table, columns in ENDED_ONLY.items():
            link.execute(
                sql.SQL(
                    "REVOKE INSERT, UPDATE, DELETE ON {0} FROM {1}; GRANT UPDATE ({2}) ON {0} TO {1}"
                ).format(sql.Identifier(table), name, sql.SQL(", ").join(map(sql.Identifier, columns)))
            )
        _keep_to_owner(link, name)


def put_seal_key(owner_url: str, key: str) -> None:
    """Put the installation's seal key in the database, in the two blocks of HMAC (RFC 2104); safe to run again."""
    raw = key.encode()
    block = (hashlib.sha256(raw).digest() if len(raw) > HMAC_BLOCK else raw).ljust(HMAC_BLOCK, b"\0")
    pads = [bytes(octet ^ pad for octet in block) for pad in (0x36, 0x5C)]
    with psycopg.connect(owner_url) as link:
        link.execute("SELECT set_config('app.maintenance', 'on', true)")
        link.execute(
            "INSERT INTO ledger_sealkey (inner_pad, outer_pad) VALUES (%s, %s) ON CONFLICT (only_one) DO UPDATE "
            "SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad "
            "WHERE ledger_sealkey.inner_pad <> excluded.inner_pad",
            pads,
        )


def _keep_to_owner(link: psycopg.Connection[tuple[object, ...]], role: sql.Identifier) -> None:
    """Take back what was granted with all tables, and what a restored backup gives to everyone."""
    for table in OWNER_ONLY_TABLES:
        link.execute(
            sql.SQL("REVOKE ALL ON {0} FROM {1}; REVOKE ALL ON {0} FROM PUBLIC").format(
                sql.Identifier(table), role
            )
        )
    for function in OWNER_ONLY_FUNCTIONS:
        link.execute(
            sql.SQL("REVOKE ALL ON FUNCTION {0} FROM {1}; REVOKE ALL ON FUNCTION {0} FROM PUBLIC").format(
                sql.SQL(function), role
            )
        )
