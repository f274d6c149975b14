"""From counts to what the council sees: which places of a table are hidden, also with earlier releases beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from driehoek.areas.models import Area
from driehoek.council.content import Cell, FigureTable, Line
from driehoek.council.counts import LEVELS, Counts, Period, month_key
from driehoek.council.models import Depth
from driehoek.figures.queries import rate
from driehoek.figures.words import said_source
from driehoek.statistics.suppression import (
    ROOT,
    Earlier,
    Flags,
    Reason,
    Rule,
    Table,
    UnprotectedError,
    Values,
    suppress,
)

# [area code, column, count, shown] of each place of an earlier release.
Basis = list[list[Any]]


@dataclass(frozen=True)
class Made:
    """A table for the council with what only its maker knows.

    Attributes:
        table: what the council sees; None when no choice of places keeps the small counts hidden.
        basis: the counts behind it, with whether they are shown.
        small: how many counts are hidden because they are small.
        beside: how many are hidden because a small one would follow from them.
    """

    table: FigureTable | None
    basis: Basis
    small: int = 0
    beside: int = 0


@dataclass(frozen=True)
class _Grid:
    """The places of a table, those of earlier releases among them."""

    areas: tuple[Area, ...]
    columns: tuple[str, ...]
    values: Values
    shown: Flags

    @property
    def table(self) -> Table:
        """Return the counts with what adds up to what: districts to the municipality, months to their quarter."""
        row_at = {area.code: place for place, area in enumerate(self.areas)}
        column_at = {column: place for place, column in enumerate(self.columns)}
        rows = [row_at.get(area.parent.code, ROOT) if area.parent else ROOT for area in self.areas]
        columns = [column_at.get(_whole_of(column), ROOT) for column in self.columns]
        return Table(self.values, tuple(rows), tuple(columns))


def make_table(
    counts: Counts, period: Period, *, depth: Depth, minimum: int, earlier: Sequence[Basis]
) -> Made:
    """Hide what must be hidden in the table of one indicator.

    Args:
        counts: what is known.
        period: the quarter that it is about.
        depth: down to which areas it goes.
        minimum: counts under this are hidden.
        earlier: what earlier releases had of this indicator, the hidden counts too.
    """
    grid = _grid(counts, period, depth, earlier)
    there = grid.shown & ~np.isnan(grid.values)
    before = [_earlier(grid, basis) for basis in earlier]
    rule = Rule(minimum=minimum, protection=min(3, minimum - 1))
    try:
        found = suppress(grid.table, rule, earlier=before, withheld=~grid.shown)
    except UnprotectedError:
        return Made(None, [], small=int(np.sum(there)))
    hidden = found.hidden & there
    return Made(
        table=_drawn(counts, period, grid, hidden),
        basis=_basis(grid, there, hidden),
        small=int(np.sum(hidden & (found.mask == Reason.PRIMARY))),
        beside=int(np.sum(hidden & (found.mask == Reason.SECONDARY))),
    )


def _whole_of(column: str) -> str:
    """Return the quarter that a month is part of; for a quarter nothing."""
    if "Q" in column:
        return ""
    year, month = column.split("-")
    return f"{year}-Q{(int(month) - 1) // 3 + 1}"


def _grid(counts: Counts, period: Period, depth: Depth, earlier: Sequence[Basis]) -> _Grid:
    deep = LEVELS.index(next(level for level in LEVELS if level.value == depth))
    known = {cell[0] for basis in earlier for cell in basis}
    areas = tuple(area for area in counts.areas if _deep(area) <= deep or area.code in known)
    shown_columns = [*map(month_key, period.months), *period.quarters]
    before = sorted({cell[1] for basis in earlier for cell in basis} - set(shown_columns))
    columns = (*shown_columns, *before)
    values, shown = np.full((len(areas), len(columns)), np.nan), np.zeros((len(areas), len(columns)), bool)
    months = {month_key(month): month for month in period.all_months}
    quarters = counts.by_quarter(period)
    for row, area in enumerate(areas):
        for column, key in enumerate(columns):
            if "Q" in key:
                values[row, column] = quarters.get((area.code, key), np.nan)
            elif row == 0 and key in months:
                # Only of the whole municipality the months are shown; elsewhere most of them would be small.
                values[row, column] = counts.by_month.get((area.code, months[key]), np.nan)
            shown[row, column] = key in shown_columns and _deep(area) <= deep
    return _Grid(areas, columns, values, shown)


def _deep(area: Area) -> int:
    return [level.value for level in LEVELS].index(area.level)


def _earlier(grid: _Grid, basis: Basis) -> Earlier:
    rows = {area.code: place for place, area in enumerate(grid.areas)}
    columns = {column: place for place, column in enumerate(grid.columns)}
    values, shown = np.full(grid.values.shape, np.nan), np.zeros(grid.values.shape, bool)
    for code, column, value, was_shown in basis:
        if code in rows:
            values[rows[code], columns[column]] = value
            shown[rows[code], columns[column]] = was_shown
    return Earlier(values, shown)


def _basis(grid: _Grid, there: Flags, hidden: Flags) -> Basis:
    return [
        [area.code, column, float(grid.values[row, place]), not bool(hidden[row, place])]
        for row, area in enumerate(grid.areas)
        for place, column in enumerate(grid.columns)
        if there[row, place]
    ]


def _drawn(counts: Counts, period: Period, grid: _Grid, hidden: Flags) -> FigureTable:
    indicator = counts.indicator
    at = {column: place for place, column in enumerate(grid.columns)}

    def cell(row: int, column: str) -> Cell:
        if hidden[row, at[column]]:
            return Cell(None, hidden=True)
        value = grid.values[row, at[column]]
        return Cell(None if np.isnan(value) else float(value))

    lines = []
    for row, area in enumerate(grid.areas):
        if not grid.shown[row].any():
            continue
        cells = tuple(cell(row, quarter) for quarter in period.quarters)
        share = rate(cells[-1].value, area.inhabitants)
        lines.append(
            Line(area.code, area.name, area.level, cells, None if share is None else round(share, 1))
        )
    months = [month_key(month) for month in period.months]
    whole = bool(grid.areas) and _deep(grid.areas[0]) == 0
    return FigureTable(
        key=str(indicator.pk),
        label=indicator.name,
        theme=indicator.theme.name,
        unit=indicator.unit,
        source=said_source(indicator.source, period.months[-1]),
        quarters=period.quarters,
        lines=tuple(lines),
        months=tuple(f"{month}-01" for month in months) if whole else (),
        course=tuple(cell(0, month) for month in months) if whole else (),
        provisional=counts.provisional,
    )
