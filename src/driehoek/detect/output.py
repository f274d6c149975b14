"""Writing the answers: all of them, or no file at all."""

import csv
import math
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import numpy as np

from driehoek.detect.errors import DetectError
from driehoek.detect.periods import write_period
from driehoek.detect.table import SeriesTable
from driehoek.statistics import Detection, Status

_VALUES = ("observed", "expected", "upperbound", "alarm", "score", "pvalue", "phi", "trend")


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Open a temporary file beside `path` that takes its place when the block ends well, and goes when not.

    Raises:
        DetectError: the file cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise DetectError(f"--out {path}: cannot be written: {error.strerror or error}") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream
        _give_usual_rights(name)
        Path(name).replace(path)
    except OSError as error:
        raise DetectError(f"--out {path}: cannot be written: {error.strerror or error}") from error
    finally:
        Path(name).unlink(missing_ok=True)


def write_answers(
    path: Path, table: SeriesTable, answers: list[Detection], *, zero_when_too_few: bool
) -> int:
    """Write one row for each judged period of each series; returns how many.

    Args:
        path: where the file comes.
        table: the series.
        answers: chunks of series, in the order of the table.
        zero_when_too_few: R's original Farrington writes the bound 0, not an empty one, where the
            recent periods hold too few cases; this does the same.

    Raises:
        DetectError: the file cannot be written.
    """
    with whole_file(path) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("series_id", "period" if table.labels else "t", *_VALUES))
        written = 0
        for row in _rows(table, answers, zero_when_too_few=zero_when_too_few):
            writer.writerow(row)
            written += 1
    return written


def _give_usual_rights(name: str) -> None:
    """A temporary file is for its owner only; the answer follows the user's own mask."""
    mask = os.umask(0)
    os.umask(mask)
    Path(name).chmod(0o666 & ~mask)


def _rows(
    table: SeriesTable, answers: list[Detection], *, zero_when_too_few: bool
) -> Iterator[tuple[str, ...]]:
    longest = table.counts.shape[1]
    series = 0
    for answer in answers:
        few = answer.status == Status.TOO_FEW
        upper = np.where(few, 0.0, answer.upper_bound) if zero_when_too_few else answer.upper_bound
        told = np.isin(answer.status, (Status.JUDGED, Status.TOO_FEW))
        for row in range(len(answer.status)):
            begins = longest - int(table.lengths[series])
            for k, point in enumerate(answer.points):
                if point < begins:
                    continue
                ordinal = int(table.last[series]) - (longest - 1 - int(point))
                yield (
                    table.names[series],
                    _label(table, ordinal),
                    _number(answer.observed[row, k]),
                    _number(answer.expected[row, k]),
                    _number(upper[row, k]),
                    str(int(answer.alarm[row, k])) if told[row, k] else "",
                    _number(answer.score[row, k]),
                    _number(answer.p_value[row, k]),
                    _number(answer.dispersion[row, k]),
                    _kept_trend(answer, row, k),
                )
            series += 1


def _label(table: SeriesTable, ordinal: int) -> str:
    if not table.labels:
        return str(ordinal)
    known = table.labels.get(ordinal)
    if known is not None:
        return known
    return write_period(ordinal, table.frequency or 12, dated=table.dated)


def _kept_trend(answer: Detection, row: int, k: int) -> str:
    """1 when a trend was kept, 0 when not, empty when nothing was fitted."""
    if math.isnan(answer.dispersion[row, k]):
        return ""
    return "0" if math.isnan(answer.trend[row, k]) else "1"


def _number(value: float) -> str:
    """17 significant digits, enough to read the very same number back; empty for none."""
    return "" if math.isnan(value) else f"{value:.17g}"
