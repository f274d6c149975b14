"""The figures under surveillance, read in one query and laid out as arrays."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from numpy.typing import NDArray

from driehoek.analysis.periods import number_of
from driehoek.figures.models import Direction, Frequency, Observation, ObservationStatus, Series


class SeriesKey(NamedTuple):
    """One series with what decides how it is judged."""

    series: int
    indicator: uuid.UUID
    area: int
    direction: Direction


@dataclass(frozen=True)
class FigureTable:
    """The series of one source and rhythm on a common time axis.

    Attributes:
        source: the source they come from.
        frequency: their rhythm.
        first: running number (periods.number_of) of the first period on the axis.
        keys: the series, one for each row.
        values: (n_series, n_periods) observed values, NaN where there is none.
        provisional: (n_series, n_periods) whether the publisher may still change the value.
    """

    source: uuid.UUID
    frequency: Frequency
    first: int
    keys: tuple[SeriesKey, ...]
    values: NDArray[np.float64]
    provisional: NDArray[np.bool_]

    @property
    def latest(self) -> int:
        """Running number of the newest period with a figure."""
        known = np.flatnonzero(~np.isnan(self.values).all(axis=0))
        return self.first + int(known[-1])

    def counts(self) -> NDArray[np.bool_]:
        """Tell for each series whether every value is a count: a whole number from 0."""
        with np.errstate(invalid="ignore"):
            fits = np.isnan(self.values) | ((self.values >= 0) & (self.values == np.floor(self.values)))
        return np.asarray(fits.all(axis=1))


_Row = tuple[SeriesKey, list[date], list[float | None], list[str]]


def figure_tables(municipality: uuid.UUID) -> list[FigureTable]:
    """Read the observations of every active indicator that is not hidden, one table per source and rhythm.

    Totals are taken as published; nothing is added up here.
    """
    rows = (
        Series.objects.filter(
            Exists(_observations()),
            municipality=municipality,
            indicator__ended_at=None,
            indicator__hidden=False,
        )
        .order_by("indicator__source_id", "indicator__frequency", "id")
        .values_list(
            "indicator__source",
            "indicator__frequency",
            "id",
            "indicator",
            "area",
            "indicator__direction",
            ArraySubquery(_observations().values("period")),
            ArraySubquery(_observations().values("value")),
            ArraySubquery(_observations().values("status")),
        )
    )
    groups: dict[tuple[uuid.UUID, Frequency], list[_Row]] = defaultdict(list)
    for source, frequency, series, indicator, area, direction, *arrays in rows:
        key = SeriesKey(series, indicator, area, Direction(direction))
        groups[source, Frequency(frequency)].append((key, *_lists(arrays)))
    return [_table(source, frequency, found) for (source, frequency), found in groups.items()]


def _observations() -> QuerySet[Observation]:
    """Return the known values of the outer series in order of time.

    One look in the index of the observations for each series: unlike a join with grouping, this stays quick
    right after a large import, when the database does not yet know how large its tables have become.
    """
    return Observation.objects.filter(series=OuterRef("pk"), value__isnull=False).order_by("period")


def _lists(arrays: Sequence[Any]) -> tuple[list[date], list[float | None], list[str]]:
    periods, values, statuses = arrays
    return periods, values, statuses


def _table(source: uuid.UUID, frequency: Frequency, rows: list[_Row]) -> FigureTable:
    places = [np.array([number_of(day, frequency) for day in row[1]]) for row in rows]
    first = min(int(numbers[0]) for numbers in places)
    shape = (len(rows), max(int(numbers[-1]) for numbers in places) - first + 1)
    values = np.full(shape, np.nan)
    provisional = np.zeros(shape, dtype=np.bool_)
    for at, (numbers, row) in enumerate(zip(places, rows, strict=True)):
        values[at, numbers - first] = np.array(row[2], dtype=np.float64)
        provisional[at, numbers - first] = np.array(row[3]) == ObservationStatus.PROVISIONAL.value
    return FigureTable(source, frequency, first, tuple(row[0] for row in rows), values, provisional)
