"""Two people put the same thing on the agenda at the same moment: one point, and both get it."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from pytest_django.plugin import DjangoDbBlocker

from driehoek.access.identity import acting_as
from driehoek.installation.database import DatabaseAddress
from driehoek.meetings import services
from driehoek.meetings.models import AgendaPoint
from driehoek.parties.models import Function
from driehoek.settings import _database
from tests.support.cast import Cast, make_cast
from tests.support.databases import TestCluster


@pytest.fixture
def committed(
    cluster: TestCluster, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[DatabaseAddress]:
    """A database of this test alone, in which what is written is really committed."""
    main = connections["default"]
    with cluster.temporary() as address, django_db_blocker.unblock():
        before = dict(main.settings_dict)
        main.close()
        main.settings_dict.update(_database(address.app_url), CONN_MAX_AGE=0)
        try:
            yield address
        finally:
            main.close()
            main.settings_dict.clear()
            main.settings_dict.update(before)


def test_two_connections_make_one_point(committed: DatabaseAddress) -> None:
    with transaction.atomic():
        cast = make_cast("tegelijk")
    written = threading.Event()

    def first() -> uuid.UUID:
        try:
            with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
                point = services.put_forward(
                    identity=identity, title="Eerste", origin="guide.scan", origin_id="7"
                )
                written.set()
                _wait_for_the_other()
                return point.pk
        finally:
            connection.close()

    def second() -> uuid.UUID:
        try:
            assert written.wait(10)
            with acting_as(person=cast.people[Function.TEAM_CHIEF].pk) as identity:
                point = services.put_forward(
                    identity=identity, title="Tweede", origin="guide.scan", origin_id="7"
                )
                return point.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = [pool.submit(first), pool.submit(second)]
        assert made[0].result(30) == made[1].result(30)
    assert _titles(cast) == ["Eerste"]


def _wait_for_the_other() -> None:
    """Stay in the transaction until the second writer stands before the first one's row."""
    for _turn in range(500):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted"
                " AND transactionid = pg_current_xact_id()::xid AND pid <> pg_backend_pid()"
            )
            row = cursor.fetchone()
        if row and row[0]:
            return
        threading.Event().wait(0.02)
    raise AssertionError("the second writer never waited for the first")


def _titles(cast: Cast) -> list[str]:
    with acting_as(person=cast.people[Function.MAYOR].pk):
        return list(AgendaPoint.objects.values_list("title", flat=True))
