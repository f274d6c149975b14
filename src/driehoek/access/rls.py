"""Row-level security as SQL for migrations: the second wall behind `visible_to` (design.md, section 4.1).

The settings `app.person`, `app.persons`, `app.functions` and `app.municipality` are local to a transaction and set by
the function `access_begin` (sealed.sql). Each policy reads them through an uncorrelated sub-select, so that
PostgreSQL evaluates them once per query, not once per row. With no identity nothing is visible.

The texts below name the settings as they are. When `migrate` ends, each reading of them in a policy or function becomes
one of `access_setting(name)`, which gives nothing unless the seal of the transaction fits (`access_seal_readers`): so
that the database does not depend on when a migration ran.
"""

from __future__ import annotations

from django.db.migrations import RunSQL

MUNICIPALITY = "(SELECT nullif(current_setting('app.municipality', true), '')::uuid)"
PERSON = "(SELECT nullif(current_setting('app.person', true), '')::uuid)"
PERSONS = "(SELECT string_to_array(nullif(current_setting('app.persons', true), ''), ',')::uuid[])"
FUNCTIONS = "(SELECT string_to_array(nullif(current_setting('app.functions', true), ''), ','))"

# Jobs and commands of a municipality: they see what they are to work on, without being a person.
SYSTEM = f"('system' = ANY ({FUNCTIONS}::text[]))"
_NOW = "statement_timestamp()"
_RUNNING = f"a.valid_from <= {_NOW} AND (a.valid_until IS NULL OR a.valid_until > {_NOW})"
# The organisations for which the acting person works now; administrators and officers see no content by them.
OWN_ORGANISATIONS = (
    "(SELECT a.organisation_id FROM parties_appointment a"  # noqa: S608 - constants only
    f" WHERE a.person_id = ANY ({PERSONS}::uuid[]) AND a.municipality_id = {MUNICIPALITY} AND {_RUNNING}"
    " AND a.function::text <> ALL (ARRAY['admin', 'dpo']))"
)

_SWITCHED_ON = "(SELECT current_setting('app.maintenance', true) = 'on')"
MAINTENANCE = f"USING ({_SWITCHED_ON}) WITH CHECK ({_SWITCHED_ON})"


def holding(*functions: str) -> str:
    """Return a condition: the acting person holds one of `functions`."""
    listed = ", ".join(f"'{function}'" for function in functions)
    return f"({FUNCTIONS}::text[] && ARRAY[{listed}])"


def of_a_problem_or_none(column: str = "problem_id", *, level: int = 1) -> str:
    """Return a condition: the row is about no problem, or about one that the acting person may see."""
    return f"({column} IS NULL OR {column} IN {granted_problems(level)} OR {SYSTEM})"


def granted_problems(level: int) -> str:
    """Return a sub-select of the problems that the acting person may see at `level` or higher."""
    now = "statement_timestamp()"
    running = f"g.valid_from <= {now} AND (g.valid_until IS NULL OR g.valid_until > {now})"
    mine = f"g.person_id = ANY ({PERSONS}::uuid[]) AND g.level >= {int(level)}"
    return f"(SELECT g.problem FROM access_grant g WHERE {mine} AND {running})"  # noqa: S608 - constants only


def _secured(table: str, *policies: str) -> RunSQL:
    """Force row-level security on `table` with `policies`; maintenance is for the owner role alone."""
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        *policies,
        f"CREATE POLICY {table}_maintenance ON {table} TO CURRENT_USER {MAINTENANCE}",
    ]
    return RunSQL(tuple(statements), reverse_sql=RunSQL.noop)


def by_municipality(table: str, *, column: str = "municipality_id") -> RunSQL:
    """Close `table` to every municipality but the acting person's."""
    return _secured(table, f"CREATE POLICY {table}_municipality ON {table} USING ({column} = {MUNICIPALITY})")


def by_condition(table: str, *, read: str, write: str, change: str | None = None) -> RunSQL:
    """Close `table` with a condition for reading, one for each row written, one for which rows may change."""
    changeable = change or read
    return _secured(
        table,
        f"CREATE POLICY {table}_read ON {table} FOR SELECT USING ({read})",
        f"CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK ({write})",
        f"CREATE POLICY {table}_update ON {table} FOR UPDATE USING ({changeable}) WITH CHECK ({write})",
        f"CREATE POLICY {table}_delete ON {table} FOR DELETE USING ({changeable})",
    )


def by_problem(table: str, *, read_level: int, write_level: int, column: str = "problem_id") -> RunSQL:
    """Close `table` to those with a grant on the problem in `column`."""
    return by_condition(
        table,
        read=f"{column} IN {granted_problems(read_level)}",
        write=f"{column} IN {granted_problems(write_level)}",
        change=f"{column} IN {granted_problems(write_level)}",
    )
