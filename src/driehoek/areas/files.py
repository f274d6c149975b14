"""Reading files that others made: bounded, streamed, and refused with the place and the remedy.

Used by the importers of areas and of figures, so that a wrong encoding, an unclosed quote or two gigabytes of
noise meet the same refusal everywhere.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

CHUNK = 1 << 20
LONGEST_LINE = 1 << 20
HEAD = 1 << 16
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
SEPARATORS = (",", ";")


class UnusableError(Exception):
    """A file that cannot be read as a whole; the message says why, where, and what to do."""


def check_size(size: int, limit: int) -> None:
    """Refuse an empty file and one over `limit` bytes."""
    if size == 0:
        raise UnusableError(_("Het bestand is leeg."))
    if size > limit:
        raise UnusableError(
            _("Het bestand is %(size)d MB; %(limit)d MB is het meeste. Splits het, bijvoorbeeld per jaar.")
            % {"size": size // 1_000_000, "limit": max(1, limit // 1_000_000)}
        )


def check_path(path: Path, limit: int) -> None:
    """Refuse what is not an ordinary file of an acceptable size."""
    if not path.is_file():
        raise UnusableError(_("%(name)s: dit bestand is er niet.") % {"name": path.name})
    check_size(path.stat().st_size, limit)


def check_head(head: bytes) -> None:
    """Refuse by its first bytes what is certainly no UTF-8 text."""
    if head.startswith(UTF16_MARKS):
        raise UnusableError(_("Het bestand is in UTF-16 bewaard. Bewaar het opnieuw als CSV in UTF-8."))
    if b"\0" in head:
        line = head[: head.index(b"\0")].count(b"\n") + 1
        raise UnusableError(
            _("Regel %(line)d bevat een nulteken: dit is geen tekst. Bewaar het opnieuw als CSV in UTF-8.")
            % {"line": line}
        )
    if len(head) >= HEAD and b"\n" not in head and b"\r" not in head:
        raise UnusableError(_("De eerste regel houdt niet op: dit is geen tabel. Kies een ander bestand."))


def text_lines(stream: BinaryIO, *, limit: int) -> Iterator[str]:
    """Yield the lines of UTF-8 text with their ends, a megabyte at a time and never more than `limit`.

    Raises:
        UnusableError: other encoding, a NUL, a line without end, or more than `limit` bytes.
    """
    return chain.from_iterable(_whole_lines(stream, limit))


def _whole_lines(stream: BinaryIO, limit: int) -> Iterator[io.StringIO]:
    """Yield pieces of text that end where a line ends; their lines are then taken at the speed of C."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")("strict")
    rest, line, taken = "", 1, 0
    while chunk := stream.read(CHUNK):
        taken += len(chunk)
        check_size(taken, limit)
        text = rest + _decoded(decoder, chunk, line + rest.count("\n"))
        cut = text.rfind("\n") + 1
        if len(text) - cut > LONGEST_LINE:
            raise UnusableError(
                _("Regel %(line)d houdt niet op: dit is geen tabel.") % {"line": line + text.count("\n")}
            )
        whole, rest = text[:cut], text[cut:]
        yield io.StringIO(whole, newline="")
        line += whole.count("\n")
    yield io.StringIO(rest + _decoded(decoder, b"", line, final=True), newline="")


def _decoded(decoder: codecs.IncrementalDecoder, chunk: bytes, line: int, *, final: bool = False) -> str:
    if b"\0" in chunk:
        check_head(b"\n" * (line - 1) + chunk[: chunk.index(b"\0") + 1])
    try:
        return decoder.decode(chunk, final)
    except UnicodeDecodeError as error:
        at = line + error.object[: error.start].count(b"\n")
        raise UnusableError(
            _("Regel %(line)d is niet in UTF-8 (byte 0x%(byte)02X). Bewaar het opnieuw als CSV in UTF-8.")
            % {"line": at, "byte": error.object[error.start]}
        ) from error


class CsvRows:
    """The rows of a CSV text, with the line on which the last one ended."""

    def __init__(self, lines: Iterable[str], delimiter: str) -> None:
        self._reader = csv.reader(lines, delimiter=delimiter, strict=True)

    @property
    def line(self) -> int:
        """The last line read, counted from 1."""
        return self._reader.line_num

    def take(self, number: int) -> tuple[list[list[str]], Sequence[int]]:
        """Return up to `number` next rows, with the line on which each begins; none at the end.

        Raises:
            UnusableError: quotes stand wrong or are never closed, or a field never ends.
        """
        before = self._reader.line_num
        rows: list[list[str]] = []
        try:
            rows.extend(islice(self._reader, number))
        except csv.Error as error:
            raise UnusableError(
                _("Regel %(line)d: een aanhalingsteken staat verkeerd of wordt niet gesloten (%(why)s).")
                % {"line": _lines_of(rows, before)[-1], "why": error}
            ) from error
        if self._reader.line_num - before == len(rows):
            return rows, range(before + 1, before + 1 + len(rows))
        return rows, _lines_of(rows, before)[:-1]

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """Yield (line, row) to the end."""
        while True:
            rows, lines = self.take(1000)
            if not rows:
                return
            yield from zip(lines, rows, strict=True)


def _lines_of(rows: list[list[str]], before: int) -> list[int]:
    """Return the line on which each row begins, and that after the last; quoted fields may hold line ends."""
    lines = [before + 1]
    for row in rows:
        lines.append(lines[-1] + 1 + sum(cell.count("\n") for cell in row))
    return lines


def separator_of(header: str) -> str:
    """Return the separator that a header line uses, `,` or `;`.

    Raises:
        UnusableError: another separator, or none at all.
    """
    counts = {mark: header.count(mark) for mark in SEPARATORS}
    best = max(SEPARATORS, key=lambda mark: counts[mark])
    if counts[best]:
        return best
    for mark, name in (("\t", _("een tab")), ("|", "|"), (":", ":")):
        if mark in header:
            raise UnusableError(
                _("Het scheidingsteken is %(name)s. Bewaar het bestand opnieuw met een komma of puntkomma.")
                % {"name": name}
            )
    raise UnusableError(
        _("De eerste regel bevat geen kolommen: %(head)s. Kies een CSV-bestand met een kopregel.")
        % {"head": header.strip()[:60]}
    )


def open_csv(stream: BinaryIO, *, limit: int) -> tuple[list[str], CsvRows]:
    """Return the header (stripped) and the rows after it of a CSV in UTF-8 with `,` or `;`."""
    head = stream.read(HEAD)
    stream.seek(0)
    check_head(head)
    lines = text_lines(stream, limit=limit)
    first = next(lines, "")
    delimiter = separator_of(first)
    rows = CsvRows(chain((first,), lines), delimiter)
    header, _lines = rows.take(1)
    return [name.strip() for row in header for name in row], rows


def odata_rows(stream: BinaryIO, *, limit: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (position from 1, row) of an OData v3 JSON answer (`{"odata.metadata":…,"value":[…]}`), streamed.

    Rows are decoded one at a time, so that a large answer never stands in memory as a whole.

    Raises:
        UnusableError: no such envelope, broken JSON, or a row that is not an object.
    """
    pieces = text_lines_loose(stream, limit=limit)
    buffer = _until_value(pieces)
    decoder = json.JSONDecoder()
    number = 0
    while True:
        buffer = buffer.lstrip(" \t\r\n,")
        if buffer.startswith("]"):
            return
        try:
            row, end = decoder.raw_decode(buffer)
        except ValueError as error:
            more = next(pieces, None)
            if more is None or len(buffer) > LONGEST_LINE:
                raise UnusableError(
                    _("Rij %(row)d van het JSON-antwoord is kapot of afgebroken. Haal het opnieuw op.")
                    % {"row": number + 1}
                ) from error
            buffer += more
            continue
        number += 1
        if not isinstance(row, dict):
            raise UnusableError(_("Rij %(row)d van het JSON-antwoord is geen object.") % {"row": number})
        yield number, row
        buffer = buffer[end:]
        if len(buffer) < HEAD:
            buffer += next(pieces, "")


def text_lines_loose(stream: BinaryIO, *, limit: int) -> Iterator[str]:
    """Yield pieces of UTF-8 text wherever they break; for formats that do not live by lines."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")("strict")
    taken = 0
    while chunk := stream.read(HEAD * 4):
        taken += len(chunk)
        check_size(taken, limit)
        yield _decoded(decoder, chunk, 1)
    yield _decoded(decoder, b"", 1, final=True)


def _until_value(pieces: Iterator[str]) -> str:
    buffer = ""
    for piece in pieces:
        buffer += piece
        at = buffer.find('"value"')
        if at >= 0 and "[" in buffer[at:]:
            return buffer[buffer.index("[", at) + 1 :]
        if len(buffer) > HEAD * 4:
            break
    raise UnusableError(_('Dit JSON-bestand heeft geen lijst "value", zoals een OData-antwoord die heeft.'))
