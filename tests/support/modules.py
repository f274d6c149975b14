"""What is made once for all tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def kept_for_a_module(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Keep what is made within until the end of the module; what a test does after it is undone by that test.

    For fixtures with the scope of a module: make everything, then call `checked`, then yield within this.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def checked() -> None:
    """Let the database check now what it would else check again after each test."""
    connection.check_constraints()
