"""Health for probes and the supervisor: is it up, can it serve? Neither tells a version or a name."""

from __future__ import annotations

import functools
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

from driehoek.access.gate import public

LONGEST_WAIT = timedelta(minutes=15)
# How long the queue's first jobs have been due; a job counts from its last change or from its planned moment.
LONGEST_DUE = """
    SELECT max(now() - greatest(first.scheduled_at, changed.at)) FROM (
      SELECT id, scheduled_at FROM procrastinate_jobs
      WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()) ORDER BY id LIMIT 100
    ) first
    CROSS JOIN LATERAL (SELECT max(at) AS at FROM procrastinate_events e WHERE e.job_id = first.id) changed
"""


class MigrationsMissingError(Exception):
    """The tables are behind the code."""


@public
def livez(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer 200 while the process is up; asks nothing of the database."""
    return _answer("ok")


@public
def readyz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer 200 when pages can be served, else 503 with the reason in one line."""
    reason = not_ready()
    return _answer(reason or "ok", 503 if reason else 200)


def not_ready() -> str:
    """Return why this installation cannot serve now, in a few words, or nothing when it can."""
    if connection.connection is not None and not connection.is_usable():
        connection.close()
    try:
        _require_migrations()
        with connection.cursor() as cursor:
            cursor.execute(LONGEST_DUE)
            row = cursor.fetchone()
    except MigrationsMissingError:
        return "migrations not applied"
    except (DatabaseError, InterfaceError):
        return "database away"
    return "jobs wait too long" if row and row[0] and row[0] > LONGEST_WAIT else ""


@functools.cache
def _require_migrations() -> None:
    """Look once: an answer that all is applied holds as long as this process; a refusal is not remembered."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise MigrationsMissingError


def _answer(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(
        f"{text}\n", status=status, content_type="text/plain", headers={"Cache-Control": "no-store"}
    )
