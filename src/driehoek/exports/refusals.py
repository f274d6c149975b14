"""Why something is not taken out, and the line that a refusal leaves: who tries more than they may can be seen."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from driehoek.access.identity import Identity
from driehoek.exports.marks import Mark
from driehoek.exports.models import Export
from driehoek.exports.tables import Table
from driehoek.ledger import services as ledger


class NotAllowedError(Exception):
    """The person may not do this at all."""


class NoRightError(NotAllowedError):
    """The person may see the list, and not take it out."""


class TooConfidentialError(NotAllowedError):
    """The right does not reach as high as what is in the file."""

    def __init__(self, mark: Mark) -> None:
        super().__init__(mark)
        self.mark = mark


class EnoughTodayError(Exception):
    """The person took out as many files today as the right allows."""

    def __init__(self, a_day: int) -> None:
        super().__init__(a_day)
        self.a_day = a_day


class AskAgainError(Exception):
    """What is in the file is confidential and the person did not confirm that mark."""

    def __init__(self, mark: Mark) -> None:
        super().__init__(mark)
        self.mark = mark


class AlreadyMadeError(Exception):
    """The same form made a file before."""

    def __init__(self, export: Export) -> None:
        super().__init__(export.pk)
        self.export = export


class TooManyRowsError(Exception):
    """The list is too long for this kind of file."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class NothingThereError(Exception):
    """There is no row to take out."""


CODES: Final[dict[type[Exception], str]] = {
    NotAllowedError: "list",
    NoRightError: "right",
    TooConfidentialError: "mark",
    EnoughTodayError: "day",
}


@transaction.atomic
def note_refusal(*, identity: Identity, table: Table, error: Exception) -> None:
    """Note on the ledger that someone was refused a list; what they wrote about it is not kept.

    Args:
        identity: who asked.
        table: which list.
        error: why not; its code stands in the line.
    """
    data: dict[str, str | int | bool | list[str] | None] = {"table": table.key, "why": CODES[type(error)]}
    if isinstance(error, TooConfidentialError):
        data["mark"] = int(error.mark)
    ledger.append(
        municipality=identity.municipality,
        action="exports:export:refused",
        subject=identity.person,
        data=data,
    )
