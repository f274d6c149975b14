"""Giving and ending rights to take lists out, and taking them out: one transaction, one line on the ledger."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Final

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import get_language

from driehoek.access.identity import Identity
from driehoek.exports import about, paper, queries, tables, writing
from driehoek.exports.formats import FileFormat
from driehoek.exports.marks import ASKED_TWICE, Mark
from driehoek.exports.models import LONGEST, USUAL_A_DAY, Export, ExportRight
from driehoek.exports.refusals import (
    AlreadyMadeError,
    AskAgainError,
    EnoughTodayError,
    NoRightError,
    NotAllowedError,
    NothingThereError,
    TooConfidentialError,
    TooManyRowsError,
)
from driehoek.exports.tables import Filters, Line, Table
from driehoek.ledger import services as ledger
from driehoek.ledger.activities import EXPORTS, PEOPLE, in_force
from driehoek.parties.models import Function, Person
from driehoek.web import formatting

WORKER: Final = "https://driehoek.invalid/betrokkene/medewerker"
# Who stands in a file is not known to the table; the dossier leads to them.
DOSSIER: Final = "https://driehoek.invalid/betrokkene/dossier"
MOST_ROWS: Final = 50_000
MOST_ON_PAPER: Final = 10_000


@dataclass(frozen=True)
class NewRight:
    """A right to give; see `ExportRight`."""

    person: Person
    highest: Mark
    reason: str
    valid_from: datetime
    valid_until: datetime
    tables: tuple[str, ...] = ()
    a_day: int = USUAL_A_DAY


@dataclass(frozen=True)
class NewExport:
    """What is asked for.

    Attributes:
        file_format: the kind of file.
        purpose: what for, in one line.
        ticket: of the form; the same ticket makes one file.
        confirmed: the mark that the person confirmed, when the file was asked for twice.
    """

    file_format: FileFormat
    purpose: str
    ticket: uuid.UUID
    confirmed: Mark | None = None


@dataclass(frozen=True)
class Made:
    """A file that leaves, with the line that was written about it.

    Attributes:
        export: the row in the log.
        file: at its beginning; who takes it closes it.
        name: the file's name, with its mark.
        content_type: what it is.
    """

    export: Export
    file: IO[bytes]
    name: str
    content_type: str


@transaction.atomic
def give_right(*, identity: Identity, new: NewRight) -> ExportRight:
    """Let a person take lists out for at most a year; the same right asked for twice is given once.

    Raises:
        NotAllowedError: not the administrator, or the person does not work here in a function that sees content.
        ValueError: the period is not one of at most a year, or a list does not exist.
    """
    if (
        not identity.holds(Function.ADMIN)
        or not queries.candidates(identity).filter(pk=new.person.pk).exists()
    ):
        raise NotAllowedError
    if not new.valid_from < new.valid_until <= new.valid_from + LONGEST:
        raise ValueError("a right lasts at most a year")
    if any(tables.find(key) is None for key in new.tables):
        raise ValueError("there is no such list")
    values = {
        "person": new.person,
        "tables": sorted(new.tables),
        "highest": new.highest,
        "a_day": new.a_day,
        "reason": new.reason.strip(),
        "valid_until": new.valid_until,
    }
    # Two clicks at once must not give two rights.
    Person.objects.select_for_update(no_key=True).get(pk=new.person.pk)
    same = queries.visible_rights(identity).filter(**values, ended_at=None).first()
    if same is not None:
        return same
    with _about_workers(identity, "exportrecht geven", [new.person.pk]):
        made = ExportRight.objects.create(
            municipality_id=identity.municipality,
            given_by_id=identity.person,
            valid_from=new.valid_from,
            **values,
        )
        ledger.append(
            municipality=identity.municipality,
            action="exports:right:given",
            subject=made.pk,
            data={
                "person": str(new.person.pk),
                "highest": int(new.highest),
                "tables": list(made.tables),
                "a_day": new.a_day,
            },
        )
    return made


@transaction.atomic
def end_right(*, identity: Identity, right: ExportRight) -> bool:
    """End a right now; tell whether it had not ended before.

    Raises:
        NotAllowedError: neither the administrator nor the data-protection officer.
    """
    if not identity.holds(Function.ADMIN, Function.DPO):
        raise NotAllowedError
    rows = ExportRight.objects.filter(municipality=identity.municipality, pk=right.pk, ended_at=None)
    with _about_workers(identity, "exportrecht beëindigen", [right.person_id]):
        if not rows.update(ended_at=Now(), ended_by=identity.person):
            return False
        ledger.append(
            municipality=identity.municipality,
            action="exports:right:ended",
            subject=right.pk,
            data={"person": str(right.person_id)},
        )
    return True


@transaction.atomic
def make_export(*, identity: Identity, table: Table, filters: Filters, new: NewExport) -> Made:
    """Make a file of what `identity` sees of a table, and write down that it left; without that line no file.

    The rows are read once; the file is written from what was read, so its mark is that of the rows in it. The file
    is whole before the transaction ends, because the identity under which it was read ends with it.

    Args:
        identity: who takes it out.
        table: which list.
        filters: the choices, as `tables.chosen` gave them back.
        new: what kind of file, and what for.

    Raises:
        NotAllowedError: the list is not for the person, there is no right to it, or none that reaches so high.
        EnoughTodayError: the day's number is reached.
        AlreadyMadeError: the same form made a file before.
        AskAgainError: the mark must be confirmed first.
        TooManyRowsError: more rows than the kind of file may hold.
        NothingThereError: no rows.
        PaperError: the pages could not be set.
    """
    if not identity.holds(*table.who):
        raise NotAllowedError
    # The number is a lock as well: one person's two forms come one after the other.
    number = _next_number()
    right = _right(identity, table, new)
    spool, lines = writing.Spool(), _Counted()
    try:
        _take_in(tables.read(table, identity, filters), spool, lines, _most(new.file_format))
        _require(right, lines, new)
        subjects = [(DOSSIER, str(one)) for one in sorted(lines.problems, key=str)]
        subjects += [(WORKER, str(one)) for one in sorted(lines.people, key=str)]
        with ledger.processing(
            municipality=identity.municipality,
            name="exporteren",
            activity=in_force(identity.municipality, EXPORTS),
            subjects=subjects,
        ):
            return _write(identity, table, filters, new, spool, lines, right, number)
    finally:
        spool.close()


@dataclass
class _Counted:
    """What was seen while the rows were read."""

    mark: Mark
    problems: set[uuid.UUID]
    people: set[uuid.UUID]

    def __init__(self) -> None:
        self.mark, self.problems, self.people = Mark.PUBLIC, set(), set()


def _right(identity: Identity, table: Table, new: NewExport) -> ExportRight:
    """Return the right to a table, with room for one more today and for a form that made no file yet."""
    before = queries.of_ticket(identity, new.ticket)
    if before is not None:
        raise AlreadyMadeError(before)
    right = queries.right_to(identity, table.key)
    if right is None:
        raise NoRightError
    if queries.made_today(identity) >= right.a_day:
        raise EnoughTodayError(right.a_day)
    return right


def _most(file_format: FileFormat) -> int:
    return MOST_ON_PAPER if file_format == FileFormat.PDF else MOST_ROWS


def _take_in(read: Iterable[Line], spool: writing.Spool, lines: _Counted, most: int) -> None:
    for line in read:
        if spool.count == most:
            raise TooManyRowsError(most)
        spool.add(line.values)
        lines.mark = max(lines.mark, line.mark)
        lines.people.update(line.people)
        if line.problem is not None:
            lines.problems.add(line.problem)
    if not spool.count:
        raise NothingThereError


def _require(right: ExportRight, lines: _Counted, new: NewExport) -> None:
    """Refuse what is above the right, and ask again about what is confidential and not confirmed as such."""
    if lines.mark > right.highest:
        raise TooConfidentialError(lines.mark)
    if lines.mark >= ASKED_TWICE and new.confirmed != lines.mark:
        raise AskAgainError(lines.mark)


def _write(
    identity: Identity,
    table: Table,
    filters: Filters,
    new: NewExport,
    spool: writing.Spool,
    lines: _Counted,
    right: ExportRight,
    number: int,
) -> Made:
    at = timezone.localtime()
    cover = writing.Cover(
        title=str(table.title),
        mark=lines.mark,
        training=table.training(filters),
        pairs=about.pairs(identity, table, filters, number=number, at=at, rows=spool.count),
        number=number,
        key=table.key,
        at=at,
        language=formatting.known(get_language()),
    )
    file = writing.new_file()
    try:
        ending, content_type = _WRITTEN[new.file_format](cover, table, spool, file)
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # has all that is read
        export = Export.objects.create(
            municipality_id=identity.municipality,
            number=number,
            by_id=identity.person,
            right=right,
            ticket=new.ticket,
            at=at,
            table_key=table.key,
            filters=dict(filters),
            rows=spool.count,
            mark=lines.mark,
            training=cover.training,
            file_format=new.file_format,
            purpose=new.purpose.strip(),
            sha256=digest,
            size=file.tell(),
        )
        ledger.append(
            municipality=identity.municipality,
            action="exports:export:made",
            subject=export.pk,
            data={
                "number": number,
                "table": table.key,
                "rows": spool.count,
                "mark": int(lines.mark),
                "format": str(new.file_format),
            },
        )
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return Made(export, file, cover.name(ending), content_type)


def _xlsx(cover: writing.Cover, table: Table, spool: writing.Spool, file: IO[bytes]) -> tuple[str, str]:
    writing.write_xlsx(cover, table.columns, spool, file)
    return "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _csv_dutch(cover: writing.Cover, table: Table, spool: writing.Spool, file: IO[bytes]) -> tuple[str, str]:
    writing.write_csv_dutch(cover, table.columns, spool, file)
    return "csv", "text/csv; charset=utf-8"


def _csv_plain(cover: writing.Cover, table: Table, spool: writing.Spool, file: IO[bytes]) -> tuple[str, str]:
    writing.write_csv_plain(cover, table.columns, spool, file)
    return "csv", "text/csv; charset=utf-8"


def _pdf(cover: writing.Cover, table: Table, spool: writing.Spool, file: IO[bytes]) -> tuple[str, str]:
    paper.write_pdf(cover, table.columns, spool, file)
    return ("pdf", "application/pdf") if paper.parts_of(spool.count) == 1 else ("zip", "application/zip")


_WRITTEN: Final = {
    FileFormat.XLSX: _xlsx,
    FileFormat.CSV_DUTCH: _csv_dutch,
    FileFormat.CSV_PLAIN: _csv_plain,
    FileFormat.PDF: _pdf,
}


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT exports_next_number()")
        row = cursor.fetchone()
    return int(row[0])


def _about_workers(identity: Identity, name: str, people: Iterable[uuid.UUID]) -> ledger.Processing:
    return ledger.processing(
        municipality=identity.municipality,
        name=name,
        activity=in_force(identity.municipality, PEOPLE),
        subjects=[(WORKER, str(person)) for person in people],
    )
