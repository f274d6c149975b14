"""Background work of the position: planning ahead, and emptying what has expired."""

from __future__ import annotations

from django.db import close_old_connections
from procrastinate.contrib.django import app

from driehoek.access.identity import acting_as_system, all_municipalities
from driehoek.jobs.app import RETRY
from driehoek.ledger.services import start_trace
from driehoek.position.services import expire_items
from driehoek.position.services.agreements import plan_all


@app.periodic(cron="11 2 * * *")
@app.task(name="driehoek.position.tasks.plan_and_expire", queueing_lock="plan_and_expire", retry=RETRY)
def plan_and_expire(timestamp: int) -> None:  # noqa: ARG001
    """Plan the deliveries of the months to come and empty items that expire today, once a night."""
    close_old_connections()
    start_trace()
    for municipality, _name in all_municipalities():
        with acting_as_system(municipality=municipality):
            plan_all(municipality=municipality)
            expire_items(municipality=municipality)
