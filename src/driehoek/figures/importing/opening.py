"""Opening what was offered: which format it is, by its content, and its rows in batches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from driehoek.areas.files import HEAD, CsvRows, UnusableError, odata_rows, open_csv
from driehoek.figures.importing.shapes import Layout, detect, table_in
from driehoek.figures.importing.sheets import sheet_rows

# Small enough that a batch of rows stays in the processor's cache: larger ones read a third slower.
BATCH = 2_500
METADATA = re.compile(r'"odata\.metadata"\s*:\s*"([^"]{0,400})"')
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Batch:
    """Rows of text with the line of each."""

    rows: list[list[str]]
    lines: Sequence[int]


@dataclass(frozen=True)
class Opened:
    """A file whose format is known: its name for people, its columns, its rows yet to be read."""

    format: str
    layout: Layout
    batches: Iterator[Batch]


def open_figures(stream: BinaryIO, *, limit: int) -> Opened:
    """Find out what `stream` holds: OData JSON, a spreadsheet, or CSV.

    Raises:
        UnusableError: none of these, or its columns are unknown.
    """
    head = stream.read(HEAD)
    stream.seek(0)
    if not head.strip():
        raise UnusableError(_("Het bestand is leeg."))
    if head.startswith(OLD_EXCEL):
        raise UnusableError(_("Dit is een oud Excel-bestand (.xls). Bewaar het als .xlsx of CSV."))
    if head.startswith(b"PK\x03\x04"):
        return _open_sheet(stream)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{":
        return _open_odata(stream, head, limit)
    header, rows = open_csv(stream, limit=limit)
    return Opened("csv", detect(header), _csv_batches(rows))


def _csv_batches(rows: CsvRows) -> Iterator[Batch]:
    while True:
        taken, lines = rows.take(BATCH)
        if not taken:
            return
        if not all(taken):
            kept = [(row, line) for row, line in zip(taken, lines, strict=True) if row]
            taken, lines = [row for row, _line in kept], [line for _row, line in kept]
        yield Batch(taken, lines)


def _open_sheet(stream: BinaryIO) -> Opened:
    rows = sheet_rows(stream)
    _number, header = next(rows, (0, []))
    return Opened("xlsx", detect([name.strip() for name in header]), _grouped(_padded(rows, len(header))))


def _padded(rows: Iterable[tuple[int, list[str]]], width: int) -> Iterator[tuple[int, list[str]]]:
    """Fill up rows whose last cells are empty, which a spreadsheet leaves out."""
    for number, cells in rows:
        yield number, cells + [""] * (width - len(cells))


def _open_odata(stream: BinaryIO, head: bytes, limit: int) -> Opened:
    named = METADATA.search(head.decode("utf-8", "replace"))
    rows = odata_rows(stream, limit=limit)
    first = next(rows, None)
    if first is None:
        raise UnusableError(
            _("Het OData-antwoord heeft geen rijen. Codes in een filter hebben spaties nodig: 'GM0599    '.")
        )
    names = list(first[1])
    layout = detect(names, table=table_in(named.group(1) if named else ""))
    return Opened("odata", layout, _grouped(_texts(_both(first, rows), names)))


def _both(
    first: tuple[int, dict[str, Any]], rest: Iterator[tuple[int, dict[str, Any]]]
) -> Iterator[tuple[int, dict[str, Any]]]:
    yield first
    yield from rest


def _texts(rows: Iterable[tuple[int, dict[str, Any]]], names: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Turn JSON rows into text cells; a row without one of the first row's names comes out short."""
    for number, row in rows:
        yield number, ["" if row[name] is None else str(row[name]) for name in names if name in row]


def _grouped(rows: Iterator[tuple[int, list[str]]]) -> Iterator[Batch]:
    while batch := list(islice(rows, BATCH)):
        yield Batch([cells for _number, cells in batch], [number for number, _cells in batch])
