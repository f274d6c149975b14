"""Two people take the same template over at the same moment: one trail, and nothing twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from pytest_django.plugin import DjangoDbBlocker

from driehoek.access.identity import acting_as
from driehoek.installation.database import DatabaseAddress
from driehoek.parties.models import Function
from driehoek.position.models import Agreement, Need
from driehoek.settings import _database
from driehoek.theme_templates.models import Adoption
from tests.support.cast import Cast, make_cast
from tests.support.databases import TestCluster
from tests.support.template_objects import ready, take


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


def test_two_people_who_take_it_over_at_once_make_one(committed: DatabaseAddress) -> None:
    with transaction.atomic():
        cast: Cast = make_cast("tegelijk")
    ready()
    gate = threading.Barrier(2)

    def work(function: Function) -> tuple[bool, int]:
        try:
            with acting_as(person=cast.people[function].pk) as identity:
                gate.wait(timeout=10)
                taken = take(identity)
                return taken.begun, taken.made
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(work, (Function.MAYOR, Function.SAFETY_ADVISER), timeout=60))
    assert sorted(begun for begun, _made in answers) == [False, True]
    assert min(made for _begun, made in answers) == 0
    with acting_as(person=cast.people[Function.MAYOR].pk):
        assert Adoption.objects.count() == 1
        assert Need.objects.filter(origin="template").count() == 6
        assert Agreement.objects.count() == 3
