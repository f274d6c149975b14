"""Reading iCalendar (RFC 5545): each event by itself, so that one bad event costs no other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, cast

from django.utils.translation import gettext as _
from icalendar import Event

from driehoek.deadlines.calendar import AMSTERDAM
from driehoek.moments.importing.shapes import (
    MOST_ROWS,
    STATE_WORDS,
    Found,
    Read,
    Refused,
    UnusableFile,
    kind_of,
    usable_schedule,
    usable_title,
    usable_uid,
)
from driehoek.moments.models import MomentState
from driehoek.moments.recurrence import Schedule, UnusableSchedule, checked_rule

# What an event says, by the name of the property; the library types each by all that it could be.
_Fields = Mapping[str, Any]
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_ONE_DAY: Final = timedelta(days=1)
# Clocks that go with the Dutch one are the same in a winter month and a summer month.
_SEASONS: Final = (datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC))


def read_ics(text: str, *, kind: str) -> Read:
    """Read every event of a calendar.

    A time of a series that the calendar moved (RECURRENCE-ID) becomes a moment of its own, and its day leaves
    the series.

    Raises:
        UnusableFile: more events than can be read at once.
    """
    read = Read()
    moved: list[tuple[int, str, date]] = []
    for number, (line, block) in enumerate(_blocks(text), start=1):
        if number > MOST_ROWS:
            raise UnusableFile(_("Dit bestand heeft meer dan 5000 momenten. Maak het kleiner."))
        try:
            event = _parsed(block)
            found = _found(line, event, kind)
            if (was := event.get("RECURRENCE-ID")) is not None:
                day = _local(was)[0]
                moved.append((line, found.uid, day))
                found = replace(
                    found,
                    uid=f"{found.uid}#{day:%Y%m%d}",
                    schedule=replace(found.schedule, rule="", extra_days=(), skipped_days=()),
                )
            read.take(found)
        except Refused as why:
            read.refuse(line, why)
    _skip_moved(read, moved)
    return read


def _skip_moved(read: Read, moved: list[tuple[int, str, date]]) -> None:
    """Take the days that moved out of the series that they belonged to."""
    places = {one.uid: index for index, one in enumerate(read.found)}
    for _line, uid, day in moved:
        if uid in places:
            one = read.found[places[uid]]
            skipped = tuple(sorted({*one.schedule.skipped_days, day}))
            read.found[places[uid]] = replace(one, schedule=replace(one.schedule, skipped_days=skipped))


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Give each event's text with the line on which it begins."""
    begin, lines = 0, list[str]()
    for number, line in enumerate(_LINE_END.split(text), start=1):
        word = line.strip().upper()
        if word == "BEGIN:VEVENT":
            begin, lines = number, []
        if begin:
            lines.append(line)
        if begin and word == "END:VEVENT":
            yield begin, "\r\n".join(lines) + "\r\n"
            begin = 0
    if begin:
        yield begin, ""


def _parsed(block: str) -> _Fields:
    if not block:
        raise Refused(_("Dit moment is niet af: END:VEVENT ontbreekt."))
    try:
        event = Event.from_ical(block)
    except (ValueError, KeyError, IndexError, AttributeError) as error:
        raise Refused(_("Dit moment is niet te lezen."), value=str(error)[:80]) from error
    broken = next(iter(event.errors), None)
    if broken is not None:
        raise Refused(_("Dit veld is niet te lezen."), column=str(broken[0] or ""), value=str(broken[1])[:80])
    return cast("_Fields", event)


def _found(line: int, event: _Fields, kind: str) -> Found:
    uid = usable_uid(str(event.get("UID", "")), column="UID")
    if not uid:
        raise Refused(
            _("Er is geen kenmerk (UID). Zonder kenmerk kan het niet bijgewerkt worden."), column="UID"
        )
    title = usable_title(str(event.get("SUMMARY", "")), column="SUMMARY")
    return Found(
        line=line,
        uid=uid,
        kind=next((found for word in _categories(event) if (found := kind_of(word, ""))), kind),
        title=title,
        schedule=_schedule(event),
        what=str(event.get("DESCRIPTION", "")).strip()[:2000],
        place=str(event.get("LOCATION", "")).strip()[:120],
        state=STATE_WORDS.get(str(event.get("STATUS", "")).lower(), MomentState.PLANNED),
    )


def _categories(event: _Fields) -> list[str]:
    given = event.get("CATEGORIES", [])
    listed = given if isinstance(given, list) else [given]
    return [str(word) for one in listed for word in getattr(one, "cats", [one])]


def _schedule(event: _Fields) -> Schedule:
    if event.get("DTSTART") is None:
        raise Refused(_("Er is geen begin."), column="DTSTART")
    first, begins = _local(event["DTSTART"])
    last, ends = _end(event, first, begins)
    rule, extra, skipped = "", _days(event, "RDATE"), _days(event, "EXDATE")
    if given := event.get("RRULE"):
        if isinstance(given, list):
            raise Refused(_("Twee herhalingen in één moment kan niet."), column="RRULE")
        _require_dutch_clock(event["DTSTART"])
        try:
            rule = checked_rule(given.to_ical().decode(), starts_on=first, starts_time=begins)
        except UnusableSchedule as error:
            raise Refused(str(error), column="RRULE", value=given.to_ical().decode()) from error
    schedule = Schedule(first, begins, last, ends, rule, extra, skipped)
    return usable_schedule(schedule, column="DTEND")


def _end(event: _Fields, first: date, begins: time | None) -> tuple[date, time | None]:
    """Return the last day and the time of the end; without one an hour is meant, or the one day."""
    if event.get("DTEND") is not None:
        last, ends = _local(event["DTEND"])
        if begins is None or ends is None:
            # DTEND of whole days is the first day after.
            return max(first, last - _ONE_DAY if ends is None else last), None
        return last, ends
    if begins is None:
        length = event["DURATION"].dt if event.get("DURATION") is not None else _ONE_DAY
        return max(first, first + length - _ONE_DAY), None
    length = event["DURATION"].dt if event.get("DURATION") is not None else timedelta(hours=1)
    end = datetime.combine(first, begins) + length
    return end.date(), end.time()


def _days(event: _Fields, name: str) -> tuple[date, ...]:
    given = event.get(name)
    if given is None:
        return ()
    listed = given if isinstance(given, list) else [given]
    return tuple(sorted({_local(one)[0] for dates in listed for one in dates.dts}))


def _local(given: Any) -> tuple[date, time | None]:
    """Return day and wall-clock time in the Netherlands of a DATE or DATE-TIME."""
    value = given.dt
    if isinstance(value, tuple):
        value = value[0]
    if not isinstance(value, datetime):
        return value, None
    if value.tzinfo is None:
        zone = given.params.get("TZID", "")
        if zone:
            raise Refused(_("Deze tijdzone is onbekend."), column="TZID", value=str(zone))
        # Without a zone it is the clock of the reader (RFC 5545, section 3.3.5), who is in the Netherlands.
        return value.date(), value.time().replace(second=0, microsecond=0)
    local = value.astimezone(AMSTERDAM)
    return local.date(), local.time().replace(second=0, microsecond=0, tzinfo=None)


def _require_dutch_clock(given: Any) -> None:
    """Refuse a series on another clock: it would shift against ours twice a year."""
    value = given.dt
    if not isinstance(value, datetime) or value.tzinfo is None:
        return
    for moment in _SEASONS:
        if moment.astimezone(value.tzinfo).utcoffset() != moment.astimezone(AMSTERDAM).utcoffset():
            raise Refused(
                _("Een herhaling moet in Nederlandse tijd staan (Europe/Amsterdam)."),
                column="DTSTART",
                value=str(value.tzinfo),
            )
