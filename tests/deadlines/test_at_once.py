"""What happens at once: two people press, two sweeps run, the worker sends the mails. Real commits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.deadlines import services, tasks
from driehoek.deadlines.models import Deadline, Notice
from driehoek.ledger.models import Event
from driehoek.parties.models import Function
from tests.deadlines.support import days_ago, due, reread, told
from tests.server.conftest import committed, people  # noqa: F401 - fixtures
from tests.support.cast import Cast

pytestmark = pytest.mark.database
Answer = TypeVar("Answer")


@pytest.fixture(autouse=True)
def _clean(people: Cast) -> Iterator[None]:  # noqa: F811
    """Begin with an empty queue and nothing due; the cast is that of the module."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    with acting_as_system(municipality=people.home.pk):
        Deadline.objects.all().delete()
    yield
    connection.close()


def own_connection(work: Callable[[], Answer]) -> Callable[[], Answer]:
    """Let a thread give back its connection."""

    def run() -> Answer:
        try:
            return work()
        finally:
            connection.close()

    return run


def wait_for_the_other() -> None:
    """Stay in the transaction until someone waits for a row that it holds."""
    for _turn in range(500):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT 1 FROM pg_locks"
                " WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
            )
            row = cursor.fetchone()
        if row and row[0]:
            return
        threading.Event().wait(0.02)
    raise AssertionError("nobody waited")


def work() -> None:
    """Run a worker under the app role until the queue is empty."""

    async def run() -> None:
        connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
        with app.replace_connector(connector) as working:
            async with working.open_async():
                await working.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)

    asyncio.run(run())


def test_two_who_press_at_once_send_one_reminder(people: Cast) -> None:  # noqa: F811
    made = due(people, days_ago(2))
    written = threading.Event()

    def first() -> str:
        with acting_as(person=people.people[Function.SAFETY_ADVISER].pk) as identity:
            services.remind(identity=identity, deadline=Deadline.objects.get(pk=made.pk))
            written.set()
            wait_for_the_other()
        return "sent"

    def second() -> str:
        with acting_as(person=people.people[Function.MAYOR].pk) as identity:
            found = Deadline.objects.get(pk=made.pk)
            assert found.reminded_at is None
            assert written.wait(10)
            with pytest.raises(services.AlreadyRemindedError) as refused:
                services.remind(identity=identity, deadline=found)
            return refused.value.by

    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(own_connection(one)) for one in (first, second)]
        assert answers[0].result(30) == "sent"
        assert answers[1].result(30) == people.people[Function.SAFETY_ADVISER].name
    assert [one[0] for one in told(people, made)] == ["reminder"]
    with acting_as(person=people.people[Function.SAFETY_ADVISER].pk):
        assert Event.objects.filter(action="deadlines:deadline:reminded", subject=made.pk).count() == 1


def test_two_sweeps_at_once_share_the_work_and_do_nothing_twice(people: Cast) -> None:  # noqa: F811
    rows = [due(people, days_ago(number + 2)) for number in range(6)]
    now, begun = timezone.now(), threading.Event()

    def sweep(limit: int, *, leads: bool) -> int:
        if not leads:
            assert begun.wait(10)
        with acting_as_system(municipality=people.home.pk):
            touched = services.sweep(municipality=people.home.pk, now=now, limit=limit)
            if leads:
                begun.set()
                wait_for_the_other()
        return touched

    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(own_connection(lambda: sweep(4, leads=True)))
        other = pool.submit(own_connection(lambda: sweep(10, leads=False)))
        assert (one.result(30), other.result(30)) == (4, 2)
    for row in rows:
        assert [found[:2] for found in told(people, row)] == [("reminder", 0)]
    with acting_as_system(municipality=people.home.pk):
        assert services.sweep(municipality=people.home.pk, now=now) == 0


def test_the_job_sweeps_every_municipality_and_the_mail_says_nothing_but_that_something_waits(
    people: Cast,  # noqa: F811
) -> None:
    made = due(people, days_ago(3))
    mail.outbox.clear()
    tasks.sweep_all.defer(timestamp=0)
    work()
    chief, adviser = people.people[Function.TEAM_CHIEF], people.people[Function.SAFETY_ADVISER]
    (sent,) = [message for message in mail.outbox if message.to == [chief.email]]
    assert sent.subject == "Er wacht iets op u in Driehoek"
    assert sent.body == (
        "Er wacht iets op u in Driehoek.\n\nMeld u aan om het te zien:\nhttp://localhost/vandaag/\n"
    )
    assert sent.alternatives == []
    whole = str(sent.message()).lower()
    for content in (chief.name, adviser.name, "politie", made.kind, str(made.pk), str(made.subject)):
        assert content.lower() not in whole
    assert reread(people, made).reminded_by_id is None
    # A second sweep sends nothing again.
    tasks.sweep_all.defer(timestamp=0)
    work()
    assert len([message for message in mail.outbox if message.to == [chief.email]]) == 1


def test_more_than_one_sweep_can_hold_is_finished_by_those_that_follow(
    people: Cast,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _number in range(5):
        due(people, days_ago(3))
    monkeypatch.setattr("driehoek.deadlines.services.reminding.SWEEP_LIMIT", 2)
    tasks.sweep_municipality.defer(municipality=people.home.pk)
    work()
    with acting_as_system(municipality=people.home.pk):
        assert Notice.objects.filter(municipality=people.home.pk).count() == 5


def test_no_commit_no_mail(people: Cast) -> None:  # noqa: F811
    made = due(people, days_ago(3))
    mail.outbox.clear()
    with transaction.atomic():
        with acting_as(person=people.people[Function.SAFETY_ADVISER].pk) as identity:
            services.remind(identity=identity, deadline=made)
        transaction.set_rollback(True)
    work()
    assert [message for message in mail.outbox if "voorbeeld.invalid" in message.to[0]] == []
    assert reread(people, made).reminded_at is None
