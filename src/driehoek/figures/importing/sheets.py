"""Reading a stranger's spreadsheet: sizes before and while unpacking, no formulas, first sheet only."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from driehoek.areas.files import CHUNK, UnusableError

# Unpacked, a sheet of a million rows stays under this; what unpacks further is no table of figures.
UNPACKED_MOST = 250_000_000
PARTS_MOST = 500
RATIO_MOST = 200
COLUMNS_MOST = 100
SMALL = 1_000_000
# What the readers of archives and of spreadsheets raise over bytes that were damaged or made up.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    NotImplementedError,
    SyntaxError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    OverflowError,
    EOFError,
    OSError,
)


def sheet_rows(stream: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number, cells as text) of the first sheet, the header included, empty rows left out.

    Raises:
        UnusableError: no spreadsheet, a zip bomb, a formula, or a row of more than a hundred columns.
    """
    check_archive(stream)
    stream.seek(0)
    try:
        book = load_workbook(stream, read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
    except DAMAGED as error:
        raise UnusableError(
            _("Dit is geen leesbaar XLSX-bestand. Bewaar het opnieuw, of als CSV.")
        ) from error
    # The size that a sheet claims is not to be trusted: some claim a million empty columns.
    sheet.reset_dimensions()
    try:
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            if len(cells) > COLUMNS_MOST:
                raise UnusableError(_("Rij %(row)d heeft meer dan 100 kolommen.") % {"row": number})
            texts = [_text(cell) for cell in cells]
            while texts and not texts[-1]:
                texts.pop()
            if texts:
                yield number, texts
    except DAMAGED as error:
        raise UnusableError(_("Het XLSX-bestand is beschadigd. Bewaar het opnieuw, of als CSV.")) from error
    finally:
        book.close()


def check_archive(stream: BinaryIO) -> None:
    """Refuse an archive that is too large by its directory, and again by what really comes out of it."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            _check_directory(parts)
            taken = 0
            for part in parts:
                taken = _check_part(archive, part, taken)
    except DAMAGED as error:
        raise UnusableError(
            _("Dit is geen leesbaar XLSX-bestand. Bewaar het opnieuw, of als CSV.")
        ) from error


def _check_directory(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnusableError(
            _("Het XLSX-bestand is met een wachtwoord beveiligd. Haal dat eraf en probeer opnieuw.")
        )
    if len(parts) > PARTS_MOST or unpacked > UNPACKED_MOST or unpacked > SMALL + RATIO_MOST * packed:
        raise _bomb()


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, taken: int) -> int:
    with archive.open(part) as content:
        first = True
        while chunk := content.read(CHUNK):
            taken += len(chunk)
            if taken > UNPACKED_MOST:
                raise _bomb()
            # A document type could define entities that grow without end; spreadsheets never have one.
            if first and part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in chunk:
                raise _bomb()
            first = False
    return taken


def _bomb() -> UnusableError:
    return UnusableError(
        _("Uitgepakt is dit XLSX-bestand te groot of vreemd van bouw. Bewaar alleen de tabel, als CSV.")
    )


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise UnusableError(
            _("Cel %(cell)s bevat een formule. Plak de tabel als waarden in een nieuw bestand.")
            % {"cell": cell.coordinate}
        )
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
