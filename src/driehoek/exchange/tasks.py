"""Background work of the exchange: telling what became free, and destroying what has reached its day."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import close_old_connections
from procrastinate.contrib.django import app

from driehoek.access.identity import all_municipalities
from driehoek.jobs.app import RETRY, municipality_task
from driehoek.ledger.services import start_trace


@app.periodic(cron="*/2 * * * *")
@app.task(name="driehoek.exchange.tasks.announce_all", queueing_lock="announce_exchange", retry=RETRY)
def announce_all(timestamp: int) -> None:  # noqa: ARG001
    """Queue, for every municipality, the telling of what became free: within five minutes after an embargo ends."""
    close_old_connections()
    start_trace()
    for municipality, _name in all_municipalities():
        announce_municipality.defer_once(key="", municipality=municipality)


@municipality_task()
def announce_municipality(*, municipality: uuid.UUID, **_arguments: Any) -> None:
    """Tell the receivers of what became free (services.announcing)."""
    from driehoek.exchange.services.announcing import LIMIT, announce

    if announce(municipality=municipality) >= LIMIT:
        announce_municipality.defer_once(key="", municipality=municipality)


# Just after midnight: what ends on a day is gone when that day begins to be lived.
@app.periodic(cron="3 0 * * *")
@app.task(name="driehoek.exchange.tasks.expire_all", queueing_lock="expire_exchange", retry=RETRY)
def expire_all(timestamp: int) -> None:  # noqa: ARG001
    """Queue, for every municipality, the end of what has reached its day and the warning of what soon will."""
    close_old_connections()
    start_trace()
    for municipality, _name in all_municipalities():
        expire_municipality.defer_once(key="", municipality=municipality)


@municipality_task()
def expire_municipality(*, municipality: uuid.UUID, **_arguments: Any) -> None:
    """Destroy what has reached its day, some at a time, then warn of what will within a fortnight."""
    from driehoek.exchange.services.expiring import LIMIT, expire_due, warn_of_expiry

    if expire_due(municipality=municipality) >= LIMIT:
        expire_municipality.defer_once(key="", municipality=municipality)
    warn_of_expiry(municipality=municipality)
