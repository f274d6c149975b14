"""Background work of the calendar: throwing away files that nobody read in."""

from __future__ import annotations

from django.db import close_old_connections
from procrastinate.contrib.django import app

from driehoek.access.identity import acting_as_system, all_municipalities
from driehoek.jobs.app import RETRY
from driehoek.ledger.services import start_trace


@app.periodic(cron="23 2 * * *")
@app.task(name="driehoek.moments.tasks.drop_old_offers", queueing_lock="drop_old_offers", retry=RETRY)
def drop_old_offers(timestamp: int) -> None:  # noqa: ARG001
    """Throw away calendar files that were offered more than a day ago and never read in, once a night."""
    # Here, because the services load a calendar library that most commands have no use for.
    from driehoek.moments.services import drop_offers

    close_old_connections()
    start_trace()
    for municipality, _name in all_municipalities():
        with acting_as_system(municipality=municipality):
            drop_offers(municipality=municipality)
