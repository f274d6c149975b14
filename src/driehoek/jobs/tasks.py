"""The installation's own housekeeping, each in the small hours of the Dutch night."""

from __future__ import annotations

import logging
from importlib import import_module

from django.conf import settings
from django.db import close_old_connections
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext

from driehoek.access.identity import acting_as_system, all_municipalities
from driehoek.jobs.app import RETRY
from driehoek.ledger.roots import sign_root
from driehoek.ledger.services import start_trace

FAILED_JOBS_KEPT_HOURS = 24 * 90
STALLED_AFTER_SECONDS = 60
log = logging.getLogger(__name__)


@app.periodic(cron="17 3 * * *")
@app.task(name="driehoek.jobs.tasks.sign_ledger", queueing_lock="sign_ledger", retry=RETRY)
def sign_ledger(timestamp: int) -> None:  # noqa: ARG001
    """Sign the Merkle root of every municipality's chain, once a day."""
    close_old_connections()
    start_trace()
    for municipality, _name in all_municipalities():
        with acting_as_system(municipality=municipality):
            sign_root(municipality=municipality)


@app.periodic(cron="41 3 * * *")
@app.task(name="driehoek.jobs.tasks.clear_sessions", queueing_lock="clear_sessions", retry=RETRY)
def clear_sessions(timestamp: int) -> None:  # noqa: ARG001
    """Delete sessions that have ended."""
    close_old_connections()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@app.periodic(cron="*/5 * * * *")
@app.task(
    name="driehoek.jobs.tasks.take_up_stalled",
    queueing_lock="take_up_stalled",
    retry=RetryStrategy(max_attempts=2, wait=30),
    pass_context=True,
)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Put back the jobs of workers that died while at it."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        log.warning(
            "job %s (%s) was left behind by a worker that is gone; putting it back", job.id, job.task_name
        )
        await manager.retry_job(job)


@app.periodic(cron="53 3 * * *")
@app.task(name="driehoek.jobs.tasks.clear_jobs", queueing_lock="clear_jobs", pass_context=True)
async def clear_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Delete jobs that ended long ago; failed ones stay a quarter of a year to be looked at."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=FAILED_JOBS_KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
