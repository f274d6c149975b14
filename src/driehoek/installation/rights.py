"""What the app role may do: rows in the app's tables, nothing to the tables themselves."""

from __future__ import annotations

import psycopg
from psycopg import sql

# Written only by triggers and by the owner; append-only tables take new rows and no changes.
READ_ONLY = ("ledger_head", "django_migrations")
APPEND_ONLY = (
    "ledger_event",
    "ledger_processingrecord",
    "ledger_root",
    "figures_observationrevision",
    "problems_typing",
    "exports_export",
)


def grant_app_rights(owner_url: str, role: str) -> None:
    """Give the app role exactly its rights on every table, sequence and function; safe to run again."""
    name = sql.Identifier(role)
    with psycopg.connect(owner_url) as link:
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
