"""Every write about subjects and links: one transaction, one line on the ledger."""

from driehoek.subjects.services.links import LinkValues, add_link, change_link, end_link, reopen_link
from driehoek.subjects.services.reading import reading
from driehoek.subjects.services.subjects import (
    GateClosedError,
    NewSubject,
    add_subject,
    change_subject,
    end_subject,
    erase_subject,
    reopen_subject,
    restrict_subject,
    set_leader,
)

__all__ = [
    "GateClosedError",
    "LinkValues",
    "NewSubject",
    "add_link",
    "add_subject",
    "change_link",
    "change_subject",
    "end_link",
    "end_subject",
    "erase_subject",
    "reading",
    "reopen_link",
    "reopen_subject",
    "restrict_subject",
    "set_leader",
]
