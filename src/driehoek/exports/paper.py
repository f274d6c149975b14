"""A table on paper: PDF/UA-1 with the headings on every page, in parts when it is long.

The program that sets the pages keeps what it has set in memory for as long as its process lives, about 20 kB for a
cell. So it runs in a process of its own, and a long table becomes several documents of at most `IN_A_PART` rows,
each whole by itself, together in one ZIP file.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from driehoek.exports import cells
from driehoek.exports.tables import TypedColumn, Value, ValueKind
from driehoek.exports.writing import Columns, Cover, Spool

TEMPLATE: Final = Path(__file__).parent / "templates" / "exports" / "table.typ"
IN_A_PART: Final = 2_000
# A cell that is longer than a page would never end.
LONGEST: Final = 1_500
_SECONDS: Final = 120


class PaperError(Exception):
    """The pages could not be set."""


def parts_of(rows: int) -> int:
    """Return how many documents a table of so many rows becomes."""
    return max(1, -(-rows // IN_A_PART))


def write_pdf(cover: Cover, columns: Columns, rows: Spool, into: IO[bytes]) -> None:
    """Set a table as a PDF, or as a ZIP file of PDFs when it is long.

    Raises:
        PaperError: the pages could not be set.
    """
    parts = parts_of(rows.count)
    left = iter(rows)
    if parts == 1:
        into.write(_set(_content(cover, columns, left, part=1, parts=1)))
        return
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as bundle:
        for part in range(1, parts + 1):
            content = _content(cover, columns, left, part=part, parts=parts)
            name = cover.name(f"deel-{part:02d}-van-{parts:02d}.pdf")
            entry = zipfile.ZipInfo(name, date_time=cover.at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, _set(content))


def _content(
    cover: Cover, columns: Columns, left: Iterator[tuple[Value, ...]], *, part: int, parts: int
) -> dict[str, Any]:
    rows = [
        [_say(value, column) for value, column in zip(values, columns, strict=True)]
        for values in islice(left, IN_A_PART)
    ]
    first = (part - 1) * IN_A_PART + 1
    span = {"part": part, "parts": parts, "first": first, "last": first + len(rows) - 1}
    return {
        "language": cover.language,
        "title": cover.title,
        "mark": cover.mark_words,
        "part": _("Deel %(part)s van %(parts)s: rij %(first)s tot en met %(last)s") % span
        if parts > 1
        else "",
        "demo": _("VOORBEELD – verzonnen gegevens en personen.") if settings.DEMO else "",
        "about": [[cells.clean(label), cells.clean(words)] for label, words in cover.pairs],
        "foot": _("Driehoek, export %(number)s") % {"number": cover.number},
        "heads": [cells.clean(column.heading) for column in columns],
        "widths": [_share(column) for column in columns],
        "right": [column.kind in {ValueKind.NUMBER, ValueKind.DURATION} for column in columns],
        "rows": rows,
    }


def _say(value: Value, column: TypedColumn) -> str:
    """Write a value for reading; on paper nothing is an order, so no apostrophe stands before it."""
    text = cells.clean(value) if isinstance(value, str) else cells.dutch(value, column)
    return text if len(text) <= LONGEST else text[:LONGEST] + " … [" + _("ingekort") + "]"


def _share(column: TypedColumn) -> int:
    """Return how wide a column is against the others."""
    if column.wide:
        return 5
    return {ValueKind.TEXT: 3}.get(column.kind, 2)


def _set(content: dict[str, Any]) -> bytes:
    command = [sys.executable, "-m", "driehoek.exports.typesetting", str(TEMPLATE)]
    try:
        done = subprocess.run(
            command, input=json.dumps(content).encode(), capture_output=True, check=True, timeout=_SECONDS
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as fault:
        raise PaperError("the pages could not be set") from fault
    return done.stdout
