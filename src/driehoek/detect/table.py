"""Reading the input file: every row checked, every refusal with line and column."""

import csv
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from driehoek.detect.errors import DetectError, at
from driehoek.detect.periods import Period, frequency_of, parse_period

KNOWN_COLUMNS = ("series_id", "period", "t", "observed", "population")
_MISSING = frozenset({"", "NA"})
# Above this a float no longer holds every whole number.
_LARGEST_COUNT = 2**53
# A series that spans more periods than this holds a mistyped year, not a century of weeks.
_LONGEST = 6_000
# Series times periods; 4 GB. All kinds of crime in every Dutch neighbourhood, ten years of months, is
# a quarter of it.
_LARGEST_TABLE = 500_000_000


@dataclass(frozen=True, slots=True)
class SeriesTable:
    """All series of a file, aligned on their last period.

    Attributes:
        names: series ids, in ascending order.
        counts: (n_series, longest) counts; the last column is the last period of each series, NaN
            where a period is missing and before the series begins.
        population: the same for inhabitants; None when the file has no such column.
        last: (n_series,) ordinal of the last period (or the last t).
        lengths: (n_series,) number of periods from first to last.
        frequency: periods in a year; None when neither the file nor the user says.
        labels: how each period was written; empty when the file counts with t.
        dated: whether periods are written as dates.
    """

    names: list[str]
    counts: NDArray[np.float64]
    population: NDArray[np.float64] | None
    last: NDArray[np.int64]
    lengths: NDArray[np.int64]
    frequency: int | None
    labels: dict[int, str]
    dated: bool


class _Rows(Protocol):
    """What csv.reader gives: rows, and the line at which it is."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...

    def __next__(self) -> list[str]: ...


class _Reader:
    """Collects the rows of one file."""

    def __init__(self, path: Path, frequency: int | None) -> None:
        self.path = path
        self.frequency = frequency
        self.numbers: dict[str, int] = {}
        self.periods: dict[str, Period] = {}
        self.series = array("q")
        self.ordinals = array("q")
        self.counts = array("d")
        self.sizes = array("d")
        self.lines = array("q")

    def read(self, rows: _Rows, columns: list[str]) -> None:
        """Take in all rows after the header."""
        place = {name: columns.index(name) for name in columns}
        when = "period" if "period" in place else "t"
        id_at, when_at, count_at = place["series_id"], place[when], place["observed"]
        size_at = place.get("population")
        for row in rows:
            if not row:
                continue
            number = rows.line_num
            if len(row) != len(columns):
                raise at(self.path, number, None, f"{len(row)} values under {len(columns)} columns")
            self.series.append(self._series(row[id_at], number))
            self.ordinals.append(self._ordinal(row[when_at].strip(), when, number))
            self.counts.append(self._count(row[count_at].strip(), number))
            if size_at is not None:
                self.sizes.append(self._size(row[size_at].strip(), number))
            self.lines.append(number)

    def _series(self, text: str, line: int) -> int:
        known = self.numbers.get(text)
        if known is not None:
            return known
        if not text.strip():
            raise at(self.path, line, "series_id", "the name of the series is empty")
        return self.numbers.setdefault(text, len(self.numbers))

    def _ordinal(self, text: str, when: str, line: int) -> int:
        if when == "t":
            if not (text.isascii() and text.isdigit()) or len(text) > 9 or int(text) < 1:
                raise at(self.path, line, "t", f"{text!r} is not a whole number from 1")
            return int(text)
        known = self.periods.get(text)
        if known is None:
            known = self._period(text, line)
            self.periods[text] = known
        return known.ordinal

    def _period(self, text: str, line: int) -> Period:
        if self.frequency is None:
            self.frequency = frequency_of(text)
            if self.frequency is None:
                raise at(self.path, line, "period", f"{text!r} does not say how long a period is; use --freq")
        try:
            return parse_period(text, self.frequency)
        except ValueError as error:
            raise at(self.path, line, "period", str(error)) from error

    def _count(self, text: str, line: int) -> float:
        if text.isascii() and text.isdigit() and len(text) < 16:
            return float(text)
        if text in _MISSING:
            return np.nan
        value = _as_float(text)
        if value is None:
            raise at(self.path, line, "observed", f"{text!r} is not a count; write a whole number from 0")
        if value < 0:
            raise at(self.path, line, "observed", f"{text!r} is negative; a count is a whole number from 0")
        if value != np.floor(value) or value > _LARGEST_COUNT:
            raise at(self.path, line, "observed", f"{text!r} is not a whole number that a count can be")
        return value

    def _size(self, text: str, line: int) -> float:
        if text in _MISSING:
            return np.nan
        value = _as_float(text)
        if value is None or value <= 0:
            raise at(self.path, line, "population", f"{text!r} is not a number above 0")
        return value


def _as_float(text: str) -> float | None:
    """The number, when the text is an ordinary finite one."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if np.isfinite(value) and "_" not in text else None


def read_table(path: Path, frequency: int | None) -> SeriesTable:
    """Read and check a file of series.

    Args:
        path: the CSV file, UTF-8 with or without byte order mark.
        frequency: periods in a year; None to take it from the notation of the periods.

    Raises:
        DetectError: the file cannot be read or a row is wrong.
    """
    reader = _Reader(path, frequency)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows: _Rows = csv.reader(stream, strict=True)
            try:
                columns = _columns(path, next(rows, None))
                reader.read(rows, columns)
            except csv.Error as error:
                raise at(path, rows.line_num, None, f"not readable as CSV: {error}") from error
    except UnicodeDecodeError as error:
        raise at(path, _undecodable_line(path), None, "not UTF-8; save the file as CSV UTF-8") from error
    except OSError as error:
        raise DetectError(f"{path}: cannot be read: {error.strerror or error}") from error
    if not reader.lines:
        raise at(path, 1, None, "there are no rows under the header")
    return _arrange(reader, with_sizes="population" in columns)


def _columns(path: Path, header: list[str] | None) -> list[str]:
    """The names in the header, checked."""
    if header is None:
        raise at(path, 1, None, "the file is empty; a header series_id,period,observed is needed")
    columns = [name.strip() for name in header]
    if len(columns) == 1 and (";" in columns[0] or "\t" in columns[0]):
        raise at(path, 1, None, "the columns are not separated by commas; save the file with commas")
    for name in columns:
        if name not in KNOWN_COLUMNS:
            raise at(path, 1, name or "(empty)", f"unknown column; known are {', '.join(KNOWN_COLUMNS)}")
        if columns.count(name) > 1:
            raise at(path, 1, name, "this column occurs twice")
    for name in ("series_id", "observed"):
        if name not in columns:
            raise at(path, 1, name, "this column is missing")
    if ("period" in columns) == ("t" in columns):
        raise at(path, 1, "period", "exactly one of the columns period and t is needed")
    return columns


def _undecodable_line(path: Path) -> int:
    """The first line that is not UTF-8."""
    with path.open("rb") as stream:
        for number, content in enumerate(stream, start=1):
            try:
                content.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 1


def _arrange(reader: _Reader, *, with_sizes: bool) -> SeriesTable:
    """Put the rows into a table, one row for each series, aligned on the last period."""
    names = sorted(reader.numbers)
    rank = np.empty(len(names), dtype=np.int64)
    for place, name in enumerate(names):
        rank[reader.numbers[name]] = place
    series = rank[np.frombuffer(reader.series, dtype=np.int64)]
    ordinals = np.frombuffer(reader.ordinals, dtype=np.int64)
    lines = np.frombuffer(reader.lines, dtype=np.int64)
    _refuse_duplicates(reader, names, series, ordinals, lines)
    first = np.full(len(names), np.iinfo(np.int64).max)
    last = np.zeros(len(names), dtype=np.int64)
    np.minimum.at(first, series, ordinals)
    np.maximum.at(last, series, ordinals)
    lengths = last - first + 1
    longest = int(lengths.max())
    _refuse_too_long(reader, names, series, lines, lengths)
    columns = longest - 1 - (last[series] - ordinals)
    counts = np.full((len(names), longest), np.nan)
    counts[series, columns] = np.frombuffer(reader.counts, dtype=np.float64)
    population = None
    if with_sizes:
        population = np.full((len(names), longest), np.nan)
        population[series, columns] = np.frombuffer(reader.sizes, dtype=np.float64)
    return SeriesTable(
        names=names,
        counts=counts,
        population=population,
        last=last,
        lengths=lengths,
        frequency=reader.frequency,
        labels={period.ordinal: text for text, period in reader.periods.items()},
        dated=any(period.dated for period in reader.periods.values()),
    )


def _refuse_too_long(
    reader: _Reader,
    names: list[str],
    series: NDArray[np.int64],
    lines: NDArray[np.int64],
    lengths: NDArray[np.int64],
) -> None:
    """Refuse a series over more time than can be meant, and a table that would fill the memory."""
    which = int(lengths.argmax())
    longest = int(lengths[which])
    told = f"series {names[which]!r} spans {longest} periods"
    line = int(lines[np.flatnonzero(series == which)[-1]])
    if longest > _LONGEST:
        raise at(reader.path, line, None, f"{told}; at most {_LONGEST} are possible")
    if longest * len(names) > _LARGEST_TABLE:
        raise at(reader.path, line, None, f"{told}; that is too much for {len(names)} series, split the file")


def _refuse_duplicates(
    reader: _Reader,
    names: list[str],
    series: NDArray[np.int64],
    ordinals: NDArray[np.int64],
    lines: NDArray[np.int64],
) -> None:
    order = np.lexsort((lines, ordinals, series))
    same = (np.diff(series[order]) == 0) & (np.diff(ordinals[order]) == 0)
    if not same.any():
        return
    pairs = np.flatnonzero(same)
    # The earliest second occurrence in the file is the one to report.
    worst = pairs[np.argmin(lines[order[pairs + 1]])]
    earlier, later = int(lines[order[worst]]), int(lines[order[worst + 1]])
    column = "period" if reader.periods else "t"
    name = names[int(series[order[worst]])]
    raise at(reader.path, later, column, f"series {name!r} already has this period on line {earlier}")
