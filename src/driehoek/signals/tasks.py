"""Background work of signals: destroying what was not taken up when its day has come."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import close_old_connections
from procrastinate.contrib.django import app

from driehoek.access.identity import all_municipalities
from driehoek.jobs.app import RETRY, municipality_task
from driehoek.ledger.services import start_trace


@app.periodic(cron="23 2 * * *")
@app.task(name="driehoek.signals.tasks.destroy_all", queueing_lock="destroy_signals", retry=RETRY)
def destroy_all(timestamp: int) -> None:  # noqa: ARG001
    """Queue, for every municipality, the end of the signals whose day has come."""
    close_old_connections()
    start_trace()
    for municipality, _name in all_municipalities():
        destroy_municipality.defer_once(key="", municipality=municipality)


@municipality_task()
def destroy_municipality(*, municipality: uuid.UUID, **_arguments: Any) -> None:
    """Destroy the signals of one municipality whose day has come, some at a time."""
    from driehoek.signals.services.keeping import LIMIT, destroy_due

    if destroy_due(municipality=municipality) >= LIMIT:
        destroy_municipality.defer_once(key="", municipality=municipality)
