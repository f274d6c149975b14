"""Background work of the room `grounds`: closing what rests on a covenant that ended in the night."""

from __future__ import annotations

from django.db import close_old_connections
from procrastinate.contrib.django import app

from driehoek.access.identity import acting_as_system, all_municipalities
from driehoek.grounds.services.covenants import settle_all
from driehoek.jobs.app import RETRY
from driehoek.ledger.services import start_trace


@app.periodic(cron="4 0 * * *")
@app.task(name="driehoek.grounds.tasks.settle_covenants", queueing_lock="settle_covenants", retry=RETRY)
def settle_covenants(timestamp: int) -> None:  # noqa: ARG001
    """Close what rests on covenants that do not hold today, and open what rests on those that do."""
    close_old_connections()
    start_trace()
    for municipality, _name in all_municipalities():
        with acting_as_system(municipality=municipality):
            settle_all(municipality=municipality)
