"""What reading a calendar file gives, whatever its shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import Final

from django.utils.translation import gettext as _

from driehoek.moments.models import MomentKind, MomentState
from driehoek.moments.recurrence import Schedule, UnusableSchedule, check

MOST_ROWS: Final = 5000
TITLE_LENGTH: Final = 140
UID_LENGTH: Final = 180
MOST_PEOPLE: Final = 2_000_000
# The words that calendars use for a kind, in lower case.
KIND_WORDS: Final = {
    "evenement": MomentKind.EVENT,
    "event": MomentKind.EVENT,
    "festival": MomentKind.EVENT,
    "demonstratie": MomentKind.DEMONSTRATION,
    "betoging": MomentKind.DEMONSTRATION,
    "demonstration": MomentKind.DEMONSTRATION,
    "vrijlating": MomentKind.RELEASE,
    "release": MomentKind.RELEASE,
    "zitting": MomentKind.HEARING,
    "hearing": MomentKind.HEARING,
    "voetbalwedstrijd": MomentKind.MATCH,
    "voetbal": MomentKind.MATCH,
    "wedstrijd": MomentKind.MATCH,
    "match": MomentKind.MATCH,
    "jaarwisseling": MomentKind.NEW_YEAR,
    "markt": MomentKind.MARKET,
    "kermis": MomentKind.MARKET,
    "markt of kermis": MomentKind.MARKET,
    "market": MomentKind.MARKET,
    "anders": MomentKind.OTHER,
    "overig": MomentKind.OTHER,
    "other": MomentKind.OTHER,
}
STATE_WORDS: Final = {
    "confirmed": MomentState.CONFIRMED,
    "staat vast": MomentState.CONFIRMED,
    "vergund": MomentState.CONFIRMED,
    "verleend": MomentState.CONFIRMED,
    "cancelled": MomentState.CANCELLED,
    "geannuleerd": MomentState.CANCELLED,
    "gaat niet door": MomentState.CANCELLED,
    "vervallen": MomentState.CANCELLED,
}


class UnusableFile(ValueError):
    """A file that cannot be read at all; the message says what to do, in words for the screen."""


class Refused(ValueError):
    """One thing in a file that cannot be used."""

    def __init__(self, reason: str, *, column: str = "", value: str = "") -> None:
        super().__init__(reason)
        self.reason, self.column, self.value = reason, column, value


@dataclass(frozen=True)
class Found:
    """A moment as a file has it.

    Attributes:
        line: on which line of the file it begins, from 1.
        uid: what the file calls it.
        place: the name or code of the area, as written; empty when the file does not say.
    """

    line: int
    uid: str
    kind: str
    title: str
    schedule: Schedule
    what: str = ""
    place: str = ""
    expected: int | None = None
    state: str = MomentState.PLANNED


@dataclass(frozen=True)
class Reject:
    """What was refused, and why."""

    line: int
    reason: str
    column: str = ""
    value: str = ""

    def as_data(self) -> dict[str, str | int]:
        """Return it as plain data."""
        return {"line": self.line, "column": self.column, "value": self.value[:80], "reason": self.reason}


@dataclass
class Read:
    """Everything that a file holds: each moment once, and what was refused."""

    found: list[Found] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    _lines: dict[str, int] = field(default_factory=dict)

    def take(self, one: Found) -> None:
        """Add a moment, unless the file had one by that name already."""
        if one.uid in self._lines:
            reason = _("Dit kenmerk staat ook op regel %(line)s. Die regel telt.")
            self.refuse(one.line, Refused(reason % {"line": self._lines[one.uid]}, value=one.uid))
            return
        self._lines[one.uid] = one.line
        self.found.append(one)

    def refuse(self, line: int, why: Refused) -> None:
        """Add something that cannot be used."""
        self.rejects.append(Reject(line, why.reason, why.column, why.value))


def decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8, or as Windows writes it.

    Raises:
        UnusableFile: it is no text.
    """
    if b"\x00" in content:
        raise UnusableFile(_("Dit is geen tekstbestand. Kies een .ics- of .csv-bestand."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def usable_title(given: str, *, column: str) -> str:
    """Return a title on one line.

    Raises:
        Refused: it is empty or too long.
    """
    title = " ".join(given.split())
    if not title:
        raise Refused(_("Er is geen titel."), column=column)
    if len(title) > TITLE_LENGTH:
        raise Refused(_("De titel is langer dan 140 tekens."), column=column, value=title)
    return title


def usable_schedule(schedule: Schedule, *, column: str) -> Schedule:
    """Return a schedule that a moment can have.

    Raises:
        Refused: it cannot.
    """
    try:
        check(schedule)
    except UnusableSchedule as error:
        raise Refused(str(error), column=column) from error
    return schedule


def usable_uid(given: str, *, column: str) -> str:
    """Return the name by which a file calls a moment, when it is no moment of this very system.

    Raises:
        Refused: it is one, or the name is too long.
    """
    uid = given.strip()
    if uid.endswith(OWN_UID):
        raise Refused(_("Dit moment komt uit Driehoek zelf."), column=column)
    if len(uid) > UID_LENGTH:
        raise Refused(_("Dit kenmerk is te lang."), column=column, value=uid)
    return uid


def kind_of(given: str, fallback: str) -> str:
    """Return the kind that a calendar's own word means, or `fallback`."""
    return KIND_WORDS.get(given.strip().lower(), fallback)


def once(day: date, begins: time | None, last: date, ends: time | None) -> Schedule:
    """Return a schedule of one time."""
    return Schedule(starts_on=day, starts_time=begins, ends_on=last, ends_time=ends)


OWN_UID: Final = "@driehoek"
