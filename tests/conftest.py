"""Fixtures for the whole suite: the database under the app's own role, the cast, the story report."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from pytest_django import DjangoDbBlocker

from driehoek.installation.database import DatabaseAddress
from driehoek.installation.places import var_folder
from tests.support.browsers import browser  # noqa: F401 - a fixture for every folder
from tests.support.cast import Cast, commit_cast, make_cast
from tests.support.databases import TestCluster

# Before anything has used them: no collected static files, charts and mail kept in memory.
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.CACHES["charts"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "charts"}
# WhiteNoise looks through this folder for each client.
settings.STATIC_ROOT = var_folder() / "test" / "static"
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
FIRST = (
    "test_supervisor.py",
    "test_postgres15.py",
    "test_rights.py",
    "test_live.py",
    "test_cluster.py",
    "test_demo.py",
)
SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest or waits most, so that the workers end together."""
    items.sort(
        key=lambda item: next((n for n, name in enumerate(FIRST) if item.path.name == name), len(FIRST))
    )


def pytest_collection_finish() -> None:
    """Keep the rubbish collector from looking through all that was imported, time and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="session")
def cluster() -> TestCluster:
    """The PostgreSQL under the tests."""
    return TestCluster()


@pytest.fixture(scope="session")
def database_address(cluster: TestCluster, worker_id: str) -> Iterator[DatabaseAddress]:
    """This worker's database, a fresh copy of the migrated template; several runs may go on at once."""
    name = f"test_{worker_id}_{os.getpid()}"
    yield cluster.copy(name)
    cluster.drop(name)


@pytest.fixture(scope="session")
def django_db_setup(database_address: DatabaseAddress, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let Django work in this worker's database under the app role, so that row-level security is real."""
    from django.db import connections

    from driehoek.settings import _database

    connection = connections["default"]
    connection.settings_dict.update(_database(database_address.app_url), CONN_MAX_AGE=0)
    with django_db_blocker.unblock():
        commit_cast()
    yield
    connection.close()


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """Name of the xdist worker, or `main`."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real open data; tests that need it skip where it is not there."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the folder with open data (shared/data beside the checkout) is not there")
    return SHARED_DATA


@pytest.fixture
def cast(db: None) -> Cast:
    """Two municipalities with their people; see tests/support/cast.py."""
    # What was remembered about them is of the test before.
    caches["default"].clear()
    return make_cast()
