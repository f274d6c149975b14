"""Reading a calendar file: iCalendar or CSV in, moments and refused lines out. Nothing is written here."""

from __future__ import annotations

from driehoek.moments.importing.ics import read_ics
from driehoek.moments.importing.shapes import Found, Read, Reject, UnusableFile, decoded
from driehoek.moments.importing.sheet import read_sheet

__all__ = ["Found", "Read", "Reject", "UnusableFile", "read_calendar"]


def read_calendar(content: bytes, *, kind: str) -> Read:
    """Read a calendar file of either shape.

    Args:
        content: the file.
        kind: what sort of moment something is when the file does not say.

    Raises:
        UnusableFile: it is neither, or too long; the message says what to do.
    """
    text = decoded(content)
    if text.lstrip()[:15].upper() == "BEGIN:VCALENDAR":
        return read_ics(text, kind=kind)
    return read_sheet(text, kind=kind)
