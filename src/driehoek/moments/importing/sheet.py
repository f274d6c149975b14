"""Reading a list of permits or matches as CSV: one line, one moment."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext as _

from driehoek.moments.importing.shapes import (
    KIND_WORDS,
    MOST_PEOPLE,
    MOST_ROWS,
    STATE_WORDS,
    Found,
    Read,
    Refused,
    UnusableFile,
    kind_of,
    once,
    usable_schedule,
    usable_title,
    usable_uid,
)
from driehoek.moments.models import MomentState

# Our name of a column, and what lists call it.
COLUMNS: Final = {
    "uid": ("kenmerk", "id", "zaaknummer", "uid"),
    "title": ("titel", "naam", "evenement", "omschrijving kort", "wedstrijd"),
    "day": ("datum", "begindatum", "datum begin", "startdatum"),
    "last": ("einddatum", "datum einde", "tot en met"),
    "begins": ("begin", "begintijd", "aanvang", "tijd", "van"),
    "ends": ("einde", "eindtijd", "tot"),
    "kind": ("soort", "type", "categorie"),
    "place": ("gebied", "wijk", "locatie", "plaats"),
    "expected": ("bezoekers", "aantal", "verwacht aantal", "deelnemers"),
    "what": ("toelichting", "omschrijving", "opmerking"),
    "state": ("status",),
}
_DAY_SHAPES: Final = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y")
_TIME_SHAPES: Final = ("%H:%M", "%H.%M", "%H:%M:%S", "%H")
_YEARS: Final = (1990, 2200)


def read_sheet(text: str, *, kind: str) -> Read:
    """Read every line of a list.

    Raises:
        UnusableFile: no columns that can be used, or more lines than can be read at once.
    """
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    read = Read()
    try:
        places = _places(next(rows, []))
        line = rows.line_num + 1
        for row in rows:
            if line > MOST_ROWS * 4 or len(read.found) + len(read.rejects) >= MOST_ROWS:
                raise UnusableFile(_("Dit bestand heeft meer dan 5000 momenten. Maak het kleiner."))
            if any(cell.strip() for cell in row):
                _take(read, line, {name: _cell(row, place) for name, place in places.items()}, kind)
            line = rows.line_num + 1
    except csv.Error as error:
        raise UnusableFile(_("Dit bestand is niet te lezen als CSV.")) from error
    return read


def _take(read: Read, line: int, cells: dict[str, str], kind: str) -> None:
    try:
        read.take(_found(line, cells, kind))
    except Refused as why:
        read.refuse(line, why)


def _found(line: int, cells: dict[str, str], kind: str) -> Found:
    title = usable_title(cells.get("title", ""), column=_("titel"))
    day = _day(cells.get("day", ""), column=_("datum"))
    if day is None:
        raise Refused(_("Er is geen datum."), column=_("datum"))
    begins = _time(cells.get("begins", ""), column=_("begin"))
    ends = _time(cells.get("ends", ""), column=_("einde"))
    if ends is not None and begins is None:
        raise Refused(_("Er is een einde, maar geen begin."), column=_("begin"))
    last = _day(cells.get("last", ""), column=_("einddatum")) or day
    if begins is not None:
        last, ends = _end(day, begins, last, ends, "last" in cells and bool(cells["last"]))
    schedule = usable_schedule(once(day, begins, last, ends), column=_("einddatum"))
    given = usable_uid(cells.get("uid", ""), column=_("kenmerk"))
    return Found(
        line=line,
        uid=given or _own_uid(title, day, begins),
        kind=_kind(cells.get("kind", ""), kind),
        title=title,
        schedule=schedule,
        what=cells.get("what", "")[:2000],
        place=cells.get("place", "")[:120],
        expected=_people(cells.get("expected", "")),
        state=STATE_WORDS.get(cells.get("state", "").lower(), MomentState.PLANNED),
    )


def _end(day: date, begins: time, last: date, ends: time | None, says: bool) -> tuple[date, time]:
    """Return the end: an hour later when none is given, and the next morning when it is earlier than the begin."""
    if ends is None:
        end = datetime.combine(last, begins) + timedelta(hours=1)
        return end.date(), end.time()
    if ends <= begins and last == day and not says:
        return day + timedelta(days=1), ends
    return last, ends


def _own_uid(title: str, day: date, begins: time | None) -> str:
    """Name a line that has no name of its own after what it says, so that reading it again finds it."""
    words = f"{title.lower()}|{day.isoformat()}|{begins or ''}"
    return "regel-" + hashlib.sha256(words.encode()).hexdigest()[:32]


def _kind(given: str, fallback: str) -> str:
    if given and given.strip().lower() not in KIND_WORDS:
        raise Refused(
            _("Deze soort is onbekend. Gebruik bijvoorbeeld: evenement, voetbalwedstrijd of demonstratie."),
            column=_("soort"),
            value=given,
        )
    return kind_of(given, fallback)


def _people(given: str) -> int | None:
    digits = given.replace(".", "").replace(" ", "")
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit()) or int(digits) > MOST_PEOPLE:
        raise Refused(_("Dit is geen bruikbaar aantal."), column=_("bezoekers"), value=given)
    return int(digits)


def _day(given: str, *, column: str) -> date | None:
    if not given:
        return None
    for shape in _DAY_SHAPES:
        try:
            day = datetime.strptime(given, shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if _YEARS[0] <= day.year <= _YEARS[1]:
            return day
    raise Refused(_("Dit is geen datum. Schrijf bijvoorbeeld 28-11-2026."), column=column, value=given)


def _time(given: str, *, column: str) -> time | None:
    cleaned = given.lower().removesuffix("uur").strip()
    if not cleaned:
        return None
    for shape in _TIME_SHAPES:
        try:
            return datetime.strptime(cleaned, shape).time().replace(second=0)  # noqa: DTZ007 - wall clock
        except ValueError:
            continue
    raise Refused(_("Dit is geen tijd. Schrijf bijvoorbeeld 20.00."), column=column, value=given)


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max(";,\t", key=head.count)


def _places(header: list[str]) -> dict[str, int]:
    names = [name.strip().lower() for name in header]
    places = {
        name: names.index(word)
        for name, words in COLUMNS.items()
        for word in [next((word for word in words if word in names), "")]
        if word
    }
    if not {"title", "day"} <= places.keys():
        raise UnusableFile(_("De eerste regel moet de kolommen noemen: in elk geval “titel” en “datum”."))
    return places


def _cell(row: list[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""
