"""Reading calendars in: what is taken, what is refused with line and reason, and reading again."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from driehoek.access.identity import acting_as, acting_as_system
from driehoek.areas.models import Area, AreaLevel
from driehoek.ledger.models import Event
from driehoek.moments import queries, services, tasks
from driehoek.moments.importing import Read, UnusableFile, read_calendar
from driehoek.moments.models import Moment, MomentImport, MomentState
from driehoek.parties.models import Function
from tests.moments.conftest import ADVISER, Put
from tests.support.cast import Cast
from tests.support.moment_objects import moment_values

TODAY = timezone.localdate()
# Everything that can stand in a file of text.
TYPED = st.characters(codec="utf-8", exclude_characters="\x00")
SERIES = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:markt-1
SUMMARY:Weekmarkt op de Brink
CATEGORIES:Markt
DTSTART;TZID=Europe/Amsterdam:20260103T090000
DTEND;TZID=Europe/Amsterdam:20260103T160000
RRULE:FREQ=WEEKLY;UNTIL=20260201T080000Z
EXDATE;TZID=Europe/Amsterdam:20260110T090000
END:VEVENT
BEGIN:VEVENT
UID:markt-1
RECURRENCE-ID;TZID=Europe/Amsterdam:20260117T090000
SUMMARY:Weekmarkt\\, een dag later
DTSTART;TZID=Europe/Amsterdam:20260118T100000
DURATION:PT2H
END:VEVENT
BEGIN:VEVENT
UID:feest-1
SUMMARY:Stadsfeest met een heel lange naam die over de regel
  heen gaat
DTSTART;VALUE=DATE:20260627
DTEND;VALUE=DATE:20260629
STATUS:CONFIRMED
END:VEVENT
BEGIN:VEVENT
UID:nacht-1
SUMMARY:Wedstrijd in Londense tijd
DTSTART:20260704T183000Z
END:VEVENT
END:VCALENDAR
"""


def read(text: str) -> Read:
    return read_calendar(text.encode(), kind="event")


def ics(*lines: str) -> str:
    return "\r\n".join(("BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""))


def test_a_series_with_an_exception_a_moved_time_and_whole_days() -> None:
    found = {one.uid: one for one in read(SERIES).found}
    assert read(SERIES).rejects == []
    market = found["markt-1"]
    assert (market.kind, market.line) == ("market", 3)
    assert market.schedule.starts_time == time(9, 0)
    assert market.schedule.rule == "FREQ=WEEKLY;UNTIL=20260201"
    assert market.schedule.skipped_days == (date(2026, 1, 10), date(2026, 1, 17))
    moved = found["markt-1#20260117"]
    assert moved.title == "Weekmarkt, een dag later"
    assert (moved.schedule.starts_on, moved.schedule.ends_time) == (date(2026, 1, 18), time(12, 0))
    feast = found["feest-1"]
    assert feast.title == "Stadsfeest met een heel lange naam die over de regel heen gaat"
    assert feast.schedule.all_day
    assert (feast.schedule.starts_on, feast.schedule.ends_on) == (date(2026, 6, 27), date(2026, 6, 28))
    assert feast.state == MomentState.CONFIRMED
    # Half past six in London's clock of the world is half past eight on a Dutch summer evening.
    assert found["nacht-1"].schedule.starts_time == time(20, 30)


@pytest.mark.parametrize(
    ("lines", "column", "reason"),
    [
        (("SUMMARY:x", "DTSTART:20260101T100000Z"), "UID", "kenmerk"),
        (("UID:1", "DTSTART:20260101T100000Z"), "SUMMARY", "geen titel"),
        (("UID:1", "SUMMARY:x"), "DTSTART", "geen begin"),
        (("UID:1", f"SUMMARY:{'x' * 141}", "DTSTART:20260101T100000Z"), "SUMMARY", "langer dan 140"),
        (
            ("UID:1", "SUMMARY:x", "DTSTART:20260101T100000Z", "RRULE:FREQ=HOURLY"),
            "DTSTART",
            "Nederlandse tijd",
        ),
        (
            (
                "UID:1",
                "SUMMARY:x",
                "DTSTART;VALUE=DATE:20260101",
                "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            ),
            "RRULE",
            "komt nooit voor",
        ),
        (
            ("UID:1", "SUMMARY:x", "DTSTART:20260102T100000Z", "DTEND:20260101T100000Z"),
            "DTEND",
            "voor het begin",
        ),
        (("UID:1", "SUMMARY:x", "DTSTART;TZID=Mars/Krater:20260101T100000"), "TZID", "onbekend"),
        (("UID:abc@driehoek", "SUMMARY:x", "DTSTART:20260101T100000Z"), "UID", "uit Driehoek zelf"),
    ],
)
def test_what_cannot_be_used_names_line_field_and_reason(
    lines: tuple[str, ...], column: str, reason: str
) -> None:
    got = read(ics(*lines))
    assert got.found == []
    (reject,) = got.rejects
    assert (reject.line, reject.column) == (2, column)
    assert reason in reject.reason


def test_one_broken_event_costs_no_other() -> None:
    text = SERIES.replace("DTSTART;VALUE=DATE:20260627", "DTSTART;VALUE=DATE:einde juni")
    got = read(text)
    assert len(got.found) == 3
    assert [reject.line for reject in got.rejects] == [19]
    unfinished = read(SERIES.replace("END:VEVENT\nEND:VCALENDAR\n", ""))
    assert len(unfinished.found) == 3
    assert "END:VEVENT" in unfinished.rejects[0].reason


LIST = """Kenmerk;Titel;Datum;Begin;Einde;Soort;Gebied;Bezoekers;Status
Z-1;Kermis;28-11-2026;14.00;23.00;kermis;Noord;1.200;vergund
Z-2;Nachtconcert;2026-12-05;22:00;02:00;;;;
Z-3;;2026-12-06;;;;;;
Z-4;Markt;31-02-2026;;;;;;
Z-5;Markt;1-12-2026;kwart over;;;;;
Z-6;Markt;1-12-2026;;;bingo;;;
Z-7;Markt;1-12-2026;;;;;veel;
Z-1;Kermis nog eens;29-11-2026;;;;;;

;Zonder kenmerk;3-12-2026;;;;;;
"""


def test_a_list_of_permits() -> None:
    got = read(LIST)
    found = {one.uid: one for one in got.found}
    assert found["Z-1"].kind == "market"
    assert (found["Z-1"].expected, found["Z-1"].place, found["Z-1"].state) == (1200, "Noord", "confirmed")
    assert found["Z-2"].schedule.ends_on == date(2026, 12, 6)
    assert {uid for uid in found if uid.startswith("regel-")}
    said = {reject.line: (reject.column, reject.value) for reject in got.rejects}
    assert said == {
        4: ("titel", ""),
        5: ("datum", "31-02-2026"),
        6: ("begin", "kwart over"),
        7: ("soort", "bingo"),
        8: ("bezoekers", "veel"),
        9: ("", "Z-1"),
    }
    assert "regel 2" in got.rejects[-1].reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"\x00\x01", "geen tekstbestand"), (b"a;b\n1;2\n", "titel"), (b"", "titel")],
)
def test_what_is_no_calendar_is_refused_as_a_whole(content: bytes, reason: str) -> None:
    with pytest.raises(UnusableFile, match=reason):
        read_calendar(content, kind="event")


def offer(cast: Cast, text: str, *, by: Function = ADVISER, confidential: bool = False) -> MomentImport:
    with acting_as(person=cast.people[by].pk) as identity:
        return services.offer(
            identity=identity,
            file_name="lijst.csv",
            content=text.encode(),
            kind="event",
            source="Vergunningen",
            confidential=confidential,
        )


def load(cast: Cast, text: str, *, by: Function = ADVISER) -> MomentImport:
    run = offer(cast, text, by=by)
    with acting_as(person=cast.people[by].pk) as identity:
        return services.confirm(identity=identity, run=run)


def test_looking_stores_nothing_and_reading_again_adds_nothing(cast: Cast) -> None:
    run = offer(cast, LIST)
    assert (run.new, run.same, len(run.rejects)) == (3, 0, 6)
    with acting_as(person=cast.people[ADVISER].pk):
        assert not Moment.objects.exists()
    assert (load(cast, LIST).new, load(cast, LIST).same) == (3, 3)
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        assert Moment.objects.count() == 3
        with pytest.raises(UnusableFile, match="al ingelezen"):
            services.confirm(identity=identity, run=MomentImport.objects.filter(outcome="loaded").first())
        # Two readings are two lines; what did not change left none.
        assert Event.objects.filter(action="moments:import:loaded").count() == 2
        assert not Event.objects.filter(action="moments:moment:changed").exists()


def test_a_newer_list_moves_what_moved_and_leaves_what_people_added(cast: Cast) -> None:
    with acting_as(person=cast.people[ADVISER].pk):
        Area.objects.create(
            year=2024, code="WK059901", name="Noord", level=AreaLevel.DISTRICT, municipality_code="GM0599"
        )
    load(cast, LIST)
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        fair = Moment.objects.get(title="Kermis")
        assert [area.name for area in fair.areas.all()] == ["Noord"]
        values = moment_values(
            "Kermis",
            kind="market",
            day=fair.starts_on,
            starts_time=fair.starts_time,
            ends_time=fair.ends_time,
            what="Ruzie bij sluiting",
            expected=1200,
            state="confirmed",
            confidential=True,
        )
        services.change_moment(
            identity=identity, moment=fair, version=1, values=values, areas=tuple(fair.areas.all())
        )
    run = load(cast, LIST.replace("28-11-2026;14.00", "29-11-2026;15.00").replace("Nachtconcert", "Concert"))
    assert (run.new, run.changed, run.same) == (0, 2, 1)
    with acting_as(person=cast.people[ADVISER].pk):
        fair = Moment.objects.get(title="Kermis")
        assert (fair.starts_on, fair.starts_time) == (date(2026, 11, 29), time(15, 0))
        assert (fair.what, fair.confidential, fair.version) == ("Ruzie bij sluiting", True, 3)
        assert Moment.objects.filter(title="Concert").exists()


def test_what_was_cancelled_by_hand_stays_cancelled_and_a_list_can_cancel(cast: Cast) -> None:
    load(cast, LIST)
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        fair = Moment.objects.get(title="Kermis")
        services.cancel(identity=identity, moment=fair, version=1)
    load(cast, LIST)
    load(
        cast,
        LIST.replace(
            "Z-2;Nachtconcert;2026-12-05;22:00;02:00;;;;",
            "Z-2;Nachtconcert;2026-12-05;22:00;02:00;;;;geannuleerd",
        ),
    )
    with acting_as(person=cast.people[ADVISER].pk):
        assert {row.title for row in Moment.objects.filter(state="cancelled")} == {"Kermis", "Nachtconcert"}


def test_a_list_cannot_lay_bare_or_move_what_its_reader_does_not_see(cast: Cast, put: Put) -> None:
    hidden = put("Overleg over Kermis", confidential=True, uid="bestand:Z-1")
    run = load(cast, LIST, by=Function.ANALYST)
    assert run.new == 2
    said = [one for one in run.rejects if one["line"] == 2]
    assert len(said) == 1
    assert "Overleg" not in str(said)
    with acting_as(person=cast.people[ADVISER].pk):
        assert Moment.objects.get(pk=hidden.pk).title == "Overleg over Kermis"
        assert Moment.objects.filter(uid="bestand:Z-1").count() == 1


def test_a_file_is_its_reader_s_own_and_gone_after_a_day(cast: Cast) -> None:
    run = offer(cast, LIST)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        assert not MomentImport.objects.exists()
        assert queries.import_or_none(identity, run.pk) is None
    loaded = load(cast, LIST)
    with acting_as(person=cast.people[ADVISER].pk):
        MomentImport.objects.update(at=timezone.now() - timedelta(days=2))
    kept = offer(cast, LIST)
    # A job of elsewhere throws away nothing of here.
    for municipality, count in ((cast.away, 0), (cast.home, 1), (cast.home, 0)):
        with acting_as_system(municipality=municipality.pk):
            assert services.drop_offers(municipality=municipality.pk) == count
    with acting_as(person=cast.people[ADVISER].pk):
        assert set(MomentImport.objects.values_list("pk", flat=True)) == {loaded.pk, kept.pk}


def test_every_night_the_job_does_so_for_each_municipality(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The test's own connection stays.
    monkeypatch.setattr(tasks, "close_old_connections", lambda: None)
    offer(cast, LIST)
    with acting_as(person=cast.people[ADVISER].pk):
        MomentImport.objects.update(at=timezone.now() - timedelta(days=2))
    tasks.drop_old_offers(0)
    with acting_as(person=cast.people[ADVISER].pk):
        assert not MomentImport.objects.exists()


def test_two_people_who_read_the_same_list_in_get_each_moment_once(cast: Cast) -> None:
    first, second = offer(cast, LIST), offer(cast, LIST, by=Function.MAYOR)
    with acting_as(person=cast.people[ADVISER].pk) as identity:
        services.confirm(identity=identity, run=first)
    with acting_as(person=cast.people[Function.MAYOR].pk) as identity:
        late = services.confirm(identity=identity, run=second)
        assert (late.new, late.same) == (0, 3)
        assert Moment.objects.count() == 3


@settings(max_examples=150, deadline=None)
@given(
    st.text(TYPED, max_size=300)
    | st.lists(
        st.sampled_from(
            [
                *SERIES.splitlines(),
                "RRULE:X",
                "BEGIN:VALARM",
                "DTSTART:x",
                "RDATE:1",
                "DTEND;VALUE=DATE:2026",
                "DURATION:P1",
            ]
        ),
        max_size=25,
    ).map("\r\n".join)
)
def test_no_calendar_breaks_the_reader(text: str) -> None:
    got = read("BEGIN:VCALENDAR\r\n" + text)
    begun = sum(line.strip().upper() == "BEGIN:VEVENT" for line in re.split(r"\r\n|\r|\n", text))
    assert len(got.found) + len(got.rejects) <= begun
    assert all(reject.line and reject.reason for reject in got.rejects)


@settings(max_examples=150, deadline=None)
@given(
    st.text(TYPED, max_size=300)
    | st.lists(
        st.lists(
            st.sampled_from(["", "x", "1-12-2026", "20.00", "25:00", '"', "kermis", "9" * 30, "²"]),
            max_size=6,
        ).map(";".join),
        max_size=8,
    ).map("\n".join)
)
def test_no_list_breaks_the_reader(text: str) -> None:
    got = read("titel;datum;begin;einde;bezoekers\n" + text)
    assert len({one.uid for one in got.found}) == len(got.found)
    assert all(reject.line > 1 and reject.reason for reject in got.rejects)
