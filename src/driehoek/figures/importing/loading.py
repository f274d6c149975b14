"""From good rows to observations: sent as binary arrays, compared and written by set, history kept.

COPY into a table with row-level security is refused by PostgreSQL, and a temporary table asks a privilege
that the app role need not have. So the columns travel as binary arrays, made by numpy without a Python object
for each row, and one statement compares, keeps what is replaced, and writes, through the policies.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db import connection
from psycopg import Cursor
from psycopg.abc import Buffer
from psycopg.adapt import Dumper
from psycopg.pq import Format

from driehoek.areas.models import Area
from driehoek.figures.importing.parsed import FREQUENCIES, Parsed, frequency_of
from driehoek.figures.models import Frequency, Series

EPOCH = date(2000, 1, 1)
# Rows in one statement: far under the gigabyte that one parameter may be.
AT_ONCE = 500_000
# The flags of parsed.py as stored; "-" stands for none, because a "char" cannot be empty.
FLAGS = np.array([b"-", b"0", b"?"], "S1")

ROWS = (
    "unnest(%(series)b::bigint[], %(period)b::date[], %(value)b::float8[], %(line)b::int[], "
    '%(status)b::"char"[], %(flag)b::"char"[]) AS s(series, period, value, line, status, flag)'
)
FLAG = "coalesce(nullif(s.flag, '-')::text, '')"
VALUE = "nullif(s.value, 'NaN'::float8)"
COLUMNS = "municipality_id, series_id, period, value, status, flag, run_id, line"
# A value once definitive stays so, unless it changes.
COMPARED = f"""
WITH compared AS MATERIALIZED (
  SELECT s.*, o.series_id IS NULL AS is_new,
         o.value IS DISTINCT FROM {VALUE} AND o.status = 'd' AS is_redefined,
         o.series_id IS NOT NULL AND (o.value IS DISTINCT FROM {VALUE} OR o.flag <> {FLAG}
           OR (o.status = 'p' AND s.status = 'd')) AS is_changed
    FROM {ROWS} LEFT JOIN figures_observation o ON o.series_id = s.series AND o.period = s.period
)"""  # noqa: S608
TOLD = """
SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE is_changed),
       count(*) FILTER (WHERE is_redefined),
       coalesce(array_agg(DISTINCT series) FILTER (WHERE is_new OR is_changed), '{}') FROM compared
"""
COMPARE = COMPARED + TOLD
WRITE = f"""{COMPARED}, kept AS (
  INSERT INTO figures_observationrevision ({COLUMNS}, replaced_at, replaced_by_id)
  SELECT {", ".join(f"o.{name}" for name in COLUMNS.split(", "))}, now(), %(run)s
    FROM compared s JOIN figures_observation o ON o.series_id = s.series AND o.period = s.period
   WHERE s.is_changed
), replaced AS (
  UPDATE figures_observation o
     SET value = {VALUE}, status = s.status::text, flag = {FLAG}, run_id = %(run)s, line = s.line
    FROM compared s WHERE o.series_id = s.series AND o.period = s.period AND s.is_changed
), added AS (
  INSERT INTO figures_observation ({COLUMNS})
  SELECT x.municipality_id, s.series, s.period, {VALUE}, s.status::text, {FLAG}, %(run)s, s.line
    FROM compared s JOIN figures_series x ON x.id = s.series WHERE s.is_new
){TOLD}"""  # noqa: S608
ADD = f"""
INSERT INTO figures_observation ({COLUMNS})
SELECT %(municipality)s, s.series, s.period, {VALUE}, s.status::text, {FLAG}, %(run)s, s.line FROM {ROWS}
"""  # noqa: S608


@dataclass(frozen=True)
class Difference:
    """What loading would do, or did: rows new, changed, the same, definitive ones changed; series touched."""

    new: int
    changed: int
    same: int
    redefined: int
    series: tuple[int, ...]


@dataclass(frozen=True)
class SeriesKeys:
    """The distinct (kind, frequency, area) of the good rows, and which of them each row has."""

    kind: npt.NDArray[np.int64]
    frequency: npt.NDArray[np.int64]
    area: npt.NDArray[np.int64]
    of_row: npt.NDArray[np.intp]


def series_keys(parsed: Parsed) -> SeriesKeys:
    """Find the series that the good rows belong to."""
    areas, frequencies = max(1, len(parsed.areas)), len(FREQUENCIES)
    code = (parsed.kind.astype(np.int64) * frequencies + frequency_of(parsed.periods)[parsed.period]) * areas
    code += parsed.area
    seen = np.unique(code)
    rest, area = np.divmod(seen, areas)
    kind, frequency = np.divmod(rest, frequencies)
    return SeriesKeys(kind, frequency, area, np.searchsorted(seen, code))


def find_series(
    *,
    municipality: UUID,
    keys: SeriesKeys,
    indicators: dict[tuple[int, Frequency], UUID],
    areas: Sequence[Area],
    create: bool,
) -> tuple[npt.NDArray[np.int64], bool]:
    """Return the series id of each key and whether any of them was there before.

    Without `create`, a series that is not there yet gets id 0.
    """
    wanted = [
        (indicators.get((int(kind), FREQUENCIES[frequency])), areas[area].pk)
        for kind, frequency, area in zip(keys.kind, keys.frequency, keys.area, strict=True)
    ]
    known = _known_series(set(indicators.values()))
    before = any(pair in known for pair in wanted)
    if create and (missing := [pair for pair in wanted if pair not in known]):
        known |= _add_series(municipality, missing)
    return np.array([known.get(pair, 0) for pair in wanted], np.int64), before


SeriesIds = dict[tuple[UUID | None, int], int]


def _known_series(indicators: set[UUID]) -> SeriesIds:
    rows = Series.objects.filter(indicator__in=indicators).values_list("indicator_id", "area_id", "pk")
    return {(indicator, area): pk for indicator, area, pk in rows}


def _add_series(municipality: UUID, pairs: list[tuple[UUID | None, int]]) -> SeriesIds:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO figures_series (municipality_id, indicator_id, area_id) "
            "SELECT %s, i, a FROM unnest(%s::uuid[], %s::bigint[]) AS p(i, a) "
            "RETURNING indicator_id, area_id, id",
            [municipality, [pair[0] for pair in pairs], [pair[1] for pair in pairs]],
        )
        return {(indicator, area): pk for indicator, area, pk in cursor.fetchall()}


def compare(parsed: Parsed, keys: SeriesKeys, ids: npt.NDArray[np.int64]) -> Difference:
    """Tell what loading the good rows would do, and do nothing."""
    return _run_compared(COMPARE, parsed, keys, ids, {})


def write(
    parsed: Parsed,
    keys: SeriesKeys,
    ids: npt.NDArray[np.int64],
    *,
    municipality: UUID,
    run: UUID,
    fresh: bool,
) -> Difference:
    """Write the good rows; what they replace goes into the history, what is the same is left alone.

    Args:
        parsed: the rows.
        keys: their series.
        ids: the id of each series.
        municipality: whose they are.
        run: the import run that they come from.
        fresh: none of the series was there before, so nothing needs comparing.
    """
    if not fresh:
        return _run_compared(WRITE, parsed, keys, ids, {"run": run})
    add(parsed, keys, ids, municipality=municipality, run=run)
    return Difference(parsed.good, 0, 0, 0, tuple(int(pk) for pk in ids))


def add(
    parsed: Parsed, keys: SeriesKeys, ids: npt.NDArray[np.int64], *, municipality: UUID, run: UUID
) -> None:
    """Write rows of series that this transaction made; in pipeline mode without waiting for the database."""
    with _raw_cursor() as cursor:
        for arrays in _arrays(parsed, keys, ids):
            cursor.execute(ADD, arrays | {"run": run, "municipality": municipality}, prepare=False)


def draw_ids(number: int) -> list[int]:
    """Draw ids for new series; those that stay unused are gaps, which do no harm."""
    with _raw_cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('figures_series', 'id')) FROM generate_series(1, %s)",
            [number],
        )
        return [row[0] for row in cursor.fetchall()]


def add_series(municipality: UUID, series: Sequence[tuple[int, UUID, int]]) -> None:
    """Add series as (id, indicator, area), with ids drawn beforehand."""
    with _raw_cursor() as cursor:
        cursor.execute(
            "INSERT INTO figures_series (id, municipality_id, indicator_id, area_id) "
            "SELECT n, %s, i, a FROM unnest(%s::bigint[], %s::uuid[], %s::bigint[]) AS s(n, i, a)",
            [municipality, *(list(column) for column in zip(*series, strict=True))],
            prepare=False,
        )


def _run_compared(
    statement: str, parsed: Parsed, keys: SeriesKeys, ids: npt.NDArray[np.int64], extra: dict[str, Any]
) -> Difference:
    new = changed = redefined = 0
    series: set[int] = set()
    with _raw_cursor() as cursor:
        for arrays in _arrays(parsed, keys, ids):
            cursor.execute(statement, arrays | extra, prepare=False)
            added, differing, again, touched = cursor.fetchone() or (0, 0, 0, [])
            new, changed, redefined = new + added, changed + differing, redefined + again
            series.update(touched)
    return Difference(new, changed, parsed.good - new - changed, redefined, tuple(sorted(series - {0})))


class BinaryArray(bytes):
    """A one-dimensional array in PostgreSQL's binary form."""


class _BinaryArrayDumper(Dumper):
    """Sends a BinaryArray as it is; the cast in the statement says of what."""

    format = Format.BINARY
    oid = 0

    def dump(self, obj: BinaryArray) -> Buffer | None:
        """Return the bytes."""
        return bytes(obj)


def binary_array(values: npt.NDArray[Any], dtype: str, oid: int) -> BinaryArray:
    """Pack numbers as a PostgreSQL array: header, then the length and big-endian value of each element.

    Args:
        values: one dimension, without missing elements.
        dtype: the big-endian type on the wire, such as ">i8".
        oid: PostgreSQL's id of the element type.
    """
    if not len(values):
        return BinaryArray(struct.pack(">iiI", 0, 0, oid))
    body = np.empty(len(values), np.dtype([("size", ">i4"), ("value", dtype)]))
    body["size"] = np.dtype(dtype).itemsize
    body["value"] = values
    return BinaryArray(struct.pack(">iiIii", 1, 0, oid, len(values), 1) + body.tobytes())


def _arrays(parsed: Parsed, keys: SeriesKeys, ids: npt.NDArray[np.int64]) -> Iterator[dict[str, BinaryArray]]:
    """Yield the columns of the good rows, as many rows at a time as one statement takes."""
    days = np.array([(period.start - EPOCH).days for period in parsed.periods] or [0], np.int32)
    for start in range(0, parsed.good, AT_ONCE):
        part = slice(start, start + AT_ONCE)
        # Mostly no row has a flag; an empty array then says so for all.
        flagged = parsed.flag[part] if parsed.flag[part].any() else parsed.flag[:0]
        yield {
            "series": binary_array(ids[keys.of_row[part]], ">i8", 20),
            "period": binary_array(days[parsed.period[part]], ">i4", 1082),
            "value": binary_array(parsed.value[part], ">f8", 701),
            "line": binary_array(parsed.line[part], ">i4", 23),
            "status": binary_array(parsed.status[part], "S1", 18),
            "flag": binary_array(FLAGS[flagged], "S1", 18),
        }


def _raw_cursor() -> Cursor[Any]:
    """Return a cursor that sends parameters apart; Django's own writes them into the statement as text."""
    connection.ensure_connection()
    cursor: Cursor[Any] = Cursor(connection.connection)
    cursor.adapters.register_dumper(BinaryArray, _BinaryArrayDumper)
    return cursor
