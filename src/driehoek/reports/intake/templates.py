"""The file that a supplier fills in: one row for each report that is expected, one column for each heading."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from driehoek.access.identity import Identity
from driehoek.exports.cells import guard
from driehoek.reports.intake.layout import (
    AGREEMENT,
    DELIVERY,
    PERIOD,
    Asked,
    awaited,
    columns_of,
    help_words,
    period_cell,
)

WIDE: Final = 44
NARROW: Final = 18
TOP: Final = Alignment(wrap_text=True, vertical="top")


def as_csv(identity: Identity, asked: Sequence[Asked]) -> bytes:
    """Return the file as CSV that a Dutch spreadsheet opens: semicolons, with a byte order mark."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerows(_rows(identity, asked))
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(identity: Identity, asked: Sequence[Asked]) -> bytes:
    """Return the file as a spreadsheet, with a second sheet that says what each column is for."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _("Rapporten")
    for cells in _rows(identity, asked):
        sheet.append(cells)
    sheet.freeze_panes = "D2"
    for place, cell in enumerate(sheet[1], start=1):
        cell.font, cell.alignment = Font(bold=True), TOP
        narrow = cell.value in (DELIVERY, AGREEMENT, PERIOD)
        sheet.column_dimensions[get_column_letter(place)].width = NARROW if narrow else WIDE
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            # Words stay words: a spreadsheet must not make a date or a formula of what is typed.
            cell.alignment, cell.number_format = TOP, "@"
    notes = book.create_sheet(_("Uitleg"))
    notes.append([_("Kolom"), _("Wat vult u in?")])
    for name, said in help_words(asked):
        notes.append([guard(name), guard(said)])
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = WIDE, 2 * WIDE
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _rows(identity: Identity, asked: Sequence[Asked]) -> list[list[str]]:
    columns = columns_of(asked)
    rows = [[guard(name) for name in columns]]
    for delivery in awaited(identity, asked):
        known = {
            DELIVERY: str(delivery.pk),
            AGREEMENT: delivery.agreement.what,
            PERIOD: period_cell(delivery),
        }
        rows.append([guard(known.get(name, "")) for name in columns])
    return rows
