"""How a room makes a background task: for one municipality, as the system, tried again after longer waits."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, Protocol

from django.db import close_old_connections
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from driehoek.access.identity import acting_as_system
from driehoek.ledger.services import start_trace

ATTEMPTS = 6
# Waits of 4, 16, 64, 256 and 1024 seconds: long enough to outlive a restart of the database.
RETRY = RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=4)


class MunicipalityWork(Protocol):
    """What a task does: with keyword arguments that are ids, codes and numbers (the queue stores them)."""

    __name__: str
    __module__: str
    __doc__: str | None

    def __call__(self, *, municipality: uuid.UUID, **arguments: Any) -> None:
        """Do the work inside a transaction of that municipality."""


class MunicipalityTask:
    """A task that runs as the system in one municipality, in one transaction."""

    def __init__(self, work: MunicipalityWork, *, queue: str, retry: RetryStrategy) -> None:
        self.__doc__ = work.__doc__
        self.work = work
        self.name = f"{work.__module__}.{work.__name__}"
        self._task = app.task(name=self.name, queue=queue, retry=retry)(self._run)

    def _run(self, *, municipality: str, **arguments: Any) -> None:
        close_old_connections()
        start_trace()
        place = uuid.UUID(municipality)
        with acting_as_system(municipality=place):
            self.work(municipality=place, **arguments)

    def defer(self, *, municipality: uuid.UUID, **arguments: Any) -> int:
        """Put the task in the queue, in the caller's transaction: no commit, no job. Returns the job's id."""
        return self._task.defer(municipality=str(municipality), **arguments)

    def defer_once(self, *, key: str, municipality: uuid.UUID, **arguments: Any) -> int | None:
        """Put the task in the queue unless one with the same `key` waits there for this municipality.

        Returns the job's id, or None when one is waiting already.
        """
        from django.db import transaction
        from procrastinate.exceptions import AlreadyEnqueued

        lock = f"{self.name}:{municipality}:{key}"
        try:
            # A savepoint: the refusal must not spoil the caller's transaction.
            with transaction.atomic():
                return self._task.configure(queueing_lock=lock).defer(
                    municipality=str(municipality), **arguments
                )
        except AlreadyEnqueued:
            return None


def municipality_task(
    *, queue: str = "default", retry: RetryStrategy = RETRY
) -> Callable[[MunicipalityWork], MunicipalityTask]:
    """Make a function a background task of one municipality.

    The function takes keyword arguments only, the first of them `municipality`. Put it in the room's
    `tasks.py`, which is found by itself.
    """

    def decorate(work: MunicipalityWork) -> MunicipalityTask:
        return MunicipalityTask(work, queue=queue, retry=retry)

    return decorate
