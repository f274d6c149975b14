"""Who gets which event, in which order, and what becomes of a browser that reads too slowly."""

from __future__ import annotations

import uuid

import pytest

from driehoek.server.live import hub as hub_module
from driehoek.server.live.events import Change
from driehoek.server.live.hub import PENDING_LIMIT, Hub, Viewer
from driehoek.server.live.rights import Admission, Missed

PLACE, PERSON = uuid.uuid4(), uuid.uuid4()


class Line:
    """Keeps what was sent."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.ended = self.was_cut = False

    def send(self, message: bytes) -> None:
        fields = dict(line.split(": ", 1) for line in message.decode().splitlines() if line)
        self.sent.append(f"{fields['event']} {fields.get('id', '')}".strip())

    def end(self) -> None:
        self.ended = True

    def cut(self) -> None:
        self.was_cut = True


def viewer(line: Line, *, position: int = 10, session: str = "s", place: uuid.UUID = PLACE) -> Viewer:
    return Viewer(line, session, Admission(PERSON, place, frozenset({PERSON}), position), position)


def change(sequence: int, problem: uuid.UUID | None = None, place: uuid.UUID = PLACE) -> Change:
    return Change(place, sequence, "room:thing:changed", uuid.uuid4(), problem, 1)


def rows(*sequences: int) -> list[tuple[int, bytes]]:
    return [(sequence, change(sequence).as_message()) for sequence in sequences]


def test_events_go_once_and_in_order() -> None:
    line = Line()
    watching = viewer(line)
    for sequence in (11, 12, 12, 11, 13):
        watching.offer(sequence, change(sequence).as_message())
    assert line.sent == ["change 11", "change 12", "change 13"]


def test_what_comes_while_catching_up_waits_and_is_not_doubled() -> None:
    line = Line()
    watching = viewer(line)
    watching.begin_catching_up()
    watching.offer(13, change(13).as_message())
    watching.offer(14, change(14).as_message())
    watching.ping()
    assert line.sent == []
    watching.catch_up(Missed(13, rows(11, 13)))
    assert line.sent == ["change 11", "change 13", "change 14"]
    watching.ping()
    assert line.sent[-1] == "ping 14"


def test_what_was_hidden_counts_as_passed() -> None:
    line = Line()
    watching = viewer(line)
    watching.begin_catching_up()
    watching.catch_up(Missed(40, []))
    assert watching.position == 40


@pytest.mark.parametrize("too_much", ["missed", "pending"])
def test_too_much_becomes_one_reload(too_much: str) -> None:
    line = Line()
    watching = viewer(line)
    watching.begin_catching_up()
    if too_much == "pending":
        for sequence in range(11, 12 + PENDING_LIMIT):
            watching.offer(sequence, change(sequence).as_message())
        watching.catch_up(Missed(10, []))
        assert line.sent == [f"reload {11 + PENDING_LIMIT}"]
    else:
        watching.catch_up(Missed(900, None))
        assert line.sent == ["reload 900"]


def test_a_slow_browser_gets_no_heap_but_one_reload() -> None:
    line = Line()
    watching = viewer(line)
    watching.slow()
    for sequence in range(11, 2000):
        watching.offer(sequence, change(sequence).as_message())
    watching.ping()
    assert line.sent == []
    watching.steady()
    assert line.sent == ["reload 1999"]
    watching.offer(2000, change(2000).as_message())
    assert line.sent[-1] == "change 2000"


def test_a_browser_that_was_slow_and_missed_nothing_goes_on() -> None:
    line = Line()
    watching = viewer(line)
    watching.slow()
    watching.steady()
    assert line.sent == []


def test_a_browser_that_stays_slow_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line()
    watching = viewer(line)
    watching.slow()
    monkeypatch.setattr(hub_module, "LONGEST_LAG", -1.0)
    watching.ping()
    assert line.was_cut


def test_a_change_goes_to_its_municipality_and_to_those_who_may_see_the_problem() -> None:
    hub, mine, other, away = Hub(), Line(), Line(), Line()
    hub.add(viewer(mine))
    stranger = Viewer(other, "o", Admission(uuid.uuid4(), PLACE, frozenset({uuid.uuid4()}), 10), 10)
    hub.add(stranger)
    hub.add(viewer(away, session="a", place=uuid.uuid4()))
    problem = uuid.uuid4()
    hub.spread(change(11, problem), {problem: frozenset({PERSON})})
    hub.spread(change(12, uuid.uuid4()), {})
    hub.spread(change(13), {})
    assert (mine.sent, other.sent, away.sent) == (["change 11", "change 13"], ["change 13"], [])


def test_nobody_is_asked_about_a_municipality_that_nobody_watches() -> None:
    hub = Hub()
    hub.add(viewer(Line()))
    elsewhere = uuid.uuid4()
    here, there = change(11), change(5, place=elsewhere)
    assert hub.watched([here, there]) == [here]
    assert hub.newest == {PLACE: 11, elsewhere: 5}


def test_leaving_leaves_nothing_behind() -> None:
    hub = Hub()
    streams = [viewer(Line()) for _ in range(hub_module.STREAMS_PER_SESSION)]
    for stream in streams:
        hub.add(stream)
    assert hub.is_full("s")
    for stream in streams:
        hub.remove(stream)
        hub.remove(stream)
    assert not hub.is_full("s")
    assert (len(hub), hub.viewers(), hub.sessions(), hub.viewers(PLACE)) == (0, [], [], [])
