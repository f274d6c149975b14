"""Background work of the reports room: throwing away files that nobody stored."""

from __future__ import annotations

from django.db import close_old_connections
from procrastinate.contrib.django import app

from driehoek.access.identity import acting_as_system, all_municipalities
from driehoek.jobs.app import RETRY
from driehoek.ledger.services import start_trace


@app.periodic(cron="31 2 * * *")
@app.task(name="driehoek.reports.tasks.drop_old_intakes", queueing_lock="drop_old_intakes", retry=RETRY)
def drop_old_intakes(timestamp: int) -> None:  # noqa: ARG001
    """Throw away files with reports that were offered more than a day ago and never stored, once a night."""
    # Here and not above: it reads spreadsheets, which no command should wait for.
    from driehoek.reports.intake.services import drop_offers

    close_old_connections()
    start_trace()
    for municipality, _name in all_municipalities():
        with acting_as_system(municipality=municipality):
            drop_offers(municipality=municipality)
