"""Background work: queued with the data, run in one municipality, tried again, picked up when left."""

from __future__ import annotations

import asyncio
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from driehoek.access.identity import acting_as_system
from driehoek.installation.database import DatabaseAddress
from driehoek.jobs import tasks
from driehoek.jobs.app import MunicipalityTask, municipality_task
from driehoek.ledger import services as ledger
from driehoek.ledger.models import Root
from driehoek.parties.models import Municipality, Organisation
from tests.server.conftest import committed, people  # noqa: F401 - fixtures
from tests.support.cast import Cast

pytestmark = pytest.mark.database
seen: list[tuple[uuid.UUID, set[uuid.UUID], dict[str, Any]]] = []


@municipality_task()
def look_around(*, municipality: uuid.UUID, **arguments: Any) -> None:
    """Note what can be seen from inside a task."""
    seen.append((municipality, set(Organisation.objects.values_list("municipality", flat=True)), arguments))


@municipality_task()
def half_way(*, municipality: uuid.UUID, name: str) -> None:
    """Write something and fail."""
    Municipality.objects.filter(pk=municipality).update(name=name)
    raise OSError("the other side is away")


@pytest.fixture(autouse=True)
def _clean(committed: DatabaseAddress) -> None:  # noqa: F811
    seen.clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def work() -> None:
    """Run a worker under the app role until the queue is empty."""

    async def run() -> None:
        connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
        with app.replace_connector(connector) as working:
            async with working.open_async():
                await working.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)

    asyncio.run(run())


def status_of(job: int) -> str:
    return str(ProcrastinateJob.objects.get(pk=job).status)


def test_a_task_sees_its_own_municipality_only(people: Cast) -> None:  # noqa: F811
    job = look_around.defer(municipality=people.home.pk, number=7)
    work()
    assert status_of(job) == "succeeded"
    assert seen == [(people.home.pk, {people.home.pk}, {"number": 7})]


def test_no_commit_no_job(people: Cast) -> None:  # noqa: F811
    with transaction.atomic():
        look_around.defer(municipality=people.home.pk)
        transaction.set_rollback(True)
    work()
    assert seen == []


def test_a_failed_task_leaves_nothing_and_waits_for_another_try(people: Cast) -> None:  # noqa: F811
    job = half_way.defer(municipality=people.home.pk, name="Half")
    work()
    kept = ProcrastinateJob.objects.get(pk=job)
    assert (kept.status, kept.attempts) == ("todo", 1)
    assert kept.scheduled_at > timezone.now()
    look_around.defer(municipality=people.home.pk)
    from driehoek.access.identity import acting_as_system

    with acting_as_system(municipality=people.home.pk):
        assert Municipality.objects.get().name == people.home.name


def test_the_same_work_is_queued_once(people: Cast) -> None:  # noqa: F811
    with transaction.atomic():
        first = look_around.defer_once(key="a", municipality=people.home.pk)
        again = look_around.defer_once(key="a", municipality=people.home.pk)
        other = look_around.defer_once(key="b", municipality=people.home.pk)
    assert first is not None
    assert again is None
    assert other is not None
    work()
    assert len(seen) == 2
    assert look_around.defer_once(key="a", municipality=people.home.pk) is not None


def test_a_job_of_a_worker_that_died_is_taken_up(people: Cast) -> None:  # noqa: F811
    job = look_around.defer(municipality=people.home.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) "
            "VALUES (now() - interval '1 hour') RETURNING id"
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, job]
        )
    app.configure_task("driehoek.jobs.tasks.take_up_stalled").defer(timestamp=0)
    work()
    work()
    assert status_of(job) == "succeeded"
    assert len(seen) == 1


def test_ended_sessions_go_and_running_ones_stay(committed: DatabaseAddress) -> None:  # noqa: F811
    for key, hours in (("voorbij", -1), ("loopt", 1)):
        Session.objects.update_or_create(
            session_key=key,
            defaults={"session_data": "", "expire_date": timezone.now() + timedelta(hours=hours)},
        )
    tasks.clear_sessions.defer(timestamp=0)
    work()
    assert set(Session.objects.values_list("pk", flat=True)) == {"loopt"}


def test_the_daily_root_is_signed_for_each_municipality(
    people: Cast,  # noqa: F811 - the fixture imported above
    settings: LazySettings,
    tmp_path: Path,
) -> None:
    settings.VAR = tmp_path
    for municipality in (people.home, people.away):
        with acting_as_system(municipality=municipality.pk):
            ledger.append(municipality=municipality.pk, action="test:line:written", subject=uuid.uuid4())
    job = tasks.sign_ledger.defer(timestamp=0)
    work()
    assert status_of(job) == "succeeded"
    for municipality in (people.home, people.away):
        with acting_as_system(municipality=municipality.pk):
            assert Root.objects.filter(municipality=municipality).exists()
        assert list((tmp_path / "roots").glob(f"{municipality.pk}-*.json"))


def test_the_periodic_tasks_are_registered() -> None:
    names = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert {
        f"driehoek.jobs.tasks.{name}" for name in ("sign_ledger", "clear_sessions", "take_up_stalled")
    } <= names


def test_a_task_keeps_its_description() -> None:
    assert isinstance(look_around, MunicipalityTask)
    assert look_around.__doc__ == "Note what can be seen from inside a task."
    assert look_around.name == "tests.jobs.test_tasks.look_around"
