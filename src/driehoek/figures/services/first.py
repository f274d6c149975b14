"""The first load of a source: rows are written while the file is still being read.

Nothing is there to compare with, so PostgreSQL writes one part while Python reads the next (pipeline mode). When
the file turns out otherwise than a first load may assume, all is undone and the careful way takes over.
"""

from __future__ import annotations

from itertools import chain
from uuid import UUID

import numpy as np
import numpy.typing as npt
import psycopg
from django.db import connection, transaction

from driehoek.areas.files import UnusableError
from driehoek.figures.catalogue import Kind
from driehoek.figures.importing import loading
from driehoek.figures.importing.loading import Difference, SeriesKeys
from driehoek.figures.importing.opening import Opened
from driehoek.figures.importing.parsed import FREQUENCIES, Parsed
from driehoek.figures.importing.reading import Reader
from driehoek.figures.models import Frequency, ImportRun
from driehoek.figures.services.plan import Plan

# About what the buffer of a socket holds: smaller parts cost planning, larger ones wait to be sent (measured).
PART = 5_000
IDS_AT_ONCE = 256


class _OtherwiseError(Exception):
    """The file is not as a first load assumes."""


def load_first(plan: Plan, opened: Opened, run: ImportRun) -> tuple[Parsed, Difference] | None:
    """Read and write the file at once; return the last part, which has the counts, and what was written.

    Returns None, with nothing written and the file read to some point, when no row is good, a key stands in
    the file twice, a later part holds what the first did not announce, or the last period tells that an
    earlier one has another status.

    Raises:
        UnusableError: the file is unusable; nothing is written.
    """
    try:
        with transaction.atomic():
            return _stream(plan, plan.reader(opened), run)
    except (_OtherwiseError, psycopg.errors.UniqueViolation, UnusableError) as error:
        # The source may have been made by what is now undone.
        run.source = None
        if isinstance(error, UnusableError):
            raise
        return None


def _stream(plan: Plan, reader: Reader, run: ImportRun) -> tuple[Parsed, Difference]:
    parts = reader.parts(PART)
    first = part = next(parts)
    if not reader.good:
        raise _OtherwiseError
    series = _Series(run.municipality_id, plan.catalogued(first, create=True))
    run.source = plan.main_source(first)
    run.outcome = ImportRun.Outcome.PREVIEWED
    run.save(force_insert=True)
    assumed: tuple[bytes, ...] = ()
    with connection.connection.pipeline():
        for part in chain((first,), parts):
            if reader.statuses[: len(assumed)] != assumed:
                raise _OtherwiseError
            assumed = reader.statuses
            _write(part, series, run)
    return part, Difference(reader.good, 0, 0, 0, tuple(series.made))


def _write(part: Parsed, series: _Series, run: ImportRun) -> None:
    if part.good:
        keys = loading.series_keys(part)
        ids = series.ids(part, keys)
        loading.add(part, keys, ids, municipality=run.municipality_id, run=run.pk)


class _Series:
    """Numbers new series itself, with ids drawn beforehand, so that writing need not wait for each part."""

    def __init__(self, municipality: UUID, indicators: dict[tuple[Kind, Frequency], UUID]) -> None:
        self._municipality = municipality
        self._indicators = indicators
        self._known: dict[tuple[UUID, int], int] = {}
        self._free: list[int] = loading.draw_ids(IDS_AT_ONCE)

    @property
    def made(self) -> list[int]:
        """The ids of all series so far."""
        return list(self._known.values())

    def ids(self, part: Parsed, keys: SeriesKeys) -> npt.NDArray[np.int64]:
        """Return the id of each key, adding series that are new."""
        pairs = [
            self._pair(part, int(kind), int(frequency), int(area))
            for kind, frequency, area in zip(keys.kind, keys.frequency, keys.area, strict=True)
        ]
        new = [pair for pair in pairs if pair not in self._known]
        if len(new) > len(self._free):
            self._free += loading.draw_ids(max(IDS_AT_ONCE, len(new)))
        # In order, so that rows land at the end of the index, one series after the other.
        drawn, self._free = self._free[: len(new)], self._free[len(new) :]
        made = [(pk, *pair) for pk, pair in zip(drawn, new, strict=True)]
        self._known |= {(indicator, area): pk for pk, indicator, area in made}
        if made:
            loading.add_series(self._municipality, made)
        return np.array([self._known[pair] for pair in pairs], np.int64)

    def _pair(self, part: Parsed, kind: int, frequency: int, area: int) -> tuple[UUID, int]:
        thing = part.kinds[kind]
        indicator = self._indicators.get((thing, FREQUENCIES[frequency])) if isinstance(thing, Kind) else None
        if indicator is None:
            raise _OtherwiseError
        return indicator, part.areas[area].pk
