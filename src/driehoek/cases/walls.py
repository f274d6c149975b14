"""The wall around what lies in a compartment, as SQL for the migrations of this room and of those above it.

A compartment's id stands in the table of grants like a problem's. So one rule closes every table with personal data of
a case, `compartment_id IN open_compartments(level)`, with a sub-select that PostgreSQL evaluates once per query.
"""

from __future__ import annotations

from django.db.migrations import RunSQL

from driehoek.access import rls
from driehoek.access.models import Level

HERE = f"municipality_id = {rls.MUNICIPALITY}"


def open_compartments(level: int = Level.OVERVIEW) -> str:
    """Return a sub-select of the compartments that the acting person may see at `level` or higher.

    A grant on the compartment itself opens it; the shared one is also opened by a grant on the problem that reaches
    the file (to read) or the same level (to work).
    """
    by_grant = rls.granted_problems(level)[1:-1]
    return (
        f"({by_grant} UNION ALL SELECT c.id FROM cases_compartment c"  # noqa: S608 - constants only
        f" WHERE c.kind::text IN ('shared') AND c.case_id IN {rls.granted_problems(max(level, Level.FILE))})"
    )


def by_compartment(table: str, *, column: str = "compartment_id", write_level: int = Level.WORK) -> RunSQL:
    """Close `table` to those who may see the compartment in `column`; they write at `write_level` or higher."""
    writes = f"{HERE} AND ({column} IN {open_compartments(write_level)} OR {rls.SYSTEM})"
    return rls.by_condition(
        table,
        read=f"{HERE} AND ({column} IN {open_compartments()} OR {rls.SYSTEM})",
        write=writes,
        change=writes,
    )


def by_case(
    table: str, *, column: str = "case_id", read_level: int = Level.OVERVIEW, write_level: int = Level.WORK
) -> RunSQL:
    """Close `table` to those with a grant on the problem of the case in `column`."""
    writes = f"{HERE} AND ({column} IN {rls.granted_problems(write_level)} OR {rls.SYSTEM})"
    return rls.by_condition(
        table,
        read=f"{HERE} AND ({column} IN {rls.granted_problems(read_level)} OR {rls.SYSTEM})",
        write=writes,
        change=writes,
    )
