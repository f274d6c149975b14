"""A table as a file: CSV for people, CSV for programs, a spreadsheet, or paper.

Every file says how confidential it is. The name and the answer's headers always do. In a Dutch CSV a first line says
it too, above the headings: people open it in a spreadsheet. A plain CSV begins with its headings, because a line
above them breaks the programs that it is meant for. A spreadsheet says it on the tab, on each printed page and on a
second sheet with where the figures come from; paper says it on each page.
"""

from __future__ import annotations

import csv
import io
import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

from django.utils.translation import gettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from driehoek.exports import cells
from driehoek.exports.marks import IN_NAMES, Mark
from driehoek.exports.tables import TypedColumn, Value, ValueKind

# What is larger is kept on disk while it is written.
IN_MEMORY: Final = 4 * 1024 * 1024
# As spreadsheets number the sizes of paper.
A4: Final = 9
_SHEET_TITLE: Final = 31
_NOT_IN_SHEET_TITLES: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True)
class Cover:
    """What a file says about itself.

    Attributes:
        title: of the list.
        mark: the highest in it.
        training: whether it holds an exercise.
        pairs: (label, words): municipality, who, when, number, choices, sources.
        number: of the export.
        key: of the table.
        at: when it was made.
        language: of the words.
    """

    title: str
    mark: Mark
    training: bool
    pairs: tuple[tuple[str, str], ...]
    number: int
    key: str
    at: datetime
    language: str

    @property
    def mark_words(self) -> str:
        """The mark as it stands on the file, with the word for an exercise where it is one."""
        words = str(self.mark.label).upper()
        return f"{words} – {gettext('OEFENING')}" if self.training else words

    @property
    def one_line(self) -> str:
        """Everything that the file says about itself, on one line."""
        return " · ".join(
            [self.mark_words, self.title, *(f"{label}: {words}" for label, words in self.pairs)]
        )

    def name(self, ending: str) -> str:
        """The file's name: what, how confidential, which number, which day."""
        training = "-OEFENING" if self.training else ""
        return f"{self.key}-{IN_NAMES[self.mark]}{training}-nr{self.number}-{self.at:%Y-%m-%d}.{ending}"


class Spool:
    """Rows that were read once, kept on disk when they are many, so that a file is written from what was counted."""

    def __init__(self) -> None:
        self._file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - lives with the spool
        self.count = 0

    def add(self, values: tuple[Value, ...]) -> None:
        """Keep a row."""
        pickle.dump(values, self._file, protocol=pickle.HIGHEST_PROTOCOL)
        self.count += 1

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        self._file.seek(0)
        for _number in range(self.count):
            # Nothing but what `add` wrote a moment ago in a file without a name.
            yield pickle.load(self._file)  # noqa: S301

    def close(self) -> None:
        """Throw the rows away."""
        self._file.close()


Rows = Iterable[tuple[Value, ...]]
Columns = tuple[TypedColumn, ...]


def new_file() -> IO[bytes]:
    """Return an empty file that is gone when it is closed, in memory while it is small."""
    return SpooledTemporaryFile(max_size=IN_MEMORY)


def write_csv_dutch(cover: Cover, columns: Columns, rows: Rows, into: IO[bytes]) -> None:
    """Write semicolons, decimal commas and Dutch dates, with a mark of the encoding and the line about the file."""
    into.write(b"\xef\xbb\xbf")
    with _text(into) as text:
        writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writerow([cells.guard(cover.one_line)])
        _fill(writer, columns, rows, cells.dutch)


def write_csv_plain(_cover: Cover, columns: Columns, rows: Rows, into: IO[bytes]) -> None:
    """Write commas, decimal points and ISO dates; the first line holds the headings."""
    with _text(into) as text:
        _fill(csv.writer(text, quoting=csv.QUOTE_ALL), columns, rows, cells.plain)


def write_xlsx(cover: Cover, columns: Columns, rows: Rows, into: IO[bytes]) -> None:
    """Write a spreadsheet with real numbers and dates, row by row, in constant memory."""
    book = Workbook(write_only=True)
    book.properties.creator = "Driehoek"
    book.properties.title = f"{cover.mark_words}: {cover.title}"
    book.properties.created = book.properties.modified = cover.at.replace(tzinfo=None, microsecond=0)
    sheet = _sheet(book, f"{cover.mark_words} {cover.title}", cover)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    for number, column in enumerate(columns):
        sheet.column_dimensions[get_column_letter(number + 1)].width = _width(column)
    sheet.append([_bold(sheet, cells.guard(column.heading)) for column in columns])
    for values in rows:
        sheet.append([_cell(sheet, value, column) for value, column in zip(values, columns, strict=True)])
    about = _sheet(book, gettext("Over dit bestand"), cover)
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 24, 90
    about.append([_bold(about, gettext("Vertrouwelijkheid")), _text_cell(about, cover.mark_words)])
    for label, words in (("", cover.title), *cover.pairs):
        about.append([_bold(about, label or gettext("Lijst")), _text_cell(about, words)])
    book.save(into)


def _text(into: IO[bytes]) -> Any:
    return _Kept(into, encoding="utf-8", newline="", write_through=False)


class _Kept(io.TextIOWrapper):
    """A text layer that leaves the file below it open."""

    def __exit__(self, *_args: object) -> None:
        self.flush()
        self.detach()


def _fill(writer: Any, columns: Columns, rows: Rows, say: Callable[[Value, TypedColumn], str]) -> None:
    writer.writerow([cells.guard(column.heading) for column in columns])
    for values in rows:
        writer.writerow([say(value, column) for value, column in zip(values, columns, strict=True)])


def _sheet(book: Workbook, title: str, cover: Cover) -> Any:
    sheet: Any = book.create_sheet(" ".join(title.translate(_NOT_IN_SHEET_TITLES).split())[:_SHEET_TITLE])
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.page_setup.fitToHeight = 0
    # An ampersand is an order of its own in headers and footers.
    sheet.oddHeader.center.text = cover.mark_words.replace("&", "&&")
    sheet.oddFooter.left.text = f"{cover.title} · nr. {cover.number}".replace("&", "&&")
    sheet.oddFooter.right.text = "&P / &N"
    return sheet


def _cell(sheet: Any, value: Value, column: TypedColumn) -> Any:
    stored = cells.spreadsheet(value)
    if isinstance(stored, str):
        return _text_cell(sheet, stored, wraps=column.wide)
    if stored is None or (isinstance(stored, int) and not column.decimals):
        return stored
    kept: Any = stored
    cell = WriteOnlyCell(sheet, value=kept)
    cell.number_format = _number_format(stored, column)
    return cell


def _number_format(value: object, column: TypedColumn) -> str:
    if isinstance(value, datetime):
        return "dd-mm-yyyy hh:mm"
    if isinstance(value, date):
        return "dd-mm-yyyy"
    if isinstance(value, timedelta):
        return "[h]:mm"
    return f"0.{'0' * column.decimals}" if column.decimals else "General"


def _text_cell(sheet: Any, text: str, *, wraps: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=cells.guard(text))
    # Whatever it begins with, it is a text.
    cell.data_type = "s"
    if wraps:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _bold(sheet: Any, text: str) -> Any:
    cell = _text_cell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _width(column: TypedColumn) -> int:
    if column.wide:
        return 60
    least = {ValueKind.TEXT: 22, ValueKind.MOMENT: 17}.get(column.kind, 12)
    return max(least, len(column.heading) + 2)
