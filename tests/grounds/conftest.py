"""A database of its own with judgements that stand, for what looks from outside: replay and the owner's hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from driehoek.access.identity import acting_as
from driehoek.installation.database import DatabaseAddress
from driehoek.parties.models import Function
from tests.law.test_cases import CASES
from tests.support.cast import make_cast
from tests.support.databases import TestCluster
from tests.support.ground_objects import REASON, judged, organisation_of


@dataclass(frozen=True)
class Archive:
    """A database in which every worked case was judged.

    Attributes:
        address: of the database.
        decisions: ids, in the order in which they were made.
    """

    address: DatabaseAddress
    decisions: list[str]


@pytest.fixture(scope="module")
def archive(cluster: TestCluster, django_db_blocker: DjangoDbBlocker) -> Iterator[Archive]:
    """Every worked case judged by the prosecution, in a database that others can read."""
    from driehoek.settings import _database

    with cluster.temporary() as address, django_db_blocker.unblock():
        before = dict(connection.settings_dict)
        connection.close()
        connection.settings_dict.update(_database(address.app_url), CONN_MAX_AGE=0)
        try:
            yield Archive(address, _fill())
        finally:
            connection.close()
            connection.settings_dict.clear()
            connection.settings_dict.update(before)


def _fill() -> list[str]:
    with transaction.atomic():
        cast = make_cast("archief")
    with acting_as(person=cast.people[Function.PROSECUTOR].pk) as identity:
        office = organisation_of(cast, Function.PROSECUTOR).pk
        made = [
            judged(identity, office, case["proposal"], days_ago=number, confirmation=REASON)
            for number, case in enumerate(CASES)
        ]
        return [str(one.pk) for one in made]
