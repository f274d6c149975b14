"""The live stream with a real process, real sessions and real commits: who gets what, and when it ends."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.access.models import Grant, Level, Origin
from driehoek.access.services import Order, end_grant, give, grant
from driehoek.installation.database import DatabaseAddress
from driehoek.ledger.services import append
from driehoek.parties.models import Appointment, Function, Person
from tests.server.conftest import LiveProcess
from tests.server.stream import Stream
from tests.support.cast import Cast
from tests.support.databases import TestCluster

pytestmark = pytest.mark.database
QUIET = 0.6
Open = Callable[..., Stream]


@pytest.fixture
def connect(live: LiveProcess, people: Cast) -> Iterator[Open]:
    """Opens a stream for a function or person with a fresh session; closes all at the end."""
    with ExitStack() as opened:

        def connect(
            who: Function | Person, *, query: str = "", headers: dict[str, str] | None = None
        ) -> Stream:
            return opened.enter_context(
                Stream(live.port, cookie_of(people, who), query=query, headers=headers)
            )

        yield connect


def cookie_of(people: Cast, who: Function | Person) -> str:
    client = people.client(person=who) if isinstance(who, Person) else people.client(who)
    return client.cookies["sessie"].value


def happen(people: Cast, problem: uuid.UUID | None = None, action: str = "test:problem:changed") -> str:
    """Let something happen in the home municipality; return the id of the thing."""
    subject = uuid.uuid4()
    with acting_as_system(municipality=people.home.pk):
        append(municipality=people.home.pk, action=action, subject=subject, problem=problem, version=3)
    return str(subject)


def let_see(
    people: Cast, function: Function, problem: uuid.UUID, *, valid_until: datetime | None = None
) -> Grant:
    """Let the team chief lead a problem, as who opens one does, and invite someone."""
    chief = people.people[Function.TEAM_CHIEF].pk
    with acting_as(person=chief) as identity:
        give(municipality=people.home.pk, orders=[Order(chief, problem, Level.LEAD, Origin.FUNCTION)])
        return grant(
            identity=identity, person=people.people[function].pk, problem=problem, level=Level.OVERVIEW,
            valid_until=valid_until,
        )  # fmt: skip


def head_of(people: Cast) -> int:
    from driehoek.ledger.models import Head

    with acting_as_system(municipality=people.home.pk):
        return Head.objects.get().sequence


def test_a_change_arrives_with_kind_id_and_version_only(people: Cast, connect: Open) -> None:
    stream = connect(Function.MAYOR)
    assert stream.status == 200
    assert stream.headers["Content-Type"].startswith("text/event-stream")
    assert stream.headers["Cache-Control"] == "no-store"
    assert stream.headers["X-Accel-Buffering"] == "no"
    subject = happen(people)
    message = stream.next()
    assert message is not None
    assert message.event == "change"
    assert message.data == {"kind": "problem", "id": subject, "version": 3}
    assert message.id == str(head_of(people))


def test_a_problem_reaches_those_with_a_grant_and_nobody_else(people: Cast, connect: Open) -> None:
    problem = uuid.uuid4()
    let_see(people, Function.MAYOR, problem)
    mayor, adviser, admin = connect(Function.MAYOR), connect(Function.SAFETY_ADVISER), connect(Function.ADMIN)
    hidden = happen(people, problem)
    shown = happen(people)
    assert mayor.changes(2) == [hidden, shown]
    # What everyone may see arrives, and nothing came before it.
    assert adviser.changes(1) == [shown]
    assert admin.changes(1) == [shown]


def test_another_municipality_gets_nothing(people: Cast, connect: Open) -> None:
    stranger = connect(people.stranger)
    problem = uuid.uuid4()
    let_see(people, Function.MAYOR, problem)
    happen(people, problem)
    happen(people)
    assert stranger.next(QUIET) is None


def test_a_grant_opens_and_its_end_closes_at_once(people: Cast, connect: Open) -> None:
    problem = uuid.uuid4()
    mayor = connect(Function.MAYOR)
    happen(people, problem)
    assert mayor.next(QUIET) is None
    given = let_see(people, Function.MAYOR, problem)
    assert mayor.changes(1) == [str(given.pk)]
    seen = happen(people, problem)
    assert mayor.changes(1) == [seen]
    with acting_as(person=people.people[Function.TEAM_CHIEF].pk) as identity:
        end_grant(identity=identity, grant=given)
    happen(people, problem)
    assert mayor.next(QUIET) is None


def test_a_grant_that_runs_out_closes_without_an_event(people: Cast, connect: Open) -> None:
    problem = uuid.uuid4()
    let_see(people, Function.MAYOR, problem, valid_until=timezone.now() + timedelta(seconds=1))
    mayor = connect(Function.MAYOR)
    seen = happen(people, problem)
    assert mayor.changes(1) == [seen]
    time.sleep(1.1)
    happen(people, problem)
    assert mayor.next(QUIET) is None


def test_what_was_missed_is_replayed_under_the_rights_of_now(people: Cast, connect: Open) -> None:
    mine, others = uuid.uuid4(), uuid.uuid4()
    let_see(people, Function.MAYOR, mine)
    let_see(people, Function.ANALYST, others)
    since = head_of(people)
    first, _hidden, last = happen(people, mine), happen(people, others), happen(people)
    assert connect(Function.MAYOR, headers={"Last-Event-ID": str(since)}).changes(2) == [first, last]
    assert connect(Function.MAYOR, query=f"?since={since + 1}").changes(1) == [last]
    # What the browser remembers goes before what the address says.
    late = connect(Function.MAYOR, query=f"?since={since}", headers={"Last-Event-ID": str(since + 2)})
    assert late.changes(1) == [last]


def test_the_stream_goes_on_after_a_replay(people: Cast, connect: Open) -> None:
    since = head_of(people)
    missed = happen(people)
    mayor = connect(Function.MAYOR, query=f"?since={since}")
    new = happen(people)
    assert mayor.changes(2) == [missed, new]


def test_too_much_to_replay_asks_for_a_reload_once(people: Cast, connect: Open) -> None:
    since = head_of(people)
    with acting_as_system(municipality=people.home.pk):
        for _ in range(501):
            append(municipality=people.home.pk, action="test:problem:changed", subject=uuid.uuid4())
    mayor = connect(Function.MAYOR, query=f"?since={since}")
    message = mayor.next()
    assert message is not None
    assert (message.event, message.id) == ("reload", str(since + 501))
    new = happen(people)
    assert mayor.changes(1) == [new]


def test_a_number_from_the_future_asks_for_a_reload(people: Cast, connect: Open) -> None:
    message = connect(Function.MAYOR, query=f"?since={head_of(people) + 50}").next()
    assert message is not None
    assert (message.event, message.id) == ("reload", str(head_of(people)))


@pytest.mark.parametrize("since", ["-1", "een", "9" * 30, "²"])
def test_a_number_that_is_none_is_refused(connect: Open, since: str) -> None:
    from urllib.parse import quote

    assert connect(Function.MAYOR, query=f"?since={quote(since)}").status == 400


def test_no_session_and_a_made_up_session_are_refused(live: LiveProcess) -> None:
    for cookie in ("", "verzonnen", "a" * 32):
        with Stream(live.port, cookie) as stream:
            assert stream.status == 401


def test_an_odd_cookie_beside_ours_does_not_hide_it(live: LiveProcess, people: Cast) -> None:
    cookies = f'ander={{"a": [1]}}; =leeg; sessie={cookie_of(people, Function.MAYOR)}'
    with Stream(live.port, headers={"Cookie": cookies}) as stream:
        assert stream.status == 200


def test_a_session_without_second_factor_is_refused(live: LiveProcess, people: Cast) -> None:
    client = people.client(Function.MAYOR)
    session = client.session
    del session["second_factor"]
    session.save()
    with Stream(live.port, client.cookies["sessie"].value) as stream:
        assert stream.status == 401


def test_a_person_without_function_is_refused(live: LiveProcess, people: Cast) -> None:
    person = Person.objects.create_user(f"{uuid.uuid4().hex}@voorbeeld.invalid", "Zonder functie")
    with Stream(live.port, cookie_of(people, person)) as stream:
        assert stream.status == 401


def test_the_end_of_a_function_ends_the_stream_at_the_next_event(people: Cast, connect: Open) -> None:
    analyst = people.people[Function.ANALYST]
    stream = connect(Function.ANALYST)
    with acting_as_system(municipality=people.home.pk):
        Appointment.objects.filter(person=analyst).update(valid_until=timezone.now())
        append(municipality=people.home.pk, action="oversight:appointment:ended", subject=uuid.uuid4())
    events = []
    while (message := stream.next()) is not None:
        events.append(message.event)
    assert events[-1] == "bye"


def test_the_end_of_a_session_ends_the_stream(people: Cast, connect: Open) -> None:
    stream = connect(Function.DPO)
    Session.objects.filter(pk=stream.cookie).delete()
    # Any event about people's functions makes the server look at once instead of within 30 seconds.
    happen(people, action="oversight:substitution:given")
    events = []
    while (message := stream.next()) is not None:
        events.append(message.event)
    assert events[-1] == "bye"


def test_a_fifth_stream_of_one_session_is_refused_and_a_closed_one_makes_room(
    live: LiveProcess, people: Cast
) -> None:
    cookie = cookie_of(people, Function.PROSECUTOR)
    with ExitStack() as opened:
        streams = [opened.enter_context(Stream(live.port, cookie)) for _ in range(4)]
        assert [stream.status for stream in streams] == [200] * 4
        with Stream(live.port, cookie) as fifth:
            assert fifth.status == 429
        streams[0].__exit__()
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            with Stream(live.port, cookie) as again:
                if again.status == 200:
                    return
            time.sleep(0.1)
    pytest.fail("a closed stream does not make room")


def test_only_our_own_pages_may_read_it(live: LiveProcess, connect: Open) -> None:
    page = f"http://127.0.0.1:{live.page_port}"
    allowed = connect(Function.MAYOR, headers={"Origin": page})
    assert allowed.status == 200
    assert allowed.headers["Access-Control-Allow-Origin"] == page
    assert allowed.headers["Access-Control-Allow-Credentials"] == "true"
    assert "Origin" in allowed.headers["Vary"]
    for foreign in (
        f"http://127.0.0.1:{live.page_port + 7}",
        f"http://localhost:{live.page_port}",
        f"https://127.0.0.1.voorbeeld.invalid:{live.page_port}",
        "null",
        "http://voorbeeld.invalid",
    ):
        refused = connect(Function.MAYOR, headers={"Origin": foreign})
        assert refused.status == 403, foreign
        assert "Access-Control-Allow-Origin" not in refused.headers
    assert connect(Function.MAYOR, headers={"Sec-Fetch-Site": "cross-site"}).status == 403
    assert connect(Function.MAYOR, headers={"Host": "voorbeeld.invalid"}).status == 403


def test_a_broken_line_to_the_database_is_mended_and_nothing_is_lost(
    committed: DatabaseAddress, cluster: TestCluster, people: Cast, connect: Open
) -> None:
    mayor = connect(Function.MAYOR)
    with psycopg.connect(cluster.superuser_url, autocommit=True) as link:
        # Cutting the listener and telling of a change at once: the change falls in the gap.
        link.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = %s AND query LIKE 'LISTEN%%'",
            [psycopg.conninfo.conninfo_to_dict(committed.app_url)["dbname"]],
        )
    missed = happen(people)
    assert mayor.changes(1, 8) == [missed]
    after = happen(people)
    assert mayor.changes(1) == [after]
