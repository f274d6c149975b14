"""Databases with content that is really committed, each for one test."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import psycopg
import pytest

from driehoek.installation.database import DatabaseAddress
from tests.support.databases import TestCluster
from tests.support.identity import become_system

PLACE = uuid.UUID("00000000-0000-4000-8000-000000000599")


def fill(address: DatabaseAddress, *, events: int = 5) -> None:
    """Let something happen in a municipality, under the app role."""
    with psycopg.connect(address.app_url) as link:
        become_system(link, PLACE)
        link.execute(
            "INSERT INTO parties_municipality (id, cbs_code, name, is_demo) "
            "VALUES (%s, 'GM0599', 'Proefdam', false)",
            [PLACE],
        )
        for number in range(events):
            link.execute(
                "INSERT INTO ledger_event (id, municipality_id, sequence, at, action, subject, version, "
                "trace, data, previous_hash, hash) VALUES (gen_random_uuid(), %s, 0, now(), "
                "'test:thing:happened', gen_random_uuid(), %s, %s, '{}', '', '')",
                [PLACE, number, "0" * 32],
            )


@pytest.fixture
def filled(cluster: TestCluster) -> Iterator[DatabaseAddress]:
    """A migrated database with one municipality and five events."""
    with cluster.temporary() as address:
        fill(address)
        yield address


@pytest.fixture
def empty(cluster: TestCluster) -> Iterator[DatabaseAddress]:
    """A database without tables."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    yield cluster.address(name)
    cluster.drop(name)
